internal import Glibc

/// The end of a log, for messages.
enum LogTail {
  /// As many lines are shown.
  private static let lines = 5
  /// As many bytes are looked at.
  private static let bytes = 4_096

  /// The size of the file at `path` in bytes; 0 where there is none.
  static func size(of path: String) -> Int64 {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// The last lines of the file at `path` after byte `start`, each indented on a line of its own after
  /// `: it said`; empty where there are none.
  static func quoted(_ path: String, from start: Int64) -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: bytes)
    let offset = max(start, size(of: path) - Int64(bytes))
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe pread(file, $0.baseAddress, $0.count, off_t(offset))
    }
    let text = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    let last = text.split(whereSeparator: \.isNewline).suffix(lines).map { line in
      // What steers a terminal has no place in a message.
      "\n  | " + line.map { $0.isASCII && ($0.asciiValue ?? 32) < 32 ? " " : String($0) }.joined()
    }
    return last.isEmpty ? "" : "; it said" + last.joined()
  }
}
