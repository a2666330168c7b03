internal import Statistics

/// Many arrivals at one instant, once or again and again, or smeared over a short time.
///
/// ```
/// arrivals
///    │█      █      █      jobs at each bar, a bar every `every`, `times` bars
///    │█      █      █      with a skew, a bar is that wide
///    └──────────────────▶ time
/// ```
public struct Burst: ArrivalShape {
  /// How the arrivals of a burst lie within its skew.
  public enum Spread: String, Sendable, Hashable, Codable, CaseIterable {
    /// Equal gaps, the first arrival at the burst's instant.
    case even
    /// Each at a random instant of its own, uniformly.
    case random
  }

  /// Arrivals of each burst.
  public var jobs: Int
  /// From one burst to the next, in nanoseconds; 0 for a single one.
  public var every: Nanoseconds
  /// Number of bursts.
  public var times: Int
  /// The time over which a burst spreads, in nanoseconds; 0 for one instant.
  public var skew: Nanoseconds
  /// How it spreads.
  public var spread: Spread

  /// A burst of `jobs`, every `every` nanoseconds, `times` times, each spread over `skew` nanoseconds.
  public init(
    jobs: Int, every: Nanoseconds = 0, times: Int = 1, skew: Nanoseconds = 0,
    spread: Spread = .even
  ) {
    self.jobs = jobs
    self.every = every
    self.times = times
    self.skew = skew
    self.spread = spread
  }

  /// Whether arrivals share one intended instant.
  public var isSudden: Bool { jobs > 1 && skew == 0 }

  var meanCount: Double { Double(jobs) * Double(times) }
  var seconds: Double { max(Double(every) * Double(times), Double(skew)) / 1e9 }
  var duration: Nanoseconds { max(every * Nanoseconds(times), skew) }

  func instants(seed: UInt64) -> [Nanoseconds] {
    var result: [Nanoseconds] = []
    result.reserveCapacity(jobs * times)
    for burst in 0..<times {
      let start = Nanoseconds(burst) * every
      switch spread {
      case .even:
        let gap = Double(skew) / Double(jobs)
        for n in 0..<jobs { result.append(start + Nanoseconds((Double(n) * gap).rounded(.down))) }
      case .random:
        let offsets = (0..<jobs).map { n in
          let unit = SplitMix.unit(seed: seed, index: UInt64(burst * jobs + n))
          return Nanoseconds((unit * Double(skew)).rounded(.down))
        }
        for offset in offsets.sorted() { result.append(start + offset) }
      }
    }
    return result
  }

  enum CodingKeys: String, CodingKey {
    case jobs, times, spread
    case every = "every_ns"
    case skew = "skew_ns"
  }

  /// Reads a burst; without a skew it has none.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    jobs = try fields.decode(Int.self, forKey: .jobs)
    every = try fields.decode(Nanoseconds.self, forKey: .every)
    times = try fields.decode(Int.self, forKey: .times)
    skew = try fields.decodeIfPresent(Nanoseconds.self, forKey: .skew) ?? 0
    spread = try fields.decodeIfPresent(Spread.self, forKey: .spread) ?? .even
  }
}
