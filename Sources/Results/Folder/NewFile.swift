internal import Glibc
public import Platform

/// A file that appears at its path when it is whole, and not at all when it does not become that.
///
/// It grows beside its path under another name. A path that is no regular file, for example a device,
/// is written as it is.
public final class NewFile {
  /// Why a file cannot be begun or does not appear.
  public enum Failure: Error, Sendable, CustomStringConvertible {
    /// The operating system refused.
    case system(SystemError)
    /// There is a file at the path, and it is not to be replaced.
    case exists(path: String)

    /// One sentence; lower case, no final full stop.
    public var description: String {
      switch self {
      case .system(let error): error.description
      case .exists(let path): "'\(path)' exists already"
      }
    }
  }

  /// Where the file appears.
  public let path: String
  /// Where it grows; the same where it is written as it is.
  public let temporaryPath: String
  private let isReplacing: Bool
  private var file: Int32

  /// Begins the file.
  ///
  /// - Parameters:
  ///   - path: Where it appears; of a symbolic link, what it leads to is replaced.
  ///   - isReplacing: Whether a file that is there may be replaced.
  /// - Throws: ``Failure``; nothing is left behind.
  public init(_ path: String, isReplacing: Bool) throws(Failure) {
    var status = stat()
    let isThere = unsafe stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if isThere, kind == S_IFDIR { throw .system(SystemError("write \(path)", code: EISDIR)) }
    let isPlain = !isThere || kind == S_IFREG
    if isThere, isPlain, !isReplacing { throw .exists(path: path) }
    self.path = isThere && isPlain ? Self.resolved(path) : path
    self.isReplacing = isReplacing
    temporaryPath = isPlain ? "\(self.path).\(getpid()).part" : path
    let flags = isPlain ? O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC : O_WRONLY | O_CLOEXEC
    file = unsafe open(temporaryPath, flags, 0o644)
    guard file >= 0 else { throw .system(.current("create \(path)")) }
  }

  deinit { discard() }

  /// Appends `bytes`.
  public func write(_ bytes: [UInt8]) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .current("write \(path)") }
      rest = rest.dropFirst(count)
    }
  }

  /// Makes the file appear.
  public func finish() throws(Failure) {
    let code = close(file)
    let failure = SystemError.current("write \(path)")
    file = -1
    guard code == 0 else {
      removeTemporary()
      throw .system(failure)
    }
    guard temporaryPath != path else { return }
    defer { removeTemporary() }
    // A link, unlike a renaming, never replaces a file that came to be there meanwhile.
    if !isReplacing {
      if unsafe link(temporaryPath, path) == 0 { return }
      if errno == EEXIST { throw .exists(path: path) }
    }
    guard unsafe rename(temporaryPath, path) == 0 else { throw .system(.current("write \(path)")) }
  }

  /// Takes away what there is of the file, unless it has appeared.
  public func discard() {
    guard file >= 0 else { return }
    close(file)
    file = -1
    removeTemporary()
  }

  private func removeTemporary() {
    if temporaryPath != path { unsafe unlink(temporaryPath) }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
