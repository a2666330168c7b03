import Dialects
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

@Suite struct CompareTests {
  /// The stored run of `sample`, the `number`th of its kind.
  private static func stored(_ sample: SampleRun, _ number: Int64) throws -> StoredRun {
    var sample = sample
    sample.startedAt += number * 3_600_000_000_000
    return try sample.withTable { manifest, table in
      StoredRun(
        path: "runs/\(number)", manifest: manifest, document: summarize(manifest, table))
    }
  }

  private static func stored(_ number: Int64, factor: Double = 1) throws -> StoredRun {
    try Self.stored(
      .random(1_200, seed: UInt64(100 + number), median: 300_000_000 * factor),
      number)
  }

  private func compared(
    _ base: StoredRun, _ candidate: StoredRun, _ history: [StoredRun] = [],
    rule: ComparisonRule = ComparisonRule()
  ) -> Comparison {
    compare(
      base: base, candidate: candidate, history: history, in: "runs", rule: rule, version: "1.2.3")
  }

  /// Eight runs that differ by chance.
  private static let past = Result { try (1...8).map { try stored($0) } }

  @Test func aSlowerCandidateFails() throws {
    let past = try Self.past.get()
    let found = compared(try Self.stored(20), try Self.stored(21, factor: 1.2), past)
    #expect(found.verdict == ComparisonVerdict(.fail, limits: []))
    #expect(found.verdict.exitCode == 1)
    #expect(found.history.runs == 8)
    let p50 = try #require(found.metrics[0].quantiles[0].judgement)
    #expect(p50.change == .slower && p50.verdict == .fail)
    #expect(found.metrics[0].quantiles[0].ratio.map { (1.15...1.22).contains($0) } == true)
    #expect(found.movement?.carrier == "processing")
    // The processing times of 300 ms are 20 % longer, and the bins have three digits.
    let median = try #require(found.metrics[2].shift.first { $0.name == "p50" })
    #expect(abs(median.logRatio - 0.182) < 0.02)
    #expect(found.metrics[0].distance.map { $0 > 0.4 } == true)
  }

  @Test func anEqualCandidatePasses() throws {
    let found = compared(try Self.stored(20), try Self.stored(21), try Self.past.get())
    #expect(found.verdict == ComparisonVerdict(.pass, limits: []))
    #expect(found.verdict.exitCode == 0)
    #expect(found.movement?.carrier == nil)
  }

  @Test func aFasterCandidatePasses() throws {
    let found = compared(try Self.stored(20), try Self.stored(21, factor: 0.8), try Self.past.get())
    #expect(found.verdict.result == .pass)
    #expect(found.metrics[0].quantiles[0].judgement?.change == .faster)
  }

  @Test func withoutEightEarlierRunsTheVerdictIsAdvice() throws {
    for past in [[], Array(try Self.past.get().prefix(7))] {
      let found = compared(try Self.stored(20), try Self.stored(21, factor: 1.2), past)
      #expect(found.verdict == ComparisonVerdict(.fail, limits: [.noHistory]))
      #expect(found.verdict.isAdvisory)
      #expect(found.verdict.exitCode == 2)
      #expect(found.metrics[0].quantiles[0].judgement?.runDeviation == nil)
    }
  }

  /// Neither of the two runs is a witness of how much runs differ, nor is any other run that is unlike,
  /// on another machine or not valid.
  @Test func onlyLikeRunsAreAHistory() throws {
    let (base, candidate) = (try Self.stored(20), try Self.stored(21))
    var past = try Self.past.get()
    past[0].manifest.environment.cpu = "Other CPU"
    past[1].document.run.scheduleHash = "0"
    past[2].document.validity.verdict = .invalid
    past[3].manifest.scenario.follow.recheck = 0.5
    past[4].manifest.engines = 2
    past[5].manifest.version = "0.0.1"
    let found = compared(base, candidate, past + [base, candidate, past[6]])
    #expect(found.history.runs == 3)
  }

  @Test("another machine or version makes it advice", arguments: [true, false])
  func advisory(isMachine: Bool) throws {
    var base = try Self.stored(20)
    if isMachine {
      base.manifest.environment.kernel = "Linux 5"
    } else {
      base.manifest.version = "9"
    }
    let found = compared(base, try Self.stored(21, factor: 1.2))
    #expect(found.verdict.limits == [.noHistory, isMachine ? .otherMachine : .otherVersion])
    #expect(found.verdict.exitCode == 2)
    #expect(!found.isForced && !found.isUnlike)
    #expect(
      found.differences == [
        isMachine
          ? RunDifference(.machine, "kernel", base: "Linux 5", candidate: "Linux 6.1.0")
          : RunDifference(.version, "sojourn", base: "9", candidate: "0.0.0-test")
      ])
  }

  @Test func unlikeRunsAreToldByEveryDifference() throws {
    var run = try SampleRun.random(300, seed: 1)
    let base = try Self.stored(run, 1)
    run.scenario.follow.recheck = 0.25
    run.scenario.jobs[0].inputs = "{\"n\":1}"
    run.scenario.seed = 8
    run.jobs[3].intended += 1
    // None of these makes runs unlike.
    run.scenario.name = "other"
    run.scenario.target.address = .url("http://elsewhere")
    run.scenario.embedded.workers = 99
    run.scenario.thresholds = [try Threshold.parse("jobs.unsent == 0")]
    let candidate = try Self.stored(run, 2)
    let found = differences(base, candidate)
    #expect(found.allSatisfy { $0.kind.isUnlike })
    #expect(found.map(\.subject) == ["hash", "follow.recheck", "jobs[0].inputs", "seed"])
    let comparison = compared(base, candidate)
    #expect(comparison.isForced && comparison.isUnlike)
    #expect(comparison.verdict.limits.contains(.unlike))
    var other = base
    other.manifest.dialect.pushSuccess = [299]
    #expect(
      differences(base, other) == [
        RunDifference(.dialect, "push_success[0]", base: "200", candidate: "299")
      ])
  }

  @Test func otherPayloadsMakeRunsUnlikeWhereBothKnowTheirs() throws {
    var (base, other) = (try Self.stored(1), try Self.stored(2))
    base.manifest.payloadHash = "0011223344556677"
    #expect(differences(base, other).isEmpty)
    other.manifest.payloadHash = base.manifest.payloadHash
    #expect(differences(base, other).isEmpty)
    other.manifest.payloadHash = "8899aabbccddeeff"
    #expect(
      differences(base, other) == [
        RunDifference(
          .payload, "hash", base: "0011223344556677", candidate: "8899aabbccddeeff")
      ])
    #expect(compared(base, other).isUnlike)
  }

  @Test func trustInCertificatesMakesNoRunUnlike() throws {
    var (base, other) = (try Self.stored(1), try Self.stored(2))
    base.manifest.scenario.target.isInsecure = true
    other.manifest.scenario.target.caFile = "ca.pem"
    #expect(differences(base, other).isEmpty)
  }

  @Test func theEmbeddedServerCountsWhereItIsTheTarget() throws {
    var run = try SampleRun.random(300, seed: 1)
    let base = try Self.stored(run, 1)
    run.scenario.embedded.workers = 99
    #expect(differences(base, try Self.stored(run, 2)).map(\.subject) == ["embedded.workers"])
  }

  @Test func anInvalidRunMakesTheComparisonInvalid() throws {
    var run = try SampleRun.random(300, seed: 1)
    let base = try Self.stored(run, 1)
    run.ending = .none
    let candidate = try Self.stored(run, 2)
    #expect(compared(base, candidate).verdict.exitCode == 125)
    #expect(compared(candidate, base).verdict.exitCode == 125)
  }

  /// A job API that fails jobs at once looks fast.
  @Test func moreUnfinishedJobsAreNoPass() throws {
    var run = try SampleRun.random(1_200, seed: 121)
    for index in run.jobs.indices where index % 25 == 0 {
      run.jobs[index].outcome = .error
      run.jobs[index].state = .error
    }
    let found = compared(try Self.stored(20), try Self.stored(run, 21), try Self.past.get())
    #expect(found.verdict == ComparisonVerdict(.inconclusive, limits: [.moreUnfinished]))
  }

  @Test func classesAreComparedEach() throws {
    func run(_ seed: UInt64, slow: Bool) throws -> SampleRun {
      var run = try SampleRun.random(600, seed: seed)
      run.scenario.jobs = ["a", "b"].map { name in
        var item = Scenario.JobClass()
        item.name = name
        return item
      }
      for index in run.jobs.indices where index % 2 == 1 {
        run.jobs[index] = .sample(
          intended: run.jobs[index].intended, queue: 20 * ms,
          processing: (slow ? 600 : 300) * ms + Nanoseconds(index) * 10_000, jobClass: 1)
      }
      return run
    }
    let found = compared(
      try Self.stored(run(1, slow: false), 1), try Self.stored(run(2, slow: true), 2))
    #expect(found.classes.map(\.name) == ["a", "b"])
    let ratios = found.classes.map { $0.metrics[0].quantiles[0].ratio ?? 0 }
    #expect((0.95...1.05).contains(ratios[0]))
    #expect((1.7...2.1).contains(ratios[1]))
    #expect(found.classes.allSatisfy { $0.metrics.allSatisfy { !$0.isJudged } })
  }

  // MARK: One quantile

  private func summary(
    _ estimate: Double?, reach: Double? = nil, above: Double? = nil
  ) -> QuantileSummary {
    var result = QuantileSummary(needs: 5)
    result.estimate = estimate.map { Nanoseconds($0 * 1e9) }
    result.above = above.map { Nanoseconds($0 * 1e9) }
    if let estimate, let reach {
      let factor = Logarithm.exponential(reach)
      result.interval = Bounds(
        lower: Nanoseconds(estimate / factor * 1e9), upper: Nanoseconds(estimate * factor * 1e9))
    }
    return result
  }

  private func judged(
    _ base: QuantileSummary, _ candidate: QuantileSummary, tolerance: Double = 0.05,
    deviation: LogChange.Deviation? = nil
  ) -> QuantileComparison {
    compareQuantile(
      "p50", base, candidate,
      Judging(tolerance: tolerance, alpha: 0.004, deviation: deviation))
  }

  /// Reaches of 3 % and 4 % make one of 5 %: 1.1 e^-0.05 and 1.1 e^0.05.
  @Test func theIntervalOfARatioHasBothReaches() throws {
    let found = judged(summary(1, reach: 0.03), summary(1.1, reach: 0.04))
    #expect(found.ratio == 1.1)
    let interval = try #require(found.interval)
    #expect(abs(interval.lower - 1.046_352) < 1e-5)
    #expect(abs(interval.upper - 1.156_398) < 1e-5)
  }

  @Test(
    "slower needs more than chance and more than the tolerance",
    arguments: [
      (1.2, 0.01, QuantileJudgement.Change.slower, Ruling.fail),
      (1.03, 0.005, .slower, .pass), (1.03, 0.03, .unclear, .inconclusive),
      (1.2, 0.5, .unclear, .inconclusive), (1.0, 0.01, .unclear, .pass),
      (0.8, 0.01, .faster, .pass), (1.06, 0.02, .slower, .fail),
      (1.045, 0.02, .slower, .inconclusive),
    ])
  func rulings(
    ratio: Double, reach: Double, change: QuantileJudgement.Change, verdict: Ruling
  ) throws {
    let found = try #require(
      judged(summary(1, reach: reach), summary(ratio, reach: reach)).judgement)
    #expect(found.change == change)
    #expect(found.verdict == verdict)
  }

  @Test func jobsThatNeverEndedAreSlower() throws {
    let slow = judged(summary(1, reach: 0.02), summary(nil, above: 3))
    #expect(slow.isAtLeast && slow.ratio == 3)
    #expect(slow.judgement?.verdict == .fail)
    #expect(slow.interval == nil)
    // At least half as long says nothing.
    let open = judged(summary(1, reach: 0.02), summary(nil, above: 0.5))
    #expect(open.judgement?.verdict == .inconclusive)
    #expect(open.judgement?.change == .unclear)
    #expect(
      judged(summary(nil, above: 3), summary(1, reach: 0.02)).judgement?.verdict == .inconclusive)
  }

  @Test func whatIsTooSmallIsNotJudgedUnlessItLooksBad() {
    #expect(judged(summary(nil), summary(nil)).judgement == nil)
    #expect(judged(summary(1), summary(1.04)).judgement == nil)
    #expect(judged(summary(1), summary(1.06)).judgement?.verdict == .inconclusive)
    #expect(judged(summary(1), summary(nil)).judgement?.verdict == .inconclusive)
    #expect(judged(summary(0), summary(0)).ratio == nil)
  }

  @Test func runsAndPairsOfRunsAreJudgedByTheSameQuantiles() {
    #expect(ComparisonRule().quantiles == GateRule().quantiles)
    var rule = ComparisonRule()
    rule.quantiles.tolerate(0.08)
    rule.quantiles.tolerate(0.2, of: "p99")
    #expect(rule.quantiles.map(\.tolerance) == [0.08, 0.08, 0.2])
    #expect(rule.quantiles.map(\.alpha) == GateRule().quantiles.map(\.alpha))
  }

  /// Two runs that differ by chance, each with its own estimates, judged by eight others: fewer than 1 %
  /// are called a regression; of those that are a fifth slower nearly all are.
  @Test func falseAlarmsAndPower() throws {
    var generator = Xoshiro(seed: 3)
    let trials = 4_000
    var (alarms, found) = (0, 0)
    for _ in 0..<trials {
      var (isAlarm, isFound) = (false, false)
      for rule in ComparisonRule().quantiles {
        // 1 % from the jobs of a run and 2 % from run to run.
        func draw(_ median: Double) -> Double {
          let noise = 0.02 * generator.standardNormal() + 0.01 * generator.standardNormal()
          return median * Logarithm.exponential(noise)
        }
        let past = (0..<8).map { _ in Logarithm.natural(draw(1)) }
        let judging = Judging(
          tolerance: 0.001, alpha: rule.alpha, deviation: LogChange.Deviation(of: past))
        let base = summary(draw(1), reach: 0.0196)
        let equal = compareQuantile(rule.name, base, summary(draw(1), reach: 0.0196), judging)
        let slow = compareQuantile(rule.name, base, summary(draw(1.2), reach: 0.0196), judging)
        isAlarm = isAlarm || equal.judgement?.verdict == .fail
        isFound = isFound || slow.judgement?.verdict == .fail
      }
      if isAlarm { alarms += 1 }
      if isFound { found += 1 }
    }
    #expect(Double(alarms) <= 0.01 * Double(trials), "\(alarms)")
    #expect(Double(found) >= 0.95 * Double(trials), "\(found)")
  }

  // MARK: The distribution

  private func summary(_ values: [Nanoseconds], censored: Int = 0) throws -> TimeSummary {
    var result = TimeSummary(source: "client clock")
    result.count = values.count
    result.censored = censored
    result.histogram = try HistogramLog.encode(ofNanoseconds: values.sorted())
    return result
  }

  @Test func theShiftIsThatOfTheQuantiles() throws {
    let base = try summary((1...1_000).map { $0 * ms })
    let slow = try summary((1...1_000).map { $0 < 500 ? $0 * ms : $0 * 2 * ms })
    let points = shift(SeenDistribution(base), SeenDistribution(slow))
    #expect(
      points.map(\.name) == ["p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "p99.5"])
    for point in points {
      let expected = ["p5", "p10", "p25"].contains(point.name) ? 0 : 0.693_147
      #expect(abs(point.logRatio - expected) < 0.003, "\(point.name)")
    }
    let p90 = try #require(points.first { $0.name == "p90" })
    #expect(abs(p90.base - 900 * ms) <= ms)
    // From 500 ms on the slow run has nothing up to 1 s: a half of it is missing.
    let distance = try #require(SeenDistribution(base).distance(from: SeenDistribution(slow)))
    #expect(abs(distance - 0.5) < 0.003)
  }

  @Test func smallSamplesAndOpenJobsHaveNoTails() throws {
    let small = SeenDistribution(try summary((1...59).map { $0 * ms }))
    #expect(shift(small, small).map(\.name) == ["p10", "p25", "p50", "p75", "p90"])
    #expect(shift(small, small).allSatisfy { $0.logRatio == 0 })
    #expect(small.distance(from: small) == 0)
    let open = SeenDistribution(try summary((1...60).map { $0 * ms }, censored: 60))
    #expect(shift(open, open).map(\.name) == ["p5", "p10", "p25", "p50"])
    let none = SeenDistribution(TimeSummary(source: "client clock"))
    #expect(none.distance(from: small) == nil)
    #expect(shift(none, small).isEmpty)
  }
}
