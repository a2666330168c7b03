/// A text of inputs, with places.
///
/// ```
/// text = { character | "$${{" | "${{" place "}}" }       "$${{" stands for "${{"
/// ```
enum InputText {
  /// A piece of a text.
  enum Piece: Hashable {
    case text(String)
    case place(InputPlace)
  }

  /// What begins a place.
  static let opening = "${{"

  /// The pieces of `text` in order, no text empty.
  static func pieces(_ text: String) throws(InputFault) -> [Piece] {
    var pieces: [Piece] = []
    var literal = ""
    var rest = text[...]
    while let open = rest.firstRange(of: opening) {
      let before = rest[..<open.lowerBound]
      rest = rest[open.upperBound...]
      if before.last == "$" {
        literal += before.dropLast() + opening
        continue
      }
      literal += before
      guard let close = rest.firstRange(of: "}}") else {
        throw InputFault(
          "the place \(Wording.quoted(opening + rest)) is not closed",
          hint: "write '}}' after it, or '$${{' for the text '${{'")
      }
      if !literal.isEmpty { pieces.append(.text(literal)) }
      literal = ""
      pieces.append(.place(try InputPlace.parse(rest[..<close.lowerBound])))
      rest = rest[close.upperBound...]
    }
    literal += rest
    if !literal.isEmpty { pieces.append(.text(literal)) }
    return pieces
  }
}
