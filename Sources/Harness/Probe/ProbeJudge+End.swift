internal import Dialects
internal import Results
internal import Workloads

/// What only the whole of a probe shows.
extension ProbeJudge {
  mutating func takeOther(_ exchange: inout ProbeExchange) {
    if exchange.request.kind == .longPoll, let status = exchange.reply?.status,
      dialect.longPoll?.timeouts.contains(status) == true
    {
      doubt("await.timeouts", "the answer is \(status), \"not yet\", and the job has ended")
      return
    }
    guard let reply = successful(exchange) else { return }
    switch exchange.request.kind {
    case .list:
      switch ReplyReading.list(reply.body, has: id ?? "", dialect) {
      case true?: exchange.findings = [listFinding("the job is among them")]
      case false?:
        doubt(
          "list.id", "the job is not in the reply",
          hint: "on a later page, in another order, or list.id is not the id?")
      case nil:
        doubt("list.jobs", "there are no jobs at `\(dialect.list?.jobs.description ?? "")`")
      }
    case .longPoll where isJSON(reply, .longPoll):
      let said = ReplyReading.poll(reply.body, id: id ?? "", dialect)
      if said.state != state {
        doubt(
          "await.path", "the job is \(state), and this reply says \(said.state)",
          hint: "the paths of polls are read in this reply, too")
      }
    default: break
    }
  }

  private func listFinding(_ meaning: String) -> ProbeFinding {
    ProbeFinding(
      key: "list.jobs", path: dialect.list?.jobs.description ?? "", kind: "array", value: "[...]",
      meaning: meaning)
  }

  mutating func finish() {
    log.state = state == .unknown ? nil : "\(state)"
    judgeEnding()
    if log.ending == .ended {
      judgeAbsentStamps()
      judgeCancel()
      noteStamps()
    }
    log.keys = keyTable()
  }

  private mutating func judgeEnding() {
    switch log.ending {
    case .lost where missingSince != nil:
      doubt(
        "poll.path", "the answer is 404 for every poll",
        hint: "check the path, and whether id.path is the id that polls take",
        at: missingSince?.index)
    case .lost:
      finalDoubt("poll.path", "the job was given up: its polls are not answered with JSON")
    case .unended:
      finalDoubt(
        "state.words", "the job was not seen to end",
        hint: "give more time with `--timeout`, or list the word that ends it")
    case .ended, .interrupted, .noID, .refused, .failed: break
    }
  }

  private mutating func judgeAbsentStamps() {
    for stamp in DialectPaths.Stamp.allCases {
      let names = paths.candidates(stamp).map { "`\($0.path)`" }
      guard !names.isEmpty, stamps[stamp] == nil, stamp != .started || state == .finished,
        !log.doubts.contains(where: { $0.key == stamp.key })
      else { continue }
      let others = unnamedInstants.map(\.leaf).listed
      finalDoubt(
        stamp.key, "\(names.joined(separator: ", ")) never had an instant",
        hint: others.map { "it may be \($0)" } ?? "leave it out, or name the place of the instant")
    }
  }

  private mutating func judgeCancel() {
    guard let index = log.exchanges.firstIndex(where: { $0.request.kind == .cancel }),
      let status = log.exchanges[index].reply?.status, 200...299 ~= status, state != .cancelled
    else { return }
    doubt(
      "cancel", "the cancel was answered \(status), and the job is \(state)",
      hint: "did it end before, or is the word of a cancelled job in another list?", at: index)
  }

  /// Places of the last reply that look like an instant and that the dialect does not name.
  private var unnamedInstants: [(leaf: PathMatch, format: Dialect.StampFormat)] {
    let named = Set(paths.polled.map(\.path))
    guard let body = lastBody, let push else { return [] }
    let found = JSONLeaves.matches(in: body).compactMap { leaf in
      Dialect.StampFormat.allCases.first { format in
        guard case .instant(let instant) = leaf.stamp(as: format) else { return false }
        return (instant.nanoseconds - push.sentWall).magnitude < 86_400_000_000_000
      }.map { (leaf: leaf, format: $0) }
    }
    return Array(found.filter { !named.contains($0.leaf.name.path) }.prefix(6))
  }

  /// Says which stamps the dialect might have.
  private mutating func noteStamps() {
    let missing = DialectPaths.Stamp.allCases.filter { paths.candidates($0).isEmpty }
    let others = unnamedInstants
    guard paths.durations.isEmpty, !missing.isEmpty, let format = others.first?.format,
      let list = others.filter({ $0.format == format }).map(\.leaf).listed
    else { return }
    let keys = missing.map(\.key).joined(separator: ", ")
    note("not named: \(keys); instants (\(format.rawValue)) are at \(list)")
  }
}
