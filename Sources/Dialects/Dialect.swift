public import Workloads

/// What one job API says on the wire, as data: endpoints, where the id, the state and the stamps
/// are in its replies, and which of its words mean which state.
///
/// Written as a YAML file, which `Scenarios` reads. Its JSON form is kept with every run.
public struct Dialect: Sendable, Hashable, Codable {
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
    /// and the id, percent-encoded; a push knows no id.
    public var path: String
    /// The body, JSON in which `${{ function }}` and `${{ id }}` stand for JSON strings and
    /// `${{ inputs }}` for the inputs as JSON; only a push knows function and inputs, only the
    /// others the id.
    public var body: String?

    /// A request of `method` to `path`.
    public init(_ method: Method, _ path: String, body: String? = nil) {
      self.method = method
      self.path = path
      self.body = body
    }
  }

  /// How stamps are written.
  public enum StampFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// ISO 8601 text with 0 to 9 fraction digits; without a zone it means UTC.
    case iso8601
    /// A number of seconds since the Unix epoch, integer or decimal, or the same as text.
    case epochSeconds = "epoch_seconds"
    /// A number of milliseconds since the Unix epoch, integer or decimal, or the same as text.
    case epochMilliseconds = "epoch_milliseconds"
  }

  /// A word of the API and the state it means.
  public struct StateWord: Sendable, Hashable, Codable {
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
  /// What it is, in one line.
  public var summary = ""
  /// Lines of the form `Name: value` that every request has, unless the scenario has a header of
  /// that name.
  public var headers: [String] = []
  /// The push request.
  public var push: Endpoint
  /// HTTP statuses from 200 to 299 that mean the push was accepted.
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
  /// Where something in the reply to a poll makes a finished job a failed one: anything but null,
  /// false, 0 and what is empty.
  public var failedIf: JSONPath?
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

  /// A dialect from its parts; the rest has defaults.
  public init(
    name: String, push: Endpoint, pushSuccess: [Int], id: JSONPath, idCapacity: Int = 64,
    poll: Endpoint, cancel: Endpoint?, polledID: JSONPath?, state: JSONPath,
    stateWords: [StateWord], createdStamp: [JSONPath], startedStamp: [JSONPath],
    completedStamp: [JSONPath], stampFormat: StampFormat, error: JSONPath?
  ) {
    self.name = name
    self.push = push
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

  enum CodingKeys: String, CodingKey {
    case name, summary, headers, push, id, poll, cancel, state, error
    case pushSuccess = "push_success"
    case idCapacity = "id_capacity"
    case polledID = "polled_id"
    case stateWords = "state_words"
    case failedIf = "failed_if"
    case createdStamp = "created_stamp"
    case startedStamp = "started_stamp"
    case completedStamp = "completed_stamp"
    case stampFormat = "stamp_format"
  }
}
