internal import Glibc
internal import Results
internal import Statistics

/// How often intervals cover the truth of jobs that depend on each other: a calculation, without a run.
enum IntervalSubject {
  private static let jobs = 4_000
  /// The standard deviation of the logarithm: 0.3 of it depends on the jobs before, 0.2 does not.
  private static let spread = 0.13.squareRoot()
  /// Quantiles of the standard normal distribution.
  private static let normal = [0.5: 0.0, 0.99: 2.326_347_874]

  static func check(on bench: TestBench) -> SelfTestCheck {
    var figures: [SelfTestFigure] = []
    let trials = bench.isQuick ? 60 : 400
    for dependence in [0.9, 0.98] {
      bench.observe("intervals, dependence \(dependence)")
      var random = Xoshiro(seed: bench.seed)
      var covered = [0.5: 0, 0.99: 0]
      for _ in 0..<trials where !bench.isStopped {
        let sample = polled(dependence, &random)
        for (q, z) in normal {
          let truth = exp(z * spread) * 1e9
          guard let interval = sample.estimate(q)?.interval else { continue }
          if interval.lower <= truth, truth <= interval.upper { covered[q, default: 0] += 1 }
        }
      }
      for (q, least) in [(0.5, 0.9), (0.99, 0.85)] {
        // Three standard errors of so many trials below what is claimed.
        let noise = 3 * (least * (1 - least) / Double(trials)).squareRoot()
        figures.append(
          SelfTestFigure(
            "dependence \(dependence), p\(Int(q * 100)): intervals that cover",
            Double(covered[q, default: 0]) / Double(trials), .share, atLeast: least - noise))
      }
    }
    return SelfTestCheck(
      name: SelfTestSubject.intervals.rawValue,
      claim:
        "how many of \(trials) intervals, of 95 % each by name, cover the truth of \(jobs) polled "
        + "times that depend on each other; 90 % are claimed for p50 and 85 % for p99, less three "
        + "standard errors of the count",
      figures: figures)
  }

  /// Times whose logarithms are an autoregression and noise, around 1 s, known to lie in brackets of 15 %.
  private static func polled(_ dependence: Double, _ random: inout Xoshiro) -> BracketedSample {
    var state = random.standardNormal()
    let fresh = (1 - dependence * dependence).squareRoot()
    let brackets = (0..<jobs).map { _ in
      state = dependence * state + fresh * random.standardNormal()
      let value = exp(0.3 * state + 0.2 * random.standardNormal()) * 1e9
      let phase = random.unit()
      return Bracket(
        lower: Int64(value * exp(-0.15 * phase)), upper: Int64(value * exp(0.15 * (1 - phase))))
    }
    return BracketedSample(
      brackets, blocks: BlockJackknife.assign((0..<jobs).map { Int64($0) }))
  }
}
