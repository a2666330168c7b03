// JSON: {"burst": {"jobs": 500, "every_ns": 2000000000, ...}, "warm_up": true}; a schedule is a list.
extension LoadPhase {
  private enum Mark: String, CodingKey {
    case warmUp = "warm_up"
  }

  /// Reads a phase under the name of its shape.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: LoadShape.Name.self)
    let name = try container.onlyKey()
    switch name {
    case .burst: shape = .burst(try container.decode(Burst.self, forKey: name))
    case .constant: shape = .constant(try container.decode(Constant.self, forKey: name))
    case .poisson: shape = .poisson(try container.decode(Poisson.self, forKey: name))
    case .ramp: shape = .ramp(try container.decode(Ramp.self, forKey: name))
    case .steps: shape = .steps(try container.decode(Steps.self, forKey: name))
    case .closed: shape = .closed(try container.decode(Closed.self, forKey: name))
    case .trace: shape = .trace(try container.decode(Trace.self, forKey: name))
    }
    guard shape.isSound else {
      throw DecodingError.dataCorruptedError(
        forKey: name, in: container, debugDescription: "no phase has these numbers")
    }
    let marks = try decoder.container(keyedBy: Mark.self)
    isWarmUp = try marks.decodeIfPresent(Bool.self, forKey: .warmUp) ?? false
  }

  /// Writes the phase under the name of its shape, and the mark where it is set.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: LoadShape.Name.self)
    try container.encode(shape.value, forKey: shape.key)
    guard isWarmUp else { return }
    var marks = encoder.container(keyedBy: Mark.self)
    try marks.encode(true, forKey: .warmUp)
  }
}

extension LoadShape {
  /// Whether instants can be computed: what the rules of scenarios make sure of, and what a damaged
  /// file may break.
  fileprivate var isSound: Bool {
    let rates = 0...1e9
    let hasSoundParts =
      switch self {
      case .burst(let burst):
        burst.jobs > 0 && burst.times > 0 && burst.every >= 0 && burst.skew >= 0
      case .constant(let shape): shape.rate > 0 && rates.contains(shape.rate) && shape.duration >= 0
      case .poisson(let shape): shape.rate > 0 && rates.contains(shape.rate) && shape.duration >= 0
      case .ramp(let ramp):
        rates.contains(ramp.from) && rates.contains(ramp.to) && ramp.duration >= 0
          && (ramp.curve == .linear || min(ramp.from, ramp.to) > 0)
      case .steps(let steps):
        !steps.rates.isEmpty && steps.rates.allSatisfy { $0 > 0 && rates.contains($0) }
          && steps.each >= 0
      case .closed(let closed):
        closed.population > 0 && closed.jobs > 0 && closed.duration > 0
      case .trace(let trace):
        Trace.speeds.contains(trace.speed) && trace.meanCount >= 0 && trace.duration >= 0
          && (0...trace.meanCount).contains(Double(trace.together))
      }
    return hasSoundParts && seconds <= 1e9 && meanCount <= 1e9
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
