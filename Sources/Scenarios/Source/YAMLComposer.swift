import Yams

/// YAML text as Yams' nodes, in spite of duplicate keys.
///
/// Yams refuses a text at its first duplicate key and says where only one of them is. To report
/// every one, and everything else that is wrong with the file, the first character of a duplicate
/// key is replaced by a character that occurs nowhere else and the text is composed again. Places
/// stay the same, because columns count characters; ``originals`` turns the keys back.
struct YAMLComposer {
  /// The root of the document; nil when the text has none.
  private(set) var root: Node?
  /// By place of a renamed key, the character that was replaced.
  private(set) var originals: [Place: Unicode.Scalar] = [:]

  /// More duplicate keys than this are not looked for.
  private static let mostRenames = 50
  /// The first of the characters that replace others: the private use plane 15.
  private static let firstReplacement: UInt32 = 0xF0000

  /// Composes the one document of `text`.
  init(_ text: String) throws(SourceRejected) {
    var scalars = Array(text.unicodeScalars)
    while true {
      var current = ""
      current.unicodeScalars.append(contentsOf: scalars)
      do {
        root = try Parser(yaml: current, resolver: .basic, encoding: .utf8).singleRoot()
        return
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let mark = context.mark
        guard rename(in: &scalars, line: mark.line, column: mark.column) else {
          let key = Wording.quoted(keys.first ?? "")
          throw SourceRejected(
            Problem(.text(line: mark.line, column: mark.column), "duplicate key \(key)"))
        }
      } catch {
        throw SourceRejected(Self.problem(error, scalars))
      }
    }
  }

  /// Replaces the first character of the key at a place; false when that is not possible.
  private mutating func rename(
    in scalars: inout [Unicode.Scalar], line: Int, column: Int
  ) -> Bool {
    let count = UInt32(originals.count)
    guard count < Self.mostRenames, var index = Self.index(line, column, in: scalars),
      let replacement = Unicode.Scalar(Self.firstReplacement + count)
    else { return false }
    if scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
    guard index < scalars.count, !"&!*?|>\\\"'[]{}\n\r".unicodeScalars.contains(scalars[index]),
      originals.updateValue(scalars[index], forKey: .text(line: line, column: column)) == nil
    else { return false }
    scalars[index] = replacement
    return true
  }

  /// The index of the character at a line and column, both from 1.
  private static func index(_ line: Int, _ column: Int, in scalars: [Unicode.Scalar]) -> Int? {
    var current = 1
    var index = 0
    while index < scalars.count, current < line {
      let isPair =
        scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
      if isBreak(scalars[index]), !isPair { current += 1 }
      index += 1
    }
    index += column - 1
    return current == line && scalars.indices.contains(index) ? index : nil
  }

  /// Whether YAML 1.1, which the library reads, ends a line here.
  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// What the library says, at its place.
  private static func problem(_ error: any Error, _ scalars: [Unicode.Scalar]) -> Problem {
    switch error {
    case YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      let place = Place.text(line: mark.line, column: mark.column)
      if problem.contains("another document") {
        return Problem(place, "a second document starts here", hint: "a scenario is one document")
      }
      if problem.contains("undefined alias") {
        return Problem(place, "alias of a name that no '&name' before it gives a value")
      }
      if problem.contains("Maximum nesting") {
        return Problem(place, "nested too deep")
      }
      if let index = index(mark.line, mark.column, in: scalars), scalars[index] == "\t" {
        return Problem(place, "a tab cannot indent", hint: "indent with spaces")
      }
      return Problem(place, "the text is not YAML: \(problem)")
    case YamlError.reader(let problem, _, _, _):
      return Problem(.file, "the text is not YAML: \(problem)")
    default:
      return Problem(.file, "the text is not YAML")
    }
  }
}
