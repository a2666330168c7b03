internal import Results
internal import Statistics
internal import Workloads

/// The exactly known values of one time over many jobs, as they are gathered.
struct Sample {
  /// The observed values, in no order.
  private(set) var values: [Nanoseconds] = []
  private var blocks: [UInt8] = []
  /// What is known of the jobs that were not seen to end: at least this.
  private var open: [Nanoseconds] = []
  private var openBlocks: [UInt8] = []
  /// Jobs whose instants are in the wrong order, and which are left out.
  private(set) var disordered = 0

  /// Makes room for `count` values.
  mutating func reserveCapacity(_ count: Int) {
    values.reserveCapacity(count)
    blocks.reserveCapacity(count)
  }

  /// Adds `end - start` of a job in `block`, or counts the job as disordered when that is negative.
  ///
  /// Instants that are cut to `resolution` may be in the wrong order by less than that; such a job has
  /// taken no time that could be seen.
  mutating func add(
    from start: Nanoseconds, to end: Nanoseconds, block: UInt8, resolution: Nanoseconds = 0
  ) {
    if end >= start || (0..<resolution).contains(start &- end) {
      values.append(max(end - start, 0))
      blocks.append(block)
    } else {
      disordered += 1
    }
  }

  /// Adds a job that was not seen to end, and whose value is at least `lower`.
  mutating func addOpen(_ lower: Nanoseconds, block: UInt8) {
    open.append(lower)
    openBlocks.append(block)
  }

  /// The same without the jobs that were not seen to end, and with those of `other`.
  func with(openOf other: BracketSample) -> Sample {
    var result = self
    (result.open, result.openBlocks) = ([], [])
    for (bracket, block) in zip(other.brackets, other.blocks) where bracket.isOpen {
      result.addOpen(bracket.lower, block: block)
    }
    return result
  }

  /// The summary of the sample: its quantiles are order statistics.
  ///
  /// - Complexity: O(n log n).
  func summary(source: String) -> TimeSummary {
    let sample = ExactSample(values, blocks: blocks, open: open, openBlocks: openBlocks)
    return TimeSummary(sample, observed: sample.sorted, source: source)
  }

  /// The sample as brackets, for values that are differences of two stamps cut to `resolution`: the true
  /// value lies less than that from the difference, on either side.
  func widened(by resolution: Nanoseconds) -> BracketSample {
    var result = BracketSample()
    for (value, block) in zip(values, blocks) {
      result.add(lower: max(value - resolution, 0), upper: value + resolution, block: block)
    }
    for (lower, block) in zip(open, openBlocks) { result.addOpen(lower, block: block) }
    return result
  }
}

/// The brackets of one time over many jobs, as they are gathered.
struct BracketSample {
  /// The brackets, in no order.
  private(set) var brackets: [Bracket] = []
  /// The block of each.
  private(set) var blocks: [UInt8] = []
  /// The lower end of each that is proved; one of a bracket may be higher.
  private var proved: [Nanoseconds] = []

  /// Makes room for `count` brackets.
  mutating func reserveCapacity(_ count: Int) {
    brackets.reserveCapacity(count)
    blocks.reserveCapacity(count)
    proved.reserveCapacity(count)
  }

  /// Adds a job whose value lies between `lower` and `upper`; a lower end below 0 is moved there.
  ///
  /// `proved` is a lower end that nothing but causality needs, where `lower` needs more.
  mutating func add(
    lower: Nanoseconds, upper: Nanoseconds, block: UInt8, proved: Nanoseconds? = nil
  ) {
    guard upper >= 0 else { return }
    brackets.append(Bracket(lower: max(lower, 0), upper: upper))
    blocks.append(block)
    self.proved.append(min(max(proved ?? lower, 0), upper))
  }

  /// Adds a job that was not seen to end, and whose value is at least `lower`.
  mutating func addOpen(_ lower: Nanoseconds, block: UInt8) {
    brackets.append(.open(max(lower, 0)))
    blocks.append(block)
    proved.append(max(lower, 0))
  }

  /// The upper ends as exact values.
  var uppers: Sample {
    var result = Sample()
    for (bracket, block) in zip(brackets, blocks) {
      if bracket.isOpen {
        result.addOpen(bracket.lower, block: block)
      } else {
        result.add(from: 0, to: bracket.upper, block: block)
      }
    }
    return result
  }

  /// The summary of the sample: its quantiles are estimates within hard bounds, and its observed values
  /// the upper ends.
  func summary(source: String) -> TimeSummary {
    let sample = BracketedSample(brackets, blocks: blocks, proved: proved)
    return TimeSummary(sample, observed: sample.uppers, source: source)
  }
}
