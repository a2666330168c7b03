// Hot path: see Documentation.docc/HotPath.md

/// Where a scanned value is in the body it was found in, and what it is.
///
/// A position, not a copy: it means something only together with the same bytes.
public struct JSONValue: Sendable, Equatable {
  /// The kinds of JSON values, and none at all.
  public enum Kind: UInt8, Sendable {
    case absent
    case null
    case bool
    case number
    case string
    case object
    case array
  }

  /// What the value is; `absent` when the path leads nowhere.
  public var kind: Kind
  /// Whether a string is written with backslash escapes, so that its bytes are not its text.
  public var isEscaped: Bool
  /// The offset of the value's first byte; for a string, of the first byte after the quote.
  public var offset: Int
  /// The number of bytes, as written; for a string without its quotes.
  public var count: Int

  /// A value of `kind` in `count` bytes from `offset`.
  public init(_ kind: Kind, offset: Int, count: Int, isEscaped: Bool = false) {
    self.kind = kind
    self.isEscaped = isEscaped
    self.offset = offset
    self.count = count
  }

  /// No value.
  public static let absent = JSONValue(.absent, offset: 0, count: 0)

  /// Whether the value can stand for a word or an id: a string, a number or a boolean.
  public var isScalar: Bool { kind == .string || kind == .number || kind == .bool }
}

/// Why bytes are not a JSON document, and where that was noticed.
public struct JSONDefect: Sendable, Equatable {
  /// The kinds of defects.
  public enum Kind: UInt8, Sendable {
    /// The document ends before it is complete; also an empty body.
    case truncated
    /// A byte that cannot stand where it is.
    case unexpectedByte
    /// A number outside the grammar, such as `01` or `1.`.
    case number
    /// A backslash followed by anything but the escapes of RFC 8259.
    case escape
    /// A control character inside a string that is not escaped.
    case controlCharacter
    /// Bytes inside a string that are not UTF-8.
    case encoding
    /// More than ``JSONScanner/nestingLimit`` open arrays and objects.
    case nesting
    /// Something after the end of the document.
    case trailingBytes
  }

  /// What is wrong.
  public var kind: Kind
  /// The offset of the byte at which it was noticed.
  public var offset: Int

  /// A defect of `kind` noticed at `offset`.
  public init(_ kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
