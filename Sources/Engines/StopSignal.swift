internal import Synchronization

/// Tells running engines to push no more: from the cold side, or from one engine to all.
public final class StopSignal: Sendable {
  /// Why.
  public enum Reason: UInt8, Sendable {
    /// No reason yet: the run goes on.
    case none = 0
    /// A person or a signal asked for it.
    case interrupted = 1
    /// Every push was answered 401 or 403.
    case unauthorized = 2
  }

  private let level = Atomic<UInt8>(0)
  private let outer: StopSignal?

  /// A signal that is not raised by itself.
  ///
  /// - Parameter outer: One that ends this signal's run as well and is not raised with it; it is
  ///   within no other.
  public init(within outer: StopSignal? = nil) { self.outer = outer }

  /// Raises the signal; the first reason stays.
  public func raise(_ reason: Reason) {
    guard self.reason == .none else { return }
    _ = level.compareExchange(expected: 0, desired: reason.rawValue, ordering: .relaxed)
  }

  /// Why the run stops pushing; ``Reason/none`` while it does not.
  @inline(__always)
  public var reason: Reason {
    let own = level.load(ordering: .relaxed)
    guard own == 0, let outer else { return Reason(rawValue: own) ?? .none }
    return Reason(rawValue: outer.level.load(ordering: .relaxed)) ?? .none
  }
}
