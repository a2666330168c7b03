import Statistics
import Workloads

/// What the seed has decided about a job before anything happens to it.
struct Fate: Hashable {
  var service: Nanoseconds
  var fails: Bool
  var isRestarted: Bool
}

/// Draws the fate of job after job, in the order of pushes.
///
/// Service times come from one generator, which the law alone consumes; the other decisions depend
/// on the seed and the job's number only. So a change of law never changes which jobs fail, and a
/// change of shares never changes how long jobs run.
struct FateSequence {
  private let law: ServiceLaw
  private let factor: Double
  private let failureShare: Double
  private let restartShare: Double
  private let seed: UInt64
  private var services: Xoshiro
  private var index: UInt64 = 0

  /// Ten years; longer draws are cut, so that sums of instants cannot overflow.
  private static let longest: Nanoseconds = 315_360_000_000_000_000

  init(_ configuration: JobServer.Configuration) {
    law = configuration.service
    factor = 1 + configuration.slowdown
    failureShare = configuration.failureShare
    restartShare = configuration.restartShare
    seed = configuration.seed
    services = Xoshiro(seed: seed)
  }

  mutating func next() -> Fate {
    defer { index += 1 }
    let drawn = Double(max(law.sample(using: &services), 0))
    return Fate(
      service: Nanoseconds(min((drawn * factor).rounded(), Double(Self.longest))),
      fails: SplitMix.unit(seed: seed ^ 0xFA11, index: index) < failureShare,
      isRestarted: SplitMix.unit(seed: seed ^ 0x2E57, index: index) < restartShare)
  }
}
