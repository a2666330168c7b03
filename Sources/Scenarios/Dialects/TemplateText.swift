import Dialects

/// What can be wrong with the text and the places of a template.
enum TemplateText {
  /// The places that stand for something else in each request, and so are filled once.
  private static let single: Set = [
    Template.Place.id, Template.Place.url, Template.Place.ids, Template.Place.offset,
    Template.Place.cursor, Template.Place.page, Template.Place.webhook,
  ]

  /// What to do about a place that is not among `places` or occurs too often, or about one that is not
  /// closed; nil when all is well.
  static func fault(_ template: Template, places: [String]) -> String? {
    let allowed = Wording.list(places.map { "'${{ \($0) }}'" }, "and")
    if let unknown = template.places.first(where: { !places.contains($0) }) {
      let place = Wording.quoted("${{ \(unknown) }}")
      return "there is no \(place) here; what there is: \(allowed)"
    }
    let twice = template.places.first { place in
      single.contains(place) && template.places.count { $0 == place } > 1
    }
    if let twice { return "'${{ \(twice) }}' may stand here once" }
    let isOpen = template.pieces.contains {
      if case .text(let text) = $0 { text.contains("${{") } else { false }
    }
    return isOpen ? "close '${{' with '}}'" : nil
  }

  /// Whether the text around the places can stand in the first line of a request, and is at most 2,000
  /// bytes long.
  static func fitsRequestLine(_ template: Template) -> Bool {
    let texts = template.pieces.map { if case .text(let text) = $0 { text } else { "" } }
    let bytes = texts.joined().utf8
    return bytes.count <= 2_000
      && bytes.allSatisfy {
        $0 > 0x20 && $0 < 0x7F && !"<>\"\\^`{|}#".utf8.contains($0)
      }
  }
}
