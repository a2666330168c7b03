import Analysis
import Reports
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@Suite struct ReportTests {
  /// A run and the name of its golden files.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var count: Int
    var ending = JobTable.Ending.complete
    var thresholds: [String] = []
    /// The outcome of every tenth job.
    var tenth = Outcome.finished
  }

  static let cases = [
    Case(
      testDescription: "pass", count: 400,
      thresholds: ["end_to_end.p99 < 10s", "outcomes.error == 0", "achieved_rate > 1/s"]),
    Case(
      testDescription: "fail", count: 3_000, thresholds: ["end_to_end.p50 < 100ms"],
      tenth: .timedOut),
    Case(testDescription: "inconclusive", count: 40, thresholds: ["end_to_end.p99 < 2s"]),
    Case(testDescription: "partial", count: 40, ending: .none, tenth: .abandoned),
    Case(testDescription: "empty", count: 0),
    Case(testDescription: "push-failures", count: 20, ending: .interrupted, tenth: .failedToPush),
  ]

  private func document(_ item: Case) throws -> RunDocument {
    let jobs = (0..<item.count).map { index in
      let queue: Nanoseconds = Nanoseconds(index * 37 % 400) * 2_000_000
      let processing: Nanoseconds = 1_000_000_000 / Nanoseconds(1 + index * 7 % 100)
      return JobRecord.sample(
        intended: Nanoseconds(index) * 10_000_000,
        outcome: index % 10 == 9 ? item.tenth : .finished, queue: queue, processing: processing)
    }
    var run = try SampleRun(jobs, thresholds: item.thresholds)
    run.ending = item.ending
    return try run.withTable(summarize)
  }

  @Test("Markdown reports", arguments: cases)
  func markdown(item: Case) throws {
    let text = MarkdownReport.render(try document(item))
    Golden.check(text, named: "\(item.testDescription).md", in: "Golden")
  }

  @Test("terminal reports", arguments: cases)
  func terminal(item: Case) throws {
    let text = TerminalReport.render(try document(item))
    Golden.check(text, named: "\(item.testDescription).txt", in: "Golden")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(!text.contains("\u{1B}"))
  }

  @Test("JUnit reports", arguments: cases)
  func junit(item: Case) throws {
    var document = try document(item)
    if item.testDescription == "pass" {
      document.findings = [
        Finding(kind: .missingField, detail: "a]]>\"<b", count: 2, example: "x<y\u{0}")
      ]
    }
    let text = ReportFormat.junit.render(document)
    Golden.check(text, named: "\(item.testDescription).xml", in: "Golden")
    #expect(XMLCheck().isWellFormed(text))
    let cases = text.split(separator: "<testcase ").count - 1
    #expect(cases == document.thresholds.count + 1)
    #expect(text.contains("<testsuites tests=\"\(cases)\""))
  }

  @Test("short Markdown for the summary of a job", arguments: cases)
  func short(item: Case) throws {
    let text = ReportFormat.github.render(
      try document(item), path: "results/made-up/20261124T031500Z.run")
    Golden.check(text, named: "\(item.testDescription)-github.md", in: "Golden")
  }

  @Test func jsonReports() throws {
    let document = try document(Self.cases[3])
    Golden.check(JSONReport.render(document), named: "partial.json", in: "Golden")
  }

  @Test("equal documents give equal bytes", arguments: ReportFormat.allCases)
  func equalBytes(format: ReportFormat) throws {
    let texts = try (0..<2).map { _ in format.render(try document(Self.cases[1])) }
    #expect(texts[0] == texts[1])
    let stored = try RunDocument.parse(try document(Self.cases[1]).json(), path: "x")
    #expect(format.render(stored) == texts[0])
  }

  @Test("colour changes nothing but the look", arguments: cases)
  func color(item: Case) throws {
    let document = try document(item)
    let colored = TerminalReport.render(document, isColored: true)
    #expect(colored.hasPrefix("\u{1B}[1;"))
    #expect(
      colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == TerminalReport.render(document))
  }

  @Test(
    "a run that did not come to its end says so in the first lines",
    arguments: [
      (JobTable.Ending.none, "partial"), (.interrupted, "interrupted"), (.aborted, "early"),
    ])
  func unfinished(ending: JobTable.Ending, word: String) throws {
    var item = Self.cases[0]
    item.ending = ending
    let document = try document(item)
    for text in [MarkdownReport.render(document), TerminalReport.render(document)] {
      let start = text.split(separator: "\n").prefix(3).joined(separator: "\n")
      #expect(start.contains("INVALID"))
      #expect(start.contains("This run") && start.contains(word))
    }
  }

  @Test func foreignTextCannotBreakTheReports() throws {
    let evil = "a|b`c`<img src=x>\n## x\u{1B}[2J @all #1 **bold** [l](http://x)"
    var document = try document(Self.cases[0])
    document.findings = [
      Finding(kind: .foreignID, count: 1, example: evil),
      Finding(kind: .missingField, detail: evil, count: 2, example: nil),
    ]
    document.scenarioName = evil
    document.run.url = evil
    document.scenario.jobs[0].inputs = "```\n</details><script>"
    document.thresholds = [
      ThresholdResult(text: evil, measured: nil, unit: .jobs, verdict: .inconclusive)
    ]
    let markdown = MarkdownReport.render(document)
    for harm in ["<img", "\n## x", "\u{1B}", "@all", " #1", "**bold**", "[l]", "a|b"] {
      #expect(!markdown.contains(harm), "\(harm)")
    }
    #expect(markdown.contains("````json"))
    let short = ReportFormat.github.render(document, path: evil)
    for harm in ["<img", "\n## x", "\u{1B}", "@all", " #1", "**bold**", "[l]", "a|b"] {
      #expect(!short.contains(harm), "\(harm)")
    }
    let terminal = TerminalReport.render(document)
    #expect(!terminal.contains("\u{1B}"))
    #expect(terminal.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  /// A run with everything that most runs do not have.
  private func rich() throws -> RunDocument {
    var document = try document(Self.cases[0])
    document.run.workload = .mixed
    document.following = Following(
      mode: .webhook, pollsPerSecond: 50, held: 1_234, heldNanoseconds: 1_480_800_000_000,
      sweeps: 34, listMisses: 1,
      hooks: Following.Hooks(received: 400, repeated: 3, dropped: 0), rechecks: 4)
    var kind = document.requests.byKind.poll
    kind.sent = 100
    kind.failures = ["timeout": 3, "throttled": 2]
    document.requests.byKind.longPoll = kind
    document.requests.retries.poll = 5
    var cancellation = Cancellation()
    cancellation.planned = 60
    cancellation.sent = 50
    cancellation.missed = 8
    cancellation.refused = 2
    cancellation.outcomes.cancelled = 48
    cancellation.outcomes.finished = 2
    document.cancellation = cancellation
    document.metrics.cancel = document.metrics.queue
    document.findings = Finding.Kind.allCases.enumerated().map { number, kind in
      Finding(
        kind: kind, detail: number < 2 ? "result.url" : nil, count: number + 1,
        example: number % 2 == 0 ? "job-\(number)" : nil)
    }
    document.validity = Validity(
      reasons: [
        Validity.Reason(
          check: "poll_budget", level: .warn,
          message: "the poll budget of 50/s bound", recommendation: "raise it")
      ], laws: [],
      checks: [
        Validity.Check(
          check: "little", measured: 1.5e9, unit: .jobNanoseconds, invalid: 2.25e9, level: .ok),
        Validity.Check(
          check: "steal", measured: 0.0123, unit: .share, warn: 0.01, invalid: 0.05, level: .warn),
        Validity.Check(check: "throttling", unit: .share, level: .notAvailable),
        Validity.Check(check: "poll_budget", level: .warn),
      ])
    document.environment.monitor = MonitorFacts(
      watchedNanoseconds: 5_000_000_000, monitorCPUNanoseconds: 25_000_000,
      processCPUNanoseconds: 1_000_000_000, involuntarySwitches: 12,
      hiccups: MonitorFacts.Hiccups(
        count: 5_000, p50: 60_000, p99: 90_000, p999: 1_200_000, max: 3_400_000),
      inFlight: MonitorFacts.InFlight(
        samples: 4_700, mean: 41.7, largest: 63, jobTime: 208_500_000_000,
        standardError: 20_000_000),
      steal: MonitorFacts.Steal(share: 0.0123, worstSecond: 0.05),
      throttling: MonitorFacts.Throttling(periods: 50, throttled: 1, nanoseconds: 2_000_000),
      wallJumps: 1,
      firstWallJumps: [MonitorFacts.WallJump(instant: 2_000_000_000, size: -1_500_000_000)])
    document.classes.append(document.classes[0])
    document.classes[1].name = "other"
    document.classes[1].jobs.outcomes.timedOut = 7
    return document
  }

  @Test func whatMostRunsDoNotHaveIsShownWhereItIs() throws {
    let document = try rich()
    Golden.check(MarkdownReport.render(document), named: "rich.md", in: "Golden")
    let text = TerminalReport.render(document)
    Golden.check(text, named: "rich.txt", in: "Golden")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(
    "reports name the mode of following",
    arguments: [
      (FollowMode.poll, "Polling leaves the end"), (.list, "Reading lists leaves the end"),
      (.longPoll, "Following by long polls leaves the end"),
      (.webhook, "Following by webhooks leaves the end"),
    ])
  func modes(mode: FollowMode, words: String) throws {
    var document = try document(Self.cases[0])
    document.following.mode = mode
    for text in [MarkdownReport.render(document), TerminalReport.render(document)] {
      #expect(text.contains(words))
      #expect(text.contains("followed by") == (mode != .poll))
    }
  }

  @Test func quantilesSayWhatIsKnownOfThem() throws {
    var document = try document(Self.cases[0])
    document.metrics.endToEnd.quantiles.p90.isPollLimited = true
    document.metrics.processing.quantiles = Quantiles()
    document.metrics.processing.resolution = 1_000_000_000
    document.metrics.processing.isUnresolved = true
    let markdown = MarkdownReport.render(document)
    let terminal = TerminalReport.render(document)
    #expect(markdown.contains("| end-to-end | 442 ms ± 5.8 % | 766 ms* ± 2.5 % |"))
    #expect(markdown.contains("| processing | coarse | coarse |"))
    #expect(markdown.contains("| p50 | 442 ms | 418 ms to 468 ms | 433 ms to 453 ms | 400 |"))
    for text in [markdown, terminal.replacing("\n  ", with: " ")] {
      #expect(text.contains("*: poll-limited: the bounds are wider than a quarter"))
      #expect(text.contains("coarse: stamps are cut to 1.00 s, too much for quantiles"))
    }
    #expect(terminal.contains("n_eff"))
    #expect(terminal.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func longTimesDoNotRunIntoEachOther() throws {
    var document = try document(Self.cases[0])
    document.metrics.endToEnd.quantiles.p95.estimate = nil
    document.metrics.endToEnd.quantiles.p95.above = 45_100_000
    document.metrics.endToEnd.quantiles.p99.estimate = 734_000_000_000
    document.metrics.endToEnd.quantiles.p99.isPollLimited = true
    let terminal = TerminalReport.render(document)
    #expect(terminal.contains(" >45.1ms 12.2min*"))
    #expect(terminal.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func aClosedWorkloadSaysThatItsTimesAreNotComparable() throws {
    var document = try document(Self.cases[0])
    #expect(!MarkdownReport.render(document).contains("The workload is closed"))
    document.run.workload = .closed
    #expect(MarkdownReport.render(document).contains("The workload is closed: "))
    #expect(TerminalReport.render(document).contains("The workload is closed: "))
  }

  @Test func warmUpJobsAreSpokenOf() throws {
    var document = try document(Self.cases[0])
    document.jobs.warmUp = 64
    for text in [MarkdownReport.render(document), TerminalReport.render(document)] {
      #expect(text.contains("The times of 64 jobs of warm-up phases are left out"))
    }
    #expect(MarkdownReport.render(document).contains("| of warm-up phases | 64 |"))
  }

  @Test func jobClassesGetATable() throws {
    var document = try document(Self.cases[0])
    document.classes.append(document.classes[0])
    document.classes[1].name = "heavy|one"
    #expect(
      MarkdownReport.render(document).contains(
        "| heavy\\|one | 400 | finished 400 | 398 ms ± 5.0 % | 790 ms | 19.7 ms ± 11 % | 500 ms |")
    )
    let terminal = TerminalReport.render(document)
    #expect(terminal.contains("class heavy|one: 400 jobs, finished 400"))
    #expect(
      terminal.contains(
        "p50, p99: queue 398 ms ± 5.0 %, 790 ms; processing 19.7 ms ± 11 %, 500 ms;"))
  }
}
