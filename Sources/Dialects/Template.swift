/// Text with places for values, written `${{ name }}`.
///
/// ```
/// template = { text | "${{" name "}}" }        with any space around the name
/// ```
public struct Template: Sendable, Hashable {
  /// A piece of the text.
  public enum Piece: Sendable, Hashable {
    case text(String)
    case place(String)
  }

  /// The places that dialects know.
  public enum Place {
    /// The function of the job's class.
    public static let function = "function"
    /// The function as a part of a path, whose slashes stay.
    public static let functionPath = "function_path"
    /// The inputs of the job's class.
    public static let inputs = "inputs"
    /// The job's id.
    public static let id = "id"
    /// The job's id where it is a URL.
    public static let url = "url"
    /// The run's own token.
    public static let run = "run"
    /// The number of the arrival.
    public static let number = "n"
    /// A UUID of the run and the number.
    public static let uuid = "uuid"
    /// The ids of many jobs.
    public static let ids = "ids"
    /// The number of jobs before a page.
    public static let offset = "offset"
    /// What the page before said of the next.
    public static let cursor = "cursor"
    /// The number of a page, from 1.
    public static let page = "page"
    /// The most jobs of a page.
    public static let most = "most"
    /// The URL to call back.
    public static let webhook = "webhook"
  }

  /// The pieces in order, no text empty.
  public private(set) var pieces: [Piece] = []

  /// Reads a template; a `${{` without its `}}` is text.
  public init(_ text: String) {
    var rest = text[...]
    while let open = rest.firstRange(of: "${{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      append(rest[..<open.lowerBound])
      pieces.append(.place(rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }))
      rest = rest[close.upperBound...]
    }
    append(rest)
  }

  private mutating func append(_ text: Substring) {
    if !text.isEmpty { pieces.append(.text(String(text))) }
  }

  /// The names of the places, in order.
  public var places: [String] {
    pieces.compactMap { if case .place(let name) = $0 { name } else { nil } }
  }

  /// The text with `values` in their places; a place without a value stays as it is.
  public func filled(_ values: [String: String]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .place(let name): values[name] ?? "${{ \(name) }}"
      }
    }.joined()
  }

  /// The text before and after the first place called `name`; nil after it when there is none.
  public func split(at name: String) -> (before: String, after: String?) {
    guard let index = pieces.firstIndex(of: .place(name)) else { return (filled([:]), nil) }
    var (before, after) = (self, self)
    before.pieces = Array(pieces[..<index])
    after.pieces = Array(pieces[(index + 1)...])
    return (before.filled([:]), after.filled([:]))
  }
}

/// Text in the path of a URL.
public enum PathText {
  /// The values of the places in a path that stand for `function`.
  public static func values(function: String) -> [String: String] {
    let segments = function.split(separator: "/", omittingEmptySubsequences: false)
    return [
      Template.Place.function: encoded(function),
      Template.Place.functionPath: segments.map { encoded(String($0)) }.joined(separator: "/"),
    ]
  }

  /// `text` as one segment of a path: all but letters, digits, `-`, `.`, `_` and `~` encoded
  /// (RFC 3986, section 2.1).
  public static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }
}
