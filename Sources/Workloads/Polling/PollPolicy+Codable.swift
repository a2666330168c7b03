// JSON: {"fixed": {"every_ns": 250000000}}, {"backoff": {"first_ns": ..., "factor": ...}},
// {"learned": {"requests_per_job": 6}}.
extension PollPolicy {
  private enum Name: String, CodingKey {
    case fixed, backoff, learned
  }

  private enum Field: String, CodingKey {
    case every = "every_ns"
    case first = "first_ns"
    case cap = "cap_ns"
    case factor
    case requestsPerJob = "requests_per_job"
  }

  /// Reads a policy under its name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    let name = try container.onlyKey()
    let fields = try container.nestedContainer(keyedBy: Field.self, forKey: name)
    switch name {
    case .fixed: self = .fixed(every: try fields.decode(Nanoseconds.self, forKey: .every))
    case .backoff:
      self = .backoff(
        first: try fields.decode(Nanoseconds.self, forKey: .first),
        factor: try fields.decode(Double.self, forKey: .factor),
        cap: try fields.decode(Nanoseconds.self, forKey: .cap))
    case .learned:
      self = .learned(requestsPerJob: try fields.decode(Double.self, forKey: .requestsPerJob))
    }
  }

  /// Writes the policy under its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    switch self {
    case .fixed(let every):
      var fields = container.nestedContainer(keyedBy: Field.self, forKey: .fixed)
      try fields.encode(every, forKey: .every)
    case .backoff(let first, let factor, let cap):
      var fields = container.nestedContainer(keyedBy: Field.self, forKey: .backoff)
      try fields.encode(first, forKey: .first)
      try fields.encode(factor, forKey: .factor)
      try fields.encode(cap, forKey: .cap)
    case .learned(let requestsPerJob):
      var fields = container.nestedContainer(keyedBy: Field.self, forKey: .learned)
      try fields.encode(requestsPerJob, forKey: .requestsPerJob)
    }
  }
}
