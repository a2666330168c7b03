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
  /// Which jobs are cancelled.
  case cancellations = 5
  /// Think times of closed phases.
  case thinking = 6

  /// The name in scenarios.
  public var name: String {
    switch self {
    case .arrivals: "arrivals"
    case .payloads: "payloads"
    case .polls: "polls"
    case .service: "service"
    case .cancellations: "cancellations"
    case .thinking: "thinking"
    }
  }

  /// The seed of this dimension in a run with `seeds`.
  public func seed(of seeds: Seeds) -> UInt64 {
    SplitMix.bits(seed: seeds[self] ?? seeds.run, index: rawValue)
  }
}
