import Dialects
import Workloads

/// The section `state` of a dialect.
enum StateRule {
  private static let states: [(name: String, state: JobState)] = [
    ("queued", .queued), ("processing", .processing), ("finished", .finished), ("error", .error),
    ("cancelled", .cancelled),
  ]

  static let fields = [
    Field("path", isRequired: true),
    Field(
      "words",
      .map(states.map { Field($0.name, .list(.scalar), isRequired: $0.name == "finished") }),
      isRequired: true),
    Field("failed_if"),
  ]

  /// The words of the API, those of one state together.
  static func words(_ section: Section, _ problems: inout [Problem]) -> [Dialect.StateWord] {
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
              hint: "a word means one state"))
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

/// The section `stamps` of a dialect.
enum StampsRule {
  static let fields = [
    Field("created", .list(.scalar)), Field("started", .list(.scalar)),
    Field("completed", .list(.scalar)), Field("format", isRequired: true),
  ]

  /// Where the stamps are and how they are written.
  struct Stamps {
    var created: [JSONPath] = []
    var started: [JSONPath] = []
    var completed: [JSONPath] = []
    var format = Dialect.StampFormat.iso8601
  }

  static func read(_ section: Section, _ problems: inout [Problem]) -> Stamps {
    Stamps(
      created: paths("created", section, &problems), started: paths("started", section, &problems),
      completed: paths("completed", section, &problems),
      format: section.read("format", .word, &problems) ?? .iso8601)
  }

  private static func paths(
    _ key: String, _ section: Section, _ problems: inout [Problem]
  ) -> [JSONPath] {
    let elements = section[key]?.elements ?? []
    return elements.compactMap {
      ValueRule<JSONPath>.path.read($0, name: "each of '\(key)'", &problems)
    }
  }
}

extension ValueRule<JSONPath> {
  /// A path into a reply.
  static let path = ValueRule { scalar throws(Refusal) in
    if scalar.text.utf8.count <= 1_000, let path = JSONPath(parsing: scalar.text) { return path }
    throw Refusal(
      expectation: "a path such as data.id, jobs[0].status or \"['task-id']\"",
      hint: scalar.text.hasPrefix("$") ? "leave the '$' out: a path begins at the root" : nil)
  }
}
