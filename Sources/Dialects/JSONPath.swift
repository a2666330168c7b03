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
}
