import Foundation
import Glibc
import Results
import TestSupport
import Testing

/// A temporary folder in which the built tool works.
struct Workspace {
  /// The folder's path.
  let path: String

  /// Calls `body` with a new workspace, and takes it away again.
  static func with<Value>(_ body: (Workspace) throws -> Value) throws -> Value {
    try TemporaryFolder.with { path in try body(Workspace(path: path)) }
  }

  /// The built tool, which lies beside the test bundle.
  static let tool: String = {
    let here = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let candidates = ([here] + CommandLine.arguments).map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("sojourn").path
    }
    return candidates.first(where: FileManager.default.isExecutableFile) ?? candidates[0]
  }()

  /// What children get of this process's environment.
  static let environment = ProcessInfo.processInfo.environment.filter {
    ["PATH", "HOME", "LD_LIBRARY_PATH"].contains($0.key)
  }

  /// Writes `text` to the file `name`.
  func write(_ text: String, to name: String = "scenario.yaml") throws {
    try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
  }

  /// Starts the tool with `arguments`.
  func start(
    _ arguments: [String], environment: [String: String] = [:], preparation: String = ":",
    output: Child.Stream = .pipe, errors: Child.Stream = .pipe
  ) throws -> Child {
    try Child(
      [Self.tool] + arguments, environment: Self.environment.merging(environment) { $1 },
      folder: path, preparation: preparation, output: output, errors: errors)
  }

  /// Runs the tool with `arguments` to its end.
  func run(
    _ arguments: [String], environment: [String: String] = [:], preparation: String = ":",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Child.Ended {
    try start(arguments, environment: environment, preparation: preparation)
      .end(sourceLocation: sourceLocation)
  }

  /// The content of the file `name`.
  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }

  /// The paths of all files and folders in `folder` of the workspace, from there, sorted.
  func files(in folder: String = ".") -> [String] {
    (FileManager.default.enumerator(atPath: path + "/" + folder)?.compactMap { $0 as? String } ?? [])
      .sorted()
  }

  /// The run folders in `results`, from the workspace, sorted.
  var runs: [String] {
    files(in: "results").filter { $0.hasSuffix(".run") }.map { "results/" + $0 }
  }

  /// The one run folder.
  func onlyRun() throws -> String {
    try #require(runs.count == 1, "the runs are \(runs)")
    return runs[0]
  }

  /// The job table of the run in `folder`.
  func table(_ folder: String) throws -> JobTable {
    try RunFolder.open(path + "/" + folder).table()
  }

  /// The stored JSON report of the run in `folder`.
  func document(_ folder: String) throws -> RunDocument {
    try RunDocument.parse(try read(folder + "/report.json"), path: folder)
  }
}
