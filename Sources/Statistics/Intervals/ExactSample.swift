/// A sample of exactly known values, and of jobs of which only a lower end is known: its quantiles are
/// order statistics.
public struct ExactSample: QuantileSample {
  /// Number of jobs.
  public let count: Int
  /// The known values, ascending.
  public let sorted: [Int64]
  /// The lower ends of all jobs, ascending; nil without open jobs, where they are the values.
  private let lowers: [Int64]?
  /// The places of each block's values in ``sorted``.
  private var places = [[Int32]](repeating: [], count: BlockJackknife.blocks)
  /// Number of jobs in each block.
  private var sizes = [Int](repeating: 0, count: BlockJackknife.blocks)

  /// A sample of `values` in `blocks`, and jobs that are at least `open` in `openBlocks`.
  ///
  /// Values below 0 count as 0, and those from 2^58 on, in nanoseconds nine years, as one less.
  ///
  /// - Precondition: There are as many blocks as values.
  /// - Complexity: O(n log n).
  public init(
    _ values: [Int64], blocks: [UInt8], open: [Int64] = [], openBlocks: [UInt8] = []
  ) {
    // The block goes along in the lowest bits, so that one sort is enough.
    var keys = [Int64]()
    keys.reserveCapacity(values.count)
    var row = 0
    while row < values.count {
      keys.append(Self.inRange(values[row]) << 5 | Int64(blocks[row]))
      row += 1
    }
    keys.sort()
    var place = 0
    while place < keys.count {
      places[Int(keys[place] & 31)].append(Int32(place))
      keys[place] >>= 5
      place += 1
    }
    sorted = keys
    for block in sizes.indices { sizes[block] = places[block].count }
    for block in openBlocks { sizes[Int(block)] += 1 }
    lowers = open.isEmpty ? nil : (sorted + open.map(Self.inRange)).sorted()
    count = values.count + open.count
  }

  private static func inRange(_ value: Int64) -> Int64 { min(max(value, 0), (1 << 58) - 1) }

  /// The order statistic, and the jackknife's interval around it.
  public func estimate(_ q: Double) -> QuantileEstimate? {
    guard count > 0 else { return nil }
    let rank = rank(q, of: count)
    guard rank <= sorted.count else {
      return QuantileEstimate(above: (lowers ?? sorted)[rank - 1])
    }
    let value = sorted[rank - 1]
    return QuantileEstimate(value: value, interval: interval(q, around: value))
  }

  private func interval(_ q: Double, around value: Int64) -> QuantileInterval? {
    guard BlockJackknife.isEnough(sizes), BlockJackknife.isEnough(q, count: count) else {
      return nil
    }
    let without = (0..<BlockJackknife.blocks).map { block in
      interpolated(q, count: count - sizes[block], without: places[block])
    }
    let (below, above) = oneError(q, count: count)
    var error: Double?
    if let low = interpolated(below, count: count, without: []), low > 0,
      let high = interpolated(above, count: count, without: [])
    {
      error = (Logarithm.natural(high) - Logarithm.natural(low)) / 2
    }
    return BlockJackknife.interval(Double(value), without: without, independentError: error)
  }

  /// The quantile of the `count` jobs that are left without the values at `places`, between two values
  /// by the share of the way: leaving a block out then moves it by less than a whole rank.
  private func interpolated(_ q: Double, count: Int, without places: [Int32]) -> Double? {
    let position = q * Double(count - 1)
    let below = Int(position)
    let part = position - Double(below)
    guard let low = value(below, without: places) else { return nil }
    if part == 0 { return low }
    return value(below + 1, without: places).map { low + part * ($0 - low) }
  }

  /// The value with `rank`, from 0 on, among those not at `places`.
  private func value(_ rank: Int, without places: [Int32]) -> Double? {
    // places[i] - i values that stay come before the value at places[i].
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(places[middle]) - middle <= rank { low = middle + 1 } else { high = middle }
    }
    let place = rank + low
    return place < sorted.count ? Double(sorted[place]) : nil
  }
}
