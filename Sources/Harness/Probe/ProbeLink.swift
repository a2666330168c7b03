internal import Dialects
internal import Results
internal import Workloads

/// The way from a probe to a job API: the real one, or recorded exchanges.
protocol ProbeLink: ~Copyable {
  /// The probe's own clock, in nanoseconds.
  var now: Nanoseconds { get }

  /// Sends a request and waits for its reply.
  mutating func send(_ request: ProbeExchange.Request) -> ProbeExchange

  /// Waits until `instant` on the probe's own clock; false when someone asked to stop.
  mutating func pause(until instant: Nanoseconds) -> Bool
}

/// Carries one job through a dialect: push, polls up to the terminal state, and what comes after.
struct ProbeFollower {
  let requests: ProbeRequests
  let poll: Nanoseconds
  let timeout: Nanoseconds
  let cancels: Bool
  let asksResult: Bool

  /// How many polls in a row may go unanswered, and for how long, before the job is given up.
  private static let patience: (polls: Int, time: Nanoseconds) = (5, 5_000_000_000)

  private var dialect: Dialect { requests.dialect }

  /// Everything that was exchanged, and how it ended.
  func follow(
    _ link: inout some ProbeLink & ~Copyable, observe: (ProbeExchange) -> Void = { _ in }
  ) -> (exchanges: [ProbeExchange], ending: ProbeLog.Ending) {
    var exchanges: [ProbeExchange] = []
    func exchange(_ request: ProbeExchange.Request, _ link: inout some ProbeLink & ~Copyable) {
      let exchange = link.send(request)
      exchanges.append(exchange)
      observe(exchange)
    }
    exchange(requests.push, &link)
    guard let reply = exchanges[0].reply else {
      return (exchanges, link.pause(until: link.now) ? .failed : .interrupted)
    }
    guard reply.isSuccess else { return (exchanges, .refused) }
    guard let id = requests.chosenID ?? ReplyReading.push(reply.body, dialect).id else {
      return (exchanges, .noID)
    }
    let start = exchanges[0].sent
    var due = link.now
    var unanswered: (count: Int, since: Nanoseconds) = (0, due)
    var isCancelled = !cancels
    while true {
      exchange(requests.poll(id), &link)
      let last = exchanges[exchanges.count - 1]
      let state = Self.state(last, id, dialect)
      if state?.isTerminal == true { break }
      if state == nil {
        unanswered.count += 1
        if unanswered.count >= Self.patience.polls,
          link.now - unanswered.since >= Self.patience.time
        {
          return (exchanges, .lost)
        }
      } else {
        unanswered = (0, link.now)
        if !isCancelled, let cancel = requests.cancel(id) { exchange(cancel, &link) }
        isCancelled = true
      }
      due = max(due + poll, link.now)
      guard due - start < timeout else { return (exchanges, .unended) }
      guard link.pause(until: due) else { return (exchanges, .interrupted) }
    }
    let after = [
      dialect.isPollRepeatable ? requests.poll(id, .recheck) : nil,
      asksResult ? requests.result(id) : nil, requests.list(id), requests.longPoll(id),
    ].compactMap { $0 }
    guard link.pause(until: link.now + poll) else { return (exchanges, .ended) }
    for request in after where link.pause(until: link.now) { exchange(request, &link) }
    return (exchanges, .ended)
  }

  /// The state that a poll was answered with; nil when it was not answered.
  static func state(_ exchange: ProbeExchange, _ id: String, _ dialect: Dialect) -> JobState? {
    guard let reply = exchange.reply, reply.isSuccess else { return nil }
    let said = ReplyReading.poll(reply.body, id: id, dialect)
    return said.isReadable ? said.state : nil
  }
}
