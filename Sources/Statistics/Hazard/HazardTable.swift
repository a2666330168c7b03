// Hot path: see Documentation.docc/HotPath.md
import Glibc

/// A life table on ``AgeGrid``: how likely a job that is open at some age ends soon after it.
///
/// Learned from brackets, without look-ahead and without a bias towards jobs that end early:
///
/// ```
/// open job      │━━━━━━━━━━━━━━━▶            at risk in every bin that it survived whole
/// ended job     │━━━━━━━━━━━━━━━(▒▒▒▒▒▒▒]    and one end, spread over the bins of its bracket
/// ```
/// The end is spread by the hazard known so far (one step of expectation and maximisation), and the job
/// counts as at risk in the bracket by a line that falls to 0. Jobs that are open are kept as a count per
/// bin of the age at which they were last known to be, so that a refit does not depend on how many there
/// are. A job that is never seen to end just stays there: at risk up to that age, and no more.
///
/// The hazard H is per unit of ln(age), so that a bin of width w is survived with exp(-H w). Its prior is
/// scale-free, ``prior``, with the weight of one job; ends and risks are smoothed by 1/4, 1/2, 1/4.
///
/// - Complexity: ``close(after:by:)`` and ``refit()`` O(bins), all else O(1).
@safe
public struct HazardTable: ~Copyable {
  /// The hazard per unit of ln(age) where nothing is known: about 7 % of jobs end in each bin.
  public static let prior = 0.7
  private static let priorWeight = 1.0

  private let ends: UnsafeMutablePointer<Double>
  private let risks: UnsafeMutablePointer<Double>
  private let open: UnsafeMutablePointer<Double>
  private let hazards: UnsafeMutablePointer<Double>
  private let survivals: UnsafeMutablePointer<Double>
  /// Ended jobs so far.
  public private(set) var closed = 0

  /// A table that knows nothing.
  public init() {
    let bins = AgeGrid.bins
    unsafe ends = .allocate(capacity: 5 * bins + 1)
    unsafe risks = unsafe ends + bins
    unsafe open = unsafe risks + bins
    unsafe hazards = unsafe open + bins
    unsafe survivals = unsafe hazards + bins
    unsafe ends.initialize(repeating: 0, count: 5 * bins + 1)
    refit()
  }

  deinit { unsafe ends.deallocate() }

  /// The hazard in `bin`, per unit of ln(age).
  public func hazard(_ bin: Int) -> Double {
    precondition(bin >= 0 && bin < AgeGrid.bins, "bin out of range")
    return unsafe hazards[bin]
  }

  /// The share of jobs that are open at the lower end of `bin`; the count of bins gives the last end.
  public func survival(_ bin: Int) -> Double {
    precondition(bin >= 0 && bin <= AgeGrid.bins, "bin out of range")
    return unsafe survivals[bin]
  }

  /// The age at which a share `share` of the jobs has ended, in seconds; ``AgeGrid/last`` where that is
  /// beyond the grid.
  public func age(ofShare share: Double) -> Double {
    for bin in 1...AgeGrid.bins where 1 - survival(bin) >= share {
      let (before, after) = (1 - survival(bin - 1), 1 - survival(bin))
      guard after > before else { return AgeGrid.age(at: Double(bin)) }
      return AgeGrid.age(at: Double(bin - 1) + max(share - before, 0) / (after - before))
    }
    return AgeGrid.last
  }

  // MARK: Jobs

  /// Counts a job that is open and was last known to be at an age in `bin`.
  public mutating func enter(_ bin: Int) { add(1, bin) }

  /// A job of ``enter(_:)`` is known to be open at an age in `bin`, and was so far in `old`.
  public mutating func move(from old: Int, to bin: Int) {
    add(-1, old)
    add(1, bin)
  }

  /// Counts a job of ``enter(_:)`` no more.
  public mutating func leave(_ bin: Int) { add(-1, bin) }

  private mutating func add(_ amount: Double, _ bin: Int) {
    precondition(bin >= 0 && bin < AgeGrid.bins, "bin out of range")
    unsafe open[bin] += amount
  }

  /// Takes in the end of a job: after the age `lower`, by the age `upper`, in seconds.
  public mutating func close(after lower: Double, by upper: Double) {
    let first = AgeGrid.bin(of: lower)
    let last = max(AgeGrid.bin(of: upper), first)
    closed += 1
    var mass = 0.0
    for bin in first...last { unsafe mass += hazards[bin] }
    for bin in first...last { unsafe ends[bin] += hazards[bin] / mass }
    for bin in 0...first { unsafe risks[bin] += 1 }
    let width = Double(last - first)
    var bin = first + 1
    while bin < last {
      unsafe risks[bin] += 1 - Double(bin - first) / width
      bin += 1
    }
  }

  /// Takes what has come in since the last time into the hazards.
  public mutating func refit() {
    // At risk in a bin is every open job that is known to have survived it whole.
    var beyond = 0.0
    var above = (ends: 0.0, risks: 0.0)
    var this = (ends: 0.0, risks: 0.0)
    for bin in stride(from: AgeGrid.bins - 1, through: -1, by: -1) {
      var below = (ends: 0.0, risks: 0.0)
      if bin >= 0 {
        below = unsafe (ends[bin], risks[bin] + beyond)
        unsafe beyond += open[bin]
      }
      if bin + 1 < AgeGrid.bins {
        let ended = 0.25 * above.ends + 0.5 * this.ends + 0.25 * below.ends
        let risked = 0.25 * above.risks + 0.5 * this.risks + 0.25 * below.risks
        unsafe hazards[bin + 1] =
          (Self.priorWeight * Self.prior + ended / AgeGrid.width) / (Self.priorWeight + risked)
      }
      above = this
      this = below
    }
    var sum = 0.0
    for bin in 0..<AgeGrid.bins {
      unsafe survivals[bin] = exp(-sum)
      unsafe sum += hazards[bin] * AgeGrid.width
    }
    unsafe survivals[AgeGrid.bins] = exp(-sum)
  }
}

@available(*, unavailable, message: "a hazard table belongs to one thread")
extension HazardTable: Sendable {}
