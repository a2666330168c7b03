import Dialects

/// The key `body` of a request: YAML that becomes JSON, or JSON as text, either with places.
enum BodyRule {
  /// A value for each place.
  private static let samples = [
    Template.Place.function: "\"f\"", Template.Place.inputs: "{}", Template.Place.id: "\"i\"",
    Template.Place.ids: "[]", Template.Place.offset: "0", Template.Place.cursor: "\"c\"",
    Template.Place.page: "1", Template.Place.most: "1", Template.Place.webhook: "\"u\"",
  ]

  /// The body as a template of JSON text; nil when it is refused, which has then been reported.
  static func read(
    _ node: SourceNode, places: [String], _ problems: inout [Problem]
  ) -> String? {
    let text: String
    if let scalar = node.scalar {
      guard !node.isNull else {
        problems.append(
          Problem(node.place, "'body' is empty", hint: "write {} for an object without members"))
        return nil
      }
      text = scalar.text
    } else {
      guard let json = unquoted(JSONText.encode(node, &problems), node, &problems) else {
        return nil
      }
      text = json
    }
    let template = Template(text)
    if let hint = TemplateText.fault(template, places: places) {
      problems.append(Problem(node.place, "'body' has places that are not known", hint: hint))
      return nil
    }
    let sample = template.filled(samples)
    if let defect = JSONScanner.defect(in: sample) {
      problems.append(
        Problem(
          node.place, "'body' is not JSON when its places are filled: \(defect.words)",
          hint: "places bring their own quotes: write for example {\"name\": ${{ \(places[0]) }}}"))
      return nil
    }
    return text
  }

  /// JSON text whose strings that are nothing but a place have lost their quotes.
  private static func unquoted(
    _ json: String, _ node: SourceNode, _ problems: inout [Problem]
  ) -> String? {
    var result = ""
    var dropsQuote = false
    for piece in Template(json).pieces {
      switch piece {
      case .text(var text):
        if dropsQuote {
          guard text.first == "\"" else { return refuse(node, &problems) }
          text.removeFirst()
        }
        dropsQuote = false
        result += text
      case .place(let name):
        guard result.hasSuffix("\""), !result.hasSuffix("\\\"") else {
          return refuse(node, &problems)
        }
        result.removeLast()
        result += "${{ \(name) }}"
        dropsQuote = true
      }
    }
    return result
  }

  private static func refuse(_ node: SourceNode, _ problems: inout [Problem]) -> String? {
    problems.append(
      Problem(
        node.place, "a place such as '${{ inputs }}' in 'body' must be the whole of a value",
        hint: "write 'body' as JSON text to put it elsewhere"))
    return nil
  }
}

extension JSONDefect {
  /// What is wrong, in a few words.
  fileprivate var words: String {
    switch kind {
    case .truncated: "it ends too early"
    case .unexpectedByte: "what stands at byte \(offset + 1) cannot stand there"
    case .number: "a number at byte \(offset + 1) is malformed"
    case .escape: "an escape at byte \(offset + 1) is malformed"
    case .controlCharacter: "a string has a control character at byte \(offset + 1)"
    case .encoding: "it is not UTF-8"
    case .nesting: "it is nested too deep"
    case .trailingBytes: "something follows its end at byte \(offset + 1)"
    }
  }
}
