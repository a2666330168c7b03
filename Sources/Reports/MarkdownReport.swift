public import Results
internal import Workloads

/// A run as Markdown, readable in a pull request: the verdict first, the details folded at the end.
public enum MarkdownReport {
  /// The whole report; equal documents give equal text.
  public static func render(_ document: RunDocument) -> String {
    let sections = [
      heading(document), times(document), charts(document.metrics), outcomes(document),
      cancellation(document.cancellation), throughput(document), requests(document),
      thresholds(document.thresholds), validity(document), findings(document.findings),
      clocks(document.clocks),
      classes(document.classes), environment(document), scenario(document),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  /// The short form for the summary of a job: verdict, times and thresholds.
  ///
  /// `path` is where the whole is: the run folder; nil where it is not named.
  static func renderShort(_ document: RunDocument, path: String?) -> String {
    let sections = [
      heading(document, level: "##"), shortTimes(document), thresholds(document.thresholds, "###"),
      validityReasons(document), place(document, path),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ document: RunDocument, level: String = "#") -> [String] {
    let run = document.run
    let verdict = document.verdict.result.rawValue.uppercased()
    var lines = [
      "\(level) \(Escape.markdown(document.scenarioName))", "",
      "**\(verdict)**: \(Escape.markdown(Phrases.reason(document))).", "",
    ]
    if let ending = Phrases.ending(run) { lines += ["> **\(ending)**", ""] }
    lines += [
      "\(Phrases.jobs(document.jobs.scheduled)) against \(Escape.markdown(run.url)), started "
        + "\(run.startedAt), \(Units.duration(run.durationNanoseconds)) long"
        + (run.resumptions > 0 ? ", resumed \(run.resumptions) times" : "")
        + Phrases.revision(run, Escape.markdown) + "."
    ]
    return lines
  }

  private static func times(_ document: RunDocument) -> [String] {
    let statistics = Phrases.statistics
    var lines = [
      "## Times", "", row(["time"] + statistics + ["count"]),
      row(["---"] + (statistics + ["count"]).map { _ in "--:" }),
    ]
    for (name, summary) in Phrases.times(document.metrics) {
      let open = summary.censored > 0 ? " (+ \(Units.count(summary.censored)) open)" : ""
      lines.append(
        row(
          [name] + Phrases.values(summary, isPrecise: true)
            + [Units.count(summary.count) + open]))
    }
    lines += ["", Phrases.sources(document.metrics)]
    if let warmUp = Phrases.warmUp(document.jobs) { lines.append(warmUp) }
    lines += Phrases.legend(document.metrics).map { Escape.markdown($0) }
    if let workload = Phrases.workload(document.run) { lines.append(workload) }
    return lines + precision(document)
  }

  private static func precision(_ document: RunDocument) -> [String] {
    let quantiles = Phrases.precision(document.metrics.endToEnd)
    guard !quantiles.isEmpty else { return [] }
    var lines = [
      "", row(["end-to-end"] + Phrases.precision),
      row(["---"] + Phrases.precision.map { _ in "--:" }),
    ]
    lines += quantiles.map(row)
    if let brackets = Phrases.brackets(document) { lines += ["", brackets] }
    return lines
  }

  private static func charts(_ metrics: Metrics) -> [String] {
    Phrases.times(metrics).prefix(3).flatMap { name, summary -> [String] in
      let chart = Chart.lines(summary, width: 40)
      guard !chart.isEmpty else { return [] }
      return [
        "**\(name)**", "", Escape.fenced(chart.joined(separator: "\n"), language: "text"), "",
      ]
    }.dropLast()
  }

  private static func outcomes(_ document: RunDocument) -> [String] {
    let jobs = document.jobs
    var lines = ["## Outcomes", "", row(["jobs", "number"]), row(["---", "--:"])]
    lines += [
      ("scheduled", jobs.scheduled), ("unsent", jobs.unsent), ("pushed", jobs.pushed),
      ("acknowledged", jobs.acknowledged),
    ].map { row([$0.0, Units.count($0.1)]) }
    if jobs.warmUp > 0 { lines.append(row(["of warm-up phases", Units.count(jobs.warmUp)])) }
    lines += OutcomeCounts.counted.map { outcome in
      row([outcome.name.replacing("_", with: " "), Units.count(jobs.outcomes[outcome])])
    }
    return lines
  }

  private static func cancellation(_ cancellation: Cancellation?) -> [String] {
    guard let words = Phrases.cancellation(cancellation) else { return [] }
    return ["## Cancellation", "", "Jobs to be cancelled: \(words)."]
  }

  private static func throughput(_ document: RunDocument) -> [String] {
    let rates = document.throughput
    var lines = [
      "## Throughput", "",
      "Offered \(rates.offeredPerSecond.map(Units.rate) ?? "n/a"), achieved "
        + "\(rates.achievedPerSecond.map(Units.rate) ?? "n/a") (jobs seen in a terminal state).",
    ]
    let points = document.timeline.points
    guard points.count > 2 else { return lines }
    let series = [
      ("pushed   ", points.map(\.pushed)), ("finished ", points.map(\.finished)),
      ("in flight", points.map(\.inFlight)),
    ].map { name, values in
      "\(name) \(Chart.sparkline(values, width: 60)) max \(Units.count(values.max() ?? 0))"
    }
    let bucket = Units.duration(document.timeline.bucketNanoseconds)
    lines += [
      "", "From start to end, in steps of \(bucket):", "",
      Escape.fenced(series.joined(separator: "\n"), language: "text"),
    ]
    return lines
  }

  private static func requests(_ document: RunDocument) -> [String] {
    let requests = document.requests
    var lines = [
      "## Requests", "", row(["kind", "sent", "replies by status"]), row(["---", "--:", "---"]),
    ]
    lines += Phrases.kinds(requests).map { name, kind in
      row([name, Units.count(kind.sent), Phrases.replies(kind)])
    }
    lines += [
      "",
      "\(requests.perJob.map(Units.significant) ?? "n/a") \(Phrases.statusRequests(requests)) per "
        + "acknowledged job, \(Units.bytes(requests.replyBytes)) of replies over "
        + "\(Units.count(requests.connectionsOpened)) connections, "
        + "Retry-After honoured \(Units.count(requests.retryAfterHonoured)) times.",
    ]
    let more = Phrases.following(document) + Phrases.troubles(requests)
    return more.isEmpty ? lines : lines + [""] + more.map { "- \($0)" }
  }

  private static func thresholds(
    _ results: [ThresholdResult], _ level: String = "##"
  ) -> [String] {
    guard !results.isEmpty else { return [] }
    return [
      "\(level) Thresholds", "", row(["threshold", "measured", "verdict"]),
      row(["---", "--:", "---"]),
    ]
      + results.map {
        row([Escape.markdown($0.text), Phrases.measured($0), $0.verdict.rawValue])
      }
  }

  private static func validity(_ document: RunDocument) -> [String] {
    let reasons = Phrases.reasons(document.validity, escape: Escape.markdown)
    let checks = document.validity.checks
    guard !reasons.isEmpty || !checks.isEmpty else { return [] }
    var lines = ["## Validity", ""] + reasons.map { "- \($0)" }
    guard !checks.isEmpty else { return lines }
    if !reasons.isEmpty { lines.append("") }
    let columns = ["check", "measured", "warn above", "invalid above", "result"]
    lines += [row(columns), row(["---", "--:", "--:", "--:", "---"])]
    return lines + checks.map { row(Phrases.cells($0)) }
  }

  private static func findings(_ findings: [Finding]) -> [String] {
    let heading = ["## Contract findings", ""]
    guard !findings.isEmpty else { return heading + ["None."] }
    return heading
      + [row(["kind", "what it means", "jobs", "example"]), row(["---", "---", "--:", "---"])]
      + findings.map { finding in
        row([
          Phrases.name(finding, escape: Escape.markdown), finding.kind.meaning,
          Units.count(finding.count), finding.example.map(Escape.markdown) ?? "",
        ])
      }
  }

  private static func clocks(_ clocks: Clocks) -> [String] {
    let lines = Phrases.clocks(clocks)
    return lines.isEmpty ? [] : ["## Clocks", ""] + lines.map { "- \($0)" }
  }

  private static func classes(_ classes: [ClassSummary]) -> [String] {
    guard classes.count > 1 else { return [] }
    let times = ["queue", "processing", "end-to-end"].flatMap { ["\($0) p50", "p99"] }
    var lines = [
      "## Job classes", "", row(["class", "jobs", "outcomes"] + times),
      row(["---", "--:", "---"] + times.map { _ in "--:" }),
    ]
    for item in classes {
      let outcomes = Phrases.outcomes(item.jobs.outcomes)
      let values = [item.queue, item.processing, item.endToEnd].flatMap { summary in
        let values = Phrases.values(summary, isPrecise: true)
        return [values[0], values[3]]
      }
      lines.append(
        row(
          [
            Escape.markdown(item.name), Units.count(item.jobs.scheduled),
            outcomes.isEmpty ? "none" : outcomes,
          ] + values))
    }
    return lines
  }

  private static func environment(_ document: RunDocument) -> [String] {
    let environment = document.environment
    let busy = Units.duration(Nanoseconds(clamping: environment.engineBusyNanoseconds))
    let monitor = Phrases.machine(during: environment.monitor)
    return [
      "## Environment", "",
      "sojourn \(Escape.markdown(document.version)), seed \(document.seedText), schedule "
        + "\(document.run.scheduleHash), engines \(document.run.engines) (busy for \(busy)).",
      Escape.markdown(Phrases.machine(environment)) + ".",
    ] + (monitor.isEmpty ? [] : [""]) + monitor.map { "- \($0)" }
  }

  private static func scenario(_ document: RunDocument) -> [String] {
    [
      "<details><summary>Scenario</summary>", "",
      Escape.fenced(document.scenarioJSON(), language: "json"), "", "</details>",
    ]
  }

  static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
