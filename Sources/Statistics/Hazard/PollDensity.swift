// Hot path: see Documentation.docc/HotPath.md
import Glibc

/// At which ages to ask about a job, so that a given number of requests find its end soonest.
///
/// With the hazard h(t), a price for each request and one for each second in which an end goes unseen,
/// the best number of polls per second is proportional to sqrt(h(t)). Per unit of ln(age), on the grid:
///
/// ```
/// n = k sqrt(H t)       H hazard per unit of ln(age), t age
///                       k solved so that E[requests per job] = K
/// polls at N = u, u + 1, u + 2, ...     N(t) = integral of n up to the age t, u in [0, 1) at random
/// ```
/// A job that ends at T is asked about N(T) times before its end on average, whatever the phase u, and
/// once after it: E[requests] = E[N(T)] + 1.
///
/// At most one poll per `shortestGap` and per 1 % of the age; past the learned median at least one per
/// 50 % of the age, so that a tail longer than any seen so far is found. Before the median such a floor
/// would cost most of the requests. While few ends were seen the density is kept low: the prior takes most
/// jobs for very short, and would spend hundreds of requests on the first long ones.
///
/// Sources: Barlow, Hunter, Proschan, "Optimum checking procedures", J. SIAM 11(4), 1963; Munford,
/// Shahani, "A nearly optimal inspection policy", Oper. Res. Quarterly 23(3), 1972.
///
/// - Complexity: ``refit(_:shortestGap:)`` O(bins), ``age(after:steps:)`` O(log bins).
@safe
public struct PollDensity: ~Copyable {
  /// At most one poll per 1 % of the age; and at most this many per unit of ln(age) where no end was seen,
  /// and one more for each that was.
  private static let most = 100.0
  private static let mostUnlearned = 3.0
  /// At least one poll per 50 % of the age, past the median: 1 / ln 1.5.
  private static let leastPastMedian = 2.466_303_462
  /// Hardly any below it, and not none: N must grow.
  private static let least = 0.05
  /// A poll after the end.
  private static let last = 1.0

  /// K: the requests per job that the next refit aims at.
  public var requestsPerJob: Double
  private let middles: UnsafeMutablePointer<Double>
  private let wishes: UnsafeMutablePointer<Double>
  /// N at the edges of the bins.
  private let sums: UnsafeMutablePointer<Double>
  private var shortestGap = 0.01
  private var most = Self.mostUnlearned
  /// The density of the last bin, which goes on beyond the grid.
  private var tail = Self.leastPastMedian

  /// The density for a table that knows nothing.
  public init(requestsPerJob: Double) {
    let bins = AgeGrid.bins
    self.requestsPerJob = requestsPerJob
    unsafe middles = .allocate(capacity: 3 * bins + 1)
    unsafe wishes = unsafe middles + bins
    unsafe sums = unsafe wishes + bins
    unsafe middles.initialize(repeating: 0, count: 3 * bins + 1)
    for bin in 0..<bins { unsafe middles[bin] = AgeGrid.age(at: Double(bin) + 0.5) }
    refit(HazardTable(), shortestGap: shortestGap)
  }

  deinit { unsafe middles.deallocate() }

  /// Solves for k anew: for the hazards of `table`, and no poll sooner than `shortestGap` seconds after
  /// the one before.
  public mutating func refit(_ table: borrowing HazardTable, shortestGap: Double) {
    self.shortestGap = shortestGap
    most = min(Self.mostUnlearned + Double(table.closed), Self.most)
    let median = table.age(ofShare: 0.5)
    for bin in 0..<AgeGrid.bins { unsafe wishes[bin] = sqrt(table.hazard(bin) * middles[bin]) }
    // The number of requests grows with k; 40 halvings of eight decades leave less than 1e-10 of it.
    var (low, high) = (1e-4, 1e4)
    for _ in 0..<40 {
      let middle = sqrt(low * high)
      if requests(middle, median, table) + Self.last > requestsPerJob {
        high = middle
      } else {
        low = middle
      }
    }
    let scale = sqrt(low * high)
    var sum = 0.0
    for bin in 0..<AgeGrid.bins {
      unsafe sums[bin] = sum
      sum += density(bin, scale, median) * AgeGrid.width
    }
    unsafe sums[AgeGrid.bins] = sum
    tail = max(density(AgeGrid.bins - 1, scale, median), Self.leastPastMedian)
  }

  /// E[N(T)] for k = `scale`.
  private func requests(
    _ scale: Double, _ median: Double, _ table: borrowing HazardTable
  ) -> Double {
    var sum = 0.0
    for bin in 0..<AgeGrid.bins {
      let open = 0.5 * (table.survival(bin) + table.survival(bin + 1))
      sum += density(bin, scale, median) * open
    }
    return sum * AgeGrid.width
  }

  /// Polls per unit of ln(age) in `bin`.
  @inline(__always)
  private func density(_ bin: Int, _ scale: Double, _ median: Double) -> Double {
    let middle = unsafe middles[bin]
    let floor = middle > median ? Self.leastPastMedian : Self.least
    return unsafe min(max(scale * wishes[bin], floor), min(most, middle / shortestGap))
  }

  /// The age at which N is `steps` more than at `age`, in seconds; never sooner than the shortest gap.
  public func age(after age: Double, steps: Double) -> Double {
    max(self.age(ofSum: sum(at: age) + steps), age + shortestGap)
  }

  /// N at `age`: the number of polls that a job of that age has had on average.
  public func sum(at age: Double) -> Double {
    let position = AgeGrid.position(of: age)
    let end = Double(AgeGrid.bins)
    if position >= end {
      return unsafe sums[AgeGrid.bins] + (position - end) * AgeGrid.width * tail
    }
    let bin = Int(position)
    let (below, above) = unsafe (sums[bin], sums[bin + 1])
    return below + (above - below) * (position - Double(bin))
  }

  /// The age at which N is `sum`.
  private func age(ofSum sum: Double) -> Double {
    var (low, high) = (0, AgeGrid.bins)
    let end = unsafe sums[high]
    if sum >= end {
      return AgeGrid.age(at: Double(high) + (sum - end) / (tail * AgeGrid.width))
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if unsafe sums[middle] <= sum { low = middle } else { high = middle }
    }
    let (below, above) = unsafe (sums[low], sums[high])
    return AgeGrid.age(at: Double(low) + (sum - below) / (above - below))
  }
}

@available(*, unavailable, message: "a poll density belongs to one thread")
extension PollDensity: Sendable {}
