internal import Platform
internal import Workloads

/// What the machine and the kernel say of themselves, read once a second and added up in the tally.
struct MachineWatch: Sendable {
  private let tally: MonitorTally
  private let start: Nanoseconds
  /// When it was last read.
  private(set) var instant: Nanoseconds
  private var processor: ProcessorTime?
  private var groups: [(file: String, counts: Throttling)]
  private var anchor: WallAnchor
  private var processCPU = MonotonicClock.processCPU()
  private var ownCPU: Nanoseconds = 0
  private var switches = ProcessUsage.involuntarySwitches()

  /// Takes the counts that later ones are compared with.
  init(tally: MonitorTally, startMonotonic: Nanoseconds, now: Nanoseconds) {
    self.tally = tally
    start = startMonotonic
    instant = now
    processor = ProcessorTime.current()
    groups = ControlGroups.files("cpu.stat", of: "cpu").compactMap { file in
      TextFile.read(file).flatMap { Throttling(stat: $0) }.map { (file, $0) }
    }
    anchor = WallAnchor.current()
    if processor != nil { tally.set(.hasProcessorTimes, to: 1) }
    if !groups.isEmpty { tally.set(.hasThrottling, to: 1) }
  }

  /// Says that the calling thread is the one whose processor time is the monitor's own.
  mutating func begin() { ownCPU = MonotonicClock.threadCPU() }

  /// Adds what happened since the last time.
  mutating func read(at now: Nanoseconds) {
    instant = now
    readProcessor()
    readGroups()
    readWallClock()
    let process = MonotonicClock.processCPU()
    tally.add(UInt64(max(process - processCPU, 0)), to: .processCPU)
    processCPU = process
    let all = ProcessUsage.involuntarySwitches()
    tally.add(all &- switches, to: .involuntarySwitches)
    switches = all
    let own = MonotonicClock.threadCPU()
    tally.add(UInt64(max(own - ownCPU, 0)), to: .ownCPU)
    ownCPU = own
  }

  private mutating func readProcessor() {
    guard let before = processor, let after = ProcessorTime.current(), after.all > before.all,
      after.stolen >= before.stolen
    else { return }
    processor = after
    let (stolen, all) = (after.stolen - before.stolen, after.all - before.all)
    tally.add(stolen, to: .stolenTicks)
    tally.add(all, to: .allTicks)
    let worst = Double(tally[.worstStolenTicks]) / Double(max(tally[.worstAllTicks], 1))
    if Double(stolen) / Double(all) > worst {
      tally.set(.worstStolenTicks, to: stolen)
      tally.set(.worstAllTicks, to: all)
    }
  }

  /// Of the group and the groups around it, the one that waited most counts: each of their limits
  /// holds, and one of them is felt first.
  private mutating func readGroups() {
    var most = Throttling(periods: 0, throttled: 0, nanoseconds: 0)
    for index in groups.indices {
      guard let text = TextFile.read(groups[index].file), let counts = Throttling(stat: text) else {
        continue
      }
      let new = counts.since(groups[index].counts)
      groups[index].counts = counts
      if (new.throttled, new.periods) > (most.throttled, most.periods) { most = new }
    }
    tally.add(most.periods, to: .periods)
    tally.add(most.throttled, to: .throttledPeriods)
    tally.add(most.nanoseconds, to: .throttledNanoseconds)
  }

  private mutating func readWallClock() {
    let next = WallAnchor.current()
    if let size = next.jump(since: anchor) {
      tally.add(MonitorTally.WallJump(instant: next.monotonic - start, size: size))
    }
    anchor = next
  }
}
