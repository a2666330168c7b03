internal import Dialects
internal import Results
internal import Workloads

/// The replies to polls.
extension ProbeJudge {
  mutating func takePoll(_ exchange: inout ProbeExchange) {
    let isRecheck = exchange.request.kind == .recheck
    if let status = exchange.reply?.status, status == 404 || status == 410 {
      takeMissing(exchange, status, isRecheck: isRecheck)
      return
    }
    guard let reply = successful(exchange), isJSON(reply, exchange.request.kind),
      let matches = PathMatch.all(paths.polled, in: reply.body)
    else { return }
    if let missing = missingSince {
      doubt(
        "poll.path",
        "the answer was 404 for \(Units.duration(exchange.sent - missing.sent)) after the push",
        hint: "a run forgives a 404 for as long as the scenario's follow.grace, 2 s by default",
        at: missing.index)
      missingSince = nil
    }
    if let success = dialect.pollSuccess, !success.contains(reply.status) {
      doubt(
        "poll.success", "\(reply.status) is not among \(Self.list(success))",
        hint: "a run takes such a poll for failed; add \(reply.status) if it is an answer")
    }
    let said = ReplyReading.poll(reply.body, id: id ?? "", dialect)
    isAnswered = true
    exchange.findings = []
    judgeState(said, matches, reply.body, &exchange)
    judgePolledID(matches, &exchange)
    judgeStamps(said, matches, &exchange)
    judgeOutput(said, matches, &exchange)
    judgeError(said, matches, reply.body, &exchange)
    judgeContract(matches, &exchange)
    if isRecheck, said.state != state {
      doubt(
        "state.words", "the job was \(state), and one interval later it is \(said.state)",
        hint: "is a word listed as terminal that does not end the job?")
    } else if state == .processing, said.state == .queued {
      doubt("state.words", "the job was processing, and then it is queued again")
    }
    state = said.state
    lastBody = reply.body
  }

  private mutating func takeMissing(
    _ exchange: ProbeExchange, _ status: Int, isRecheck: Bool
  ) {
    if isRecheck {
      doubt(
        "retention", "one interval after its end the job is gone: the answer is \(status)",
        hint: "`retention` says how long the API remembers; a run counts such jobs as lost")
    } else if isAnswered {
      doubt("poll.path", "the job is gone before it was seen to end: the answer is \(status)")
    } else if missingSince == nil {
      missingSince = (push?.sent ?? exchange.sent, index)
    }
  }

  private mutating func judgePolledID(_ matches: [PathMatch], _ exchange: inout ProbeExchange) {
    guard let path = paths.polledID, let match = matches.first(where: { $0.name == path }) else {
      return
    }
    let isOwn = match.value.isScalar && match.text == id
    exchange.findings.append(match.finding(meaning: isOwn ? "the pushed one" : nil))
    if !match.isThere {
      doubt(
        path.key, path: path.path, "`\(path.path)` is \(match.kind) in the reply to a poll",
        hint: "name the place of the id, or leave the key out")
    } else if !isOwn {
      doubt(
        path.key, path: path.path,
        "`\(path.path)` is \(match.shown), and the pushed id is \"\(id ?? "")\"",
        hint: "a run counts such replies as another job's")
    }
  }

  private mutating func judgeError(
    _ said: PollReply, _ matches: [PathMatch], _ body: String, _ exchange: inout ProbeExchange
  ) {
    guard let path = paths.error, let match = matches.first(where: { $0.name == path }) else {
      return
    }
    exchange.findings.append(match.finding())
    if said.state == .error, match.isBlank {
      let words = ["err", "exception", "message", "reason", "traceback", "detail"]
      let others = JSONLeaves.matches(in: body).filter { leaf in
        guard case .key(let key) = leaf.name.path.steps.last, !leaf.isBlank else { return false }
        return words.contains { key.lowercased().contains($0) }
      }
      doubt(
        path.key, path: path.path, "the job failed, and `\(path.path)` is \(match.kind)",
        hint: Array(others.prefix(4)).listed.map { "it may be \($0)" })
    }
    if said.state == .finished, !match.isBlank {
      note(
        "the job finished, and `\(path.path)` is \(match.shown(atMost: 60)); if that is a failure, "
          + "state.qualify can say so")
    }
  }

  private mutating func judgeOutput(
    _ said: PollReply, _ matches: [PathMatch], _ exchange: inout ProbeExchange
  ) {
    guard let path = paths.output, let match = matches.first(where: { $0.name == path }) else {
      return
    }
    exchange.findings.append(match.finding())
    if said.state == .finished, match.isBlank {
      doubt(
        path.key, path: path.path, "the job finished, and `\(path.path)` is \(match.kind)",
        hint: "name the place of the output, or leave the key out")
    }
  }

  private mutating func judgeContract(
    _ matches: [PathMatch], _ exchange: inout ProbeExchange
  ) {
    for field in dialect.contract {
      let name = NamedPath("contract", field.path)
      guard let match = matches.first(where: { $0.name == name }) else { continue }
      let kind = match.value.kind == .absent ? "absent" : match.kind
      if field.kinds.contains(where: { $0.rawValue == kind }) { continue }
      exchange.findings.append(match.finding(meaning: "against the contract"))
      let kinds = field.kinds.map(\.rawValue).joined(separator: " or ")
      doubt(
        "contract", path: field.path, "`\(field.path)` is \(kind), and should be \(kinds)",
        hint: "a run counts this as a breach of the contract")
    }
  }
}
