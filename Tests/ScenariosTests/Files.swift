import Scenarios
import Testing
import Workloads

/// Files in memory.
struct Files: MaterialFiles {
  var texts: [String: String] = [:]
  var runs: [String: RecordedRun] = [:]

  func bytes(of path: String, limit: Int) throws(MaterialUnreadable) -> [UInt8] {
    guard let text = texts[path] else { throw MaterialUnreadable("cannot be read: no such file") }
    return Array(text.utf8)
  }

  func run(at path: String) throws(MaterialUnreadable) -> RecordedRun {
    guard let run = runs[path] else { throw MaterialUnreadable("'\(path)' does not exist") }
    return run
  }

  /// What the scenario `text` of the file `folder/a.yaml` and these files come to.
  func load(_ text: String) throws(ScenarioRejected) -> ScenarioMaterial {
    try ScenarioMaterial(
      try Scenario.parse(text, file: "folder/a.yaml"), file: "folder/a.yaml", from: self)
  }

  /// The diagnostics of ``load(_:)``.
  func refusal(_ text: String) -> String {
    diagnostics { () throws(ScenarioRejected) in try load(text).scenario }
  }
}
