internal import ArgumentParser
internal import Glibc
internal import Platform

/// What people read while the tool works: reports on standard output, everything else on standard
/// error.
enum Console {
  /// Whether standard error is a terminal that can rewrite a line.
  static let isInteractive = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"

  /// Whether standard output wants colour: a terminal, and `NO_COLOR` is unset or empty.
  static let isColored =
    isatty(STDOUT_FILENO) == 1 && (environment("NO_COLOR") ?? "").isEmpty
    && environment("TERM") != "dumb"

  /// Columns of the terminal on standard error; 80 where there is none.
  static var columns: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// Writes `text` to standard output as it is.
  ///
  /// A reader that has gone, as in `sojourn report RUN | head`, had what it wanted.
  ///
  /// - Throws: ``ExitCode/invalid`` after the error has been printed.
  static func report(_ text: String) throws {
    guard !write(text, to: STDOUT_FILENO), errno != EPIPE else { return }
    error(SystemError.current("write to standard output").description)
    throw ExitCode.invalid
  }

  /// Writes `bytes` to standard output as they are.
  static func write(_ bytes: [UInt8]) throws(SystemError) {
    guard write(bytes, to: STDOUT_FILENO) else { throw .current("write to standard output") }
  }

  /// Writes `text` and a line break to standard error.
  static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Writes `error: ` and `message`, and the hint on a line of its own, to standard error.
  static func error(_ message: String, hint: String? = nil) {
    note("error: \(message)")
    if let hint { note("  hint: \(hint)") }
  }

  /// Replaces the progress line; an empty text takes it away.
  static func progress(_ text: String) {
    write("\r\u{1B}[2K" + text, to: STDERR_FILENO)
  }

  /// Writes `text` to `descriptor`, and says whether it could.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    write(Array(text.utf8), to: descriptor)
  }

  private static func write(_ whole: [UInt8], to descriptor: Int32) -> Bool {
    var bytes = whole[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// The value of an environment variable; nil when it is not set.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
