internal import Results
internal import Workloads

extension Timeline {
  /// The largest number of steps.
  static let lengthLimit = 600
  /// The lengths a step may have, in seconds.
  private static let lengths: [Nanoseconds] = [
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600,
  ]

  /// The timeline of the rows of `table` over `duration` nanoseconds.
  init(_ table: JobTable, duration: Nanoseconds) {
    let bucket = Self.bucket(for: duration)
    let count = Int((duration + bucket - 1) / bucket)
    var points = (0..<count).map {
      Point(atNanoseconds: Nanoseconds($0) * bucket, pushed: 0, finished: 0, inFlight: 0)
    }
    var retired = [Int](repeating: 0, count: count)
    func index(_ instant: Nanoseconds) -> Int {
      Int(min(max(instant / bucket, 0), Nanoseconds(count - 1)))
    }
    for row in 0..<(count > 0 ? table.rows.count : 0) {
      let job = table.rows[row]
      guard job.dispatched != 0 else { continue }
      points[index(job.dispatched)].pushed += 1
      if job.detected != 0 { points[index(job.detected)].finished += 1 }
      let end = job.retired != 0 ? job.retired : job.detected
      if end != 0 { retired[index(end)] += 1 }
    }
    var inFlight = 0
    for step in points.indices {
      inFlight += points[step].pushed - retired[step]
      points[step].inFlight = inFlight
    }
    self.init(bucketNanoseconds: bucket, points: points)
  }

  private static func bucket(for duration: Nanoseconds) -> Nanoseconds {
    let limit = Nanoseconds(lengthLimit)
    let seconds = lengths.first { $0 * 1_000_000_000 * limit >= duration }
    return seconds.map { $0 * 1_000_000_000 } ?? (duration + limit - 1) / limit
  }
}
