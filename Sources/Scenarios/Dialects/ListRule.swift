import Dialects

/// The section `list` of a dialect.
enum ListRule {
  static let fields = [
    Field("method"), Field("path", isRequired: true), Field("body", .anything),
    Field("jobs", isRequired: true), Field("id"), Field("as"), Field("next"), Field("most"),
  ]

  static func read(
    _ section: Section, of dialect: Dialect, _ problems: inout [Problem]
  ) -> Dialect.ListEndpoint? {
    guard let node = section.node else { return nil }
    let request = EndpointRule.read(.list, section, nil, &problems)
    var list = Dialect.ListEndpoint(
      request, jobs: section.read("jobs", .path, &problems) ?? JSONPath(),
      id: section.read("id", .path, &problems))
    section.read("as", .path, into: &list.place, &problems)
    list.next = section.read("next", .path, &problems)
    section.read("most", .integer(1...1_000), into: &list.most, &problems)
    checkPlaces(list, section, node, &problems)
    if let place = section["as"]?.place { checkPrefix(list.place, of: dialect, place, &problems) }
    return list
  }

  /// A list is asked for in one way, which decides whether there is a next page to look for.
  private static func checkPlaces(
    _ list: Dialect.ListEndpoint, _ section: Section, _ node: SourceNode,
    _ problems: inout [Problem]
  ) {
    let places = Template(list.request.path).places + Template(list.request.body ?? "").places
    let ways = places.filter { Template.Place.listKinds[$0] != nil }
    if ways.count > 1 {
      let names = Wording.list(ways.map { "'${{ \($0) }}'" })
      problems.append(
        Problem(
          node.place, "'list' has \(names), of which it may have one",
          hint: "jobs are asked for by their ids, or page by page, or all at once"))
      return
    }
    switch list.kind {
    case .batch, .whole:
      if let next = section["next"] {
        problems.append(
          Problem(
            next.place, "'next' says where the next page is, but the request asks for no pages",
            hint: "write '${{ offset }}', '${{ cursor }}' or '${{ page }}' into it"))
      }
    case .cursor:
      if section["next"] == nil {
        problems.append(
          Problem(node.place, "'list' has '${{ cursor }}', and so needs the key 'next'"))
      }
    case .offset, .page: break
    }
  }

  /// What polls read must be in the part of a reply that is an element of the list.
  private static func checkPrefix(
    _ prefix: JSONPath, of dialect: Dialect, _ place: Place, _ problems: inout [Problem]
  ) {
    let single = [dialect.state, dialect.conditions?.path, dialect.error, dialect.output]
    let stamps =
      dialect.createdStamp + dialect.startedStamp + dialect.completedStamp + dialect.queueTime
      + dialect.processingTime
    let paths = single.compactMap { $0 } + dialect.qualifications.map(\.path) + stamps
    guard let outside = paths.first(where: { $0.below(prefix) == nil }) else { return }
    problems.append(
      Problem(
        place, "'as' is '\(prefix)', but the dialect reads '\(outside)' in the reply to a poll",
        hint: "every path of state, stamps, error and output must begin with it"))
  }
}

/// The section `await` of a dialect.
enum LongPollRule {
  static let fields = [Field("path", isRequired: true), Field("timeouts", .list(.scalar))]

  static func read(
    _ section: Section, _ id: Dialect.Identity?, _ problems: inout [Problem]
  ) -> Dialect.LongPoll? {
    guard section.node != nil else { return nil }
    var longPoll = Dialect.LongPoll(EndpointRule.read(.longPoll, section, id, &problems))
    if let node = section["timeouts"], let statuses = node.elements {
      if statuses.count > Dialect.LongPoll.mostTimeouts {
        problems.append(
          Problem(
            node.place,
            "'timeouts' has \(statuses.count) statuses; at most \(Dialect.LongPoll.mostTimeouts) fit"
          ))
      }
      let rule = ValueRule.integer(201...599)
      longPoll.timeouts = statuses.compactMap {
        rule.read($0, name: "each of 'timeouts'", &problems)
      }
    }
    return longPoll
  }
}
