import Workloads

/// The bounds of what a scenario may ask for.
enum Limits {
  /// The shortest interval or timeout, in nanoseconds: 1 ms, the resolution of libcurl's timers.
  static let shortest: Nanoseconds = 1_000_000
  /// The longest time one request may take, in nanoseconds: 24 h.
  static let longestRequest: Nanoseconds = 86_400_000_000_000
  /// The longest schedule, service time or timeout of a job, in nanoseconds: 30 days.
  static let longest: Nanoseconds = 30 * 86_400_000_000_000
  /// The most arrivals of a run: 50 million rows of 192 bytes are 9.6 GB of job table.
  static let mostArrivals = 50_000_000
  /// The highest rate, in arrivals per second.
  static let highestRate = 1_000_000.0
  /// The most steps of a phase.
  static let mostSteps = 1_000
  /// The longest inputs of a row of a trace, and the longest cell to pick, in bytes.
  static let largestInputs = 1 << 20
  /// The largest CSV file to pick from, in bytes: it is held in memory.
  static let largestColumnFile = 64 << 20
  /// The largest file of a trace, in bytes.
  static let largestTraceFile = 1 << 30
  /// The most job classes: a job record has 16 bits for its class.
  static let mostClasses = 1_000
}
