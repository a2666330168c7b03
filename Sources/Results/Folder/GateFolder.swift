internal import Platform
public import Workloads

/// The folder that holds everything about one gate.
///
/// ```
/// results/burst-and-drain/20261124T031500Z.gate/
///   pair-01-base.run/, pair-01-candidate.run/, ...   the runs (RunFolder)
///   base.log, candidate.log                          what commands printed
///   gate.json                                        what the pairs say (GateResult)
///   gate.md, gate.html                               the same for people
/// ```
public struct GateFolder: Sendable, Hashable {
  /// The folder's path, without a final slash.
  public let path: String

  /// Where the JSON document is.
  public var jsonPath: String { path + "/gate.json" }
  /// Where the Markdown report is.
  public var markdownPath: String { path + "/gate.md" }
  /// Where the page is.
  public var htmlPath: String { path + "/gate.html" }

  /// The gate's folder at `path`.
  public init(path: String) { self.path = path }

  /// Creates `<root>/<scenario>/<instant>.gate`; a second one of the same second gets `-2` after the
  /// instant, and so on.
  ///
  /// - Parameters:
  ///   - root: The folder of all runs, created when missing.
  ///   - scenario: The scenario's name.
  ///   - startedAt: The gate's start in nanoseconds since the Unix epoch.
  /// - Returns: The new folder.
  /// - Throws: ``RunFolderError`` when it cannot be created.
  public static func create(
    under root: String, scenario: String, startedAt: Nanoseconds
  ) throws(RunFolderError) -> GateFolder {
    do throws(SystemError) {
      return GateFolder(
        path: try FileBytes.makeFolder(
          under: root, scenario: scenario, startedAt: startedAt, ending: ".gate"))
    } catch {
      throw .system(error)
    }
  }

  /// Where the runs of one side of pair `number`, from 1, go: of attempts after the first one with their
  /// number.
  public func runName(pair number: Int, isCandidate: Bool, attempt: Int) -> String {
    let digits = number < 10 ? "0\(number)" : "\(number)"
    let suffix = attempt > 1 ? "-\(attempt)" : ""
    return "pair-\(digits)-\(isCandidate ? "candidate" : "base")\(suffix).run"
  }

  /// Where the output of a side's commands goes.
  public func logPath(isCandidate: Bool) -> String {
    path + (isCandidate ? "/candidate.log" : "/base.log")
  }

  /// Reads the document.
  public func result() throws(RunFolderError) -> GateResult {
    try JSONText.read(GateResult.self, at: jsonPath, schema: GateResult.schema, \.schema)
  }

  /// Replaces `gate.json`, `gate.md` and `gate.html`, each in one step.
  public func writeReports(
    json: String, markdown: String, html: String
  ) throws(RunFolderError) {
    do throws(SystemError) {
      try FileBytes.replace(jsonPath, with: Array(json.utf8))
      try FileBytes.replace(markdownPath, with: Array(markdown.utf8))
      try FileBytes.replace(htmlPath, with: Array(html.utf8))
    } catch {
      throw .system(error)
    }
  }

  /// Takes the folder away, where nothing is in it.
  public func discardIfEmpty() { FileBytes.removeIfEmpty(path) }
}
