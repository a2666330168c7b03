import Dialects

/// What a dialect's text says, with the place of every value.
struct DialectFile {
  /// The keys of a dialect.
  static let fields = [
    Field("name", isRequired: true),
    Field("description"),
    Field("headers", .dictionary),
    Field("push", .map(EndpointRule.pushFields), isRequired: true),
    Field(
      "id", .map([Field("path", isRequired: true), Field("poll_path"), Field("capacity")]),
      isRequired: true),
    Field("poll", .map(EndpointRule.pollFields), isRequired: true),
    Field("state", .map(StateRule.fields), isRequired: true),
    Field("stamps", .map(StampsRule.fields)),
    Field("error"),
    Field("cancel", .map(EndpointRule.cancelFields)),
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
    let stamps = StampsRule.read(file.section("stamps"), &problems)
    let id = file.section("id")
    let path = ValueRule<JSONPath>.path
    var dialect = Dialect(
      name: file.read("name", .text(64), &problems) ?? "",
      push: EndpointRule.read(.push, file.section("push"), &problems),
      pushSuccess: EndpointRule.success(file.section("push"), &problems),
      id: id.read("path", path, &problems) ?? JSONPath(),
      idCapacity: id.read("capacity", .integer(1...1_024), &problems) ?? 64,
      poll: EndpointRule.read(.poll, file.section("poll"), &problems),
      cancel: file["cancel"] == nil
        ? nil : EndpointRule.read(.cancel, file.section("cancel"), &problems),
      polledID: id.read("poll_path", path, &problems),
      state: file.section("state").read("path", path, &problems) ?? JSONPath(),
      stateWords: StateRule.words(file.section("state"), &problems),
      createdStamp: stamps.created, startedStamp: stamps.started, completedStamp: stamps.completed,
      stampFormat: stamps.format, error: file.read("error", path, &problems))
    dialect.failedIf = file.section("state").read("failed_if", path, &problems)
    dialect.summary = file.read("description", .text(200), &problems) ?? ""
    dialect.headers = DialectHeadersRule.read(file.section("headers"), &problems)
    guard problems.isEmpty else { throw SourceRejected(problems: problems) }
    return dialect
  }
}
