import Workloads

/// One load shape: its name in `load`, its keys and how it is read.
///
/// A new shape is a new file with one of these, listed in ``all``.
struct PhaseRule: Sendable {
  let name: String
  let fields: [Field]
  /// The shape; nil when something is missing or refused, which has then been reported.
  let read: @Sendable (Section, inout [Problem]) -> LoadShape?

  /// Every load shape.
  static let all: [PhaseRule] = [burst, constant, poisson, ramp, steps, closed, trace]

  /// The rates that a shape may have, in arrivals per second.
  static let rate = ValueRule<Double>.number(above: 0, upTo: Limits.highestRate)

  /// The lengths that a phase, an interval or a step may have.
  static let length = ValueRule<Nanoseconds>.duration(Limits.shortest...Limits.longest)

  /// `shape` itself; without room for one arrival, `load` says what was asked for.
  static func withArrivals(
    _ shape: LoadShape, at node: SourceNode, _ load: String, _ problems: inout [Problem]
  ) -> LoadShape {
    if shape.meanCount < 1 {
      problems.append(
        Problem(node.place, "'\(shape.name)' has no arrival: \(load) is less than one job"))
    }
    return shape
  }
}
