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

  /// A signal that is not raised.
  public init() {}

  /// Raises the signal; the first reason stays.
  public func raise(_ reason: Reason) {
    _ = level.compareExchange(expected: 0, desired: reason.rawValue, ordering: .relaxed)
  }

  /// Why the run stops pushing; ``Reason/none`` while it does not.
  @inline(__always)
  public var reason: Reason { Reason(rawValue: level.load(ordering: .relaxed)) ?? .none }
}
