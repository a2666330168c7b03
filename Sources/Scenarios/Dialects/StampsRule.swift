import Dialects

/// The section `stamps` of a dialect.
enum StampsRule {
  private static let instants = ["created", "started", "completed"]
  private static let durations = ["queue_time", "processing_time"]

  static let fields =
    (instants + durations).map { Field($0, .list(.scalar)) } + [
      Field("format"), Field("unit"), Field("resolution"),
    ]

  /// Reads the section; a condition may have a stamp, too, which is at `conditionStamp`.
  static func read(
    _ section: Section, _ conditionStamp: Place?, into dialect: inout Dialect,
    _ problems: inout [Problem]
  ) {
    dialect.createdStamp = paths("created", section, &problems)
    dialect.startedStamp = paths("started", section, &problems)
    dialect.completedStamp = paths("completed", section, &problems)
    dialect.queueTime = paths("queue_time", section, &problems)
    dialect.processingTime = paths("processing_time", section, &problems)
    section.read("format", .word, into: &dialect.stampFormat, &problems)
    section.read("unit", .word, into: &dialect.durationUnit, &problems)
    dialect.stampResolution = section.read(
      "resolution", .duration(1...3_600_000_000_000), &problems)
    check(section, conditionStamp, &problems)
  }

  /// Instants need a format, durations a unit, and there is one kind of them.
  private static func check(
    _ section: Section, _ conditionStamp: Place?, _ problems: inout [Problem]
  ) {
    guard let node = section.node else {
      if let conditionStamp {
        problems.append(
          Problem(
            conditionStamp, "'conditions' has a 'stamp', but nothing says how it is written",
            hint: "add 'stamps' with its 'format'"))
      }
      return
    }
    let hasInstants = conditionStamp != nil || instants.contains { section[$0] != nil }
    let hasDurations = durations.contains { section[$0] != nil }
    if hasInstants, hasDurations {
      problems.append(
        Problem(
          node.place, "'stamps' has both instants and durations",
          hint: "durations are for an API that gives no instants: leave them out"))
    } else if !hasInstants, !hasDurations {
      problems.append(
        Problem(
          node.place, "'stamps' needs one of the keys \(Wording.list(instants + durations, "or"))"))
    } else if hasInstants, section["format"] == nil {
      problems.append(Problem(node.place, "'stamps' needs the key 'format'"))
    } else if hasDurations, section["unit"] == nil {
      problems.append(Problem(node.place, "'stamps' needs the key 'unit'"))
    }
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
