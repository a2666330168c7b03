internal import Dialects
internal import Results
internal import Scenarios
internal import Workloads

/// The table of keys at the end of a log.
extension ProbeJudge {
  func keyTable() -> [ProbeKey] {
    let chosen = ProbeKey(
      key: "id.chosen", path: "", verdict: .matched, values: id.map { [JSONText.string($0)] } ?? [])
    let id =
      paths.id.map { [row($0, isTried: log.exchanges.first?.reply?.isSuccess == true)] } ?? [chosen]
    let polled = paths.polled.filter { $0.key != "contract" }.map { name in
      let isTried =
        name == paths.error ? state == .error : name != paths.output || state == .finished
      return row(name, isTried: isAnswered && isTried)
    }
    return [pushSuccess] + id + [words].filter { _ in paths.state != nil } + polled + others
  }

  /// What is no place in the reply to a push or a poll.
  private var others: [ProbeKey] {
    var rows: [ProbeKey] = []
    if let list = dialect.list {
      let isTried = log.exchanges.contains { $0.request.kind == .list }
      rows.append(row(NamedPath("list.jobs", list.jobs), isTried: isTried))
    }
    if !dialect.contract.isEmpty {
      let count = dialect.contract.count
      rows.append(
        ProbeKey(
          key: "contract", path: "",
          verdict: verdict("contract", nil, isMatched: isAnswered, isTried: isAnswered),
          values: [count == 1 ? "1 field" : "\(count) fields"]))
    }
    return rows
  }

  private var pushSuccess: ProbeKey {
    let status = log.exchanges.first?.reply?.status
    return ProbeKey(
      key: "push.success", path: Self.list(dialect.pushSuccess),
      verdict: verdict("push.success", nil, isMatched: status != nil, isTried: status != nil),
      values: status.map { ["\($0)"] } ?? [])
  }

  private var words: ProbeKey {
    let found = values { $0.key == paths.state?.key && $0.isPresent && $0.kind != "null" }
    return ProbeKey(
      key: "state.words", path: "",
      verdict: verdict("state.words", nil, isMatched: !found.isEmpty, isTried: isAnswered),
      values: found)
  }

  private func row(_ name: NamedPath, isTried: Bool) -> ProbeKey {
    let path = name.path.description
    let found = values { finding in
      finding.key == name.key && finding.path == path && finding.isPresent
        && finding.kind != "null"
    }
    return ProbeKey(
      key: name.key, path: path,
      verdict: verdict(name.key, path, isMatched: !found.isEmpty, isTried: isTried),
      values: found)
  }

  private func verdict(
    _ key: String, _ path: String?, isMatched: Bool, isTried: Bool
  ) -> ProbeKey.Verdict {
    let isDoubted = log.doubts.contains { doubt in
      doubt.key == key && (doubt.path == nil || path == nil || doubt.path == path)
    }
    if isDoubted { return .doubt }
    return isMatched ? .matched : isTried ? .never : .untried
  }

  /// The different values of the findings that `isMeant` picks, in order.
  private func values(_ isMeant: (ProbeFinding) -> Bool) -> [String] {
    var values: [String] = []
    for finding in log.exchanges.flatMap(\.findings) where isMeant(finding) {
      if !values.contains(finding.value) { values.append(finding.value) }
    }
    return values
  }
}
