internal import CCurl

/// A result code of libcurl's easy interface, with its text.
///
/// See https://curl.se/libcurl/c/libcurl-errors.html
public struct CurlCode: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// libcurl's number.
  public let rawValue: UInt32
  /// Takes libcurl's number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  init(_ code: CURLcode) { rawValue = code.rawValue }

  /// The transfer is complete.
  public static let ok = CurlCode(CURLE_OK)

  /// libcurl's words for the code.
  public var description: String {
    unsafe String(cString: curl_easy_strerror(CURLcode(rawValue)))
  }

  /// What kind of failure the code is.
  ///
  /// - Parameter wasSent: Whether the request, or a part of it, may have reached the server.
  /// - Returns: The kind; `.other` for codes without one.
  public func failure(wasSent: Bool) -> TransferFailure {
    switch CURLcode(rawValue) {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
      CURLE_PROXY:
      .connect
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION,
      CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED, CURLE_SSL_CLIENTCERT:
      .tls
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_WRITE_ERROR, CURLE_FILESIZE_EXCEEDED: .replyTooLong
    case CURLE_ABORTED_BY_CALLBACK, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
      CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      wasSent ? .reset : .connect
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
      .malformedReply
    default: .other
    }
  }
}

/// Why a transfer did not complete.
public enum TransferFailure: Sendable {
  /// No connection, so nothing was sent.
  case connect
  /// The TLS handshake or the certificate check failed, so nothing was sent.
  case tls
  /// The connection broke after the request, or a part of it, was sent.
  case reset
  /// The request timeout passed.
  case timeout
  /// The reply is longer than the space kept for it.
  case replyTooLong
  /// The reply is no HTTP.
  case malformedReply
  /// Anything else.
  case other
}

/// Why a transport cannot be used at all.
public struct TransportSetupError: Error, Sendable, CustomStringConvertible {
  /// What was attempted, in words that read after "cannot".
  public let operation: String
  /// libcurl's reason, or the operating system's.
  public let reason: String
  /// What kind of failure it is, where the server was involved.
  public let failure: TransferFailure?

  init(_ operation: String, reason: String, failure: TransferFailure? = nil) {
    self.operation = operation
    self.reason = reason
    self.failure = failure
  }

  /// `cannot <operation>: <reason>`.
  public var description: String { "cannot \(operation): \(reason)" }
}
