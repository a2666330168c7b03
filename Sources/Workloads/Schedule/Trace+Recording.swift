extension Trace {
  /// What a trace's file holds.
  public struct Recording: Sendable {
    /// The class of an arrival for which none was recorded: it is drawn by weight.
    public static let anyClass = UInt16.max

    /// When jobs arrive, in nanoseconds of the file's time from the first one, ascending.
    public var instants: [Nanoseconds]
    /// The numbers of their classes; empty when none has one.
    public var classes: [UInt16]
    /// Their inputs as JSON text, an empty text for those of the class; no text when none has some.
    public var inputs: TextTable

    /// A recording from its parts.
    ///
    /// - Precondition: `classes` and `inputs` are empty, or have as many elements as `instants`.
    public init(
      instants: [Nanoseconds], classes: [UInt16] = [], inputs: TextTable = TextTable()
    ) {
      precondition(classes.isEmpty || classes.count == instants.count)
      precondition(inputs.count == 0 || inputs.count == instants.count)
      self.instants = instants
      self.classes = classes
      self.inputs = inputs
    }

    /// The instant of the last arrival at `speed`, in nanoseconds from the first one.
    public func lastInstant(speed: Double) -> Nanoseconds {
      Trace.scaled(instants.last ?? 0, by: speed)
    }

    /// Number of arrivals at `speed` that share their instant with others.
    func together(speed: Double) -> Int {
      var (count, run) = (0, 0)
      var last: Nanoseconds?
      for instant in instants {
        let instant = Trace.scaled(instant, by: speed)
        run = instant == last ? run + 1 : 1
        count += run == 2 ? 2 : run > 2 ? 1 : 0
        last = instant
      }
      return count
    }

    /// A fingerprint of what arrives at `speed`.
    func hash(speed: Double) -> String {
      var hash = ScheduleHash()
      for (index, instant) in instants.enumerated() {
        hash.add(
          intended: Trace.scaled(instant, by: speed),
          jobClass: classes.isEmpty ? Self.anyClass : classes[index])
      }
      hash.add(inputs)
      return hash.text
    }
  }
}

/// A trace of a run: which rows are its own.
public struct TracePhase: Sendable {
  /// The file or run folder, as the scenario names it.
  public var file: String
  /// Its rows.
  public var rows: Range<Int>
  /// What was recorded, an arrival for each row.
  public var recording: Trace.Recording
}

extension ArrivalSchedule {
  /// The loaded traces of a run with the seeds `seed`, in order.
  public func tracePhases(seed: Seeds) -> [TracePhase] {
    guard phases.contains(where: { $0.shape.trace != nil }) else { return [] }
    var row = 0
    return zip(phases, countByPhase(seed: seed)).compactMap { phase, count in
      defer { row += count }
      guard let trace = phase.shape.trace, let recording = trace.recording else { return nil }
      return TracePhase(file: trace.file, rows: row..<row + count, recording: recording)
    }
  }
}

extension LoadShape {
  /// The trace, where the shape is one.
  public var trace: Trace? { if case .trace(let trace) = self { trace } else { nil } }
}
