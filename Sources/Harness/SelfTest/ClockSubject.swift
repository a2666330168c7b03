internal import Results
internal import Workloads

/// Bounds of the server's clock against the clock it was given.
enum ClockSubject {
  private static let second = 1e9

  static func check(on bench: TestBench) throws(RunTrouble) -> SelfTestCheck {
    var figures: [SelfTestFigure] = []
    let cases = [
      ("offset", "clock_offset: -3s", -3 * second, 0.0),
      ("drift", "clock_drift: 50ppm", 0, 50),
      ("whole-second stamps", "clock_offset: 500ms, stamp_resolution: 1s", 0.5 * second, 0),
    ]
    for (label, faults, offset, drift) in cases {
      let clock = try clock(on: bench, label, faults)
      let stretch = clock?.segments.count == 1 ? clock?.segments.first : nil
      let middle = stretch.map { ($0.spanNanoseconds.lower + ($0.spanNanoseconds.upper ?? 0)) / 2 }
      let truth = offset + drift * 1e-6 * Double(middle ?? 0)
      // The drift counts from the server's start, a little before that of the run.
      let slack = drift * 1e-6 * second
      figures.append(
        SelfTestFigure(
          "\(label): the true offset, in its bound", truth, .nanoseconds,
          atLeast: stretch.map { Double($0.boundsNanoseconds.lower) - slack } ?? .nan,
          atMost: stretch.flatMap { $0.boundsNanoseconds.upper.map { Double($0) + slack } } ?? .nan)
      )
      figures.append(
        SelfTestFigure(
          "\(label): the true drift, in its bound", drift, .millionths,
          atLeast: stretch?.driftPPM.first ?? .nan, atMost: stretch?.driftPPM.last ?? .nan))
    }
    let stepped = try clock(on: bench, "step", "clock_step: 3s@4s")
    let step = stepped?.steps.count == 1 ? stepped?.steps.first : nil
    figures.append(
      SelfTestFigure(
        "step: its true size, in its bound", 3 * second, .nanoseconds,
        atLeast: step.map { Double($0.sizeNanoseconds.lower) } ?? .nan,
        atMost: step.flatMap { $0.sizeNanoseconds.upper.map(Double.init) } ?? .nan))
    return SelfTestCheck(
      name: SelfTestSubject.clocks.rawValue,
      claim:
        "the clock of the server beside this machine's, as stamps tell of it, against the clock that "
        + "it was given",
      figures: figures)
  }

  private static func clock(
    on bench: TestBench, _ label: String, _ faults: String
  ) throws(RunTrouble) -> Clocks.Domain? {
    try bench.run(
      Trial(
        name: "clocks-\(label.replacing(" ", with: "-"))",
        scenario: """
          embedded: { workers: 100, service: "lognormal(100ms, 0.5)", faults: { \(faults) } }
          load: { poisson: { rate: 50, for: \(bench.isQuick ? 8 : 30)s } }
          follow: { recheck: 0 }

          """)
    ).document.clocks["server"]
  }
}
