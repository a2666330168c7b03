/// Where a value is in a JSON document: object keys and array indices from the root.
///
/// Written as `data.id`, `jobs[0].status` or `['task-id']`; the empty path is the root itself.
public struct JSONPath: Sendable, Hashable {
  /// One step down.
  public enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  /// The steps from the root.
  public var steps: [Step]

  /// A path of `steps`.
  public init(steps: [Step]) { self.steps = steps }

  /// A path of object keys.
  public init(_ keys: String...) { steps = keys.map(Step.key) }

  /// The rest of the path below `place`; nil when it does not lead through it.
  public func below(_ place: JSONPath) -> JSONPath? {
    steps.starts(with: place.steps) ? JSONPath(steps: Array(steps[place.steps.count...])) : nil
  }
}
