import Foundation
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@Suite struct RunFolderTests {
  private let manifest: RunManifest

  init() throws { manifest = try SampleRun([.sample()]).manifest }

  private func create(_ root: String) throws -> RunFolder {
    try RunFolder.create(under: root, startedAt: JobRecord.sampleEpoch, manifest: manifest)
  }

  private func content(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test func runsOfOneSecondGetTheirOwnFolders() throws {
    try TemporaryFolder.with { root in
      let paths = try (0..<3).map { _ in try create(root + "/a/b").path }
      #expect(
        paths == ["", "-2", "-3"].map { "\(root)/a/b/made-up/20261124T031500Z\($0).run" })
      #expect(try content(paths[0]) == ["run.json"])
    }
  }

  @Test func aRunIsFoundByItsFolderAndByAnyFileInIt() throws {
    try TemporaryFolder.with { root in
      let folder = try create(root)
      _ = try folder.createTable(rows: 1, idCapacity: 36, engines: 2)
      for path in [folder.path, folder.path + "/", folder.manifestPath, folder.tablePath] {
        let opened = try RunFolder.open(path)
        #expect(opened == folder)
        #expect(try opened.manifest() == manifest)
        #expect(try opened.table().engineCount == 2)
      }
    }
  }

  @Test func whatIsNoRunIsRefused() throws {
    try TemporaryFolder.with { root in
      let empty = #expect(throws: RunFolderError.self) { try RunFolder.open(root) }
      #expect(empty?.description == "'\(root)' is not a run folder: it has no run.json")
      let absent = #expect(throws: RunFolderError.self) { try RunFolder.open(root + "/nothing") }
      #expect(absent?.description == "'\(root)/nothing' does not exist")
    }
  }

  @Test(
    "a damaged manifest is refused with its place",
    arguments: [
      ("{", "it is not JSON"), ("{}", "it has no 'schema'"), ("[]", "of another type"),
      ("{\"schema\": 1}", "'schema' is of another type than expected"),
    ])
  func damagedManifest(text: String, reason: String) throws {
    try TemporaryFolder.with { root in
      let folder = try create(root)
      try text.write(toFile: folder.manifestPath, atomically: true, encoding: .utf8)
      let error = #expect(throws: RunFolderError.self) { try folder.manifest() }
      let description = error?.description ?? ""
      #expect(description.hasPrefix("'\(folder.manifestPath)' cannot be read: "))
      #expect(description.contains(reason))
    }
  }

  @Test func aManifestOfAnotherSchemaIsRefused() throws {
    try TemporaryFolder.with { root in
      let folder = try create(root)
      let text = try String(contentsOfFile: folder.manifestPath, encoding: .utf8)
      try text.replacing("sojourn.manifest/1", with: "sojourn.manifest/9")
        .write(toFile: folder.manifestPath, atomically: true, encoding: .utf8)
      let error = #expect(throws: RunFolderError.self) { try folder.manifest() }
      #expect(error?.description.contains("'sojourn.manifest/9'") == true)
    }
  }

  @Test func reportsReplaceEachOtherAndLeaveNothingElse() throws {
    try TemporaryFolder.with { root in
      let folder = try create(root)
      try folder.writeReports(json: "{}", markdown: "# a")
      #expect(try content(folder.path) == ["report.json", "report.md", "run.json"])
      try folder.writeReports(json: "{}", markdown: "# b", html: "<p>")
      #expect(
        try content(folder.path) == ["report.html", "report.json", "report.md", "run.json"])
      #expect(try String(contentsOfFile: folder.reportMarkdownPath, encoding: .utf8) == "# b")
    }
  }

  @Test func aTableThatDoesNotFitLeavesNoFolderBehind() throws {
    try TemporaryFolder.with { root in
      let folder = try create(root)
      #expect(throws: RunFolderError.self) {
        try folder.createTable(rows: 1 << 52, idCapacity: 36, engines: 1)
      }
      #expect(try content(root) == [])
    }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    try TemporaryFolder.with { root in
      let file = root + "/file"
      try "".write(toFile: file, atomically: true, encoding: .utf8)
      let error = #expect(throws: RunFolderError.self) { try create(file) }
      #expect(error?.description == "cannot create folder \(file)/made-up: Not a directory")
    }
  }

  @Test func aScenarioNameCannotLeaveTheFolder() throws {
    var manifest = manifest
    manifest.scenario.name = "../../x y"
    try TemporaryFolder.with { root in
      let folder = try RunFolder.create(under: root, startedAt: 0, manifest: manifest)
      #expect(folder.path == root + "/-.-..-x-y/19700101T000000Z.run")
    }
  }
}
