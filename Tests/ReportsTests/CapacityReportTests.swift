import Results
import TestSupport
import Testing

@testable import Reports

/// What a person reads of the capacity of a job API.
@Suite struct CapacityReportTests {
  private static func trial(
    _ rate: Double, _ verdict: Capacity.Trial.Verdict, _ purpose: Capacity.Trial.Purpose = .probe
  ) -> Capacity.Trial {
    Capacity.Trial(
      run: "0\(Int(rate))-\(purpose.rawValue).run", purpose: purpose, offeredPerSecond: rate,
      pushNanoseconds: 120_000_000_000,
      conditions: [
        ThresholdResult(
          text: "end_to_end.p99 < 2s", measured: rate * 2e8,
          range: Bounds(lower: 1_000_000_000, upper: 3_000_000_000), unit: .nanoseconds,
          verdict: .inconclusive)
      ], excess: 0, growthPerSecond: 0.02, medianNanoseconds: 1, processingNanoseconds: 1,
      verdict: verdict, reasons: verdict == .invalid ? ["pushes <left> late"] : [])
  }

  private static func capacity(
    _ ending: Capacity.Ending, _ change: (inout Capacity) -> Void = { _ in }
  ) -> Capacity {
    var capacity = Capacity(
      version: "1.2.3", startedAt: "2026-11-24T03:15:00.250Z", scenarioName: "my|jobs",
      scenarioFile: "x.yaml", target: "http://127.0.0.1:8080",
      environment: RunEnvironment(
        cpu: "made-up", cores: 2, memoryBytes: 1, kernel: "Linux 6", architecture: "x86_64",
        governor: nil, bootID: "boot", libcurl: "libcurl/8"),
      engines: 1, seed: 7, conditions: ["end_to_end.p99 < 2s"],
      plan: Capacity.Plan(
        isQuick: false, attempts: 3, probes: 6, probeNanoseconds: 120_000_000_000,
        certifications: 3, certificationNanoseconds: 300_000_000_000, jobs: 1_000,
        highestPerSecond: 10_000))
    capacity.durationNanoseconds = 2_700_000_000_000
    capacity.drains = [
      Capacity.Drain(
        run: "01-burst.run", jobs: 640, ended: 640, jobsPerSecond: 16.1, source: .stamps,
        durationNanoseconds: 40_000_000_000, processingNanoseconds: 1)
    ]
    capacity.isDrainSteady = true
    capacity.trials = [trial(13, .met), trial(11, .notMet), trial(9, .unstable)]
    capacity.end(ending)
    change(&capacity)
    return capacity
  }

  @Test func aFoundRateIsSaidWithWhatFailedAboveIt() {
    let found = Self.capacity(.found) {
      $0.jobsPerSecond = 9
      $0.lowestFailedPerSecond = 11
      $0.workers = 9.2
      $0.trials += [Self.trial(9, .met, .certification)]
    }
    let text = CapacityFormat.terminal.render(found, folder: "results/x")
    #expect(text.hasPrefix("capacity: 9.00/s; it held in 3 runs, 11.0/s did not\n"))
    #expect(text.contains("so that end_to_end.p99 < 2s\n"))
    #expect(text.contains("worked off at 16.1/s"))
    #expect(text.contains("About 9.20 jobs are processed at once"))
    #expect(text.contains("Poisson arrivals"))
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    // The curve is in the order of rates.
    let rates = lines.filter { $0.contains("2.00 min") }.map { $0.split(separator: " ")[0] }
    #expect(rates == ["9.00/s", "9.00/s*", "11.0/s", "13.0/s"])
    #expect(lines.contains { $0.contains("grows") && $0.contains("1.80 s") })
  }

  @Test(
    "how far a found rate may be off is said by the services that a certification lasts",
    arguments: [
      (100_000_000, "lasted 1,200 mean processing times. ", "1 of 400", ""),
      (20_000_000, "lasted 6,000 mean", "none of 200", ""),
      (300_000_000, "lasted 400 mean", "up to 20 of 400", "`--certify 270s` makes that 1."),
      (3_000_000_000, "lasted 40 mean", "more than 20 of 400", "`--certify 2700s`"),
    ])
  func precision(processing: Int64, length: String, share: String, advice: String) {
    let found = Self.capacity(.found) {
      var trial = Self.trial(9, .met, .certification)
      trial.processingNanoseconds = processing
      $0.trials += [trial]
    }
    let text = CapacityFormat.terminal.render(found, folder: "x").replacing(/\s+/, with: " ")
    #expect(text.contains(length) && text.contains(share), "\(text)")
    #expect(advice.isEmpty ? !text.contains("--certify") : text.contains(advice), "\(text)")
    let lost = Self.capacity(.noLimit) { $0.trials = found.trials }
    #expect(!CapacityFormat.terminal.render(lost, folder: "x").contains("simulated"))
  }

  @Test(
    "every ending is said in words",
    arguments: [
      (Capacity.Ending.notMet, "capacity: none found; 9.00/s was not sustained"),
      (.noLimit, "capacity: at least 13.0/s, the highest rate to try; the limit is above"),
      (.generatorLimit, "capacity: at least 13.0/s; above that the generator was the limit"),
      (.invalid, "capacity: at least 13.0/s; a run could not vouch for itself\n"),
      (.interrupted, "capacity: at least 13.0/s; interrupted before it was found"),
    ])
  func endings(ending: Capacity.Ending, says: String) {
    let capacity = Self.capacity(ending) { $0.highestMetPerSecond = ending == .notMet ? nil : 13 }
    #expect(CapacityFormat.terminal.render(capacity, folder: "x").hasPrefix(says))
    #expect(CapacityFormat.markdown.render(capacity, folder: "x").contains("## \(says)"))
    for (count, often) in [(1, "itself"), (2, "itself, twice"), (3, "itself, 3 times")] {
      let invalid = Self.capacity(.invalid) {
        $0.trials += Array(repeating: Self.trial(9, .invalid), count: count)
      }
      #expect(CapacityPhrases.heading(invalid).hasSuffix("could not vouch for \(often)"))
    }
  }

  @Test func aSearchWithoutARunIsShown() {
    let empty = Self.capacity(.interrupted) {
      $0.trials = []
      $0.drains = []
    }
    let text = CapacityFormat.terminal.render(empty, folder: "x")
    #expect(text.hasPrefix("capacity: not known; interrupted before it was found\n"))
    #expect(!text.contains("growth"))
  }

  @Test func aQuickSearchSaysWhatItDoesNotPromise() {
    let quick = Self.capacity(.found) {
      $0.plan.isQuick = true
      $0.plan.certifications = 1
      $0.jobsPerSecond = 9
    }
    for format in [CapacityFormat.terminal, .markdown] {
      let text = format.render(quick, folder: "x")
      #expect(text.contains("held in one run"))
      #expect(text.contains("Quick: the rate held once"))
    }
  }

  @Test func foreignTextIsHarmlessInMarkdown() {
    let text = CapacityFormat.markdown.render(
      Self.capacity(.invalid) {
        $0.trials.append(Self.trial(8, .invalid))
        $0.reason = "pushes <left> late"
      }, folder: "results/x")
    #expect(text.contains("my\\|jobs against"))
    #expect(text.contains("> pushes &lt;left&gt; late"))
    #expect(text.contains("is not valid: pushes &lt;left&gt; late"))
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") && $0.contains("/s") }
    #expect(rows.count == 5)
  }

  @Test func oneLineSaysWhatTheLastRunShowed() {
    let capacity = Self.capacity(.interrupted)
    #expect(
      CapacityProgress.text(capacity, wasBurst: true) == "burst of 640 jobs: worked off at 16.1/s")
    #expect(
      CapacityProgress.text(capacity, wasBurst: false)
        == "probe at 9.00/s: grows, 1.80 s, 1.00 s to 3.00 s, growth 0.020/s")
  }
}
