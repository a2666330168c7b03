/// SplitMix64: a stateless way to turn a seed and an index into random bits.
///
/// Used to seed ``Xoshiro`` and, as ``SplitMix/bits(seed:index:)``, wherever a random number must
/// depend on *which* job it is for and not on the order in which threads asked for it.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
/// doi:10.1145/2660193.2660195.
public struct SplitMix: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  /// Starts the sequence at `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// The output permutation: 64 well-mixed bits for any 64-bit input.
  @inlinable
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }

  /// 64 random bits that depend on `seed` and `index` alone.
  @inlinable
  public static func bits(seed: UInt64, index: UInt64) -> UInt64 {
    mix(mix(seed) &+ (index &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A number in [0, 1) that depends on `seed` and `index` alone.
  @inlinable
  public static func unit(seed: UInt64, index: UInt64) -> Double {
    unitInterval(bits(seed: seed, index: index))
  }

  /// One of the numbers from 0 to before `limit` that depends on `seed` and `index` alone.
  ///
  /// The high half of a product instead of a remainder: no division, and as even as 2^64 numbers can be
  /// shared out. Source: Lemire, "Fast random integer generation in an interval",
  /// doi:10.1145/3230636, without its rejection of the last few.
  @inlinable
  public static func integer(seed: UInt64, index: UInt64, below limit: UInt64) -> UInt64 {
    bits(seed: seed, index: index).multipliedFullWidth(by: limit).high
  }
}

/// Maps 64 random bits to one of the 2^53 equally spaced numbers in [0, 1).
@inlinable
public func unitInterval(_ bits: UInt64) -> Double {
  Double(bits &>> 11) * 0x1p-53
}
