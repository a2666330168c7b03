import Dialects

/// The sections `push`, `poll` and `cancel` of a dialect.
enum EndpointRule {
  /// Which request.
  enum Role {
    case push
    case poll
    case cancel

    /// The name of its section.
    var name: String {
      switch self {
      case .push: "push"
      case .poll: "poll"
      case .cancel: "cancel"
      }
    }

    var methods: [Dialect.Method] {
      switch self {
      case .push: [.post, .put, .patch]
      case .poll: [.get, .post]
      case .cancel: [.delete, .post, .put, .patch, .get]
      }
    }

    /// The places that its path may have.
    var pathPlaces: [String] {
      self == .push ? [Template.Place.function] : [Template.Place.function, Template.Place.id]
    }

    /// The places that its body may have.
    var bodyPlaces: [String] {
      self == .push ? [Template.Place.function, Template.Place.inputs] : [Template.Place.id]
    }
  }

  static let pushFields = [
    Field("method"), Field("path", isRequired: true), Field("body", .anything, isRequired: true),
    Field("success", .list(.scalar), isRequired: true),
  ]
  static let pollFields = [
    Field("method"), Field("path", isRequired: true), Field("body", .anything),
  ]
  static let cancelFields = [
    Field("method", isRequired: true), Field("path", isRequired: true), Field("body", .anything),
  ]

  static func read(
    _ role: Role, _ section: Section, _ problems: inout [Problem]
  ) -> Dialect.Endpoint {
    let method = section.read("method", method(role.methods), &problems) ?? role.methods[0]
    var endpoint = Dialect.Endpoint(method, "/")
    section.read("path", path(role.pathPlaces), into: &endpoint.path, &problems)
    if let body = section["body"] {
      if method == .get || method == .delete {
        problems.append(
          Problem(
            body.place,
            "'\(role.name)' has a body, but \(method.rawValue) requests are sent without",
            hint: "leave 'body' out or use another 'method'"))
      }
      endpoint.body = BodyRule.read(body, places: role.bodyPlaces, &problems)
    }
    checkID(role, endpoint, section, &problems)
    return endpoint
  }

  /// All but a push must say which job they are about; what has been refused is not looked at.
  private static func checkID(
    _ role: Role, _ endpoint: Dialect.Endpoint, _ section: Section, _ problems: inout [Problem]
  ) {
    guard role != .push, let path = section["path"], path.scalar?.text == endpoint.path,
      section["body"] == nil || endpoint.body != nil
    else { return }
    let places = Template(endpoint.path).places + Template(endpoint.body ?? "").places
    if !places.contains(Template.Place.id) {
      problems.append(
        Problem(
          path.place, "'\(role.name)' does not say which job it is about",
          hint: "write '${{ id }}' into 'path' or 'body'"))
    }
  }

  /// The statuses of accepted pushes.
  static func success(_ push: Section, _ problems: inout [Problem]) -> [Int] {
    guard let list = push["success"], let codes = list.elements else { return [] }
    if codes.isEmpty {
      problems.append(Problem(list.place, "'success' must have at least one status"))
    }
    let rule = ValueRule.integer(200...299)
    return codes.compactMap { rule.read($0, name: "each of 'success'", &problems) }
  }

  private static func method(_ methods: [Dialect.Method]) -> ValueRule<Dialect.Method> {
    ValueRule { scalar throws(Refusal) in
      if let method = methods.first(where: { $0.rawValue == scalar.text }) { return method }
      let isLower = methods.contains { $0.rawValue == scalar.text.uppercased() }
      throw Refusal(
        expectation: Wording.list(methods.map(\.rawValue), "or"),
        hint: isLower ? "write it in capitals" : nil)
    }
  }

  /// A path with its query: printable ASCII that a request line can hold.
  private static func path(_ places: [String]) -> ValueRule<String> {
    ValueRule { scalar throws(Refusal) in
      let template = Template(scalar.text)
      let texts = template.pieces.map { if case .text(let text) = $0 { text } else { "" } }
      guard scalar.text.hasPrefix("/") else {
        throw Refusal(expectation: "a path that begins with '/'", hint: nil)
      }
      if let hint = TemplateText.fault(template, places: places) {
        throw Refusal(
          expectation: "a path with known places, each closed and used once", hint: hint)
      }
      guard scalar.text.utf8.count <= 2_000,
        texts.joined().utf8.allSatisfy({
          $0 > 0x20 && $0 < 0x7F && !"<>\"\\^`{|}#".utf8.contains($0)
        })
      else {
        throw Refusal(
          expectation: "a path of at most 2000 bytes, percent-encoded where it needs to be",
          hint: "no spaces, no '#', nothing that is not ASCII")
      }
      return scalar.text
    }
  }
}

/// What can be wrong with the places of a template.
enum TemplateText {
  /// What to do about a place that is not among `places` or occurs twice, or about one that is not
  /// closed; nil when all is well.
  static func fault(_ template: Template, places: [String]) -> String? {
    let allowed = Wording.list(places.map { "'${{ \($0) }}'" }, "and")
    if let unknown = template.places.first(where: { !places.contains($0) }) {
      let place = Wording.quoted("${{ \(unknown) }}")
      return "there is no \(place) here; what there is: \(allowed)"
    }
    let count = template.places.count { $0 == Template.Place.id }
    if count > 1 { return "'${{ id }}' may stand here once" }
    let isOpen = template.pieces.contains {
      if case .text(let text) = $0 { text.contains("${{") } else { false }
    }
    return isOpen ? "close '${{' with '}}'" : nil
  }
}
