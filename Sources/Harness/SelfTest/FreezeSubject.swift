internal import Results

/// A server that stands still for five seconds: whoever waits for a job waits, whether or not the tool
/// could send meanwhile.
enum FreezeSubject {
  /// Enough connections that every push leaves on time, and too few, so that pushes are held back.
  private static let cases = [("all sent on time", 1_024), ("pushes held back", 8)]

  static func check(on bench: TestBench) throws(RunTrouble) -> SelfTestCheck {
    var figures: [SelfTestFigure] = []
    for (label, connections) in cases {
      let outcome = try bench.run(
        Trial(
          name: "freeze-\(connections)",
          scenario: """
            target: { url: embedded, connections: \(connections) }
            embedded: { workers: 400, service: constant(50ms), faults: { freeze: 5s@4s } }
            load: { constant: { rate: 60, for: 15s } }
            follow: { recheck: 0 }

            """))
      let (metrics, truth) = (outcome.document.metrics, outcome.comparison)
      figures += [
        SelfTestFigure(
          "\(label): error of p99", bench.error(metrics.endToEnd.p99, truth.quantile(0.99)),
          .share, atLeast: -0.02, atMost: 0.02),
        SelfTestFigure(
          "\(label): arrivals never sent", Double(outcome.document.jobs.unsent), .count, atMost: 0),
      ]
      guard connections < 100 else { continue }
      let (whole, sent) = (metrics.endToEnd.p90, metrics.endToEndFromDispatch.p90)
      figures.append(
        SelfTestFigure(
          "\(label): p90 from dispatch short by", -bench.error(sent, whole), .share, atLeast: 0.2))
    }
    return SelfTestCheck(
      name: SelfTestSubject.freeze.rawValue,
      claim:
        "end-to-end times of a run in which the server stands still for 5 s, against the true ones; "
        + "timed from the dispatch they would leave out what pushes waited for",
      figures: figures)
  }
}
