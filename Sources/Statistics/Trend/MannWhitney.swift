/// Whether two samples differ by more than chance: the exact test of Mann and Whitney, also with ties.
///
/// Equal values share the mean of their ranks. Given the ranks, under no difference every choice of
/// *m* of them is as likely; the probability is the share of the choices whose sum is as far from its
/// mean as the one that was seen, or further, to both sides. Nothing is approximated.
public struct MannWhitney: Sendable, Hashable {
  /// Twice the rank of each value of both samples, in the order of the values.
  private let ranks: [Int]
  /// The number of values in the smaller sample.
  private let size: Int
  /// Twice the sum of the ranks of the smaller sample.
  private let sum: Int

  /// The test of `first` against `second`, neither of which is empty.
  public init(_ first: ArraySlice<Double>, _ second: ArraySlice<Double>) {
    precondition(!first.isEmpty && !second.isEmpty, "there is no test without values")
    let isFirst = first.count <= second.count
    let all = (first.map { ($0, isFirst) } + second.map { ($0, !isFirst) }).sorted { $0.0 < $1.0 }
    var ranks: [Int] = []
    var (start, sum) = (0, 0)
    while start < all.count {
      var end = start
      while end < all.count, all[end].0 == all[start].0 { end += 1 }
      // Ranks start + 1 to end: twice their mean is the sum of both.
      for item in all[start..<end] {
        ranks.append(start + 1 + end)
        if item.1 { sum += start + 1 + end }
      }
      start = end
    }
    self.ranks = ranks
    self.sum = sum
    size = min(first.count, second.count)
  }

  /// How far the sum is from its mean, in units of ½.
  private var distance: Int { abs(sum - size * (ranks.count + 1)) }

  /// How far the sum of ranks is from its mean, in standard deviations; 0 where all values are equal.
  public var score: Double {
    let (n, m) = (Double(ranks.count), Double(size))
    let mean = n + 1
    let squares = ranks.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let variance = m * (n - m) / (n * max(n - 1, 1)) * squares
    return variance > 0 ? Double(distance) / variance.squareRoot() : 0
  }

  /// The probability of ranks at least as different as these under no difference.
  ///
  /// `sums` answers for samples without ties, and keeps what it has counted.
  public func probability(_ sums: inout RankSums) -> Double {
    guard distance > 0 else { return 1 }
    let hasTies = zip(ranks, ranks.dropFirst()).contains { $0 == $1 }
    let mean = size * (ranks.count + 1)
    guard hasTies else {
      // U is the sum of ranks less the smallest that it can be.
      let smallest = size * (size + 1)
      let value = (mean - distance - smallest) / 2
      return min(1, 2 * sums.tail(size, ranks.count - size, upTo: value))
    }
    let mirrored = ranks.reversed().map { 2 * (ranks.count + 1) - $0 }
    return min(
      1,
      Self.tail(ranks, choose: size, upTo: mean - distance)
        + Self.tail(mirrored, choose: size, upTo: mean - distance))
  }

  /// The share of the choices of `size` of `ranks`, which are sorted, with a sum of at most `limit`.
  ///
  /// The *k*th choice in order is no smaller than the *k*th of all ranks, so only what it has above
  /// that is counted, and nothing that is above the limit already.
  ///
  /// - Complexity: O(n · size · r), r the room between `limit` and the smallest sum.
  static func tail(_ ranks: [Int], choose size: Int, upTo limit: Int) -> Double {
    let room = limit - ranks.prefix(size).reduce(0, +)
    guard room >= 0 else { return 0 }
    // ways[k][e]: choices of k so far that have e above the smallest sum.
    var ways = [[Double]](repeating: [Double](repeating: 0, count: room + 1), count: size + 1)
    ways[0][0] = 1
    for (index, rank) in ranks.enumerated() {
      let fewest = max(1, size - (ranks.count - 1 - index))
      guard fewest <= min(size, index + 1) else { continue }
      for number in stride(from: min(size, index + 1), through: fewest, by: -1) {
        let excess = rank - ranks[number - 1]
        guard excess <= room else { continue }
        for above in excess...room {
          ways[number][above] += ways[number - 1][above - excess]
        }
      }
    }
    return ways[size].reduce(0, +) / Self.choices(size, of: ranks.count)
  }

  /// The number of ways to choose `size` of `count`.
  static func choices(_ size: Int, of count: Int) -> Double {
    (0..<size).reduce(1) { $0 * Double(count - $1) / Double($1 + 1) }
  }
}
