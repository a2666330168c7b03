import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct RunSearchTests {
  /// Makes empty runs, folders and links below `root`, and says which runs are found, from there.
  private func found(
    _ runs: [String], folders: [String] = [], links: [(String, String)] = [],
    from place: String = ""
  ) throws -> (runs: [String], unreadable: [String]) {
    try TemporaryFolder.with { root in
      for folder in runs + folders {
        try FileManager.default.createDirectory(
          atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
      }
      for run in runs {
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(root)/\(run)/run.json"))
      }
      for (link, target) in links {
        try FileManager.default.createSymbolicLink(
          atPath: "\(root)/\(link)", withDestinationPath: target)
      }
      let search = try RunSearch(in: root + place)
      let start = root.count + 1
      return (
        search.runs.map { String($0.path.dropFirst(start)) },
        search.unreadable.map { String($0.path.dropFirst(start)) }
      )
    }
  }

  @Test func runsAreFoundHoweverDeep() throws {
    let runs = ["a.run", "b/c/d.run", "b/e.run", "renamed"]
    #expect(try found(runs).runs == runs)
    #expect(try found(runs, from: "//").runs == runs)
    #expect(try found(runs, from: "/b").runs == ["b/c/d.run", "b/e.run"])
    #expect(try found(runs, from: "/a.run").runs == ["a.run"])
    #expect(try found([], folders: ["a/b"]).runs == [])
  }

  @Test func runsOfOtherProceduresAreNoPartOfASeries() throws {
    let runs = [
      "x.capacity/1.run", "x.gate/1.run", "x/y.gate/2.run", ".hidden/3.run", "4.run.part/5.run",
    ]
    #expect(try found(runs + ["1.run", "1.run/nested.run"]).runs == ["1.run"])
    #expect(try found(runs, from: "/x.gate").runs == ["x.gate/1.run"])
  }

  @Test func linksAreFollowedOnce() throws {
    let links = [
      ("a/loop", ".."), ("a/self", "self"), ("twice", "a"), ("b.run", "a/1.run"), ("gone", "none"),
    ]
    #expect(try found(["a/1.run", "a/2.run"], links: links).runs == ["a/1.run", "a/2.run"])
    #expect(try found(["a/1.run"], links: [("b", "a")], from: "/b").runs == ["b/1.run"])
  }

  @Test func aRunWithoutAManifestIsSaidToBeUnreadable() throws {
    let found = try found(["1.run"], folders: ["2.run", "a/3.run"])
    #expect(found.runs == ["1.run"])
    #expect(found.unreadable == ["2.run", "a/3.run"])
  }

  @Test func whatIsNoFolderIsRefused() throws {
    try TemporaryFolder.with { root in
      #expect(throws: RunFolderError.self) { try RunSearch(in: root + "/none") }
      try Data().write(to: URL(fileURLWithPath: root + "/file"))
      do throws(RunFolderError) {
        _ = try RunSearch(in: root + "/file")
        Issue.record("a file was searched")
      } catch {
        #expect(error.description == "'\(root)/file' is not a folder")
      }
    }
  }
}
