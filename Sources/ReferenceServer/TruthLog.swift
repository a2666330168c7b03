import Glibc
import NIOCore

/// The file of the ground truth: one write per line, so that a killed server loses no whole line.
final class TruthLog {
  private let path: String
  private let descriptor: CInt
  /// Why writing ended early, if it did.
  private(set) var failure: JobServerError?
  private var isEmptied = false

  /// Opens or creates the file, and leaves it as it is: a server that then cannot listen must not
  /// have destroyed the log of the one that does.
  init(path: String) throws(JobServerError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .cannotWriteTruth(path: path, reason: systemText(errno))
    }
  }

  deinit { close(descriptor) }

  /// Throws away what an earlier server wrote; once only.
  func empty() {
    guard !isEmptied else { return }
    isEmptied = true
    // A pipe or a terminal has nothing to truncate.
    if ftruncate(descriptor, 0) != 0, errno != EINVAL {
      failure = .cannotWriteTruth(path: path, reason: systemText(errno))
    }
  }

  /// Appends the record; after a failure, nothing more.
  func append(_ record: TruthRecord) {
    var line = Text()
    line.writeTruth(record)
    append(line)
  }

  /// Appends the record; after a failure, nothing more.
  func append(_ record: FaultRecord) {
    var line = Text()
    line.writeFault(record)
    append(line)
  }

  private func append(_ line: Text) {
    empty()
    var rest = line.bytes[...]
    while failure == nil, !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, $0.count)
      }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        failure = .cannotWriteTruth(path: path, reason: systemText(errno))
      }
    }
  }
}

/// The system's own text for an error number.
func systemText(_ code: CInt) -> String {
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
