public import Platform

/// Where requests go and how.
public struct TransportOptions: Sendable {
  /// The HTTP version to speak.
  public enum HTTPVersion: Sendable {
    /// HTTP/2 where TLS negotiates it, else HTTP/1.1.
    case automatic
    /// HTTP/1.1 only.
    case http1
    /// HTTP/2; without TLS by prior knowledge.
    case http2
  }

  /// Scheme, host and port, for example `http://127.0.0.1:8080`; without a path.
  public var origin: String
  /// Header lines of every request, each `Name: value`.
  public var headers: [String] = []
  /// The `Content-Type` of requests with a body.
  public var contentType = "application/json"
  /// The `User-Agent` of every request.
  public var userAgent = "sojourn"
  /// Transfers under way at once, at least 1.
  public var slots = 64
  /// How long one transfer may take, in nanoseconds; at least 1 ms.
  public var timeout: Int64 = 30_000_000_000
  /// The longest reply body that is kept, in bytes; a longer one is a failure.
  public var replyCapacity = 256 * 1_024
  /// A file of certificate authorities to trust instead of the system's.
  public var caFile: String?
  /// Whether certificates go unchecked.
  public var isInsecure = false
  /// A Unix socket to connect to instead of the origin's host.
  public var unixSocket: String?
  /// A proxy to tunnel through; without one, none is used, whatever the environment says.
  public var proxy: String?
  /// The HTTP version to speak.
  public var http = HTTPVersion.automatic
  /// What ends a wait from another thread; nil for nothing.
  public var alarm: Alarm?

  /// ``timeout`` as libcurl takes it.
  var timeoutMilliseconds: Int { Int(max(timeout / 1_000_000, 1)) }

  /// The header line of requests with a body; none where the headers already have one.
  var contentTypeLines: [String] {
    let isGiven = headers.contains { $0.lowercased().hasPrefix("content-type:") }
    return isGiven ? [] : ["Content-Type: \(contentType)"]
  }

  /// The origin without user and password, for messages.
  var shownOrigin: String { Self.shown(origin) }

  /// `text` with user and password taken out of the URLs that libcurl quotes.
  func shown(in text: String) -> String {
    var text = text
    for url in [origin, proxy ?? ""] where !url.isEmpty {
      text = text.replacing(url, with: Self.shown(url))
    }
    return text
  }

  private static func shown(_ url: String) -> String {
    guard let at = url.lastIndex(of: "@") else { return url }
    let host = url.firstRange(of: "://")?.upperBound ?? url.startIndex
    return String(url[..<host] + url[url.index(after: at)...])
  }

  /// Requests to `origin` with every default.
  public init(origin: String) { self.origin = origin }
}
