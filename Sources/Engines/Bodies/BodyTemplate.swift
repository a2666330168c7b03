internal import Dialects
public import Workloads

/// The body of a request, with places for what differs from job to job.
public struct BodyTemplate: Sendable {
  /// A piece of a body.
  ///
  /// A value stands in the body as JSON of its own; where it `isText`, it stands inside a JSON string.
  public indirect enum Piece: Sendable {
    /// Bytes that every job has.
    case literal([UInt8])
    /// The job's inputs: those of its row, or else these pieces.
    case inputs([Piece])
    /// The number of the arrival, from 0.
    case number
    /// A random UUID of version 4.
    case uuid(seed: UInt64, isText: Bool)
    /// A random number.
    case uniform(Uniform, seed: UInt64)
    /// One of the JSON values at random.
    case cell(SharedTexts, seed: UInt64, isText: Bool)
    /// The job's id, as a JSON string.
    case id
    /// The URL at which the API reports the job's end, as a JSON string.
    case webhook
  }

  /// The name of ``Piece/webhook`` in the bodies of dialects.
  private static let webhook = "webhook"

  /// The pieces in order.
  public var pieces: [Piece]

  /// A body of `pieces`.
  public init(_ pieces: [Piece]) { self.pieces = pieces }

  /// The body `text` of a dialect.
  ///
  /// - Parameters:
  ///   - text: JSON text with places; one that is not known stays as it is.
  ///   - function: The function of the job's class, as a JSON string.
  ///   - inputs: The inputs of the job's class.
  public init(_ text: String, function: String = "\"\"", inputs: [Piece] = []) {
    pieces = Template(text).pieces.map { piece in
      switch piece {
      case .text(let text): .literal(Array(text.utf8))
      case .place(Template.Place.function): .literal(Array(function.utf8))
      case .place(Template.Place.inputs): .inputs(inputs)
      case .place(Template.Place.id): .id
      case .place(Self.webhook): .webhook
      case .place(let name): .literal(Array("${{ \(name) }}".utf8))
      }
    }
  }

  /// The body of the job in row `row`, as engines send it; for people to look at.
  public func rendered(row: Int, rowInputs: RowInputs = RowInputs()) -> String {
    let bodies = RequestBodies([self], slots: 1, idCapacity: 0, rowInputs: rowInputs)
    let noID = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    let body = unsafe bodies.body(slot: 0, row: row, jobClass: 0, id: noID)
    return unsafe body.map { unsafe String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
