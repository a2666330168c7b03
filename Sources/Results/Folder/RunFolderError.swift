public import Platform

/// Why a run folder cannot be written or read.
public enum RunFolderError: Error, Sendable, CustomStringConvertible {
  /// The operating system refused.
  case system(SystemError)
  /// There is no run at the path, and perhaps nothing at all.
  case missing(path: String, isThere: Bool)
  /// What is to be a folder is none.
  case noFolder(path: String)
  /// A file of the run is not what it should be.
  case damaged(path: String, reason: String)

  /// Another process is writing the run.
  case inUse(path: String)

  /// One sentence with the place; lower case, no final full stop.
  public var description: String {
    switch self {
    case .system(let error): error.description
    case .missing(let path, let isThere):
      isThere
        ? "'\(path)' is not a run folder: it has no run.json" : "'\(path)' does not exist"
    case .noFolder(let path): "'\(path)' is not a folder"
    case .damaged(let path, let reason): "'\(path)' cannot be read: \(reason)"
    case .inUse(let path): "'\(path)' is being written by a run that still goes on"
    }
  }
}
