internal import Dialects
internal import Results
internal import Workloads

/// The push and the id.
extension ProbeJudge {
  mutating func takePush(_ exchange: inout ProbeExchange) {
    push = exchange
    guard let reply = successful(exchange) else { return }
    if !dialect.pushSuccess.contains(reply.status) {
      doubt(
        "push.success", "\(reply.status) is not among \(Self.list(dialect.pushSuccess))",
        hint: "a run takes this push for refused; add \(reply.status) if it is accepted")
    }
    guard let path = paths.id else { return judgeRefusal(reply) }
    let (said, id) = ReplyReading.push(reply.body, dialect)
    self.id = id
    guard said != .malformed else {
      _ = isJSON(reply, .push)
      return
    }
    let matches = PathMatch.all([path], in: reply.body) ?? []
    exchange.findings = matches.map { $0.finding() }
    judgeRefusal(reply)
    guard id == nil, let match = matches.first else { return }
    if said == .idTooLong {
      doubt(
        "id.capacity", "the id has more than \(dialect.idCapacity) bytes",
        hint: "write a larger id.capacity, at most 1,024")
      return
    }
    let candidates = idCandidates(exchange, reply).listed
    let isURL = path.key == "id.url" && match.kind == "string"
    let what =
      isURL
      ? "is no URL"
      : match.isThere
        ? "is \(match.kind == "string" ? "empty" : "an \(match.kind)")" : "is not there"
    doubt(
      path.key, path: path.path, "`\(path.path)` \(what), so there is no id",
      hint: candidates.map { "it may be \($0)" })
  }

  /// A success status above a body that says otherwise.
  private mutating func judgeRefusal(_ reply: ProbeExchange.Reply) {
    let names = ["error", "errors", "status", "state", "success", "ok"]
    let matches = PathMatch.all(names.map { NamedPath($0, JSONPath($0)) }, in: reply.body) ?? []
    for match in matches {
      let isRefusal =
        switch match.key {
        case "error", "errors": !match.isBlank
        case "success", "ok": match.kind == "boolean" && match.isBlank
        default: match.kind == "string" && StateGuess.state(of: match.text) == .error
        }
      if isRefusal {
        doubt(
          "push.success",
          "the answer is \(reply.status), but `\(match.key)` in it is \(match.shown(atMost: 60))",
          hint: "a run goes by the status and the id; the API may have refused the push")
      }
    }
  }

  /// Values of the reply that may be the id: not echoes of the request, not states, not instants.
  private func idCandidates(
    _ exchange: ProbeExchange, _ reply: ProbeExchange.Reply
  ) -> [PathMatch] {
    let sent = (exchange.request.body ?? "") + exchange.request.path
    let leaves = JSONLeaves.matches(in: reply.body).filter { leaf in
      guard leaf.value.kind == .string || leaf.value.kind == .number, !leaf.isBlank else {
        return false
      }
      let text = leaf.text
      if text.count > 200 || text.contains(" ") || sent.contains(text) { return false }
      if case .instant = leaf.stamp(as: .iso8601) { return false }
      return StateGuess.state(of: text) == nil
    }
    let named = leaves.filter { leaf in
      guard case .key(let key) = leaf.name.path.steps.last else { return false }
      return key.lowercased().hasSuffix("id") || key.lowercased().contains("uuid")
    }
    return Array((named.isEmpty ? leaves : named).prefix(5))
  }

  static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}
