internal import Platform
internal import Results
internal import Workloads

/// Watches a run from a thread of its own, and knows nothing of what the engines do but two counters.
///
/// ```
/// sleep about 1 ms ─▶ how late? ─▶ jobs in flight ─▶ once a second: steal, throttling, clocks ─▶ again
/// ```
/// The length of a sleep goes evenly through 0.5 to 1.5 ms, so that no rhythm of the run can keep step
/// with it. What is learned is in the job table at once.
struct Monitor: Sendable {
  /// How long a sleep is on average, in nanoseconds.
  static let interval: Nanoseconds = 1_000_000
  /// How often the machine's own counts are read, in nanoseconds.
  static let second: Nanoseconds = 1_000_000_000

  private let tally: MonitorTally
  private let engines: [EngineTally]
  private let start: Nanoseconds
  private var machine: MachineWatch
  private var phase: UInt64

  /// A monitor of the run in `table`, whose engines have not begun.
  init(_ table: JobTable, startMonotonic: Nanoseconds) {
    tally = table.monitor
    engines = (0..<table.engineCount).map { table.tally($0) }
    start = startMonotonic
    let now = MonotonicClock.now()
    phase = UInt64(bitPattern: now)
    machine = MachineWatch(tally: tally, startMonotonic: startMonotonic, now: now)
    let (dispatched, retired) = Self.counts(engines)
    tally.begin(dispatched: dispatched, retired: retired, at: now - start)
  }

  /// Watches until every engine has ended.
  mutating func run() {
    nameThread("monitor")
    machine.begin()
    var isOver = false
    while !isOver {
      isOver = engines.allSatisfy { $0[.ended] != 0 }
      let asked = nextSleep()
      let before = MonotonicClock.now()
      MonotonicClock.sleep(for: asked)
      let now = MonotonicClock.now()
      tally.recordHiccup(now - before - asked, interval: Self.interval)
      let (dispatched, retired) = Self.counts(engines)
      tally.count(dispatched: dispatched, retired: retired, at: now - start)
      if isOver || now - machine.instant >= Self.second { machine.read(at: now) }
    }
  }

  private static func counts(_ engines: [EngineTally]) -> (dispatched: UInt64, retired: UInt64) {
    var (dispatched, retired): (UInt64, UInt64) = (0, 0)
    for engine in engines {
      dispatched &+= engine[.dispatched]
      retired &+= engine[.retired]
    }
    return (dispatched, retired)
  }

  /// The next of a sequence that fills 0.5 to 1.5 ms evenly: multiples of the golden ratio, without
  /// their whole parts.
  private mutating func nextSleep() -> Nanoseconds {
    phase &+= 0x9E37_79B9_7F4A_7C15
    let (part, _) = phase.multipliedFullWidth(by: UInt64(Self.interval))
    return Self.interval / 2 + Nanoseconds(part)
  }
}
