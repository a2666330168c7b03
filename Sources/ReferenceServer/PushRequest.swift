/// The body of a push, checked field by field.
struct PushRequest {
  /// `owner/name` or `owner/name:version`.
  var function: String?
  var functionID: String?
  var webhooks: [Webhook] = []
  /// The `inputs` member of the job, ready to send.
  var renderedInputs: Text

  /// Reads the body; members that the API does not know are ignored, as it ignores them.
  init(_ body: JSONValue) throws(Problem) {
    var check = FieldCheck()
    guard case .object = body else {
      throw .fields([
        FieldProblem(
          location: [.name("body")],
          message: "Input should be a valid dictionary or object to extract fields from",
          type: "model_attributes_type")
      ])
    }
    function = check.optionalText(body, "function")
    functionID = check.optionalText(body, "id")
    renderedInputs = check.inputs(body["inputs"])
    webhooks = check.webhooks(body["webhooks"])
    check.optionalObject(body, "env")
    guard check.problems.isEmpty else { throw .fields(check.problems) }
  }

  /// The answer to a body that is no JSON.
  static func malformed(_ error: JSONError) -> Problem {
    .fields([
      FieldProblem(
        location: [.name("body"), .index(error.offset)],
        message: "JSON decode error: expected \(error.expectation)", type: "json_invalid")
    ])
  }

  /// The answer to an empty body.
  static let missing = Problem.fields([FieldCheck.missing([.name("body")])])
}

/// Collects what is wrong with the fields of a body.
private struct FieldCheck {
  var problems: [FieldProblem] = []

  static func missing(_ location: [FieldProblem.Step]) -> FieldProblem {
    FieldProblem(location: location, message: "Field required", type: "missing")
  }

  private mutating func add(_ location: [FieldProblem.Step], _ message: String, _ type: String) {
    problems.append(
      FieldProblem(location: [.name("body")] + location, message: message, type: type))
  }

  mutating func optionalText(_ body: JSONValue, _ name: String) -> String? {
    switch body[name] {
    case nil, .null: return nil
    case .string(let text): return text
    default:
      add([.name(name)], "Input should be a valid string", "string_type")
      return nil
    }
  }

  mutating func optionalObject(_ body: JSONValue, _ name: String) {
    switch body[name] {
    case nil, .null, .object: return
    default: add([.name(name)], "Input should be a valid dictionary", "dict_type")
    }
  }

  /// Inputs come by parameter name, or as the list of `{name, val}` that the Python client sends.
  mutating func inputs(_ value: JSONValue?) -> Text {
    var inputs: [JSONMember] = []
    switch value {
    case nil: problems.append(Self.missing([.name("body"), .name("inputs")]))
    case .object(let members): inputs = members
    case .array(let elements):
      for (i, element) in elements.enumerated() {
        let name = element["name"]?.text ?? "\(i)"
        inputs.append(JSONMember(name: name, value: element["val"] ?? .null))
      }
    default: add([.name("inputs")], "Input should be a valid dictionary", "dict_type")
    }
    var rendered = Text()
    rendered.writeInputs(inputs)
    return rendered
  }

  mutating func webhooks(_ value: JSONValue?) -> [Webhook] {
    switch value {
    case nil, .null: return []
    case .array(let elements):
      return elements.enumerated().compactMap { i, element in
        webhook(element, at: [.name("webhooks"), .index(i)])
      }
    default:
      add([.name("webhooks")], "Input should be a valid list", "list_type")
      return []
    }
  }

  private mutating func webhook(_ value: JSONValue, at place: [FieldProblem.Step]) -> Webhook? {
    guard case .object = value else {
      add(place, "Input should be a valid dictionary", "dict_type")
      return nil
    }
    let kind = kind(value["type"], at: place + [.name("type")])
    let url = url(value["url"], at: place + [.name("url")])
    guard let kind, let url else { return nil }
    return Webhook(kind: kind, url: url)
  }

  private mutating func kind(
    _ value: JSONValue?, at place: [FieldProblem.Step]
  ) -> Webhook.Kind? {
    guard let value else {
      problems.append(Self.missing([.name("body")] + place))
      return nil
    }
    if let kind = value.text.flatMap(Webhook.Kind.init(word:)) { return kind }
    let words = Webhook.Kind.words.map { "'\($0)'" }
    add(
      place, "Input should be \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")",
      "enum")
    return nil
  }

  private mutating func url(
    _ value: JSONValue?, at place: [FieldProblem.Step]
  ) -> WebhookURL? {
    guard let value else {
      problems.append(Self.missing([.name("body")] + place))
      return nil
    }
    guard let text = value.text else {
      add(place, "Input should be a valid string", "string_type")
      return nil
    }
    if let url = WebhookURL(text) { return url }
    add(place, "Input should be a valid URL with the scheme 'http'", "url_parsing")
    return nil
  }
}
