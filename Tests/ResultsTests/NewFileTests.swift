import Foundation
import Glibc
import Platform
import Results
import TestSupport
import Testing

@Suite struct NewFileTests {
  private func content(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test func aFileAppearsWhenItIsWhole() throws {
    try TemporaryFolder.with { root in
      let file = try NewFile(root + "/a", isReplacing: false)
      try file.write(Array("one ".utf8))
      #expect(try content(root).contains("a") == false)
      try file.write(Array("two".utf8))
      try file.finish()
      #expect(try content(root) == ["a"])
      #expect(try String(contentsOfFile: root + "/a", encoding: .utf8) == "one two")
    }
  }

  @Test func whatIsNotFinishedLeavesNothing() throws {
    try TemporaryFolder.with { root in
      do {
        let file = try NewFile(root + "/a", isReplacing: false)
        try file.write([1, 2, 3])
      }
      #expect(try content(root).isEmpty)
    }
  }

  @Test func aFileThatIsThereStaysUnlessItIsReplaced() throws {
    try TemporaryFolder.with { root in
      try "old".write(toFile: root + "/a", atomically: false, encoding: .utf8)
      #expect(throws: NewFile.Failure.self) { try NewFile(root + "/a", isReplacing: false) }
      let file = try NewFile(root + "/a", isReplacing: true)
      try file.write(Array("new".utf8))
      #expect(try String(contentsOfFile: root + "/a", encoding: .utf8) == "old")
      try file.finish()
      #expect(try String(contentsOfFile: root + "/a", encoding: .utf8) == "new")
      #expect(try content(root) == ["a"])
    }
  }

  @Test func aFileThatCameMeanwhileStays() throws {
    try TemporaryFolder.with { root in
      let file = try NewFile(root + "/a", isReplacing: false)
      try file.write(Array("late".utf8))
      try "early".write(toFile: root + "/a", atomically: false, encoding: .utf8)
      #expect(throws: NewFile.Failure.self) { try file.finish() }
      #expect(try String(contentsOfFile: root + "/a", encoding: .utf8) == "early")
      #expect(try content(root) == ["a"])
    }
  }

  @Test func whatASymbolicLinkLeadsToIsReplaced() throws {
    try TemporaryFolder.with { root in
      try "old".write(toFile: root + "/a", atomically: false, encoding: .utf8)
      try #require(unsafe symlink("a", root + "/link") == 0)
      let file = try NewFile(root + "/link", isReplacing: true)
      try file.write(Array("new".utf8))
      try file.finish()
      #expect(try String(contentsOfFile: root + "/a", encoding: .utf8) == "new")
      #expect(try content(root) == ["a", "link"])
    }
  }

  @Test func aDeviceIsWrittenAsItIs() throws {
    let file = try NewFile("/dev/null", isReplacing: false)
    try file.write([1, 2, 3])
    try file.finish()
    let full = try NewFile("/dev/full", isReplacing: false)
    #expect(throws: SystemError("write /dev/full", code: ENOSPC)) { try full.write([1]) }
  }

  @Test("what cannot be created says why", arguments: ["/none/a", "/dev/null/a", "/"])
  func unwritable(path: String) {
    #expect(throws: NewFile.Failure.self) { try NewFile(path, isReplacing: true) }
  }
}
