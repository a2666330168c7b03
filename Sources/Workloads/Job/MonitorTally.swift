internal import Synchronization

/// What the monitor of a run learns: how late the machine let it run, how many jobs were in flight, and
/// what else used the machine.
///
/// A view over memory that the monitor alone writes, in place in the memory-mapped job table, so that a
/// run whose process was killed has it, too. Cells are relaxed atomics with one writer, as in
/// ``EngineTally``. A resumption adds to what is there.
///
/// `@unchecked Sendable`: see above for who touches the memory and when.
@safe
public struct MonitorTally: @unchecked Sendable {
  /// Whole numbers.
  public enum Counter: Int, Sendable, CaseIterable {
    /// How often a monitor began: once for the run and once for each resumption.
    case sessions
    /// Nanoseconds that were watched.
    case watched
    /// Nanoseconds of processor time that the monitor itself used.
    case ownCPU
    /// Nanoseconds of processor time that the process used while it was watched.
    case processCPU
    /// How often a thread of the process lost its processor to another.
    case involuntarySwitches
    /// The largest hiccup in nanoseconds.
    case largestHiccup
    /// How often the jobs in flight were counted.
    case samples
    /// The most jobs that were counted in flight.
    case mostInFlight
    /// 1 once processor times were read.
    case hasProcessorTimes
    /// Ticks that a hypervisor gave to others although the machine had work to do.
    case stolenTicks
    /// All ticks of all processors.
    case allTicks
    /// ``stolenTicks`` of the second that had the largest share of them.
    case worstStolenTicks
    /// ``allTicks`` of that second.
    case worstAllTicks
    /// 1 once the throttling of a control group was read.
    case hasThrottling
    /// Periods in which the control group's processor time was limited.
    case periods
    /// Those in which it used its time up and had to wait.
    case throttledPeriods
    /// Nanoseconds that it waited.
    case throttledNanoseconds
    /// Times the wall clock jumped.
    case wallJumps
    /// The jobs in flight when last counted: dispatched.
    case lastDispatched
    /// The jobs in flight when last counted: retired.
    case lastRetired
    /// When that was, in nanoseconds since the run's start, as the bits of a signed number.
    case lastInstant
  }

  /// Sums over all counts of the jobs in flight.
  public enum Sum: Int, Sendable, CaseIterable {
    /// The integral of the jobs in flight over time, in job nanoseconds.
    case jobTime
    /// The square of its standard error.
    case squaredError
    /// The steps of both counters, each times the length of the gap in which it happened.
    case stepTime
  }

  /// A jump of the wall clock.
  public struct WallJump: Sendable, Hashable {
    /// When it was noticed, in nanoseconds since the run's start.
    public var instant: Nanoseconds
    /// By how much the clock went forward, in nanoseconds; negative for backward.
    public var size: Nanoseconds

    /// A jump by `size`, noticed at `instant`.
    public init(instant: Nanoseconds, size: Nanoseconds) {
      self.instant = instant
      self.size = size
    }
  }

  /// How many jumps are kept with their instants; further ones are only counted.
  public static let keptJumps = 16

  private static let sumBase = 64
  private static let jumpBase = 80
  private static let hiccupBase = 128

  /// Bytes one tally takes, a multiple of the page size.
  public static let byteCount = ((hiccupBase + HistogramLayout.count) * 8 + 4095) / 4096 * 4096

  private let cells: AtomicCells

  /// A tally over `base`, which holds at least ``byteCount`` bytes aligned to 64, zero at first.
  public init(base: UnsafeMutableRawPointer) {
    unsafe cells = AtomicCells(base)
  }

  /// The value of `counter`.
  public subscript(counter: Counter) -> UInt64 { cells[counter.rawValue] }

  /// The value of `sum`.
  public subscript(sum: Sum) -> Double { Double(bitPattern: cells[Self.sumBase + sum.rawValue]) }

  /// Sets `counter` to `value`.
  public func set(_ counter: Counter, to value: UInt64) { cells[counter.rawValue] = value }

  /// Adds `amount` to `counter`.
  public func add(_ amount: UInt64 = 1, to counter: Counter) {
    cells[counter.rawValue] &+= amount
  }

  /// How many hiccups fell into bin `bin`, which exists.
  func hiccupCell(_ bin: Int) -> UInt64 { cells[Self.hiccupBase + bin] }

  /// Counts a hiccup in bin `bin`, which exists.
  func countHiccup(bin: Int) { cells[Self.hiccupBase + bin] &+= 1 }

  /// Adds `amount` to `sum`.
  func add(_ amount: Double, to sum: Sum) {
    cells[Self.sumBase + sum.rawValue] = (self[sum] + amount).bitPattern
  }

  /// The jumps of the wall clock that were kept.
  public var wallJumps: [WallJump] {
    (0..<min(Int(clamping: self[.wallJumps]), Self.keptJumps)).map { index in
      WallJump(
        instant: Nanoseconds(bitPattern: cells[Self.jumpBase + 2 * index]),
        size: Nanoseconds(bitPattern: cells[Self.jumpBase + 2 * index + 1]))
    }
  }

  /// Counts a jump of the wall clock, and keeps it where there is room.
  public func add(_ jump: WallJump) {
    let count = Int(clamping: self[.wallJumps])
    if count < Self.keptJumps {
      cells[Self.jumpBase + 2 * count] = UInt64(bitPattern: jump.instant)
      cells[Self.jumpBase + 2 * count + 1] = UInt64(bitPattern: jump.size)
    }
    add(to: .wallJumps)
  }
}
