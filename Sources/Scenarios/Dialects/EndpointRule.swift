import Dialects

/// The sections of a dialect that are requests.
enum EndpointRule {
  /// Which request.
  enum Role {
    case push
    case poll
    case longPoll
    case list
    case result
    case cancel

    /// The name of its section.
    var name: String {
      switch self {
      case .push: "push"
      case .poll: "poll"
      case .longPoll: "await"
      case .list: "list"
      case .result: "result"
      case .cancel: "cancel"
      }
    }

    var methods: [Dialect.Method] {
      switch self {
      case .push: [.post, .put, .patch]
      case .poll, .list, .result: [.get, .post]
      case .longPoll: [.get]
      case .cancel: [.delete, .post, .put, .patch, .get]
      }
    }

    /// The places that its path may have, by what an id is; all of them while that is not known.
    func pathPlaces(_ id: Dialect.Identity?) -> [String] {
      let functions = [Template.Place.function, Template.Place.functionPath]
      switch (self, id) {
      case (.push, .chosen), (.push, nil): return functions + [Template.Place.id]
      case (.push, _): return functions
      case (.list, _): return functions + Self.listPlaces
      case (_, .url): return functions + [Template.Place.url]
      case (_, nil): return functions + [Template.Place.id, Template.Place.url]
      case (_, .path), (_, .chosen): return functions + [Template.Place.id]
      }
    }

    /// The places that its body may have.
    func bodyPlaces(_ id: Dialect.Identity?) -> [String] {
      let inputs = [Template.Place.function, Template.Place.inputs]
      switch (self, id) {
      case (.push, .chosen), (.push, nil): return inputs + [Template.Place.id]
      case (.push, _): return inputs
      case (.list, _): return [Template.Place.function] + Self.listPlaces
      case (_, _): return [Template.Place.id]
      }
    }

    private static let listPlaces = [
      Template.Place.most, Template.Place.ids, Template.Place.offset, Template.Place.cursor,
      Template.Place.page,
    ]
  }

  static let pushFields = [
    Field("method"), Field("path", isRequired: true), Field("body", .anything, isRequired: true),
    Field("success", .list(.scalar), isRequired: true),
  ]
  static let resultFields = [
    Field("method"), Field("path", isRequired: true), Field("body", .anything),
  ]
  static let pollFields =
    resultFields + [Field("success", .list(.scalar)), Field("repeatable")]
  static let cancelFields = [
    Field("method", isRequired: true), Field("path", isRequired: true), Field("body", .anything),
  ]

  static func read(
    _ role: Role, _ section: Section, _ id: Dialect.Identity?, _ problems: inout [Problem]
  ) -> Dialect.Endpoint {
    let method = section.read("method", method(role.methods), &problems) ?? role.methods[0]
    var endpoint = Dialect.Endpoint(method, "/")
    section.read("path", path(role.pathPlaces(id)), into: &endpoint.path, &problems)
    if let body = section["body"] {
      if method == .get || method == .delete {
        problems.append(
          Problem(
            body.place,
            "'\(role.name)' has a body, but \(method.rawValue) requests are sent without",
            hint: "leave 'body' out or use another 'method'"))
      }
      endpoint.body = BodyRule.read(body, places: role.bodyPlaces(id), &problems)
    }
    checkID(role, id, endpoint, section, &problems)
    return endpoint
  }

  /// A request about one job must say which, and so must a push whose id is chosen; what has been
  /// refused is not looked at.
  private static func checkID(
    _ role: Role, _ id: Dialect.Identity?, _ endpoint: Dialect.Endpoint, _ section: Section,
    _ problems: inout [Problem]
  ) {
    let isChosen = if case .chosen = id { true } else { false }
    guard role != .list, role != .push || isChosen, let path = section["path"],
      path.scalar?.text == endpoint.path, section["body"] == nil || endpoint.body != nil
    else { return }
    let places = Template(endpoint.path).places + Template(endpoint.body ?? "").places
    if !places.contains(Template.Place.id), !places.contains(Template.Place.url) {
      let isURL = if case .url = id { true } else { false }
      problems.append(
        Problem(
          path.place, "'\(role.name)' does not say which job it is about",
          hint: isURL
            ? "write '${{ url }}' at the start of 'path'"
            : "write '${{ id }}' into 'path' or 'body'"))
    }
  }

  /// The statuses of accepted pushes, or of answered polls.
  static func success(_ section: Section, _ problems: inout [Problem]) -> [Int] {
    guard let list = section["success"], let codes = list.elements else { return [] }
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
      let hasURL = places.contains(Template.Place.url)
      let isURL = hasURL && template.pieces.first == .place(Template.Place.url)
      guard scalar.text.hasPrefix("/") || isURL else {
        throw Refusal(
          expectation: "a path that begins with '/'\(hasURL ? " or '${{ url }}'" : "")",
          hint: template.pieces.first == .place(Template.Place.url)
            ? "'${{ url }}' goes with 'id.url'" : nil)
      }
      if let hint = TemplateText.fault(template, places: places) {
        throw Refusal(
          expectation: "a path with known places, each closed and used once", hint: hint)
      }
      if !isURL, template.places.contains(Template.Place.url) {
        throw Refusal(
          expectation: "a path with '${{ url }}' at its start or nowhere",
          hint: "a URL of the API's own is the whole beginning of a path")
      }
      guard TemplateText.fitsRequestLine(template) else {
        throw Refusal(
          expectation: "a path of at most 2000 bytes, percent-encoded where it needs to be",
          hint: "no spaces, no '#', nothing that is not ASCII")
      }
      return scalar.text
    }
  }
}
