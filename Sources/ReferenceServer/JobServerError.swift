/// Why a job server cannot start.
public enum JobServerError: Error, Hashable, Sendable {
  /// A setting is outside what it may be.
  case unusableSetting(name: String, value: String, allowed: String)
  /// The system refuses the address; `reason` is its own text.
  case cannotListen(host: String, port: Int, reason: String)
  /// The system refuses to open or write the truth log; `reason` is its own text.
  case cannotWriteTruth(path: String, reason: String)
}

extension JobServerError: CustomStringConvertible {
  /// One sentence for a person, without a full stop.
  public var description: String {
    switch self {
    case .unusableSetting(let name, let value, let allowed):
      "'\(name)' \(allowed), but is \(value)"
    case .cannotListen(let host, let port, let reason):
      "cannot listen on \(host) port \(port): \(reason)"
    case .cannotWriteTruth(let path, let reason):
      "cannot write the truth log '\(path)': \(reason)"
    }
  }
}
