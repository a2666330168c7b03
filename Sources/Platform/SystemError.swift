import Glibc

/// A system call that failed: what was attempted, and the operating system's reason.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was attempted, in words that read after "cannot", for example `open results/x`.
  public let operation: String
  /// The `errno` value.
  public let code: Int32

  /// A failure of `operation` with `code`.
  public init(_ operation: String, code: Int32) {
    self.operation = operation
    self.code = code
  }

  /// A failure of `operation` with the calling thread's current `errno`.
  public static func current(_ operation: String) -> SystemError {
    SystemError(operation, code: errno)
  }

  /// The code that stands for a lack of memory.
  public static let noMemory = ENOMEM

  /// Whether it failed because a disk or a quota is used up.
  public var isFullDisk: Bool { code == ENOSPC || code == EDQUOT }

  /// The operating system's words for the code.
  public var reason: String { unsafe String(cString: strerror(code)) }

  /// `cannot <operation>: <reason>`.
  public var description: String { "cannot \(operation): \(reason)" }
}
