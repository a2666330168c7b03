internal import Histogram
internal import Results
internal import Statistics
internal import Workloads

/// The values of one time over many jobs, as they are gathered.
struct Sample {
  /// The observed values, in no order.
  private(set) var values: [Nanoseconds] = []
  /// Jobs that were still alive when last seen.
  var censored = 0
  /// Jobs whose instants are in the wrong order, and which are left out.
  private(set) var disordered = 0

  /// Adds `end - start`, or counts the job as disordered when that is negative.
  mutating func add(from start: Nanoseconds, to end: Nanoseconds) {
    if end >= start {
      values.append(end - start)
    } else {
      disordered += 1
    }
  }

  /// The summary of the sample.
  ///
  /// - Complexity: O(n log n).
  func summary(source: String) -> TimeSummary {
    let sorted = values.sorted()
    var result = TimeSummary(source: source)
    result.count = sorted.count
    result.censored = censored
    result.min = sorted.first
    if censored == 0, let last = sorted.last {
      let sum = sorted.reduce(0.0) { $0 + Double($1) }
      result.mean = Nanoseconds((sum / Double(sorted.count)).rounded())
      result.max = last
    }
    for rule in QuantileRule.all where result.sampleSize >= rule.minimumCount {
      result[rule] = Quantiles.value(rule.quantile, ofSorted: sorted, censored: censored)
    }
    result.histogram = (try? HistogramLog.encode(.ofNanoseconds(sorted))) ?? ""
    return result
  }
}

/// Quantiles of samples whose upper end is unknown.
enum Quantiles {
  /// The value at quantile `q` of `sorted` followed by `censored` values of unknown size: the smallest
  /// value with at least `q * n` values at or below it, or nil when that is one of the unknown ones.
  static func value(
    _ q: Double, ofSorted sorted: [Nanoseconds], censored: Int
  ) -> Nanoseconds? {
    let size = sorted.count + censored
    guard size > 0 else { return nil }
    let rank = min(max(Int((q * Double(size)).rounded(.up)), 1), size)
    return rank <= sorted.count ? sorted[rank - 1] : nil
  }

  /// Between which values each quantile truly lies, given the lower ends of all jobs, also of those
  /// without an upper end, and the summary of the upper ends.
  static func bounds(lowers: [Nanoseconds], upper: TimeSummary) -> QuantileBounds {
    let sorted = lowers.sorted()
    var result = QuantileBounds()
    for rule in QuantileRule.all where sorted.count >= rule.minimumCount {
      result[rule.name] = Bounds(
        lower: quantile(rule.quantile, ofSorted: sorted), upper: upper[rule])
    }
    return result
  }
}
