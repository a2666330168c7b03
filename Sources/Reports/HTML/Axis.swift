internal import Results
internal import Statistics
internal import Workloads

/// Lengths of time on a logarithmic axis.
struct LogAxis: Sendable {
  /// The value at the axis's lower end.
  let lower: Nanoseconds
  /// The value at its upper end.
  let upper: Nanoseconds
  private let start: Double
  private let length: Double

  /// The axis that has all of `lower`...`upper`, and is at least half as long again as its lower end.
  init(from lower: Nanoseconds, to upper: Nanoseconds) {
    // A damaged file may hold any number.
    self.lower = min(max(lower, 1), .max / 2)
    self.upper = max(upper, self.lower + self.lower / 2, self.lower + 1)
    start = Logarithm.natural(Double(self.lower))
    length = Logarithm.natural(Double(self.upper)) - start
  }

  /// Where `value` is, from 0 at the lower end to 1 at the upper; values beyond are at the ends.
  func position(_ value: Nanoseconds) -> Double {
    guard value > lower else { return 0 }
    return min((Logarithm.natural(Double(value)) - start) / length, 1)
  }

  /// The value at `position`, from 0 to 1.
  func value(at position: Double) -> Nanoseconds {
    let value = Logarithm.exponential(start + length * position).rounded()
    return value < 9e18 ? Nanoseconds(value) : upper
  }

  /// Round values on the axis, `most` at most.
  func ticks(most: Int = 6) -> [Nanoseconds] {
    guard upper / lower >= 6 else {
      return LinearAxis.multiples(of: LinearAxis.step(for: upper - lower, parts: 4), lower...upper)
    }
    for digits in [[1, 2, 5], [1, 3], [1]] as [[Nanoseconds]] {
      let ticks = decades.flatMap { decade in digits.map { $0 * decade } }
        .filter { (lower...upper).contains($0) }
      if ticks.count <= most { return ticks }
    }
    let all = decades.filter { (lower...upper).contains($0) }
    let stride = (all.count + most - 1) / most
    return all.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }

  private var decades: [Nanoseconds] {
    var decades: [Nanoseconds] = [1]
    while let last = decades.last, last < upper, last < 100_000_000_000_000_000 {
      decades.append(last * 10)
    }
    return decades
  }
}

/// Instants of a run on an axis, with a little room at both ends.
struct InstantAxis: Sendable {
  /// The instant at the axis's left end; before the first of those that it is for.
  let start: Nanoseconds
  /// The axis's length, in nanoseconds.
  let length: Nanoseconds

  /// The axis that has all of `instants`.
  init(_ instants: ClosedRange<Nanoseconds>) {
    // A damaged file may hold any number.
    let far = Nanoseconds.max / 4
    let (first, last) = (
      min(max(instants.lowerBound, -far), far), min(max(instants.upperBound, -far), far)
    )
    let span = max(last - first, 1_000)
    let room = span / 64
    start = first - room
    length = span + 2 * room
  }

  /// Where `instant` is, from 0 to 1.
  func position(_ instant: Nanoseconds) -> Double {
    min(max(Double(instant.since(start)) / Double(length), 0), 1)
  }

  /// Round instants of the run on the axis.
  var ticks: [Nanoseconds] {
    let step = LinearAxis.timeStep(for: length, parts: 5)
    return LinearAxis.multiples(of: step, max(start, 0)...max(start + length, 0))
  }
}

/// Numbers from 0 on an axis of equal steps.
struct LinearAxis {
  /// The number at the axis's end, which is a tick.
  let upper: Int64
  /// Round numbers on the axis.
  let ticks: [Int64]

  /// The axis from 0 to `highest` or more, in about `parts` steps.
  init(to highest: Int64, parts: Int64 = 3) {
    let highest = min(max(highest, 1), .max / 2)
    let step = Self.step(for: highest, parts: parts)
    upper = (highest + step - 1) / step * step
    ticks = Self.multiples(of: step, 0...upper)
  }

  /// Where `value` is, from 0 to 1.
  func position(_ value: Double) -> Double { min(max(value / Double(upper), 0), 1) }

  /// The smallest of 1, 2, 5 times a power of ten of which `length` has at most `parts`.
  static func step(for length: Int64, parts: Int64) -> Int64 {
    let least = max(length / parts + (length % parts > 0 ? 1 : 0), 1)
    var decade: Int64 = 1
    while decade <= least / 10 { decade *= 10 }
    return [1, 2, 5].map { $0 * decade }.first { $0 >= least } ?? 10 * decade
  }

  /// A round length of time of which `length` has at most `parts`: above a second as clocks count.
  static func timeStep(for length: Nanoseconds, parts: Int64) -> Nanoseconds {
    let second: Nanoseconds = 1_000_000_000
    let least = max(length / parts + (length % parts > 0 ? 1 : 0), 1)
    guard least > 10 * second else { return step(for: length, parts: parts) }
    let steps: [Nanoseconds] = [
      20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400,
    ]
    return steps.map { $0 * second }.first { $0 >= least } ?? step(for: length, parts: parts)
  }

  /// The multiples of `step` in `range`.
  static func multiples(of step: Int64, _ range: ClosedRange<Int64>) -> [Int64] {
    let first = (range.lowerBound + step - 1) / step * step
    return Array(stride(from: first, through: range.upperBound, by: Int64.Stride(step)))
  }
}
