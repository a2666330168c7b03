/// Why a request, or a whole push, came to nothing.
public enum FailureKind: UInt8, Sendable, Codable, CaseIterable {
  case none = 0
  /// No connection: refused, unreachable, or the name did not resolve.
  case connect = 1
  /// The TLS handshake or the certificate check failed.
  case tls = 2
  /// The connection broke before a complete reply.
  case reset = 3
  /// No complete reply within the request timeout.
  case timeout = 4
  /// The push may have been accepted, but its reply was lost; never repeated.
  case replyLost = 5
  /// HTTP 429.
  case throttled = 6
  /// HTTP 5xx.
  case serverError = 7
  /// HTTP 404 for a job that was acknowledged.
  case notFound = 8
  /// Any other HTTP status that the dialect does not list as success.
  case refused = 9
  /// The reply was not the JSON that the dialect describes.
  case malformedReply = 10
  /// The reply, or the id in it, was longer than the space kept for it.
  case tooLong = 11
  /// Anything else that libcurl reports.
  case transfer = 12

  /// The name in reports, for example `reply_lost`.
  public var name: String {
    switch self {
    case .none: "none"
    case .connect: "connect"
    case .tls: "tls"
    case .reset: "reset"
    case .timeout: "timeout"
    case .replyLost: "reply_lost"
    case .throttled: "throttled"
    case .serverError: "server_error"
    case .notFound: "not_found"
    case .refused: "refused"
    case .malformedReply: "malformed_reply"
    case .tooLong: "too_long"
    case .transfer: "transfer"
    }
  }
}
