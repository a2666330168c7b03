/// What a scenario's text and the overrides of the command line say, with the place of every value:
/// the stage between the text and the rules, which judge it without changing it.
struct ScenarioFile {
  /// The keys of a scenario.
  static let fields = [
    Field("target", .map(TargetRule.fields)),
    Field("embedded", .map(EmbeddedRule.fields)),
    Field("jobs", .oneOrMany(.map(JobsRule.fields))),
    Field("load", .oneOrMany(.map(LoadRule.fields)), isRequired: true),
    Field("follow", .map(FollowRule.fields)),
    Field("cancel", .map(CancelRule.fields)),
    Field("thresholds", ThresholdsRule.shape),
    Field("seed", .scalarOrMap(SeedRule.fields)),
  ]
  /// The whole of a scenario.
  static let shape = Shape.map(fields)

  /// The file as the user named it.
  let file: String
  /// The text's values with the overrides in place.
  private(set) var root: SourceNode
  /// What was wrong already in reading.
  private(set) var problems: [Problem]

  /// Reads `text` and puts the overrides in place; throws when the text is not YAML.
  init(_ text: String, file: String, overrides: [Override]) throws(SourceRejected) {
    let reader = try YAMLReader(text)
    self.file = file
    root = reader.root
    problems = reader.problems
    if root.isNull {
      throw SourceRejected(
        Problem(.file, "the file has no content", hint: "the smallest scenario has a 'load'"))
    }
    guard root.entries != nil else {
      throw SourceRejected(
        Problem(root.place, "a scenario must be a mapping, but is \(root.description)"))
    }
    for override in overrides { override.apply(to: &root, &problems) }
  }

  /// The name of the scenario: the file's, without folders and extension.
  var name: String {
    let last = file.split(separator: "/").last ?? ""
    let stem = last.lastIndex(of: ".").map { last[..<$0] } ?? last
    let name = stem.drop { $0 == "." }.filter { !String($0).hasControls }
    return name.isEmpty || name == "-" ? "scenario" : String(name)
  }

  /// The scenario that every rule agrees to, or every problem.
  func validated() throws(SourceRejected) -> Scenario {
    var problems = problems
    ShapeRule.check(root, is: Self.shape, name: "a scenario", &problems)
    let sections = Section(root)
    let seed = SeedRule.read(sections, &problems)
    let scenario = Scenario(
      name: name,
      target: TargetRule.read(sections.section("target"), &problems),
      embedded: EmbeddedRule.read(sections.section("embedded"), &problems),
      jobs: JobsRule.read(sections["jobs"], &problems),
      load: LoadRule.read(sections["load"], seed: seed, &problems),
      follow: FollowRule.read(sections.section("follow"), &problems),
      cancel: CancelRule.read(sections.section("cancel"), &problems),
      thresholds: ThresholdsRule.read(sections["thresholds"], &problems),
      seed: seed)
    guard problems.isEmpty else { throw SourceRejected(problems: problems) }
    return scenario
  }
}
