import Dialects

/// What a dialect's text says, with the place of every value.
struct DialectFile {
  /// The keys of a dialect.
  static let fields = [
    Field("name", isRequired: true),
    Field("description"),
    Field("headers", .dictionary),
    Field("push", .map(EndpointRule.pushFields), isRequired: true),
    Field("id", .map(IdentityRule.fields), isRequired: true),
    Field("poll", .map(EndpointRule.pollFields), isRequired: true),
    Field("await", .map(LongPollRule.fields)),
    Field("list", .map(ListRule.fields)),
    Field("webhook", .map(DialectWebhookRule.fields)),
    Field("state", .map(StateRule.fields), isRequired: true),
    Field("stamps", .map(StampsRule.fields)),
    Field("error"),
    Field("output"),
    Field("result", .map(EndpointRule.resultFields)),
    Field("cancel", .map(EndpointRule.cancelFields)),
    Field("retention"),
    Field("contract", .anything),
  ]

  private let root: SourceNode
  private let problems: [Problem]

  /// Reads `text`; throws when it is not YAML or not a mapping.
  init(_ text: String) throws(SourceRejected) {
    let reader = try YAMLReader(text)
    root = reader.root
    problems = reader.problems
    if root.isNull {
      throw SourceRejected(
        Problem(
          .file, "the file has no content",
          hint: "`sojourn apis show sieve` prints a dialect to copy"))
    }
    guard root.entries != nil else {
      throw SourceRejected(
        Problem(root.place, "a dialect must be a mapping, but is \(root.description)"))
    }
  }

  /// The dialect that every rule agrees to, or every problem.
  func validated() throws(SourceRejected) -> Dialect {
    var problems = problems
    ShapeRule.check(root, is: .map(Self.fields), name: "a dialect", &problems)
    let file = Section(root)
    let id = IdentityRule.read(file.section("id"), &problems)
    var dialect = essentials(file, id, &problems)
    let poll = file.section("poll")
    if poll["success"] != nil { dialect.pollSuccess = EndpointRule.success(poll, &problems) }
    poll.read("repeatable", .flag, into: &dialect.isPollRepeatable, &problems)
    StateRule.read(file.section("state"), into: &dialect, &problems)
    StampsRule.read(
      file.section("stamps"), file.section("state").section("conditions")["stamp"]?.place,
      into: &dialect, &problems)
    dialect.output = file.read("output", .path, &problems)
    dialect.retention = file.read(
      "retention", .duration(Limits.shortest...Limits.longest), &problems)
    dialect.contract = ContractRule.read(file["contract"], &problems)
    dialect.summary = file.read("description", .text(200), &problems) ?? ""
    dialect.headers = DialectHeadersRule.read(file.section("headers"), &problems)
    dialect.longPoll = LongPollRule.read(file.section("await"), id.identity, &problems)
    dialect.list = ListRule.read(file.section("list"), of: dialect, &problems)
    dialect.webhook = DialectWebhookRule.read(
      file.section("webhook"), file.section("push"), &problems)
    guard problems.isEmpty else { throw SourceRejected(problems: problems) }
    return dialect
  }

  /// What the value's initialiser asks for.
  private func essentials(
    _ file: Section, _ id: IdentityRule.ID, _ problems: inout [Problem]
  ) -> Dialect {
    func endpoint(_ role: EndpointRule.Role, _ problems: inout [Problem]) -> Dialect.Endpoint {
      EndpointRule.read(role, file.section(role.name), id.identity, &problems)
    }
    var dialect = Dialect(
      name: file.read("name", .text(64), &problems) ?? "",
      push: endpoint(.push, &problems),
      pushSuccess: EndpointRule.success(file.section("push"), &problems),
      id: id.identity ?? .path(JSONPath()), idCapacity: id.capacity,
      poll: endpoint(.poll, &problems),
      cancel: file["cancel"] == nil ? nil : endpoint(.cancel, &problems),
      polledID: id.polled, state: nil, stateWords: [],
      createdStamp: [], startedStamp: [], completedStamp: [], stampFormat: .iso8601,
      error: file.read("error", .path, &problems))
    if file["result"] != nil { dialect.result = endpoint(.result, &problems) }
    return dialect
  }
}
