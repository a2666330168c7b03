/// The seeds of a run: one for all random dimensions, and others for those that shall have their own.
///
/// A dimension without one has the run's: giving it that same number changes nothing.
public struct Seeds: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// The seed of every dimension that has none of its own.
  public var run: UInt64
  private var own: [RandomStream: UInt64] = [:]

  /// The seed `run` for every dimension.
  public init(_ run: UInt64 = 1) { self.run = run }

  /// The seed `run` for every dimension.
  public init(integerLiteral run: UInt64) { self.init(run) }

  /// The seed that was given to `stream` alone; nil for none.
  public subscript(stream: RandomStream) -> UInt64? {
    get { own[stream] }
    set { own[stream] = newValue }
  }

  /// The run's seed, and in parentheses those of single dimensions: `7 (arrivals 1, polls 3)`.
  public var text: String {
    let others = RandomStream.allCases.compactMap { stream in
      own[stream].map { "\(stream.name) \($0)" }
    }
    return others.isEmpty ? "\(run)" : "\(run) (\(others.joined(separator: ", ")))"
  }
}

// JSON: 7, or {"run": 7, "arrivals": 1} where dimensions have seeds of their own.
extension Seeds: Codable {
  private struct Key: CodingKey {
    static let run = Key(stringValue: "run")
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads a number or an object.
  public init(from decoder: any Decoder) throws {
    if let run = try? decoder.singleValueContainer().decode(UInt64.self) {
      self.init(run)
      return
    }
    let fields = try decoder.container(keyedBy: Key.self)
    self.init(try fields.decode(UInt64.self, forKey: .run))
    for stream in RandomStream.allCases {
      own[stream] = try fields.decodeIfPresent(
        UInt64.self, forKey: Key(stringValue: stream.name))
    }
  }

  /// Writes a number where there is but one.
  public func encode(to encoder: any Encoder) throws {
    guard !own.isEmpty else {
      var container = encoder.singleValueContainer()
      return try container.encode(run)
    }
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(run, forKey: .run)
    for (stream, seed) in own { try fields.encode(seed, forKey: Key(stringValue: stream.name)) }
  }
}
