// JSON: {"burst": {"jobs": 500, "every_ns": 2000000000, "times": 3}}; a schedule is a list of them.
extension LoadPhase {
  private enum Name: String, CodingKey {
    case burst, constant
  }

  private enum Field: String, CodingKey {
    case jobs, times, rate
    case every = "every_ns"
    case duration = "for_ns"
  }

  /// Reads a phase under the name of its shape.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    let name = try container.onlyKey()
    let fields = try container.nestedContainer(keyedBy: Field.self, forKey: name)
    switch name {
    case .burst:
      self = .burst(
        jobs: try fields.decode(Int.self, forKey: .jobs),
        every: try fields.decode(Nanoseconds.self, forKey: .every),
        times: try fields.decode(Int.self, forKey: .times))
    case .constant:
      self = .constant(
        rate: try fields.decode(Double.self, forKey: .rate),
        duration: try fields.decode(Nanoseconds.self, forKey: .duration))
    }
  }

  /// Writes the phase under the name of its shape.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    switch self {
    case .burst(let jobs, let every, let times):
      var fields = container.nestedContainer(keyedBy: Field.self, forKey: .burst)
      try fields.encode(jobs, forKey: .jobs)
      try fields.encode(every, forKey: .every)
      try fields.encode(times, forKey: .times)
    case .constant(let rate, let duration):
      var fields = container.nestedContainer(keyedBy: Field.self, forKey: .constant)
      try fields.encode(rate, forKey: .rate)
      try fields.encode(duration, forKey: .duration)
    }
  }
}

extension ArrivalSchedule {
  /// Reads a list of phases.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([LoadPhase].self))
  }

  /// Writes the list of phases.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(phases)
  }
}
