internal import Results
internal import Statistics
internal import Workloads

/// Queue times of a queue whose mean wait is known: M/M/c.
enum QueueSubject {
  private static let servers = 4
  /// Blocks of jobs in the order of their arrival; jobs near each other wait together.
  private static let blocks = 20

  static func check(on bench: TestBench) throws(RunTrouble) -> SelfTestCheck {
    // Longer services in the short form, whose machine may have other work: what is late then counts less.
    let (seconds, milliseconds, rate) = bench.isQuick ? (15, 60, 46) : (60, 20, 140)
    let outcome = try bench.run(
      Trial(
        name: "queueing",
        scenario: """
          embedded: { workers: \(servers), service: exponential(\(milliseconds)ms) }
          load:
            - poisson: { rate: \(rate), for: 1s }
              warm_up: true
            - poisson: { rate: \(rate), for: \(seconds)s }
          follow: { poll: 250ms }

          """))
    let queue = ErlangC(
      servers: servers, arrivalRate: Double(rate), meanService: Double(milliseconds) / 1_000)
    let interval = Self.meanInterval(waits(outcome.table, from: 1_000_000_000))
    return SelfTestCheck(
      name: SelfTestSubject.queueing.rawValue,
      claim:
        "the mean queue time of a queue M/M/\(servers), \(Units.share(queue.utilization)) used, from "
        + "the server's stamps, against Erlang's formula",
      figures: [
        SelfTestFigure(
          "mean wait by Erlang C, in the 95 % interval", queue.meanWait * 1e9, .nanoseconds,
          atLeast: interval?.lowerBound ?? .nan, atMost: interval?.upperBound ?? .nan)
      ])
  }

  /// The queue times by the server's stamps, in the order of the arrivals, without those before `start`.
  private static func waits(_ table: JobTable, from start: Nanoseconds) -> [Double] {
    (0..<table.rows.count).compactMap { row in
      let job = table.rows[row]
      guard job.intended >= start, job.createdStamp != 0, job.startedStamp != 0 else { return nil }
      return Double(job.startedStamp - job.createdStamp)
    }
  }

  /// The 95 % interval of the mean of `values`, from the means of blocks; nil for too few.
  static func meanInterval(_ values: [Double]) -> ClosedRange<Double>? {
    guard values.count >= blocks * 10 else { return nil }
    let means = (0..<blocks).map { block in
      let part = values[(block * values.count / blocks)..<((block + 1) * values.count / blocks)]
      return part.reduce(0, +) / Double(part.count)
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / Double(blocks * (blocks - 1))).squareRoot()
    let reach = StudentT.twoSided95(Double(blocks - 1)) * error
    return (mean - reach)...(mean + reach)
  }
}
