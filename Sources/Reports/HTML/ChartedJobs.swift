internal import Results
public import Workloads

/// What the charts of a report take from the rows of a run: small, however many jobs there are.
///
/// Up to ``mostPoints`` jobs are kept one by one. Of more, each falls into a cell of a grid, so every
/// one is still in the drawing; of those that failed some are marked besides, evenly chosen, and the
/// slowest ones are named in any case.
public struct ChartedJobs: Sendable {
  /// As many jobs are kept one by one.
  static let mostPoints = 2_000
  /// As many jobs that failed are marked at most, where jobs are not drawn one by one.
  static let mostFailures = 1_000
  /// As many jobs are named.
  static let mostNamed = 10

  /// One job in the drawing.
  struct Point: Sendable, Hashable {
    /// How a job stands in the drawing.
    enum Mark: Sendable, Hashable, CaseIterable {
      /// It ended as it should: finished, or cancelled as a part of the load.
      case ended
      /// It failed.
      case failed
      /// It was not seen to end, so its time is at least what is drawn.
      case open
    }

    /// The row's number.
    var row: Int
    var intended: Nanoseconds
    /// From the intended instant to when the end was seen; for an open job, to when it was last known to
    /// go on.
    var time: Nanoseconds
    var outcome: Outcome
    var mark: Mark
    var jobClass: Int
  }

  /// A job with its names.
  struct Named: Sendable, Hashable {
    var point: Point
    var id: String
    var className: String
  }

  /// Jobs that were pushed, and so are in the drawing.
  let count: Int
  /// The intended instants of all of them; nil without any.
  let instants: ClosedRange<Nanoseconds>?
  /// The times of all of them; nil without any.
  let times: ClosedRange<Nanoseconds>?
  /// Jobs that are drawn one by one: all, or of those that failed as ``failureStride`` says.
  let points: [Point]
  /// All jobs by cells; nil where they are drawn one by one.
  let cells: JobCells?
  /// Which of the jobs that failed have a mark: 1 for each, 2 for every second, and so on.
  let failureStride: Int
  /// The slowest jobs, the slowest first.
  let slowest: [Named]
  /// The first jobs that failed or were not seen to end.
  let failures: [Named]
  /// How many there are of those.
  let failureCount: Int
  /// The run in steps.
  let steps: RunSteps

  /// The jobs of `run`, which took `duration` nanoseconds.
  ///
  /// - Complexity: O(n) in the number of rows, which are read twice where there are many.
  public init(_ run: ExportedRun, duration: Nanoseconds) {
    var survey = Survey(duration: duration, keepsAll: run.rowCount <= Self.mostPoints)
    for row in 0..<run.rowCount {
      guard let job = run.job(row), job.record.dispatched != 0 else { continue }
      survey.add(job)
    }
    (count, instants, times) = (survey.count, survey.instants, survey.times)
    steps = survey.steps
    failureCount = survey.failureCount
    slowest = survey.slowest.map { Self.named($0, run) }
    failures = survey.firstFailures.map { Self.named($0, run) }
    failureStride = survey.stride
    guard !survey.keepsAll, let instants, let times else {
      (points, cells) = (survey.points, nil)
      return
    }
    points = survey.failures
    var cells = JobCells(instants: InstantAxis(instants), times: Self.axis(times))
    for row in 0..<run.rowCount {
      guard let job = run.job(row), let point = Point(job) else { continue }
      cells.add(point)
    }
    self.cells = cells
  }

  /// The axis of `times`: four factors of ten at most, so that a few instant refusals do not press the rest
  /// together.
  static func axis(_ times: ClosedRange<Nanoseconds>) -> LogAxis {
    let lowest = max(times.lowerBound, times.upperBound / 10_000)
    return LogAxis(from: lowest - lowest / 16, to: times.upperBound + times.upperBound / 16)
  }

  private static func named(_ point: Point, _ run: ExportedRun) -> Named {
    Named(
      point: point, id: String(decoding: run.table.rows.idCopy(point.row), as: UTF8.self),
      className: run.className(point.jobClass))
  }
}

extension ChartedJobs.Point {
  /// The point of `job`; nil where it was not pushed.
  init?(_ job: ExportedJob) {
    guard let lower = job.terminalLower else { return nil }
    row = job.row
    intended = job.record.intended
    let longest = HistogramLayout.highestValue
    time = min(max((job.terminalUpper ?? lower).since(intended), 0), longest)
    outcome = job.outcome
    jobClass = Int(job.record.jobClass)
    let isPlanned = outcome == .cancelled && job.record.traits.contains(.toCancel)
    mark =
      outcome == .finished || isPlanned
      ? .ended : outcome.isCensored || outcome == .none ? .open : .failed
  }
}

/// A first look at all rows.
private struct Survey {
  let keepsAll: Bool
  var count = 0
  var instants: ClosedRange<Nanoseconds>?
  var times: ClosedRange<Nanoseconds>?
  var points: [ChartedJobs.Point] = []
  var slowest: [ChartedJobs.Point] = []
  var firstFailures: [ChartedJobs.Point] = []
  /// Of those that failed, every one or as ``stride`` says.
  var failures: [ChartedJobs.Point] = []
  var stride = 1
  var failureCount = 0
  var steps: RunSteps

  init(duration: Nanoseconds, keepsAll: Bool) {
    self.keepsAll = keepsAll
    steps = RunSteps(duration: duration)
  }

  mutating func add(_ job: ExportedJob) {
    guard let point = ChartedJobs.Point(job) else { return }
    count += 1
    instants = Self.widened(instants, by: point.intended)
    times = Self.widened(times, by: point.time)
    if keepsAll { points.append(point) }
    if point.mark != .ended { addFailure(point) }
    steps.add(job, isFailure: point.mark != .ended)
    rank(point)
  }

  private mutating func addFailure(_ point: ChartedJobs.Point) {
    if firstFailures.count < ChartedJobs.mostNamed { firstFailures.append(point) }
    if failureCount % stride == 0 { failures.append(point) }
    failureCount += 1
    guard failures.count > ChartedJobs.mostFailures else { return }
    failures = failures.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    stride *= 2
  }

  private static func widened(
    _ range: ClosedRange<Nanoseconds>?, by value: Nanoseconds
  ) -> ClosedRange<Nanoseconds> {
    guard let range else { return value...value }
    return min(range.lowerBound, value)...max(range.upperBound, value)
  }

  /// Puts `point` among the slowest; of equally slow ones the first row comes first.
  private mutating func rank(_ point: ChartedJobs.Point) {
    guard slowest.count < ChartedJobs.mostNamed || point.time > slowest[slowest.count - 1].time
    else { return }
    let place = slowest.firstIndex { $0.time < point.time } ?? slowest.count
    slowest.insert(point, at: place)
    if slowest.count > ChartedJobs.mostNamed { slowest.removeLast() }
  }
}
