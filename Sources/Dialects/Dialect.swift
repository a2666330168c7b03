public import Workloads

/// What one job API says on the wire, as data: endpoints, where the id, the state and the stamps
/// are in its replies, and which of its words mean which state.
public struct Dialect: Sendable, Hashable {
  /// HTTP request methods that dialects use.
  public enum Method: String, Sendable, Hashable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    case patch = "PATCH"
  }

  /// A request whose path may hold the job's id.
  public struct Endpoint: Sendable, Hashable {
    /// The request method.
    public var method: Method
    /// The path, percent-encoded, with `{id}` where the job's id goes.
    public var path: String

    /// A request of `method` to `path`.
    public init(_ method: Method, _ path: String) {
      self.method = method
      self.path = path
    }
  }

  /// How stamps are written.
  public enum StampFormat: Sendable, Hashable {
    /// ISO 8601 text with 0 to 9 fraction digits; without a zone it means UTC.
    case iso8601
    /// A number of seconds since the Unix epoch, integer or decimal, or the same as text.
    case epochSeconds
    /// A number of milliseconds since the Unix epoch, integer or decimal, or the same as text.
    case epochMilliseconds
  }

  /// A word of the API and the state it means.
  public struct StateWord: Sendable, Hashable {
    /// The API's own word, compared byte by byte.
    public var word: String
    /// The state it means.
    public var state: JobState

    /// `word` means `state`.
    public init(_ word: String, _ state: JobState) {
      self.word = word
      self.state = state
    }
  }

  /// The name under which scenarios ask for it.
  public var name: String
  /// The push request.
  public var push: Endpoint
  /// The body of a push: JSON in which `${{ function }}` stands for the function's name as a JSON
  /// string and `${{ inputs }}` for the inputs as JSON.
  public var pushBody: String
  /// HTTP statuses that mean the push was accepted, at most three.
  public var pushSuccess: [Int]
  /// Where the id is in the reply to a push.
  public var id: JSONPath
  /// The longest id to expect, in bytes.
  public var idCapacity: Int
  /// The status request.
  public var poll: Endpoint
  /// The cancel request, where the API has one.
  public var cancel: Endpoint?
  /// Where the id is in the reply to a poll, to notice a reply about another job.
  public var polledID: JSONPath?
  /// Where the state word is in the reply to a poll.
  public var state: JSONPath
  /// The API's words and the states they mean; any other word is not terminal and is counted.
  public var stateWords: [StateWord]
  /// Where the server's own stamps are in the reply to a poll: the first present one counts.
  public var createdStamp: [JSONPath]
  /// As ``createdStamp``, for the start of processing.
  public var startedStamp: [JSONPath]
  /// As ``createdStamp``, for the terminal instant.
  public var completedStamp: [JSONPath]
  /// How the stamps are written.
  public var stampFormat: StampFormat
  /// Where the error text is in the reply to a poll.
  public var error: JSONPath?

  /// A dialect from all its parts.
  public init(
    name: String, push: Endpoint, pushBody: String, pushSuccess: [Int], id: JSONPath,
    idCapacity: Int = 64,
    poll: Endpoint, cancel: Endpoint?, polledID: JSONPath?, state: JSONPath,
    stateWords: [StateWord], createdStamp: [JSONPath], startedStamp: [JSONPath],
    completedStamp: [JSONPath], stampFormat: StampFormat, error: JSONPath?
  ) {
    self.name = name
    self.push = push
    self.pushBody = pushBody
    self.pushSuccess = pushSuccess
    self.id = id
    self.idCapacity = idCapacity
    self.poll = poll
    self.cancel = cancel
    self.polledID = polledID
    self.state = state
    self.stateWords = stateWords
    self.createdStamp = createdStamp
    self.startedStamp = startedStamp
    self.completedStamp = completedStamp
    self.stampFormat = stampFormat
    self.error = error
  }
}
