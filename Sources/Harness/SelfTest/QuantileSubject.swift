internal import Results

/// The estimate of end-to-end quantiles beside the quantiles of the true times, at six requests per job.
enum QuantileSubject {
  private static let laws = [
    ("lognormal", "lognormal(250ms, 0.5)"), ("exponential", "exponential(250ms)"),
    ("bimodal", "bimodal(100ms, 1s, 0.3)"), ("constant", "constant(250ms)"),
  ]

  /// About 2,000 jobs each: independent arrivals that never wait, and bursts that wait for workers.
  ///
  /// Polls of jobs that wait come on top of six requests, so bursts may take up to twice as many.
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
        worst = (max(worst.median, abs(median)), max(worst.tail, abs(tail)))
        figures += [
          SelfTestFigure("\(label): error of p50", median, .share, atLeast: -0.01, atMost: 0.01),
          SelfTestFigure("\(label): error of p99", tail, .share, atLeast: -0.03, atMost: 0.03),
          SelfTestFigure(
            "\(label): requests per job", outcome.document.requests.perJob ?? .nan,
            .requestsPerJob, atLeast: load == "burst" ? 1 : 5.4, atMost: load == "burst" ? 12 : 6.6),
        ]
      }
    }
    return SelfTestCheck(
      name: SelfTestSubject.quantiles.rawValue,
      claim:
        "the end-to-end quantiles of 2,000 jobs with six requests for each, against their true "
        + "times",
      figures: figures,
      expectation: "an end-to-end p50 within \(Units.share(worst.median)) and a p99 within "
        + "\(Units.share(worst.tail)) of the truth, with 2,000 jobs and six requests for each")
  }
}
