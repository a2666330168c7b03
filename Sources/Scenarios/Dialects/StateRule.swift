import Dialects
import Workloads

/// The section `state` of a dialect.
enum StateRule {
  fileprivate static let states: [(name: String, state: JobState)] = [
    ("queued", .queued), ("processing", .processing), ("finished", .finished), ("error", .error),
    ("cancelled", .cancelled),
  ]

  static let fields = [
    Field("path"),
    Field(
      "conditions",
      .map([
        Field("path", isRequired: true), Field("word", isRequired: true),
        Field("holds", isRequired: true), Field("is"), Field("stamp"),
      ])),
    Field(
      "words",
      .map(states.map { Field($0.name, .list(.scalar), isRequired: $0.name == "finished") }),
      isRequired: true),
    Field("none"),
    Field("other"),
    Field(
      "qualify",
      .list(
        .map([
          Field("when", isRequired: true), Field("if", isRequired: true),
          Field("is", .list(.scalar)), Field("then", isRequired: true),
        ]))),
  ]

  static func read(_ section: Section, into dialect: inout Dialect, _ problems: inout [Problem]) {
    dialect.state = section.read("path", .path, &problems)
    dialect.conditions = conditions(section.section("conditions"), &problems)
    dialect.stateWords = words(section, &problems)
    dialect.absentState = section.read("none", .state, &problems)
    dialect.otherState = section.read("other", .state, &problems)
    for element in section["qualify"]?.elements ?? [] {
      if let rule = qualification(Section(element), &problems) {
        dialect.qualifications.append(rule)
      }
    }
    if let node = section.node, section["path"] == nil, section["conditions"] == nil {
      problems.append(Problem(node.place, "'state' needs the key 'path' or 'conditions'"))
    }
  }

  private static func conditions(
    _ section: Section, _ problems: inout [Problem]
  ) -> Dialect.Conditions? {
    let path = section.read("path", .path, &problems)
    let word = section.read("word", .path, &problems)
    let holds = section.read("holds", .path, &problems)
    let value = section.read("is", .text(200), &problems)
    let stamp = section.read("stamp", .path, &problems)
    guard let path, let word, let holds else { return nil }
    return Dialect.Conditions(
      path: path, word: word, holds: holds, value: value ?? "True", stamp: stamp)
  }

  private static func qualification(
    _ section: Section, _ problems: inout [Problem]
  ) -> Dialect.Qualification? {
    let state = section.read("when", .state, &problems)
    let path = section.read("if", .path, &problems)
    let result = section.read("then", .state, &problems)
    let values = section["is"]?.elements?.compactMap {
      anyText.read($0, name: "each of 'is'", &problems)
    }
    if let list = section["is"], list.elements?.isEmpty == true {
      problems.append(
        Problem(
          list.place, "'is' must have at least one text",
          hint: "leave it out to mean any value that says something"))
    }
    guard let state, let path, let result else { return nil }
    return Dialect.Qualification(state, if: path, is: values ?? [], then: result)
  }

  /// A text that may be empty, as values of replies may be.
  private static let anyText = ValueRule<String> { scalar throws(Refusal) in
    if scalar.text.utf8.count <= 200 { return scalar.text }
    throw Refusal(expectation: "text of at most 200 bytes")
  }

  /// The words of the API, those of one state together.
  private static func words(
    _ section: Section, _ problems: inout [Problem]
  ) -> [Dialect.StateWord] {
    let table = section.section("words")
    var words: [Dialect.StateWord] = []
    for (name, state) in states {
      for element in table[name]?.elements ?? [] {
        guard
          let word = ValueRule.text(200).read(element, name: "each of '\(name)'", &problems)
        else { continue }
        if words.contains(where: { $0.word == word }) {
          problems.append(
            Problem(
              element.place, "the word \(Wording.quoted(word)) is listed twice",
              hint: "a word means one state; 'qualify' tells two by another value"))
        }
        words.append(.init(word, state))
      }
    }
    if let finished = table["finished"], finished.elements?.isEmpty == true {
      problems.append(Problem(finished.place, "'finished' must have at least one word"))
    }
    return words
  }
}

extension ValueRule<JobState> {
  /// The name of a state.
  static let state = ValueRule { scalar throws(Refusal) in
    if let known = StateRule.states.first(where: { $0.name == scalar.text }) { return known.state }
    let names = StateRule.states.map(\.name)
    let nearest = Wording.nearest(to: scalar.text, among: names)
    throw Refusal(
      expectation: Wording.list(names, "or"), hint: nearest.map { "did you mean '\($0)'?" })
  }
}
