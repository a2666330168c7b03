public import Results
internal import Workloads

/// A probe for people at a terminal, at most 80 columns wide.
public enum ProbeReport {
  private static let width = 80
  private static let mostLines = 20

  /// The whole probe; equal logs give equal text.
  public static func render(_ log: ProbeLog) -> String {
    let sections = [heading(log)] + exchanges(log) + [atTheEnd(log), keys(log), closing(log)]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ log: ProbeLog) -> [String] {
    let title = "\(Escape.plain(log.api)): one job against \(Escape.plain(log.target))"
    return Wrap.lines(title, width: width)
      + log.headers.map { Wrap.cut("header: \(Escape.plain($0))", width) }
  }

  /// One section for each exchange that brought news, with the number of those that did not.
  private static func exchanges(_ log: ProbeLog) -> [[String]] {
    let start = log.exchanges.first?.sent ?? 0
    var sections: [[String]] = []
    var index = 0
    while index < log.exchanges.count {
      let exchange = log.exchanges[index]
      var lines = head(exchange)
      lines.append("  \(status(exchange, start))\(exchange.isNews ? "" : ", and nothing changed")")
      if exchange.isNews { lines += body(exchange) }
      lines += doubts(log) { $0.exchange == index }
      var last = index
      while last + 1 < log.exchanges.count, isLike(log, last + 1, exchange) { last += 1 }
      if last > index {
        let time = Units.duration(log.exchanges[last].sent - exchange.sent)
        lines.append("  \(last - index) more like this in \(time)")
      }
      sections.append(lines)
      index = last + 1
    }
    return sections
  }

  private static func isLike(_ log: ProbeLog, _ index: Int, _ exchange: ProbeExchange) -> Bool {
    let other = log.exchanges[index]
    return !other.isNews && other.request.kind == exchange.request.kind
      && !log.doubts.contains { $0.exchange == index }
  }

  private static func head(_ exchange: ProbeExchange) -> [String] {
    let names: [ProbeExchange.Kind: String] = [
      .recheck: "poll after the end", .longPoll: "long poll",
    ]
    let request = exchange.request
    let name = names[request.kind] ?? request.kind.rawValue
    let first = "\(name): \(request.method) \(Escape.plain(request.path))"
    return Wrap.lines(first, width: width)
      + (request.body.map { [Wrap.cut("  \(Escape.plain($0))", width)] } ?? [])
  }

  private static func status(_ exchange: ProbeExchange, _ start: Nanoseconds) -> String {
    let time =
      exchange.request.kind == .push ? "" : "at \(Units.duration(exchange.sent - start)): "
    guard let reply = exchange.reply else {
      return Wrap.cut("\(time)no reply: \(Escape.plain(exchange.failure ?? ""))", width - 2)
    }
    return "\(time)\(reply.status) after \(Units.duration(exchange.took))"
  }

  private static func body(_ exchange: ProbeExchange) -> [String] {
    let all = PrettyJSON.lines(exchange.reply?.body ?? "")
    let shown = all.count > mostLines ? Array(all.prefix(mostLines - 1)) : all
    var lines = shown.map { Wrap.cut("    \($0)", width) }
    if all.count > shown.count { lines.append("    ... \(all.count - shown.count) more lines") }
    return lines + exchange.findings.flatMap(finding)
  }

  /// The value and its meaning in one line where they fit, else the meaning below.
  private static func finding(_ finding: ProbeFinding) -> [String] {
    let path = finding.path.isEmpty ? "the reply" : "`\(Escape.plain(finding.path))`"
    let name = "  \(finding.key): \(path) -> "
    guard finding.isPresent else { return [Wrap.cut("\(name)nothing there", width)] }
    let kind = finding.kind == "null" ? "" : " (\(finding.kind))"
    let value = Escape.plain(finding.value)
    let whole = "\(name)\(value)\(kind)"
    guard let meaning = finding.meaning.map(Escape.plain) else {
      return [name + Wrap.cut(value, max(width - name.count - kind.count, 8)) + kind]
    }
    if whole.count + 2 + meaning.count <= width { return ["\(whole): \(meaning)"] }
    return [name + Wrap.cut(value, max(width - name.count - kind.count, 8)) + kind]
      + Wrap.lines(meaning, width: width - 4).map { "    \($0)" }
  }

  private static func doubts(_ log: ProbeLog, _ isMeant: (ProbeDoubt) -> Bool) -> [String] {
    log.doubts.enumerated().filter { isMeant($0.element) }.flatMap { number, doubt in
      let text = "doubt \(number + 1), \(doubt.key): \(Escape.plain(doubt.message))"
      let hint = doubt.hint.map { Wrap.lines("hint: \(Escape.plain($0))", width: width - 4) } ?? []
      return Wrap.lines(text, width: width - 2).map { "  \($0)" } + hint.map { "    \($0)" }
    }
  }

  private static func atTheEnd(_ log: ProbeLog) -> [String] {
    let lines =
      doubts(log) { $0.exchange == nil }
      + log.notes.flatMap { note in
        Wrap.lines("note: \(Escape.plain(note))", width: width - 2).map { "  \($0)" }
      }
    return lines.isEmpty ? [] : ["at the end"] + lines
  }

  private static func keys(_ log: ProbeLog) -> [String] {
    func line(_ key: String, _ verdict: String, _ rest: String) -> String {
      let text = Wrap.padded(key, 19) + Wrap.padded(verdict, 9) + rest
      return Wrap.cut(String(text.reversed().drop { $0 == " " }.reversed()), width)
    }
    return [line("key", "", "what it matched")]
      + log.keys.map { key in
        let values = key.values.joined(separator: ", ")
        let path = key.path.isEmpty ? "" : "`\(key.path)`"
        let colon = path.isEmpty || values.isEmpty ? "" : ": "
        return line(key.key, key.verdict.rawValue, Escape.plain(path + colon + values))
      }
  }

  private static func closing(_ log: ProbeLog) -> [String] {
    let ending =
      switch log.ending {
      case .ended: "the job ended: \(log.state ?? "unknown")"
      case .unended: "the job was not seen to end; last state: \(log.state ?? "unknown")"
      case .lost: "the job was given up"
      case .interrupted: "interrupted; last state: \(log.state ?? "unknown")"
      case .noID: "the job has no id and could not be followed"
      case .refused: "the push was refused"
      case .failed: "the push had no reply"
      }
    let count = log.doubts.count
    return [ending, count == 0 ? "no doubts" : count == 1 ? "1 doubt" : "\(count) doubts"]
  }
}

/// The forms in which a probe can be shown.
public enum ProbeFormat: String, Sendable, CaseIterable {
  /// The log.
  case json
  /// For people at a terminal.
  case terminal

  /// The text of `log` in this form.
  public func render(_ log: ProbeLog) -> String {
    switch self {
    case .json: log.json()
    case .terminal: ProbeReport.render(log)
    }
  }
}
