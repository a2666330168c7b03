/// Arrivals at recorded instants.
///
/// ```
/// recorded  ─│──││────│──────────││▶ time of the file
///           ┌┘┌─┘│┌───┘┌─────────┘│
///           │ │┌─┘│   ┌┘┌─────────┘
///           ││││  │  ││             speed 2: instants are divided by 2, the first one is 0
///           └─────────────▶ time of the phase, which ends 1 ns after the last arrival
/// ```
/// The rate curve is what was recorded, so its area up to t is the number of arrivals before t. Before
/// it is loaded, a trace is a file's name and a speed. Its JSON holds the number of its arrivals, its
/// length and a hash instead of the arrivals, which is what a stored run needs: their instants and
/// classes are in its job table. Equal hashes make equal traces.
public struct Trace: ArrivalShape {
  /// The speeds that a trace may have.
  static let speeds = Double.leastNonzeroMagnitude...1_000

  /// The file or run folder, as the scenario names it.
  public let file: String
  /// How many times as fast as recorded.
  public let speed: Double
  /// What was recorded; nil before it is loaded, and in stored runs.
  public let recording: Recording?
  /// A fingerprint of the arrivals, their classes and inputs; empty before they are loaded.
  public let hash: String
  /// How long the phase lasts, in nanoseconds: up to the last arrival and one more.
  public let duration: Nanoseconds
  /// Number of arrivals that share their instant with others.
  public let together: Int
  private let count: Int

  /// The trace in `file`, which is yet to be loaded.
  public init(file: String, speed: Double = 1) {
    self.file = file
    self.speed = speed
    recording = nil
    hash = ""
    duration = 0
    together = 0
    count = 0
  }

  /// `trace` with what its file holds.
  public init(_ trace: Trace, recording: Recording) {
    file = trace.file
    speed = trace.speed
    self.recording = recording
    count = recording.instants.count
    together = recording.together(speed: speed)
    hash = recording.hash(speed: speed)
    let last = recording.lastInstant(speed: trace.speed)
    // Arrivals at one instant have no length, as in a burst.
    duration = last > 0 ? last + 1 : 0
  }

  /// A phase of a run: its arrivals are in the run's job table, so this holds what a stored trace does.
  ///
  /// - Parameters:
  ///   - file: The run folder.
  ///   - speed: How many times as fast as in that run.
  ///   - arrivals: Instants at that speed, from the start of the phase and below `duration` unless that is
  ///     0, ascending, and the classes.
  ///   - duration: How long the phase lasts at that speed.
  init(file: String, speed: Double, arrivals: Recording, duration: Nanoseconds) {
    self.file = file
    self.speed = speed
    recording = nil
    count = arrivals.instants.count
    together = arrivals.together(speed: 1)
    hash = arrivals.hash(speed: 1)
    self.duration = duration
  }

  var meanCount: Double { Double(count) }

  func count(seed: UInt64) -> Int { count }

  func instants(seed: UInt64) -> [Nanoseconds] {
    recording?.instants.map { Self.scaled($0, by: speed) } ?? []
  }

  /// Up to 104 days from the first arrival, doubles hold every nanosecond.
  static func scaled(_ instant: Nanoseconds, by speed: Double) -> Nanoseconds {
    speed == 1 ? instant : Nanoseconds(min((Double(instant) / speed).rounded(), 9e18))
  }

  enum CodingKeys: String, CodingKey {
    case file, speed, count, together, hash
    case duration = "duration_ns"
  }

  /// Reads a trace without its recording.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    file = try fields.decode(String.self, forKey: .file)
    speed = try fields.decode(Double.self, forKey: .speed)
    count = try fields.decode(Int.self, forKey: .count)
    together = try fields.decode(Int.self, forKey: .together)
    duration = try fields.decode(Nanoseconds.self, forKey: .duration)
    hash = try fields.decode(String.self, forKey: .hash)
    recording = nil
  }

  /// Writes a trace without its recording.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(file, forKey: .file)
    try fields.encode(speed, forKey: .speed)
    try fields.encode(count, forKey: .count)
    try fields.encode(together, forKey: .together)
    try fields.encode(duration, forKey: .duration)
    try fields.encode(hash, forKey: .hash)
  }

  /// Whether both are the same arrivals of the same file, loaded or not.
  public static func == (a: Trace, b: Trace) -> Bool {
    (a.file, a.speed, a.count, a.duration, a.hash) == (b.file, b.speed, b.count, b.duration, b.hash)
  }

  /// Hashes what makes traces equal.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(speed)
    hasher.combine(hash)
  }
}
