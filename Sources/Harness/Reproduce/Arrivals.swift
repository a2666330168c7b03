internal import Engines
internal import Scenarios
internal import Workloads

/// What enters when: the schedule of a run, laid out.
struct Arrivals {
  /// The intended instant of every row; ``JobRecord/undecided`` in closed phases.
  var instants: [Nanoseconds]
  /// The class of every row.
  var classes: [UInt16]
  /// Inputs that single rows have in place of those of their class.
  var inputs: [RowTexts]

  /// The arrivals that `scenario` asks for, its traces loaded.
  init(_ scenario: Scenario) {
    instants = scenario.load.instants(seed: scenario.seed)
    let choice = ClassChoice(scenario)
    classes = instants.indices.map { choice[$0] }
    inputs = Self.inputs(of: scenario)
  }

  /// Arrivals that were recorded.
  init(instants: [Nanoseconds], classes: [UInt16], inputs: [RowTexts]) {
    self.instants = instants
    self.classes = classes
    self.inputs = inputs
  }

  /// The inputs that the traces of `scenario` have recorded.
  static func inputs(of scenario: Scenario) -> [RowTexts] {
    scenario.load.tracePhases(seed: scenario.seed).compactMap { phase in
      phase.recording.inputs.count == 0
        ? nil : RowTexts(file: phase.file, rows: phase.rows, texts: phase.recording.inputs)
    }
  }
}

/// The inputs of rows that follow one another, as JSON text; an empty text for those of the class.
struct RowTexts {
  /// The file of the trace that they were in.
  var file: String
  /// The rows.
  var rows: Range<Int>
  /// As many texts.
  var texts: TextTable
}

extension RowInputs {
  /// The inputs of `rows`.
  init(_ rows: [RowTexts]) {
    self.init(rows.map { Stretch(rows: $0.rows, texts: SharedTexts($0.texts)) })
  }
}
