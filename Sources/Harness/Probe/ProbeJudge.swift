internal import Dialects
internal import Results
internal import Workloads

/// Reads recorded exchanges as a dialect describes them and says what is doubtful.
///
/// No clock, no input or output: equal exchanges give equal logs.
struct ProbeJudge {
  let dialect: Dialect
  let paths: DialectPaths
  var log: ProbeLog
  /// The number of the exchange that is judged.
  var index = 0
  /// The push.
  var push: ProbeExchange?
  /// The id that the push was answered with, or that was chosen before.
  var id: String?
  /// The last state that a poll was answered with.
  var state = JobState.unknown
  /// The last poll that was answered, and whether it was the one that ended the job.
  var lastBody: String?
  /// What the poll before said.
  private var lastSignature: [String] = []
  /// The instant of each stamp as it was last seen.
  var stamps: [DialectPaths.Stamp: Timestamp] = [:]
  /// When the polls began to be answered 404, and in which exchange.
  var missingSince: (sent: Nanoseconds, index: Int)?
  /// Whether a poll was answered with something that can be read.
  var isAnswered = false

  private init(_ dialect: Dialect, _ log: ProbeLog) {
    self.dialect = dialect
    self.log = log
    paths = DialectPaths(dialect: dialect)
  }

  /// The log of `exchanges`.
  ///
  /// - Parameters:
  ///   - log: What is known apart from the exchanges: names, headers and how it ended.
  ///   - exchanges: Everything that was exchanged, in order.
  ///   - dialect: What the replies should say.
  ///   - chosenID: The id where the dialect has ids chosen.
  /// - Returns: The log with exchanges, keys, doubts and notes.
  static func judge(
    _ log: ProbeLog, _ exchanges: [ProbeExchange], by dialect: Dialect, chosenID: String? = nil
  ) -> ProbeLog {
    var judge = ProbeJudge(dialect, log)
    judge.id = chosenID
    for exchange in exchanges { judge.take(exchange) }
    judge.finish()
    return judge.log
  }

  private mutating func take(_ exchange: ProbeExchange) {
    index = log.exchanges.count
    var exchange = exchange
    switch exchange.request.kind {
    case .push: takePush(&exchange)
    case .poll, .recheck:
      takePoll(&exchange)
      let signature = Self.signature(exchange)
      exchange.isNews = signature != lastSignature
      lastSignature = signature
    case .cancel, .result, .list, .longPoll: takeOther(&exchange)
    }
    log.exchanges.append(exchange)
  }

  /// What a reply says but for values that no path leads to: equal ones bring no news.
  private static func signature(_ exchange: ProbeExchange) -> [String] {
    guard let reply = exchange.reply else { return [exchange.failure ?? ""] }
    let findings = exchange.findings.flatMap { [$0.path, $0.kind, $0.value] }
    let leaves = JSONLeaves.paths(in: reply.body).map(\.description)
    return ["\(reply.status)"] + findings + (leaves.isEmpty ? [reply.body] : leaves)
  }

  /// Adds a doubt, unless the same was added before.
  mutating func doubt(
    _ key: String, path: JSONPath? = nil, _ message: String, hint: String? = nil,
    at exchange: Int? = nil
  ) {
    add(
      ProbeDoubt(
        key: key, path: path?.description, message: message, hint: hint,
        exchange: exchange ?? index))
  }

  /// Adds a doubt that takes the whole probe.
  mutating func finalDoubt(_ key: String, _ message: String, hint: String? = nil) {
    add(ProbeDoubt(key: key, message: message, hint: hint))
  }

  /// Adds a note, unless the same was added before.
  mutating func note(_ text: String) {
    if !log.notes.contains(text) { log.notes.append(text) }
  }

  private mutating func add(_ doubt: ProbeDoubt) {
    if !log.doubts.contains(where: { $0.key == doubt.key && $0.message == doubt.message }) {
      log.doubts.append(doubt)
    }
  }
}
