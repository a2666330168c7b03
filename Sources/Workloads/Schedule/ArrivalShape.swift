/// What every load shape answers; instants count from the start of its phase.
///
/// A schedule is a function of shape and seed alone, with the same bits on every machine: random
/// numbers are integers of ``SplitMix`` by index, and everything else is made of the operations that
/// IEEE 754 rounds in one way only (+, -, x, /, square root), with ``Logarithm`` instead of that of
/// the C library. Engines take no part in it: they find the instants in the rows.
protocol ArrivalShape: Sendable, Hashable, Codable {
  /// The area under the rate curve: the number of arrivals, or its mean where that is random. In
  /// floating point, because what a scenario asks for may leave the range of integers.
  var meanCount: Double { get }

  /// How long the phase lasts, in seconds, also where nanoseconds would leave the range of integers.
  var seconds: Double { get }

  /// How long the phase lasts, in nanoseconds; the next one starts at its end.
  var duration: Nanoseconds { get }

  /// Number of arrivals.
  func count(seed: UInt64) -> Int

  /// The intended instants, in nanoseconds, ascending, and below the duration unless that is 0.
  func instants(seed: UInt64) -> [Nanoseconds]
}

extension ArrivalShape {
  var seconds: Double { Double(duration) / 1e9 }

  /// Whole arrivals under the rate curve: the one at which the area is reached starts the next phase.
  ///
  /// An area that is whole on paper may lie a rounding error below: 0.7 per second for 90 s.
  func count(seed: UInt64) -> Int { Int((meanCount * (1 + 0x1p-50)).rounded(.down)) }

  /// The instant of a phase that is nearest to `seconds`.
  func instant(_ seconds: Double) -> Nanoseconds {
    min(max(Nanoseconds((seconds * 1e9).rounded()), 0), duration - 1)
  }
}
