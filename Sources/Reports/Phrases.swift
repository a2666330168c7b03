internal import Results
internal import Statistics
internal import Workloads

/// What both kinds of report say in the same words.
enum Phrases {
  /// The times in the order of tables; that of cancellations only where there are any.
  static func times(_ metrics: Metrics) -> [(name: String, summary: TimeSummary)] {
    let times = [
      ("queue", metrics.queue), ("processing", metrics.processing),
      ("end-to-end", metrics.endToEnd), ("push", metrics.push), ("poll", metrics.poll),
      ("dispatch delay", metrics.dispatchDelay), ("detection", metrics.detection),
    ]
    return metrics.cancel.sampleSize > 0 ? times + [("cancel", metrics.cancel)] : times
  }

  /// The headings of the statistics in tables.
  static let statistics = ["p50", "p90", "p95", "p99", "p99.9", "max"]

  /// The statistics of `summary`, in the order of the headings.
  static func values(_ summary: TimeSummary) -> [String] {
    QuantileRule.all.map { value(summary, $0) } + [
      summary.max.map(Units.duration) ?? (summary.count > 0 ? "open" : "n/a")
    ]
  }

  /// A quantile; `> 2.00 s` where it falls among jobs of which only so much is known.
  private static func value(_ summary: TimeSummary, _ rule: QuantileRule) -> String {
    if let value = summary[rule] { return Units.duration(value) }
    guard summary.sampleSize >= rule.minimumCount else { return "n/a" }
    if let bounds = summary.bounds?[rule.name] { return "> \(Units.duration(bounds.lower))" }
    return "open"
  }

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

  /// The measured value of a threshold.
  static func measured(_ result: ThresholdResult) -> String {
    guard let value = result.measured else { return "no value" }
    return switch result.unit {
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

  /// How much following adds to the end-to-end times, or nil when none was seen to end.
  static func measurementError(_ document: RunDocument) -> String? {
    let metrics = document.metrics
    let widths = metrics.detection
    guard let highest = widths.max else { return nil }
    let cause =
      switch document.following.mode {
      case .poll: "Polling"
      case .list: "Reading lists"
      case .longPoll: "Following by long polls"
      case .webhook: "Following by webhooks"
      }
    var text = "\(cause) adds between 0 and the bracket width to each end-to-end time: "
    if let median = widths.p50, let tail = widths.p99 {
      text += "median \(Units.duration(median)), p99 \(Units.duration(tail))."
    } else {
      text += "at most \(Units.duration(highest))."
    }
    if let bounds = metrics.endToEnd.bounds?.p50, let upper = bounds.upper {
      text +=
        " The true end-to-end p50 lies between \(Units.duration(bounds.lower)) and "
        + "\(Units.duration(upper))."
    }
    return text
  }

  /// Where queue and processing times come from.
  static func sources(_ metrics: Metrics) -> String {
    func origin(_ summary: TimeSummary) -> String {
      summary.source == "client brackets"
        ? "client brackets (upper bounds)" : summary.source
    }
    let queue = origin(metrics.queue)
    let processing = origin(metrics.processing)
    return queue == processing
      ? "Queue and processing times: \(queue)."
      : "Queue times: \(queue). Processing times: \(processing)."
  }

  /// That the times leave warm-up jobs out, or nil when there are none.
  static func warmUp(_ jobs: JobCounts) -> String? {
    jobs.warmUp > 0
      ? "The times of \(Self.jobs(jobs.warmUp)) of warm-up phases are left out, except poll times."
      : nil
  }

  /// What a table means by `open`, or nil when it does not use the word.
  static func legend(_ metrics: Metrics) -> String? {
    times(metrics).contains { values($0.summary).contains("open") }
      ? "open: the value falls among jobs that were never seen to end." : nil
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
