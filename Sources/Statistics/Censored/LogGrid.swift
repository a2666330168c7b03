/// Bins of equal width in log t that hold a sample's closed brackets.
///
/// At both ends there are as many more as smoothing reaches: mass that it carries beyond the last value
/// comes back with the next step. Without them it would be lost there, and all quantiles would move down.
///
/// The width is 1 %, unless that makes fewer than 60 bins (then the grid is wider than the sample) or
/// more than 900 (then the bins are wider, which happens from a range of 1 to 8,000 on).
struct LogGrid: Sendable {
  private static let step = 0.01
  private static let fewest = 60
  private static let most = 900
  /// How far below the smallest upper end the grid begins at most: brackets that reach down to almost
  /// nothing say nothing about where below that end their values are.
  private static let reach = 32.0

  /// ln of the lowest edge.
  let start: Double
  /// The width of a bin in ln t.
  let width: Double
  /// Number of bins.
  let count: Int

  /// The grid for the closed ones of `brackets`; some grid when there are none.
  init(_ brackets: [Bracket]) {
    var (lowest, smallest, largest) = (Int64.max, Int64.max, Int64(1))
    for bracket in brackets where !bracket.isOpen {
      lowest = min(lowest, bracket.lower)
      smallest = min(smallest, bracket.upper)
      largest = max(largest, bracket.upper)
    }
    let floor = Double(max(min(smallest, largest), 1)) / Self.reach
    let margin = 3 * EMS.bandwidth
    let low = Logarithm.natural(max(Double(min(lowest, largest)), floor)) - margin
    let high = Logarithm.natural(Double(largest) * 1.001) + margin
    let missing = Double(Self.fewest) * Self.step - (high - low)
    count = missing > 0 ? Self.fewest : min(Int((high - low) / Self.step), Self.most)
    start = low - max(missing, 0) / 2
    width = (high - low + max(missing, 0)) / Double(count)
  }

  /// How many bins `value` is above the lowest edge.
  func position(_ value: Double) -> Double {
    value > 0 ? (Logarithm.natural(value) - start) / width : -1
  }

  /// The value at `position`.
  func value(at position: Double) -> Double { Logarithm.exponential(start + position * width) }

  /// The first bin of a bracket with the lower end `lower`.
  func firstBin(_ lower: Int64) -> Int {
    min(max(Int(position(Double(lower))), 0), count - 1)
  }

  /// The last bin of a bracket with the upper end `upper`.
  func lastBin(_ upper: Int64) -> Int {
    min(max(Int(position(Double(upper)).rounded(.up)) - 1, 0), count - 1)
  }

  /// One half of a Gaussian of the standard deviation `bandwidth` in ln t, up to three of them, from its
  /// middle on; both halves together sum to 1.
  func kernel(bandwidth: Double) -> [Double] {
    let length = Int(3 * bandwidth / width) + 1
    let half = (0...length).map { step in
      let x = Double(step) * width / bandwidth
      return Logarithm.exponential(-0.5 * x * x)
    }
    let sum = 2 * half.dropFirst().reduce(0, +) + half[0]
    return half.map { $0 / sum }
  }
}
