import Glibc
import Statistics

/// When to ask again after a reply that was not terminal.
public enum PollPolicy: Sendable, Hashable, Codable {
  /// Every `every` nanoseconds; the first poll at a random phase of the interval, so that polls of
  /// many jobs do not fall on one grid.
  case fixed(every: Nanoseconds)
  /// `first`, then `factor` times as long each time, at most `cap`; each wait shortened by a random
  /// share of up to a quarter.
  case backoff(first: Nanoseconds, factor: Double, cap: Nanoseconds)

  /// The wait before poll `poll` (0 is the first after the acknowledgement), in nanoseconds.
  ///
  /// - Parameters:
  ///   - poll: Which poll of the job.
  ///   - unit: A random number in [0, 1) of this job and poll.
  /// - Returns: Nanoseconds from sending the poll before, or from the acknowledgement.
  public func delay(poll: Int, unit: Double) -> Nanoseconds {
    switch self {
    case .fixed(let every):
      return poll == 0 ? Nanoseconds(Double(every) * unit) : every
    case .backoff(let first, let factor, let cap):
      let full = min(Double(first) * pow(factor, Double(min(poll, 1_000))), Double(cap))
      return Nanoseconds(full * (1 - unit / 4))
    }
  }

  /// The shortest wait between two polls of a job, in nanoseconds.
  public var shortestDelay: Nanoseconds {
    switch self {
    case .fixed(let every): every
    case .backoff(let first, _, let cap): min(first, cap) / 4 * 3
    }
  }
}
