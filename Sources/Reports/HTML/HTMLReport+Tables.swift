internal import Results
internal import Workloads

// The parts of a run's page that are tables and lists.
extension HTMLReport {
  static func outcomes(_ document: RunDocument) -> Markup {
    let jobs = document.jobs
    var counts = [
      ("scheduled", jobs.scheduled), ("unsent", jobs.unsent), ("pushed", jobs.pushed),
      ("acknowledged", jobs.acknowledged),
    ]
    if jobs.warmUp > 0 { counts.append(("of warm-up phases", jobs.warmUp)) }
    counts += OutcomeCounts.counted.map {
      ($0.name.replacing("_", with: " "), jobs.outcomes[$0])
    }
    let rows = counts.map { name, count in (name, [number(count), share(count, of: jobs)]) }
    let cancellation = Phrases.cancellation(document.cancellation).map {
      "Jobs to be cancelled: \($0)."
    }
    return Page.section(
      "Outcomes",
      [
        Page.table(
          "Outcomes", first: "jobs", [.number("number"), .number("of scheduled")], rows),
        Page.note(cancellation),
      ])
  }

  private static func number(_ count: Int) -> Markup { "\(Units.count(count))" }

  private static func share(_ count: Int, of jobs: JobCounts) -> Markup {
    guard jobs.scheduled > 0 else { return "n/a" }
    return "\(Units.share(Double(count) / Double(jobs.scheduled)))"
  }

  static func classes(_ document: RunDocument) -> Markup {
    guard document.classes.count > 1 else { return .none }
    let times = ["queue", "processing", "end-to-end"].flatMap { ["\($0) p50", "p99"] }
    let rows = document.classes.map { item in
      let outcomes = Phrases.outcomes(item.jobs.outcomes)
      let values = [item.queue, item.processing, item.endToEnd].flatMap { summary in
        let values = Phrases.values(summary, isPrecise: true)
        return [values[0], values[3]]
      }
      let cells = [Units.count(item.jobs.scheduled), outcomes.isEmpty ? "none" : outcomes]
      return (Wrap.cut(item.name, 60), (cells + values).map { "\($0)" as Markup })
    }
    return Page.section(
      "Job classes",
      [
        Page.table(
          "Job classes", first: "class",
          [.number("jobs"), .text("outcomes")] + times.map(Page.Column.number), rows)
      ])
  }

  static func validity(_ document: RunDocument) -> Markup {
    let rows = document.validity.checks.map { check in
      let cells = Phrases.cells(check)
      let words = cells.dropFirst().dropLast().map { "\($0)" as Markup }
      return (cells.first ?? "", words + [Page.word(cells.last ?? "")])
    }
    let reasons =
      document.validity.reasons.isEmpty
      ? "" : "What speaks against the run is said at the head of the page."
    return Page.section(
      "Validity",
      [
        Page.table(
          "Validity checks", first: "check",
          [
            .number("measured"), .number("warn above"), .number("invalid above"), .word("result"),
          ], rows), Page.note(reasons),
      ])
  }

  static func findings(_ findings: [Finding]) -> Markup {
    guard !findings.isEmpty else { return Page.section("Contract findings", [Page.note("None.")]) }
    let rows = findings.map { finding in
      (
        Phrases.name(finding) { Wrap.cut($0, 80) },
        [
          "\(finding.kind.meaning)", "\(Units.count(finding.count))",
          "\(finding.example.map { Wrap.cut($0, 80) } ?? "")",
        ] as [Markup]
      )
    }
    return Page.section(
      "Contract findings",
      [
        Page.table(
          "Contract findings", first: "kind",
          [.text("what it means"), .number("jobs"), .text("example")], rows, hasLongNames: true)
      ])
  }

  static func requests(_ document: RunDocument) -> Markup {
    let requests = document.requests
    let rows = Phrases.kinds(requests).map { name, kind in
      (name, ["\(Units.count(kind.sent))", "\(Phrases.replies(kind))"] as [Markup])
    }
    let sum =
      "\(requests.perJob.map(Units.significant) ?? "n/a") \(Phrases.statusRequests(requests)) per "
      + "acknowledged job, \(Units.bytes(requests.replyBytes)) of replies over "
      + "\(Units.count(requests.connectionsOpened)) connections, "
      + "Retry-After honoured \(Units.count(requests.retryAfterHonoured)) times."
    return Page.section(
      "Requests",
      [
        Page.table(
          "Requests", first: "kind", [.number("sent"), .text("replies by status")], rows),
        Page.note(sum), Page.list(Phrases.troubles(requests)),
      ])
  }

  static func clocks(_ document: RunDocument) -> Markup {
    Page.section("Clocks", [Page.list(Phrases.clocks(document.clocks))])
  }

  static func machine(_ document: RunDocument) -> Markup {
    let environment = document.environment
    let busy = Units.duration(Nanoseconds(clamping: environment.engineBusyNanoseconds))
    return Page.section(
      "Machine",
      [
        "<p>\(Phrases.machine(environment)).</p>",
        Page.list(
          Phrases.machine(during: environment.monitor) + [
            "engines: \(document.run.engines), busy for \(busy)"
          ]),
      ])
  }

  static func scenario(_ document: RunDocument) -> Markup {
    Page.section(
      "Scenario",
      [
        Page.details(
          "The effective scenario, as JSON",
          "<pre tabindex=\"0\">\(Markup.lines(document.scenarioJSON()))</pre>")
      ])
  }

  static func footer(_ document: RunDocument) -> Markup {
    """
    <footer class="note">Made by sojourn \(document.version) from the run's job table. Estimates, \
    intervals and bounds are those of report.json.</footer>
    """
  }
}
