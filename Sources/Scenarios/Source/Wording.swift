/// How diagnostics show the user's words.
enum Wording {
  /// Longer words are cut, so that a diagnostic stays one line.
  private static let limit = 60

  /// The text in quotes, on one line.
  static func quoted(_ text: String) -> String { "'\(shortened(text))'" }

  /// The text on one line: control characters as `\u{..}`, the end of a long text as an ellipsis.
  static func shortened(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      if scalar.properties.generalCategory == .control {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return text.unicodeScalars.count > limit ? result + "…" : result
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ words: [String], _ last: String = "and") -> String {
    guard let final = words.last, words.count > 1 else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) \(last) \(final)"
  }

  /// `; did you mean 'x'?` when one of `words` is close to `word`, else nothing.
  static func suggestion(for word: String, among words: [String]) -> String {
    nearest(to: word, among: words).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The word that was probably meant: one mistake in three letters, but not every letter wrong.
  static func nearest(to word: String, among words: [String]) -> String? {
    let length = word.utf8.count
    guard length > 1, length <= 100 else { return nil }
    let scored = words.map { (distance(word.lowercased(), $0), $0) }
    guard let best = scored.min(by: { $0.0 < $1.0 }), best.0 <= max(1, length / 3) else {
      return nil
    }
    return best.1
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours between two words.
  ///
  /// - Complexity: O(n m).
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    var before = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(replaced, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        current.append(best)
      }
      (before, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
