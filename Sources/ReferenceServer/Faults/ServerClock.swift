import Workloads

/// The clocks by which the server stamps and dates: the true one, unless faults move them.
struct ServerClock {
  /// How far the clock of the API is ahead from the start on.
  private let base: Nanoseconds
  /// How much too fast it runs, in millionths.
  private let drift: Double
  private let step: Nanoseconds
  /// When the step happens, on the true monotonic clock.
  private let stepped: Nanoseconds
  /// How far the workers' clock is ahead of the API's.
  private let workers: Nanoseconds
  private let start: Nanoseconds

  init(_ faults: Faults, start: Instant) {
    base = faults.time(.clockOffset)
    drift = faults[.clockDrift]?.rate ?? 0
    step = faults.time(.clockStep)
    stepped = start.monotonic + (faults[.clockStep]?.instant ?? 0)
    workers = faults.time(.clockWorkers)
    self.start = start.monotonic
  }

  /// How far the API's clock is ahead at `instant`.
  func offset(at instant: Instant) -> Nanoseconds {
    let drifted = Nanoseconds(Double(instant.monotonic - start) * drift / 1e6)
    return base + drifted + (instant.monotonic >= stepped ? step : 0)
  }

  /// What the API's clock, which dates replies and stamps creations, says at `instant`.
  func api(_ instant: Instant) -> Nanoseconds { instant.wall + offset(at: instant) }

  /// What the workers' clock, which stamps starts and ends, says at `instant`.
  func worker(_ instant: Instant) -> Nanoseconds { api(instant) + workers }
}
