// JSON: {"lognormal": {"median_ns": 200000000, "sigma": 0.5}}.
extension ServiceLaw {
  private enum Name: String, CodingKey {
    case constant, exponential, lognormal, bimodal
  }

  private enum Field: String, CodingKey {
    case time = "time_ns"
    case mean = "mean_ns"
    case median = "median_ns"
    case short = "short_ns"
    case long = "long_ns"
    case sigma, share
  }

  /// Reads a law under its name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    let name = try container.onlyKey()
    let fields = try container.nestedContainer(keyedBy: Field.self, forKey: name)
    func time(_ field: Field) throws -> Nanoseconds {
      try fields.decode(Nanoseconds.self, forKey: field)
    }
    switch name {
    case .constant: self = .constant(try time(.time))
    case .exponential: self = .exponential(mean: try time(.mean))
    case .lognormal:
      self = .logNormal(
        median: try time(.median), sigma: try fields.decode(Double.self, forKey: .sigma))
    case .bimodal:
      self = .bimodal(
        short: try time(.short), long: try time(.long),
        share: try fields.decode(Double.self, forKey: .share))
    }
  }

  /// Writes the law under its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    func fields(_ name: Name) -> KeyedEncodingContainer<Field> {
      container.nestedContainer(keyedBy: Field.self, forKey: name)
    }
    switch self {
    case .constant(let time):
      var fields = fields(.constant)
      try fields.encode(time, forKey: .time)
    case .exponential(let mean):
      var fields = fields(.exponential)
      try fields.encode(mean, forKey: .mean)
    case .logNormal(let median, let sigma):
      var fields = fields(.lognormal)
      try fields.encode(median, forKey: .median)
      try fields.encode(sigma, forKey: .sigma)
    case .bimodal(let short, let long, let share):
      var fields = fields(.bimodal)
      try fields.encode(short, forKey: .short)
      try fields.encode(long, forKey: .long)
      try fields.encode(share, forKey: .share)
    }
  }
}

extension KeyedDecodingContainer {
  /// The key of an object that has exactly one known key: how enumerations are written.
  func onlyKey() throws -> Key {
    guard let key = allKeys.first, allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: codingPath, debugDescription: "exactly one known key was expected"))
    }
    return key
  }
}
