// Hot path: see Documentation.docc/HotPath.md
import Glibc

/// When a job that waits will start, where jobs start in the order in which they were pushed.
///
/// The last ``capacity`` observed starts of jobs that had to wait, as points of a line:
///
/// ```
/// start │              ·   predicted
///       │          · /
///       │      ·:/             slope: seconds per start, by least squares
///       │   ·:·
///       └─────────────── rank in the order of pushes
/// ```
/// The number of workers is not known and not needed: the first jobs of a burst fill the workers and start
/// at once, those after them start at the rate at which workers become free, and only they are in the
/// line. A job that starts at once after all of them says that the queue has run dry, so the line
/// begins anew.
///
/// The prediction is sound while Spearman's rank correlation of push order and start order is above 0.9
/// over at least ``enough`` starts, and the waits are long enough for it to pay: longer than processing, on
/// average. With short waits the pooled hazard of whole lives asks less often.
///
/// - Complexity: ``note(rank:start:wait:)`` O(1); ``refit(processing:)`` O(capacity²), and O(1) without news.
@safe
public struct Wavefront: ~Copyable {
  /// Starts that are kept.
  public static let capacity = 128
  /// Starts that are needed.
  public static let enough = 20
  private static let correlationNeeded = 0.9

  private struct Start: BitwiseCopyable {
    var rank = 0.0
    var instant = 0.0
    var wait = 0.0
  }

  private let starts: UnsafeMutablePointer<Start>
  private var count = 0
  private var next = 0
  private var hasNews = false
  /// The line: mean rank, mean start, seconds per rank.
  private var line = (rank: 0.0, instant: 0.0, slope: 0.0)
  /// The latest start of all that waited, in seconds; negative without any.
  public private(set) var latest = -1.0
  /// Whether ``start(ofRank:)`` may be relied on, as of the last refit.
  public private(set) var isOn = false

  /// Without any start.
  public init() {
    unsafe starts = .allocate(capacity: Self.capacity)
    unsafe starts.initialize(repeating: Start(), count: Self.capacity)
  }

  deinit { unsafe starts.deallocate() }

  /// Takes in the start of the job that was pushed `rank`-th, at `start` after a wait of `wait`, in seconds.
  ///
  /// `processing` is the median processing time: a wait of less than a quarter of it is none.
  public mutating func note(rank: Int, start: Double, wait: Double, processing: Double) {
    guard wait > 0.25 * processing else {
      if start > latest, count > 0 {
        count = 0
        next = 0
        isOn = false
      }
      return
    }
    unsafe starts[next] = Start(rank: Double(rank), instant: start, wait: wait)
    next = (next + 1) % Self.capacity
    count = min(count + 1, Self.capacity)
    latest = max(latest, start)
    hasNews = true
  }

  /// Judges the line anew, for a median processing time of `processing` seconds.
  public mutating func refit(processing: Double) {
    guard hasNews else { return }
    hasNews = false
    guard count >= Self.enough else {
      isOn = false
      return
    }
    var (rank, instant, wait) = (0.0, 0.0, 0.0)
    for index in 0..<count {
      let start = unsafe starts[index]
      rank += start.rank
      instant += start.instant
      wait += start.wait
    }
    let size = Double(count)
    (rank, instant, wait) = (rank / size, instant / size, wait / size)
    var (product, square) = (0.0, 0.0)
    for index in 0..<count {
      let start = unsafe starts[index]
      product += (start.rank - rank) * (start.instant - instant)
      square += (start.rank - rank) * (start.rank - rank)
    }
    line = (rank, instant, square > 0 ? product / square : 0)
    isOn = line.slope > 0 && wait > processing && correlation() > Self.correlationNeeded
  }

  /// When the job that was pushed `rank`-th starts, in seconds.
  public func start(ofRank rank: Int) -> Double {
    line.instant + (Double(rank) - line.rank) * line.slope
  }

  /// Spearman's rank correlation of push order and start order; equal values share the mean of their places.
  func correlation() -> Double {
    var (product, ranks, instants) = (0.0, 0.0, 0.0)
    for index in 0..<count {
      let this = unsafe starts[index]
      // Twice the place, counted from the middle.
      var (rank, instant) = (0, 0)
      for other in 0..<count {
        let that = unsafe starts[other]
        rank += (that.rank < this.rank ? 1 : 0) - (that.rank > this.rank ? 1 : 0)
        instant += (that.instant < this.instant ? 1 : 0) - (that.instant > this.instant ? 1 : 0)
      }
      product += Double(rank * instant)
      ranks += Double(rank * rank)
      instants += Double(instant * instant)
    }
    return ranks > 0 && instants > 0 ? product / sqrt(ranks * instants) : 0
  }
}

@available(*, unavailable, message: "a wavefront belongs to one thread")
extension Wavefront: Sendable {}
