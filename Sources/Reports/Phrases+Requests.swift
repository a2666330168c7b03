internal import Results
internal import Workloads

// What both kinds of report say about what went over the wire, in the same words.
extension Phrases {
  /// `polls`, or `status requests` where there were others.
  static func statusRequests(_ requests: RequestCounts) -> String {
    requests.byKind.statusSent == requests.byKind.poll.sent ? "polls" : "status requests"
  }

  /// Repeated and failed requests, one entry a line.
  static func troubles(_ requests: RequestCounts) -> [String] {
    var lines: [String] = []
    let retries = requests.retries
    if retries.push > 0 { lines.append("pushes repeated: \(Units.count(retries.push))") }
    if retries.poll > 0 { lines.append("polls repeated: \(Units.count(retries.poll))") }
    for (kind, counts) in kinds(requests) where !counts.failures.isEmpty {
      let failures = counts.failures.sorted { $0.key < $1.key }
        .map { "\(Units.count($0.value)) \($0.key.replacing("_", with: " "))" }
      lines.append("failed \(kind) requests: \(failures.joined(separator: ", "))")
    }
    return lines
  }

  /// When a poll policy asks, in words.
  static func policy(_ policy: PollPolicy) -> String {
    switch policy {
    case .fixed(let every): "every \(Units.duration(every))"
    case .backoff(let first, _, let cap):
      "from \(Units.duration(first)) up to every \(Units.duration(cap))"
    case .learned(let requests): "learned, about \(requestsPerJob(requests)) per job"
    }
  }

  private static func requestsPerJob(_ count: Double) -> String {
    (Int(exactly: count).map { Units.count($0) } ?? Units.significant(count)) + " requests"
  }

  /// What a learned policy made of what was asked for.
  private static func learned(_ learned: LearnedPolicy) -> String {
    var line = "poll policy: \(policy(.learned(requestsPerJob: learned.requestsPerJob)))"
    if let reached = learned.reached { line += ", \(Units.significant(reached)) reached" }
    if let share = learned.wavefrontShare, share > 0 {
      line += "; \(Units.share(share)) of polls placed by the front of the queue"
    }
    return line
  }

  /// How the states of jobs were learned, one entry a line; nothing for polling that nothing held up.
  static func following(_ document: RunDocument) -> [String] {
    let following = document.following
    var lines: [String] = []
    switch following.mode {
    case .poll: break
    case .list:
      lines.append(
        "followed by lists: \(Units.count(following.sweeps)) sweeps, "
          + "\(jobs(following.listMisses)) missing in one")
    case .longPoll: lines.append("followed by long polls")
    case .webhook:
      let hooks = following.hooks
      lines.append(
        "followed by webhooks: received \(Units.count(hooks.received)), repeated "
          + "\(Units.count(hooks.repeated)), dropped \(Units.count(hooks.dropped))")
    }
    if let facts = following.learned { lines.append(learned(facts)) }
    if let budget = following.pollsPerSecond {
      var line = "poll budget: \(Units.limit(budget)), held \(Units.count(following.held))"
      if following.held > 0 {
        let mean = Double(following.heldNanoseconds) / Double(following.held)
        line += " of \(Units.count(document.requests.byKind.statusSent)) status requests, "
        line += "\(Units.duration(Nanoseconds(mean.rounded()))) on average"
      }
      lines.append(line)
    }
    if following.rechecks > 0 {
      lines.append("asked about once more after the end: \(jobs(following.rechecks))")
    }
    return lines
  }

  /// What became of the jobs that were to be cancelled, or nil when there are none.
  static func cancellation(_ cancellation: Cancellation?) -> String? {
    guard let cancellation else { return nil }
    let parts = [
      ("planned", cancellation.planned), ("sent", cancellation.sent),
      ("missed", cancellation.missed), ("refused", cancellation.refused),
    ].map { "\($0.0) \(Units.count($0.1))" }
    let outcomes = outcomes(cancellation.outcomes)
    return parts.joined(separator: ", ")
      + (outcomes.isEmpty ? "" : "; of those sent: \(outcomes)")
  }

  /// The outcomes that occurred, for example `finished 595, error 5`; empty without any.
  static func outcomes(_ outcomes: OutcomeCounts) -> String {
    OutcomeCounts.counted.filter { outcomes[$0] > 0 }.map {
      "\($0.name.replacing("_", with: " ")) \(Units.count(outcomes[$0]))"
    }.joined(separator: ", ")
  }

  /// `1 job`, `2 jobs`.
  static func jobs(_ count: UInt64) -> String { jobs(Int(clamping: count)) }

  /// What to know about times of closed phases, or nil when there are none.
  static func workload(_ run: RunFacts) -> String? {
    let reason =
      "there a job enters when the one before it has ended, so a slow job API is asked for less, and "
      + "percentiles are not comparable with those of open phases."
    return switch run.workload {
    case .open: nil
    case .closed: "The workload is closed: \(reason)"
    case .mixed: "Some phases of the workload are closed: \(reason)"
    }
  }
}
