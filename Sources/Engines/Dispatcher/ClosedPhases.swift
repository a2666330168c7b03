// Hot path: see Documentation.docc/HotPath.md
internal import Statistics
internal import Workloads

/// The closed phases of a schedule as one engine sees them, in memory that is reserved once.
@safe
struct ClosedPhases: ~Copyable {
  /// One phase.
  struct Phase {
    var rows: Range<Int>
    var time: Range<Nanoseconds>
    var population: Int
    var think: ServiceLaw
    /// The engine's next row of the phase that stands for no arrival yet.
    var nextRow: Int
    /// The number of the engine's next think time of the phase.
    var nextThought: Int
  }

  private let phases: UnsafeMutableBufferPointer<Phase>
  private let stride: Int

  init(_ phases: [ClosedPhase], index: Int, engineCount: Int) {
    unsafe self.phases = .allocate(capacity: phases.count)
    stride = engineCount
    for (number, phase) in phases.enumerated() {
      let first = Self.firstRow(from: phase.rows.lowerBound, index: index, stride: engineCount)
      unsafe self.phases.initializeElement(
        at: number,
        to: Phase(
          rows: phase.rows, time: phase.time, population: phase.shape.population,
          think: phase.shape.think, nextRow: first, nextThought: first))
    }
  }

  deinit { unsafe phases.deallocate() }

  /// Number of phases.
  var count: Int { unsafe phases.count }

  /// Phase `number`.
  subscript(number: Int) -> Phase { unsafe phases[number] }

  /// The phase that `row` belongs to; nil for an open one.
  func phase(of row: Int) -> Int? {
    for number in unsafe phases.indices where unsafe phases[number].rows.contains(row) {
      return number
    }
    return nil
  }

  /// The seed of the engine's next think time of phase `number`: no two of a run are the same.
  mutating func takeThought(_ number: Int, seed: UInt64) -> UInt64 {
    let thought = unsafe phases[number].nextThought
    unsafe phases[number].nextThought = thought &+ stride
    return SplitMix.bits(seed: seed &+ UInt64(number), index: UInt64(truncatingIfNeeded: thought))
  }

  /// Takes the engine's next row of phase `number`; nil when there is none left.
  mutating func takeRow(_ number: Int) -> Int? {
    let row = unsafe phases[number].nextRow
    guard unsafe row < phases[number].rows.upperBound else { return nil }
    unsafe phases[number].nextRow = row + stride
    return row
  }

  /// The first row from `row` on, in steps of `stride`, that belongs to an open phase.
  func openRow(from row: Int, stride: Int) -> Int {
    var row = row
    for number in unsafe phases.indices where unsafe phases[number].rows.contains(row) {
      row = unsafe Self.firstRow(
        from: phases[number].rows.upperBound, index: row % stride, stride: stride)
    }
    return row
  }

  /// The first row from `row` on that belongs to engine `index`.
  private static func firstRow(from row: Int, index: Int, stride: Int) -> Int {
    row + (index - row % stride + stride) % stride
  }
}

extension Dispatcher {
  /// Lets the members of every population begin to think, each engine its share of them.
  mutating func admitPopulations(index: Int) {
    for number in 0..<closed.count {
      for _ in stride(from: index, to: closed[number].population, by: arrivalStride) {
        admit(number, free: closed[number].time.lowerBound)
      }
    }
  }

  /// Lets the member of a closed phase whose job at `row` has its outcome think about its next one.
  mutating func admitNext(after row: Int, at now: Nanoseconds) {
    guard closed.count > 0, let number = closed.phase(of: row) else { return }
    if isClosed {
      if now < closed[number].time.upperBound { tally.set(.closedCut, to: 1) }
      return
    }
    admit(number, free: now)
  }

  /// A member of phase `number` that is free at `free` thinks, and then pushes its next job, unless
  /// the phase is over by then.
  private mutating func admit(_ number: Int, free: Nanoseconds) {
    let phase = closed[number]
    var generator = SplitMix(seed: closed.takeThought(number, seed: follow.thinkSeed))
    let thinking = min(phase.think.sample(using: &generator), 1 << 61)
    let intended = max(free, phase.time.lowerBound) &+ thinking
    guard intended < phase.time.upperBound else { return }
    guard let row = closed.takeRow(number) else {
      tally.set(.closedExhausted, to: 1)
      return
    }
    unsafe rows.record(row).pointee.intended = intended
    thinkingMembers += 1
    repeats.push(DeadlineHeap.Entry(deadline: intended, row: row))
  }
}
