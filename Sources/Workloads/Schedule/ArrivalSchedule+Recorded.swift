extension ArrivalSchedule {
  /// The rows of each phase in a table with the intended instants `instants`, told by what the table
  /// holds and not by drawing the schedule anew, which another version may do in another way.
  ///
  /// - Returns: The rows of each phase; nil when the table is not one of this schedule.
  func rowsByPhase(_ instants: [Nanoseconds]) -> [Range<Int>]? {
    var start: Nanoseconds = 0
    var row = 0
    let ranges = phases.map { phase in
      let first = row
      start += phase.shape.duration
      if phase.isCounted {
        row = first + Int(phase.shape.meanCount)
      } else {
        while row < instants.count, instants[row] < start { row += 1 }
      }
      return first..<row
    }
    return row == instants.count ? ranges : nil
  }

  /// Whether each phase of a run with the seeds `seed` has as many arrivals as it has among the planned
  /// instants `instants` of a table.
  public func hasCounts(of instants: [Nanoseconds], seed: Seeds) -> Bool {
    rowsByPhase(instants).map { $0.map(\.count) } == countByPhase(seed: seed)
  }

  /// The instants of a run's rows as they were before the run: those of closed phases are undecided again.
  ///
  /// - Parameter instants: The intended instant of every row of its table.
  /// - Returns: As many instants; nil when the rows are not of this schedule.
  public func planned(_ instants: [Nanoseconds]) -> [Nanoseconds]? {
    guard let ranges = rowsByPhase(instants) else { return nil }
    var planned = instants
    for (phase, rows) in zip(phases, ranges) {
      if case .closed = phase.shape {
        for row in rows { planned[row] = JobRecord.undecided }
      } else if rows.contains(where: { $0 > rows.lowerBound && planned[$0] < planned[$0 - 1] }) {
        return nil
      }
    }
    return planned.allSatisfy { $0 >= 0 } ? planned : nil
  }

  /// This schedule with every trace filled with what a run's table holds, at the speed that it had there.
  ///
  /// - Parameters:
  ///   - instants: The intended instant of every row, as planned.
  ///   - classes: The class of every row.
  ///   - inputs: The inputs that traces recorded, by their first row.
  ///   - name: The file that trace number n is to be read from.
  /// - Returns: The schedule; nil when the rows are not of this schedule.
  public func restored(
    _ instants: [Nanoseconds], classes: [UInt16], inputs: [Int: TextTable],
    name: (Int) -> String
  ) -> ArrivalSchedule? {
    guard let ranges = rowsByPhase(instants) else { return nil }
    var traces = 0
    return ArrivalSchedule(
      zip(phases, ranges).map { phase, rows in
        guard phase.shape.trace != nil, let first = rows.first else { return phase }
        traces += 1
        let recording = Trace.Recording(
          instants: instants[rows].map { $0 - instants[first] }, classes: Array(classes[rows]),
          inputs: inputs[first].flatMap { $0.count == rows.count ? $0 : nil } ?? TextTable())
        let trace = Trace(Trace(file: name(traces)), recording: recording)
        return LoadPhase(.trace(trace), isWarmUp: phase.isWarmUp)
      })
  }

  /// This schedule as it was recorded, `speed` times as fast: each phase is a trace of the run.
  ///
  /// Closed phases stay as they are.
  ///
  /// - Parameters:
  ///   - instants: The intended instant of every row, as planned.
  ///   - classes: The class of every row.
  ///   - run: The run folder, to name it.
  ///   - speed: How many times as fast; 1 where there are closed phases.
  /// - Returns: The schedule and the instants of its rows; nil when the rows are not of this schedule.
  public func recorded(
    _ instants: [Nanoseconds], classes: [UInt16], in run: String, speed: Double
  ) -> (load: ArrivalSchedule, instants: [Nanoseconds])? {
    guard let ranges = rowsByPhase(instants) else { return nil }
    var (oldStart, newStart): (Nanoseconds, Nanoseconds) = (0, 0)
    var all: [Nanoseconds] = []
    let recorded = zip(phases, ranges).map { phase, rows in
      defer { oldStart += phase.shape.duration }
      if case .closed = phase.shape {
        all += instants[rows]
        newStart += phase.shape.duration
        return phase
      }
      let offsets = instants[rows].map { Trace.scaled($0 - oldStart, by: speed) }
      all += offsets.map { newStart + $0 }
      let length = Trace.scaled(phase.shape.duration, by: speed)
      let trace = Trace(
        file: run, speed: speed,
        arrivals: Trace.Recording(instants: offsets, classes: Array(classes[rows])),
        duration: phase.shape.duration == 0 ? 0 : max(length, (offsets.last ?? 0) + 1))
      newStart += trace.duration
      return LoadPhase(.trace(trace), isWarmUp: phase.isWarmUp)
    }
    return (ArrivalSchedule(recorded), all)
  }
}

extension LoadPhase {
  /// Whether its number of rows is certain and its time does not tell them apart from others.
  fileprivate var isCounted: Bool {
    if case .closed = shape { return true }
    return shape.duration == 0
  }
}
