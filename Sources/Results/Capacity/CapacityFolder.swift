internal import Glibc
internal import Platform
public import Workloads

/// The folder of one search for a capacity: its runs, and `capacity.json`.
///
/// ```
/// results/poisson-arrivals/20261124T031500Z.capacity/
///   capacity.json     what is known so far, renewed after every run
///   01-burst.run/     a run folder each, in order
///   03-probe.run/
///   09-certification.run/
/// ```
public struct CapacityFolder: Sendable, Hashable {
  /// The folder's path, without a final slash.
  public let path: String

  /// Where the document is.
  public var documentPath: String { path + "/capacity.json" }

  /// Creates `<root>/<scenario>/<instant>.capacity`; a second one of the same second gets `-2` after the
  /// instant, and so on.
  ///
  /// - Parameters:
  ///   - root: The folder of all runs, created when missing.
  ///   - scenario: The scenario's name.
  ///   - startedAt: The start in nanoseconds since the Unix epoch.
  /// - Throws: ``RunFolderError``.
  public init(
    under root: String, scenario: String, startedAt: Nanoseconds
  ) throws(RunFolderError) {
    do throws(SystemError) {
      path = try FileBytes.makeFolder(
        under: root, scenario: scenario, startedAt: startedAt, ending: ".capacity")
    } catch {
      throw .system(error)
    }
  }

  /// The name of the folder of run `number`, from 1, which is a `kind`.
  public func runName(_ number: Int, _ kind: String) -> String {
    "\(number < 10 ? "0" : "")\(number)-\(kind).run"
  }

  /// Replaces `capacity.json` in one step.
  public func store(_ capacity: Capacity) throws(RunFolderError) {
    do throws(SystemError) {
      try FileBytes.replace(documentPath, with: Array(capacity.json().utf8))
    } catch {
      throw .system(error)
    }
  }

  /// Reads `capacity.json`.
  public func capacity() throws(RunFolderError) -> Capacity {
    try JSONText.read(Capacity.self, at: documentPath, schema: Capacity.schema, \.schema)
  }

  /// Takes the folder away, with its document, where it holds no run.
  public func discardWithoutRuns() {
    unsafe unlink(documentPath)
    FileBytes.removeIfEmpty(path)
  }
}
