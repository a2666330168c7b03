/// What goes wrong in the reference server, and how much of it; nothing, unless something is set.
///
/// Scenarios and options write a fault as a name and a value; see ``FaultName`` for what each does
/// and ``FaultForm`` for how its value is written.
public struct Faults: Sendable, Hashable {
  private var settings: [FaultName: FaultSetting] = [:]

  /// No faults.
  public init() {}

  /// How much of the fault `name` there is; nil for none.
  public subscript(name: FaultName) -> FaultSetting? {
    get { settings[name] }
    set { settings[name] = newValue }
  }

  /// Whether nothing goes wrong.
  public var isEmpty: Bool { settings.isEmpty }

  /// The faults that are set, in the order of their names' declaration.
  public var names: [FaultName] { FaultName.allCases.filter { settings[$0] != nil } }

  /// The share of the fault `name`: 0 where it is not set.
  public func share(_ name: FaultName) -> Double { settings[name]?.share ?? 0 }

  /// The time of the fault `name`: 0 where it is not set.
  public func time(_ name: FaultName) -> Nanoseconds { settings[name]?.time ?? 0 }
}

/// How much of a fault there is; what counts depends on its ``FaultName/form``.
public struct FaultSetting: Sendable, Hashable {
  /// The share of requests, jobs or webhooks that it happens to, 0...1.
  public var share = 1.0
  /// How long it takes, or how far a clock is ahead, in nanoseconds.
  public var time: Nanoseconds = 0
  /// When it happens, in nanoseconds since the server's start.
  public var instant: Nanoseconds = 0
  /// How much too fast a clock runs, in millionths.
  public var rate = 0.0

  /// A fault that happens to `share` of those it can happen to and takes `time`.
  public init(share: Double = 1, time: Nanoseconds = 0) {
    self.share = share
    self.time = time
  }

  /// A fault of `time` at `instant`.
  public init(time: Nanoseconds, at instant: Nanoseconds) {
    self.time = time
    self.instant = instant
  }

  /// A clock that runs `rate` millionths too fast.
  public init(rate: Double) { self.rate = rate }
}

// JSON: the words of scenarios, {"freeze": "5s@10s", "lost": "0.01"}.
extension Faults: Codable {
  /// Reads texts by name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    for (word, text) in try container.decode([String: String].self) {
      guard let name = FaultName(rawValue: word), let setting = name.form.setting(text) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "no fault: \(word)=\(text)"))
      }
      settings[name] = setting
    }
  }

  /// Writes texts by name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let pairs = settings.map { ($0.rawValue, $0.form.text($1)) }
    try container.encode(Dictionary(uniqueKeysWithValues: pairs))
  }
}
