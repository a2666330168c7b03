internal import Glibc
internal import Platform
internal import Scenarios
public import Workloads

/// The folder that holds everything about one run: `run.json`, `jobs.table` and the reports, and
/// `inputs.json` where inputs came from files.
///
/// ```
/// results/burst-and-drain/20261124T031500Z.run/
///   run.json      what was asked, and where (RunManifest)
///   inputs.json   what was in the files that inputs came from, where there are any (RunInputs)
///   jobs.table    what happened (JobTable)
///   report.json   what follows from the two (RunDocument), rendered again at any time
///   report.md     the same for people
///   report.html   the same as a page with charts
/// ```
public struct RunFolder: Sendable, Hashable {
  /// The folder's path, without a final slash.
  public let path: String

  /// Where the manifest is.
  public var manifestPath: String { path + "/run.json" }
  /// Where the inputs are that came from files.
  public var inputsPath: String { path + "/inputs.json" }
  /// Where the job table is.
  public var tablePath: String { path + "/jobs.table" }
  /// Where the JSON report is.
  public var reportJSONPath: String { path + "/report.json" }
  /// Where the Markdown report is.
  public var reportMarkdownPath: String { path + "/report.md" }
  /// Where the page is.
  public var reportHTMLPath: String { path + "/report.html" }

  private init(path: String) { self.path = path }

  /// Creates `<root>/<scenario>/<instant>.run` with its manifest; a second run of the same second gets
  /// `-2` after the instant, and so on.
  ///
  /// - Parameters:
  ///   - root: The folder of all runs, created when missing.
  ///   - startedAt: The run's start in nanoseconds since the Unix epoch.
  ///   - manifest: What goes into `run.json`; its scenario's name is the name of the middle folder.
  ///   - inputs: What goes into `inputs.json`, which is left out when there is nothing.
  /// - Returns: The new folder.
  /// - Throws: ``RunFolderError``; a folder that was created is taken away again.
  public static func create(
    under root: String, startedAt: Nanoseconds, manifest: RunManifest,
    inputs: RunInputs = RunInputs()
  ) throws(RunFolderError) -> RunFolder {
    do throws(SystemError) {
      let folder = RunFolder(
        path: try FileBytes.makeFolder(
          under: root, scenario: manifest.scenario.name, startedAt: startedAt, ending: ".run"))
      try folder.begin(manifest, inputs)
      return folder
    } catch {
      throw .system(error)
    }
  }

  /// Creates the folder `path`, in one that exists, with its manifest.
  ///
  /// - Parameters:
  ///   - path: Where the run goes; nothing may be there.
  ///   - manifest: What goes into `run.json`.
  ///   - inputs: What goes into `inputs.json`, which is left out when there is nothing.
  /// - Returns: The new folder.
  /// - Throws: ``RunFolderError``; a folder that was created is taken away again.
  public static func create(
    at path: String, manifest: RunManifest, inputs: RunInputs = RunInputs()
  ) throws(RunFolderError) -> RunFolder {
    do throws(SystemError) {
      guard unsafe mkdir(path, 0o755) == 0 else { throw .current("create folder \(path)") }
      let folder = RunFolder(path: path)
      try folder.begin(manifest, inputs)
      return folder
    } catch {
      throw .system(error)
    }
  }

  /// Writes the manifest and the inputs into the new folder, or takes it away again.
  private func begin(_ manifest: RunManifest, _ inputs: RunInputs) throws(SystemError) {
    do throws(SystemError) {
      if !inputs.isEmpty {
        try FileBytes.replace(inputsPath, with: Array(JSONText.encode(inputs).utf8))
      }
      try FileBytes.replace(manifestPath, with: Array(JSONText.encode(manifest).utf8))
    } catch {
      discard()
      throw error
    }
  }

  /// Opens the run at `path`: its folder, or any file in it.
  ///
  /// - Throws: ``RunFolderError/missing(path:isThere:)`` when there is no `run.json`.
  public static func open(_ path: String) throws(RunFolderError) -> RunFolder {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
    var status = stat()
    guard unsafe stat(String(trimmed), &status) == 0 else {
      throw .missing(path: path, isThere: false)
    }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let folder = RunFolder(path: isFolder ? String(trimmed) : PathText.folder(of: String(trimmed)))
    guard unsafe access(folder.manifestPath, F_OK) == 0 else {
      throw .missing(path: path, isThere: true)
    }
    return folder
  }

  /// Reads the manifest.
  public func manifest() throws(RunFolderError) -> RunManifest {
    try JSONText.read(RunManifest.self, at: manifestPath, schema: RunManifest.schema, \.schema)
  }

  /// Reads the inputs that came from files; nil where there is no `inputs.json`.
  public func inputs() throws(RunFolderError) -> RunInputs? {
    guard unsafe access(inputsPath, F_OK) == 0 else { return nil }
    return try JSONText.read(RunInputs.self, at: inputsPath, schema: RunInputs.schema, \.schema)
  }

  /// Reserves the job table at its full size.
  ///
  /// - Throws: ``RunFolderError/system(_:)``, for example for a full disk; the whole folder is taken
  ///   away again, as no run can follow.
  public func createTable(
    rows: Int, idCapacity: Int, engines: Int
  ) throws(RunFolderError) -> JobTable {
    do throws(SystemError) {
      return try JobTable.create(
        at: tablePath, rows: rows, idCapacity: idCapacity, engines: engines)
    } catch {
      discard()
      throw .system(error)
    }
  }

  /// Maps the job table, for reading unless `isWritable`.
  public func table(isWritable: Bool = false) throws(RunFolderError) -> JobTable {
    try JobTable.open(at: tablePath, isWritable: isWritable)
  }

  /// Replaces `report.json`, `report.md` and, where there is a page, `report.html`, each in one step.
  public func writeReports(
    json: String, markdown: String, html: String? = nil
  ) throws(RunFolderError) {
    do throws(SystemError) {
      try FileBytes.replace(reportJSONPath, with: Array(json.utf8))
      try FileBytes.replace(reportMarkdownPath, with: Array(markdown.utf8))
      if let html { try FileBytes.replace(reportHTMLPath, with: Array(html.utf8)) }
    } catch {
      throw .system(error)
    }
  }

  /// Takes the job table away, which nothing but another look at single jobs needs once the reports are
  /// written.
  public func discardTable() { unsafe unlink(tablePath) }

  /// Takes the folder away, with the files that a run puts there and nothing else.
  public func discard() {
    for file in [
      manifestPath, inputsPath, tablePath, reportJSONPath, reportMarkdownPath, reportHTMLPath,
    ] {
      unsafe unlink(file)
    }
    FileBytes.removeIfEmpty(path)
  }
}
