internal import Statistics

/// The random dimensions of a run, each with a seed of its own, so that changing one leaves the
/// others as they were.
public enum RandomStream: UInt64, Sendable, CaseIterable {
  /// Intended instants.
  case arrivals = 1
  /// Job classes and inputs.
  case payloads = 2
  /// Poll phases and retry waits.
  case polls = 3
  /// The reference server's service times and failures.
  case service = 4

  /// The seed of this dimension in a run with seed `runSeed`.
  public func seed(of runSeed: UInt64) -> UInt64 {
    SplitMix.bits(seed: runSeed, index: rawValue)
  }
}
