internal import Glibc
internal import Platform

/// Committed runs that others are compared with: `<root>/<scenario>/<instant>.run` with `run.json` and
/// `report.json`.
///
/// The two files hold everything that a comparison needs, in some 100 kB: estimates, intervals and
/// histograms. The job table stays where it is.
public struct Baselines: Sendable, Hashable {
  /// The folder of all baselines.
  public var root: String

  /// The baselines in `root`.
  public init(root: String) { self.root = root }

  /// Stores a run.
  ///
  /// - Parameters:
  ///   - manifest: What was asked.
  ///   - document: What came of it.
  /// - Returns: Its folder, and whether it was there before, with these very files.
  /// - Throws: ``RunFolderError``; nothing is left behind.
  public func store(
    _ manifest: RunManifest, _ document: RunDocument
  ) throws(RunFolderError) -> (path: String, isNew: Bool) {
    let name = PathText.component(document.scenarioName)
    let folder = "\(root)/\(name)/\(InstantText.compact(iso: document.run.startedAt)).run"
    let files = [
      ("run.json", Array(JSONText.encode(manifest).utf8)),
      ("report.json", Array(document.json().utf8)),
    ]
    do throws(SystemError) {
      if unsafe access(folder, F_OK) == 0 {
        for (file, bytes) in files where try FileBytes.read("\(folder)/\(file)") != bytes {
          throw SystemError("replace baseline \(folder)", code: EEXIST)
        }
        return (folder, false)
      }
      try FileBytes.makeFolders("\(root)/\(name)")
      let part = folder + ".part"
      do throws(SystemError) {
        try FileBytes.makeFolders(part)
        for (file, bytes) in files { try FileBytes.replace("\(part)/\(file)", with: bytes) }
        guard unsafe rename(part, folder) == 0 else { throw .current("create folder \(folder)") }
      } catch {
        for (file, _) in files { unsafe unlink("\(part)/\(file)") }
        unsafe rmdir(part)
        throw error
      }
    } catch {
      throw .system(error)
    }
    return (folder, true)
  }

  /// The baselines of all scenarios, sorted by scenario and then by time.
  public func all() -> [RunFolder] {
    Self.entries(of: root).flatMap { Self.runs(in: "\(root)/\($0)") }
  }

  /// The newest baseline of the scenario `name`; nil when there is none.
  public func newest(of name: String) -> RunFolder? {
    Self.runs(in: "\(root)/\(PathText.component(name))").last
  }

  /// The runs in `folder`, sorted by name, which begins with their instant.
  public static func runs(in folder: String) -> [RunFolder] {
    entries(of: folder).filter { $0.hasSuffix(".run") }.compactMap { name in
      try? RunFolder.open("\(folder)/\(name)")
    }
  }

  /// The names in `folder`, sorted; none when it cannot be read.
  private static func entries(of folder: String) -> [String] {
    (try? FolderNames.visible(in: folder)) ?? []
  }
}
