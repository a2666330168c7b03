internal import Workloads

/// One step of making a body: trivial, so that steps lie flat in memory.
struct BodyStep {
  /// What a step appends.
  enum Kind: UInt8 {
    case literal, number, uuid, uniform, cell, id, webhook
    /// The inputs of the row, where it has some; the next ``BodyStep/count`` steps are skipped then.
    case rowInputs
  }

  var kind: Kind
  /// Whether the value stands inside a JSON string.
  var isText = false
  /// The seed of the random numbers.
  var seed: UInt64 = 0
  /// Number of values to choose from.
  var limit: UInt64 = 0
  /// The lowest number, in units of the last decimal.
  var lowest: Int64 = 0
  /// The part of 1 that the last decimal is.
  var unit: UInt64 = 1
  /// Where the bytes of a literal begin, or which texts a cell is of.
  var offset = 0
  /// Number of bytes or steps.
  var count = 0
}

/// Bodies as steps, before they are laid out in flat memory.
struct BodyProgram {
  /// Where the steps of a body are; nil for a request without a body.
  private(set) var bodies: [Range<Int>?] = []
  private(set) var steps: [BodyStep] = []
  /// The bytes of all literals.
  private(set) var literals: [UInt8] = []
  /// The texts that cells are of.
  private(set) var texts: [SharedTexts] = []
  /// The most bytes a body may have.
  private(set) var longest = 0

  /// The first step that may take in more of a literal: no step is both in inputs and behind them.
  private var joint = 0
  private let idLength: Int
  private let webhookLength: Int
  private let rowInputs: RowInputs

  /// - Parameters:
  ///   - templates: The bodies; nil for a request without one.
  ///   - idCapacity: The longest id, in bytes.
  ///   - webhookLength: The longest URL of a webhook, in bytes of JSON text.
  ///   - rowInputs: The inputs of single rows.
  init(_ templates: [BodyTemplate?], idCapacity: Int, webhookLength: Int, rowInputs: RowInputs) {
    // A byte of the id takes up to six: `\u00xx`.
    idLength = 2 + 6 * idCapacity
    self.webhookLength = webhookLength
    self.rowInputs = rowInputs
    for template in templates {
      guard let template else {
        bodies.append(nil)
        continue
      }
      let first = steps.count
      joint = first
      longest = max(longest, append(template.pieces))
      bodies.append(first..<steps.count)
    }
  }

  /// Appends the steps of `pieces` and returns the most bytes they make.
  private mutating func append(_ pieces: [BodyTemplate.Piece]) -> Int {
    var length = 0
    for piece in pieces { length += append(piece) }
    return length
  }

  private mutating func append(_ piece: BodyTemplate.Piece) -> Int {
    switch piece {
    case .literal(let bytes):
      append(bytes)
      return bytes.count
    case .inputs(let pieces):
      guard !rowInputs.stretches.isEmpty else { return append(pieces) }
      let choice = steps.count
      steps.append(BodyStep(kind: .rowInputs))
      joint = steps.count
      let length = append(pieces)
      joint = steps.count
      steps[choice].count = steps.count - choice - 1
      return max(length, rowInputs.longest)
    case .number:
      steps.append(BodyStep(kind: .number))
      return 20
    case .uuid(let seed, let isText):
      steps.append(BodyStep(kind: .uuid, isText: isText, seed: seed))
      return 38
    case .uniform(let law, let seed):
      steps.append(
        BodyStep(
          kind: .uniform, seed: seed, limit: law.span, lowest: law.lowest,
          unit: law.decimals == 0 ? 1 : 1_000_000_000))
      return 22
    case .cell(let cells, let seed, let isText):
      steps.append(
        BodyStep(
          kind: .cell, isText: isText, seed: seed, limit: UInt64(cells.count), offset: texts.count))
      texts.append(cells)
      return cells.longest
    case .id:
      steps.append(BodyStep(kind: .id))
      return idLength
    case .webhook:
      steps.append(BodyStep(kind: .webhook))
      return webhookLength
    }
  }

  /// Appends a literal, to the one before it if that may be.
  private mutating func append(_ bytes: [UInt8]) {
    if let last = steps.indices.last, last >= joint, steps[last].kind == .literal {
      steps[last].count += bytes.count
    } else {
      steps.append(BodyStep(kind: .literal, offset: literals.count, count: bytes.count))
    }
    literals += bytes
  }
}
