internal import Results

/// A capacity for people at a terminal, at most 80 columns wide.
enum CapacityTerminalReport {
  private static let width = 80

  static func render(_ capacity: Capacity, folder: String) -> String {
    let sections = [
      heading(capacity), drain(capacity), curve(capacity), notes(capacity, folder: folder),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private static func lines(_ text: String) -> [String] {
    Wrap.lines(Escape.plain(text), width: width)
  }

  private static func heading(_ capacity: Capacity) -> [String] {
    lines(CapacityPhrases.heading(capacity))
      + capacity.conditions.flatMap { lines("so that \($0)") }
      + lines(CapacityPhrases.subject(capacity))
      + (capacity.reason.map(lines) ?? [])
  }

  private static func drain(_ capacity: Capacity) -> [String] {
    [CapacityPhrases.drain(capacity), CapacityPhrases.workers(capacity)].compactMap { $0 }
      .flatMap(lines)
  }

  private static func curve(_ capacity: Capacity) -> [String] {
    guard !capacity.trials.isEmpty else { return [] }
    let header = row("rate", "for", "growth", "", "measured")
    return [header]
      + CapacityPhrases.curve(capacity).flatMap { trial -> [String] in
        let measured = trial.conditions.map(Phrases.measured)
        let sign = trial.purpose == .certification ? "*" : " "
        let first = row(
          Units.rate(trial.offeredPerSecond) + sign, Units.duration(trial.pushNanoseconds),
          Units.rate(trial.growthPerSecond), CapacityPhrases.verdict(trial), measured.first ?? "")
        return [first] + measured.dropFirst().map { row("", "", "", "", $0) }
      } + ["* certification"]
  }

  private static func row(
    _ rate: String, _ length: String, _ growth: String, _ verdict: String, _ measured: String
  ) -> String {
    let text =
      Wrap.padded(rate, -11) + Wrap.padded(length, -10) + Wrap.padded(growth, -12) + "  "
      + Wrap.padded(verdict, 9) + measured
    return String(Wrap.cut(text, width).reversed().drop { $0 == " " }.reversed())
  }

  private static func notes(_ capacity: Capacity, folder: String) -> [String] {
    var texts = capacity.trials.isEmpty ? [] : [CapacityPhrases.legend]
    if let caution = CapacityPhrases.caution(capacity) { texts.append(caution) }
    texts += capacity.trials.filter { $0.verdict == .invalid }.map {
      "\($0.run) is not valid: \($0.reasons.first ?? "it asked more of the generator than it carries")"
    }
    texts.append("Runs and capacity.json: \(folder)")
    return texts.flatMap(lines)
  }
}
