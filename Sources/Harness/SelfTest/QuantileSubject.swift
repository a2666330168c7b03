internal import Results

/// The estimate of end-to-end quantiles beside the quantiles of the true times, at six requests per job.
///
/// One run each. In simulation the p50 and the p99 of 2,000 jobs are off by 0.3 to 1.4 % rms, most where the
/// jobs are sparse about the quantile; where all jobs take equally long, smoothing leaves 3.5 % at p99.
/// Requests per job are within a tenth of what was asked for with independent arrivals, within three tenths in
/// bursts, and fewer where all jobs take equally long, since requests are 10 ms apart at least.
enum QuantileSubject {
  private static let laws = [
    ("lognormal", "lognormal(250ms, 0.5)"), ("exponential", "exponential(250ms)"),
    ("bimodal", "bimodal(100ms, 1s, 0.3)"), ("constant", "constant(250ms)"),
  ]

  /// About 2,000 jobs each: independent arrivals that never wait, and bursts that wait for workers.
  private static let loads = [
    ("poisson", "workers: 4000", "poisson: { rate: 100, for: 20s }"),
    ("burst", "workers: 100", "burst: { jobs: 500, every: 5s, times: 4 }"),
  ]

  static func check(on bench: TestBench) throws(RunTrouble) -> SelfTestCheck {
    var figures: [SelfTestFigure] = []
    var worst = (median: 0.0, tail: 0.0)
    for (law, text) in laws where !bench.isQuick || law == "lognormal" {
      for (load, workers, phase) in loads {
        let outcome = try bench.run(
          Trial(
            name: "quantiles-\(law)-\(load)",
            scenario: """
              embedded: { \(workers), service: "\(text)" }
              load: { \(phase) }
              follow: { poll: { learned: { requests_per_job: 6 } } }

              """))
        let label = "\(law), \(load)"
        let summary = outcome.document.metrics.endToEnd
        let median = bench.error(summary.p50, outcome.comparison.quantile(0.5))
        let tail = bench.error(summary.p99, outcome.comparison.quantile(0.99))
        worst = (larger(worst.median, median), larger(worst.tail, tail))
        figures += [
          SelfTestFigure("\(label): error of p50", median, .share, atLeast: -0.02, atMost: 0.02),
          SelfTestFigure(
            "\(label): error of p99", tail, .share, atLeast: law == "constant" ? -0.04 : -0.03,
            atMost: law == "constant" ? 0.04 : 0.03),
          SelfTestFigure(
            "\(label): requests per job", outcome.document.requests.perJob ?? .nan,
            .requestsPerJob, atLeast: law == "constant" ? 3 : load == "burst" ? 4.2 : 5.4,
            atMost: load == "burst" ? 7.8 : 6.6),
        ]
      }
    }
    return SelfTestCheck(
      name: SelfTestSubject.quantiles.rawValue,
      claim:
        "the end-to-end quantiles of 2,000 jobs with six requests for each, against their true "
        + "times",
      figures: figures,
      expectation: worst.median.isFinite && worst.tail.isFinite
        ? "an end-to-end p50 within \(Units.share(worst.median)) and a p99 within "
          + "\(Units.share(worst.tail)) of the truth, with 2,000 jobs and six requests for each"
        : nil)
  }

  /// The larger size of an error; no number where there is none of one.
  private static func larger(_ worst: Double, _ error: Double) -> Double {
    error.isFinite && worst.isFinite ? max(worst, abs(error)) : .nan
  }
}
