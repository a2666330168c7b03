public import Workloads

/// What one job API says on the wire, as data: endpoints, where the id, the state and the stamps
/// are in its replies, and which of its words mean which state.
///
/// Written as a YAML file, which `Scenarios` reads. Its JSON form is kept with every run.
public struct Dialect: Sendable, Hashable, Codable {
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
  /// What a job's id is and where it comes from.
  public var id: Identity
  /// The longest id to expect, in bytes.
  public var idCapacity: Int
  /// The status request.
  public var poll: Endpoint
  /// HTTP statuses from 200 to 299 that answer a poll; nil for all of them.
  public var pollSuccess: [Int]?
  /// Whether a job may be asked about again once a reply had a terminal state.
  public var isPollRepeatable = true
  /// The request that waits for the terminal state, where the API has one.
  public var longPoll: LongPoll?
  /// The request about many jobs, where the API has one.
  public var list: ListEndpoint?
  /// How the API is asked to call back, where it does.
  public var webhook: Webhook?
  /// The request for what a job made, where that is not in the reply to a poll.
  public var result: Endpoint?
  /// The cancel request, where the API has one.
  public var cancel: Endpoint?
  /// Where the id is in the reply to a poll, to notice a reply about another job.
  public var polledID: JSONPath?
  /// Where the state word is in the reply to a poll.
  public var state: JSONPath?
  /// Conditions that say the state, before ``state`` does.
  public var conditions: Conditions?
  /// The API's words and the states they mean.
  public var stateWords: [StateWord]
  /// The state of a reply without a word; nil for unknown.
  public var absentState: JobState?
  /// What a word means that is not listed; nil when it is unknown and counted.
  public var otherState: JobState?
  /// What else decides about a state, in order; the first that applies does.
  public var qualifications: [Qualification] = []
  /// Where the server's own stamps are in the reply to a poll: the first present one counts.
  public var createdStamp: [JSONPath]
  /// As ``createdStamp``, for the start of processing.
  public var startedStamp: [JSONPath]
  /// As ``createdStamp``, for the terminal instant.
  public var completedStamp: [JSONPath]
  /// How the stamps are written.
  public var stampFormat: StampFormat
  /// Where the time between push and start is, for an API that gives durations and no instants: the
  /// first present one counts.
  public var queueTime: [JSONPath] = []
  /// As ``queueTime``, for the time between start and terminal state.
  public var processingTime: [JSONPath] = []
  /// What ``queueTime`` and ``processingTime`` count.
  public var durationUnit = DurationUnit.seconds
  /// How coarse the stamps are known to be, in nanoseconds; nil when they show it themselves.
  public var stampResolution: Nanoseconds?
  /// Where the error text is in the reply to a poll.
  public var error: JSONPath?
  /// Where the output of a finished job is in the reply to a poll.
  public var output: JSONPath?
  /// How long the API remembers a job that ended, in nanoseconds; nil when it says nothing.
  public var retention: Nanoseconds?
  /// What every reply to a poll must have; at most ``contractLimit`` fields.
  public var contract: [ContractField] = []

  /// A dialect from its parts; the rest has defaults.
  public init(
    name: String, push: Endpoint, pushSuccess: [Int], id: Identity, idCapacity: Int = 64,
    poll: Endpoint, cancel: Endpoint?, polledID: JSONPath?, state: JSONPath?,
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
    case name, summary, headers, push, id, poll, list, webhook, result, cancel, state, conditions
    case qualifications, error, output, contract
    case pushSuccess = "push_success"
    case idCapacity = "id_capacity"
    case pollSuccess = "poll_success"
    case isPollRepeatable = "is_poll_repeatable"
    case longPoll = "long_poll"
    case polledID = "polled_id"
    case stateWords = "state_words"
    case absentState = "absent_state"
    case otherState = "other_state"
    case createdStamp = "created_stamp"
    case startedStamp = "started_stamp"
    case completedStamp = "completed_stamp"
    case stampFormat = "stamp_format"
    case queueTime = "queue_time"
    case processingTime = "processing_time"
    case durationUnit = "duration_unit"
    case stampResolution = "stamp_resolution_ns"
    case retention = "retention_ns"
  }
}
