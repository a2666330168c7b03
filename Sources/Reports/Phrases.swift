internal import Results
internal import Workloads

/// What both kinds of report say in the same words.
enum Phrases {
  /// Why the verdict is what it is, in one line without a final full stop.
  static func reason(_ document: RunDocument) -> String {
    let thresholds = document.thresholds
    func texts(_ ruling: Ruling, _ words: String) -> String {
      thresholds.filter { $0.verdict == ruling }.map { "\($0.text) \(words) (\(measured($0)))" }
        .joined(separator: ", ")
    }
    switch document.verdict.result {
    case .invalid:
      let reasons = document.validity.reasons.filter { $0.level == .invalid }
      let more = reasons.count > 1 ? " (and \(reasons.count - 1) more)" : ""
      return (reasons.first?.message ?? "the run cannot vouch for itself") + more
    case .fail: return texts(.fail, "does not hold")
    case .inconclusive: return texts(.inconclusive, "cannot be decided")
    case .pass where thresholds.isEmpty: return "the run is valid; it has no thresholds"
    case .pass where thresholds.count == 1: return "the threshold holds"
    case .pass: return "all \(thresholds.count) thresholds hold"
    }
  }

  /// The measured value of a threshold, and the range that decided.
  static func measured(_ result: ThresholdResult) -> String {
    let range = result.range.map(range)
    guard let value = result.measured else { return range ?? "no value" }
    return number(value, result.unit) + (range.map { ", \($0)" } ?? "")
  }

  private static func number(_ value: Double, _ unit: ThresholdResult.Unit) -> String {
    switch unit {
    case .nanoseconds: Units.duration(Nanoseconds(value))
    case .jobs: Units.count(Int(value))
    case .perSecond: Units.rate(value)
    case .share: Units.share(value)
    }
  }

  /// What to say first about a run that did not come to its end, or nil.
  static func ending(_ run: RunFacts) -> String? {
    switch run.ending {
    case .complete: nil
    case .interrupted: "This run was interrupted: the numbers cover what had happened until then."
    case .aborted: "This run ended itself early: the numbers cover what had happened until then."
    case .partial:
      "This run is partial: its process died or still goes on, and the numbers cover what had "
        + "been recorded."
    }
  }

  /// What was tested, as the end of a list, for example `, revision 4f2a9c1`; nothing where nobody said.
  static func revision(_ run: RunFacts, _ escape: (String) -> String) -> String {
    run.revision.map { ", revision \(escape($0))" } ?? ""
  }

  /// That the times leave warm-up jobs out, or nil when there are none.
  static func warmUp(_ jobs: JobCounts) -> String? {
    jobs.warmUp > 0
      ? "The times of \(Self.jobs(jobs.warmUp)) of warm-up phases are left out, except poll times."
      : nil
  }

  /// The kinds of request in order; those that only some modes of following send, where they were.
  static func kinds(_ requests: RequestCounts) -> [(String, RequestCounts.Kind)] {
    let kinds = requests.byKind
    let always = [("push", kinds.push), ("poll", kinds.poll), ("cancel", kinds.cancel)]
    return always + [("list", kinds.list), ("await", kinds.longPoll)].filter { $0.1.sent > 0 }
  }

  /// Replies by status, for example `200: 1,200, 503: 3`; `none` without any.
  static func replies(_ kind: RequestCounts.Kind) -> String {
    if kind.replies.isEmpty { return "none" }
    return kind.replies.sorted { $0.key < $1.key }
      .map { "\($0.key): \(Units.count($0.value))" }.joined(separator: ", ")
  }

  /// `1 job`, `2 jobs`.
  static func jobs(_ count: Int) -> String {
    count == 1 ? "1 job" : "\(Units.count(count)) jobs"
  }

  /// The machine in one line.
  static func machine(_ environment: Environment) -> String {
    let machine = environment.machine
    let memory = Units.bytes(UInt64(max(machine.memoryBytes, 0)))
    var parts = [
      machine.cpu, "\(machine.cores) cores", memory, machine.kernel, machine.architecture,
    ]
    if let governor = machine.governor { parts.append("governor \(governor)") }
    parts.append(machine.libcurl)
    return parts.joined(separator: ", ")
  }
}
