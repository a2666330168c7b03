/// When a request that failed for a passing reason is sent again.
///
/// Only requests that were surely not accepted are ever repeated as a push; see ``verdict(status:)``.
public struct RetryRule: Sendable, Hashable {
  /// How often a push is sent at most.
  public var pushAttempts = 6
  /// The wait before the first repetition, in nanoseconds; it doubles each time.
  public var first: Nanoseconds = 100_000_000
  /// The longest wait of our own choosing, in nanoseconds.
  public var cap: Nanoseconds = 5_000_000_000

  /// Waits of 100 ms that double up to 5 s, each shortened by up to half at random; six pushes at most.
  public init() {}

  /// The wait before repetition `repetition` (1 is the first), in nanoseconds.
  ///
  /// - Parameters:
  ///   - repetition: How many failures there were in a row.
  ///   - unit: A random number in [0, 1), so that many jobs do not come back at one instant.
  ///   - advised: What the server said in `Retry-After`, 0 where it said nothing; never undercut.
  /// - Returns: Nanoseconds from the failure to the repetition.
  public func wait(repetition: Int, unit: Double, advised: Nanoseconds) -> Nanoseconds {
    let doubled = first << Nanoseconds(min(max(repetition - 1, 0), 16))
    let own = Nanoseconds(Double(min(doubled, cap)) * (1 - unit / 2))
    return max(own, advised)
  }

  /// What an HTTP status that is no success says about a push.
  public enum PushVerdict: Sendable {
    /// Not accepted, and worth sending again.
    case retry
    /// Perhaps accepted by a server behind a gateway: not sent again.
    case replyLost
    /// Refused.
    case rejected
  }

  /// 429, 500 and 503 come from the job API itself and say that it did not accept; 502 and 504 come
  /// from a gateway that does not know.
  public static func verdict(status: Int) -> PushVerdict {
    switch status {
    case 429, 500, 503: .retry
    case 502, 504: .replyLost
    default: .rejected
    }
  }
}
