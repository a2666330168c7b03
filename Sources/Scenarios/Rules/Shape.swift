/// What may be written where, as data: unknown keys, wrong kinds of values, the paths of overrides
/// and the words of hints all follow from it.
indirect enum Shape: Sendable {
  /// A value without parts; which, the rule of its section says.
  case scalar
  /// A mapping with these keys.
  case map([Field])
  /// A mapping with any keys, of scalars.
  case dictionary
  /// A list of these.
  case list(Shape)
  /// One of these, or a list of them.
  case oneOrMany(Shape)
  /// A scalar or a mapping with these keys.
  case scalarOrMap([Field])
  /// Anything.
  case anything

  /// The keys of a mapping of this shape; nil when they are free or there are none.
  var fields: [Field]? {
    switch self {
    case .map(let fields), .scalarOrMap(let fields): fields
    case .scalar, .dictionary, .list, .oneOrMany, .anything: nil
    }
  }

  /// The words after "must be".
  var expectation: String {
    switch self {
    case .scalar: "a single value"
    case .map, .dictionary: "a mapping"
    case .list: "a list"
    case .oneOrMany: "a mapping or a list of mappings"
    case .scalarOrMap: "a single value or a mapping"
    case .anything: "given"
    }
  }
}

/// A key of a mapping.
struct Field: Sendable {
  var name: String
  var shape = Shape.scalar
  var isRequired = false

  init(_ name: String, _ shape: Shape = .scalar, isRequired: Bool = false) {
    self.name = name
    self.shape = shape
    self.isRequired = isRequired
  }
}
