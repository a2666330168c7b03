import Dialects

/// The section `id` of a dialect.
enum IdentityRule {
  static let fields = [
    Field("path"), Field("url"), Field("chosen"), Field("poll_path"), Field("capacity"),
  ]
  private static let kinds = ["path", "url", "chosen"]
  private static let places = [Template.Place.run, Template.Place.number, Template.Place.uuid]

  /// What the id is, where polls have it, and its longest length.
  struct ID {
    /// Nil when it was refused.
    var identity: Dialect.Identity?
    var polled: JSONPath?
    var capacity = 64
  }

  static func read(_ section: Section, _ problems: inout [Problem]) -> ID {
    var id = ID()
    id.polled = section.read("poll_path", .path, &problems)
    section.read("capacity", .integer(1...1_024), into: &id.capacity, &problems)
    if let node = section.node, kinds.count(where: { section[$0] != nil }) != 1 {
      problems.append(
        Problem(
          node.place, "'id' needs exactly one of \(Wording.list(kinds, "or"))",
          hint: "'path' and 'url' are in the reply to a push, 'chosen' is sent with it"))
    } else if let path = section.read("path", .path, &problems) {
      id.identity = .path(path)
    } else if let path = section.read("url", .path, &problems) {
      id.identity = .url(path)
    } else if let template = section.read("chosen", chosen, &problems) {
      id.identity = .chosen(template)
      checkLength(of: template, id.capacity, section, &problems)
    }
    return id
  }

  private static let chosen = ValueRule<String> { scalar throws(Refusal) in
    let template = Template(scalar.text)
    let texts = template.pieces.map { if case .text(let text) = $0 { text } else { "" } }
    if let hint = TemplateText.fault(template, places: places) {
      throw Refusal(expectation: "a text with known places, each closed", hint: hint)
    }
    guard texts.joined().utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      scalar.text.utf8.count <= 1_000
    else { throw Refusal(expectation: "a text without spaces, of ASCII alone", hint: nil) }
    let found = Set(template.places)
    let isUnique =
      found.contains(Template.Place.uuid)
      || found.isSuperset(of: [Template.Place.run, Template.Place.number])
    guard isUnique else {
      throw Refusal(
        expectation: "another text for each job of each run",
        hint: "write '${{ uuid }}', or '${{ run }}' and '${{ n }}', into it")
    }
    return scalar.text
  }

  /// The longest id must fit.
  private static func checkLength(
    of template: String, _ capacity: Int, _ section: Section, _ problems: inout [Problem]
  ) {
    // A run's token has 12 letters; there are fewer than 10^10 arrivals.
    let longest = Template(template).filled([
      Template.Place.run: String(repeating: "r", count: 12),
      Template.Place.number: String(repeating: "9", count: 10),
      Template.Place.uuid: String(repeating: "u", count: 36),
    ]).utf8.count
    guard longest > capacity, let place = section["chosen"]?.place else { return }
    problems.append(
      Problem(
        place, "an id by 'chosen' may have \(longest) bytes, but 'capacity' is \(capacity)",
        hint: longest <= 1_024 ? "write 'capacity: \(longest)'" : "make it shorter"))
  }
}
