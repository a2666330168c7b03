extension Dialect {
  /// HTTP request methods that dialects use.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    case patch = "PATCH"
  }

  /// A request: its path and body are ``Template``s.
  public struct Endpoint: Sendable, Hashable, Codable {
    /// The request method.
    public var method: Method
    /// The path with its query, in which `${{ function }}` and `${{ id }}` stand for the function
    /// and the id, percent-encoded, and `${{ url }}` at its start for an ``Identity/url(_:)`` as it
    /// is; a push knows no id but one that was chosen.
    public var path: String
    /// The body, JSON in which `${{ function }}` and `${{ id }}` stand for JSON strings and
    /// `${{ inputs }}` for the inputs as JSON; only a push knows function and inputs, and no id but
    /// one that was chosen.
    public var body: String?

    /// A request of `method` to `path`.
    public init(_ method: Method, _ path: String, body: String? = nil) {
      self.method = method
      self.path = path
      self.body = body
    }
  }

  /// A request that the API answers once the job is terminal, or after a time of its own.
  public struct LongPoll: Sendable, Hashable, Codable {
    /// The most statuses that mean "not yet".
    public static let mostTimeouts = 4

    /// The request.
    public var request: Endpoint
    /// HTTP statuses that mean "not yet", at most ``mostTimeouts``.
    public var timeouts: [Int]

    /// `request` waits, and `timeouts` say that it waited in vain.
    public init(_ request: Endpoint, timeouts: [Int] = [408]) {
      self.request = request
      self.timeouts = timeouts
    }
  }
}
