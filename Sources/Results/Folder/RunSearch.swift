internal import Foundation
internal import Glibc
internal import Platform

/// Every run in a folder, however deep it lies.
public struct RunSearch: Sendable {
  /// The runs, in the order of their paths: folders that end in `.run` or have a `run.json`.
  public private(set) var runs: [RunFolder] = []
  /// Folders that could be runs or hold some and cannot be opened, each with the reason.
  public private(set) var unreadable: [(path: String, error: RunFolderError)] = []
  /// Folders that hold the short runs of another procedure, or none yet.
  private static let foreign = [".gate", ".capacity", ".shrink", ".part"]
  /// The folders that were seen, by device and file number, so that links lead nowhere twice.
  private var seen: Set<[UInt64]> = []

  /// Searches `folder`, which may be a run itself.
  ///
  /// Symbolic links are followed. Passed over are hidden folders, and in `folder` those of other procedures,
  /// such as a gate, whose short runs are no part of a series.
  ///
  /// - Throws: ``RunFolderError`` when there is no such folder or it cannot be read.
  public init(in folder: String) throws(RunFolderError) {
    var trimmed = folder[...]
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
    let path = String(trimmed)
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw .missing(path: folder, isThere: false) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .noFolder(path: folder) }
    seen.insert([UInt64(status.st_dev), UInt64(status.st_ino)])
    if take(path) { return }
    do throws(SystemError) { try search(path) } catch { throw .system(error) }
  }

  /// Takes `folder` for a run, where it is to be one; says whether it is.
  private mutating func take(_ folder: String) -> Bool {
    do throws(RunFolderError) { runs.append(try RunFolder.open(folder)) } catch {
      guard folder.hasSuffix(".run") else { return false }
      unreadable.append((folder, error))
    }
    return true
  }

  private mutating func search(_ folder: String) throws(SystemError) {
    for name in try FolderNames.visible(in: folder) {
      let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      var status = stat()
      guard !Self.foreign.contains(where: name.hasSuffix),
        unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
        seen.insert([UInt64(status.st_dev), UInt64(status.st_ino)]).inserted,
        !take(path)
      else { continue }
      do throws(SystemError) { try search(path) } catch {
        unreadable.append((path, .system(error)))
      }
    }
  }
}

/// What is in a folder.
enum FolderNames {
  /// The names in `folder` that are not hidden, sorted.
  static func visible(in folder: String) throws(SystemError) -> [String] {
    guard unsafe access(folder, R_OK | X_OK) == 0 else { throw .current("read folder \(folder)") }
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
  }
}
