public import Workloads

/// What was in the files that the inputs of a run's jobs came from, written as `inputs.json` before the
/// first push; a run whose scenario names no such file has none.
///
/// With the scenario, the job table and this, the payloads can be made again anywhere.
public struct RunInputs: Sendable, Hashable, Codable {
  /// The kind of document that this version writes and reads.
  public static let schema = "sojourn.inputs/1"
  /// Texts that take about as many bytes as JSON, and more, are left in their file and known by their
  /// hash.
  public static let largestKept = 1 << 20

  /// The kind of this document.
  public var schema = RunInputs.schema
  /// Columns of CSV files, sorted by file and column.
  public var columns: [Column]
  /// Inputs that traces recorded, by their first row.
  public var traces: [TraceInputs]

  /// Inputs from their parts.
  public init(columns: [Column] = [], traces: [TraceInputs] = []) {
    self.columns = columns
    self.traces = traces
  }

  /// Whether there is nothing to keep.
  public var isEmpty: Bool { columns.isEmpty && traces.isEmpty }

  /// A column that inputs pick from.
  public struct Column: Sendable, Hashable, Codable {
    /// The file as the scenario names it.
    public var file: String
    /// The name of the column.
    public var column: String
    /// The cells as JSON texts, top to bottom.
    public var cells: KeptTexts

    /// A column from its parts.
    public init(file: String, column: String, cells: KeptTexts) {
      self.file = file
      self.column = column
      self.cells = cells
    }
  }

  /// The inputs of the rows of a trace.
  public struct TraceInputs: Sendable, Hashable, Codable {
    /// The file as the scenario names it.
    public var file: String
    /// The first row of the trace.
    public var firstRow: Int
    /// The inputs of it and the following rows as JSON texts; an empty text for those of the class.
    public var inputs: KeptTexts

    /// Inputs from their parts.
    public init(file: String, firstRow: Int, inputs: KeptTexts) {
      self.file = file
      self.firstRow = firstRow
      self.inputs = inputs
    }

    enum CodingKeys: String, CodingKey {
      case file, inputs
      case firstRow = "first_row"
    }
  }
}

/// Texts of a file: themselves, or only what tells whether a file still holds them.
public struct KeptTexts: Sendable, Hashable, Codable {
  /// Number of texts.
  public var count: Int
  /// Bytes of all texts.
  public var bytes: Int
  /// Their fingerprint; see ``TextTable/hash``.
  public var hash: String
  /// The texts; nil where they take more than ``RunInputs/largestKept``.
  public var texts: [String]?

  /// The texts of `table`.
  public init(_ table: TextTable) {
    count = table.count
    bytes = table.bytes.count
    hash = table.hash
    // Quotes, indentation and line break of each.
    let size = bytes + 16 * count
    texts = size > RunInputs.largestKept ? nil : (0..<table.count).map { table[$0] }
  }

  /// The texts as a table; nil where they are not kept, or are not what the hash says.
  public var table: TextTable? {
    guard let texts else { return nil }
    var table = TextTable()
    for text in texts { table.append(text.utf8) }
    return isOf(table) ? table : nil
  }

  /// Whether `table` holds these texts.
  public func isOf(_ table: TextTable) -> Bool {
    count == table.count && bytes == table.bytes.count && hash == table.hash
  }
}
