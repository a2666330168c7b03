internal import Dialects
internal import Engines
internal import Scenarios
internal import Workloads

/// The push bodies of a scenario's job classes in the words of a dialect.
struct PushBody {
  let scenario: Scenario
  /// The texts of each column, which all engines and classes share.
  private let columns: [ColumnReference: SharedTexts]

  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - columns: The cells of the columns that its inputs pick from.
  init(_ scenario: Scenario, columns: [ColumnReference: TextTable]) {
    self.scenario = scenario
    self.columns = columns.mapValues { SharedTexts($0) }
  }

  /// The body of each job class.
  func templates(in dialect: Dialect, withWebhook: Bool) -> [BodyTemplate] {
    scenario.jobs.enumerated().map { number, jobClass in
      BodyTemplate(
        dialect.pushBody(withWebhook: withWebhook),
        function: JSONText.string(jobClass.function), inputs: inputs(ofClass: number))
    }
  }

  /// The fingerprint of all bodies of a run with `arrivals`; see ``PayloadHash``.
  func hash(of arrivals: Arrivals, in dialect: Dialect) -> String {
    let templates = templates(in: dialect, withWebhook: scenario.follow.mode == .webhook)
    return PayloadHash(
      templates, rowInputs: RowInputs(arrivals.inputs), classes: arrivals.classes
    ).text
  }

  /// The inputs of class number `number`; each place has random numbers of its own.
  func inputs(ofClass number: Int) -> [BodyTemplate.Piece] {
    var place = 0
    return InputTemplate(scenario.jobs[number].inputs).pieces.map { piece in
      switch piece {
      case .json(let text): return .literal(Array(text.utf8))
      case .place(let value, let isText):
        let seed = scenario.seed(ofPlace: place, inClass: number)
        place += 1
        return self.piece(value, seed: seed, isText: isText)
      }
    }
  }

  private func piece(_ place: InputPlace, seed: UInt64, isText: Bool) -> BodyTemplate.Piece {
    switch place {
    case .number: return .number
    case .uuid: return .uuid(seed: seed, isText: isText)
    case .uniform(let law): return .uniform(law, seed: seed)
    case .pick(let column):
      // A resumption has no columns, and pushes nothing.
      guard let cells = columns[column] else { return .literal(Array("null".utf8)) }
      return .cell(cells, seed: seed, isText: isText)
    }
  }
}
