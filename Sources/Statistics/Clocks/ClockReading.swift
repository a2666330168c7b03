/// One look at a foreign clock: it showed `stamp` at some instant between `sent` and `received`.
///
/// All instants are nanoseconds: `sent` and `received` on the observer's clock, `stamp` on the foreign
/// one, which cuts what it shows to multiples of `resolution`.
///
/// A clock that runs forward shows no less at the end of an exchange than within it, and no more at its
/// begin. So with theta(t) = foreign - own at the own instant t, and without knowing where in the
/// exchange the stamp was taken:
/// ```
/// stamp - received  <=  theta(received)        theta(sent)  <  stamp + resolution - sent
/// ```
/// Each holds at an end of the exchange, so that no drift within it has to be allowed for.
///
/// Source: Cristian, "Probabilistic clock synchronization", 1989, doi 10.1007/BF01784024.
public struct ClockReading: Sendable, Hashable, BitwiseCopyable {
  /// The latest own instant that is surely not after the stamp.
  public var sent: Int64
  /// The earliest own instant that is surely not before the stamp.
  public var received: Int64
  /// What the foreign clock showed.
  public var stamp: Int64
  /// What it cuts off is less than this.
  public var resolution: Int64

  /// A reading from its parts.
  public init(sent: Int64, received: Int64, stamp: Int64, resolution: Int64) {
    self.sent = sent
    self.received = received
    self.stamp = stamp
    self.resolution = resolution
  }

  /// The least that theta can be at ``received``.
  var lower: Int64 { stamp - received }

  /// The most that theta can be at ``sent``.
  var upper: Int64 { stamp + resolution - sent }

  /// ``lower`` and where it holds.
  var lowerEnd: Hull.Point { Hull.Point(at: received, bound: lower) }

  /// ``upper`` and where it holds.
  var upperEnd: Hull.Point { Hull.Point(at: sent, bound: upper) }

  /// Whether its instants can be reckoned with and are in order.
  var isSound: Bool {
    let limit: Int64 = 1 << 61
    return sent <= received && resolution >= 0 && resolution < limit
      && stamp.magnitude < UInt64(limit) && sent.magnitude < UInt64(limit)
      && received.magnitude < UInt64(limit)
  }
}
