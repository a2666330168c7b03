import Workloads

// threshold = subject, comparison, limit ;                      (* spaces between them are free *)
// subject   = metric, ".", statistic                            (* limit: a duration *)
//           | "outcomes.", outcome | "jobs.", count | "cancellation.", part
//                                                               (* limit: a whole number *)
//           | rate                                              (* limit: a number, "/s" *)
//           | "share.", outcome ;                               (* limit: a number, or with "%" *)
// comparison = "<" | "<=" | ">" | ">=" | "==" | "!=" ;
// metric    = "queue" | "processing" | "end_to_end" | "end_to_end_from_dispatch" | "seen"
//           | "push" | "poll" | "dispatch_delay" | "detection" | "cancel" ;
// statistic = "min" | "mean" | "p50" | "p90" | "p95" | "p99" | "p999" | "max" ;
// count     = "scheduled" | "unsent" | "pushed" | "acknowledged" ;
// part      = "planned" | "sent" | "missed" | "refused" ;
// rate      = "achieved_rate" | "offered_rate" ;
// outcome   = "finished" | "error" | "cancelled" | "rejected" | "failed_to_push" | "timed_out"
//           | "lost" | "abandoned" ;
extension Threshold {
  /// The times of jobs and requests that can be compared.
  public static let metrics = [
    "queue", "processing", "end_to_end", "end_to_end_from_dispatch", "seen", "push", "poll",
    "dispatch_delay", "detection", "cancel",
  ]
  /// The statistics of a time that can be compared.
  public static let statistics = ["min", "mean", "p50", "p90", "p95", "p99", "p999", "max"]
  /// The numbers of jobs that can be compared, besides those of the outcomes.
  public static let counts = ["scheduled", "unsent", "pushed", "acknowledged"]
  /// The numbers of jobs that were to be cancelled that can be compared.
  public static let cancellations = ["planned", "sent", "missed", "refused"]
  /// The rates that can be compared.
  public static let rates = ["achieved_rate", "offered_rate"]
  /// The outcomes whose numbers and shares can be compared.
  public static let outcomes = Outcome.allCases.filter { $0 != .none }.map(\.name)

  /// The condition that `text` states, for example `end_to_end.p99 < 2s`.
  ///
  /// - Throws: ``ThresholdRejected`` with what is wrong and what to write instead.
  public static func parse(_ text: String) throws(ThresholdRejected) -> Threshold {
    let text = text.trimmed
    guard let start = text.firstIndex(where: { "<>=!".contains($0) }) else {
      throw ThresholdRejected(
        "threshold \(Wording.quoted(text)) has no comparison",
        hint: "write for example 'end_to_end.p99 < 2s'")
    }
    let end = text[start...].firstIndex { !"<>=!".contains($0) } ?? text.endIndex
    let sign = String(text[start..<end])
    guard let comparison = Comparison(rawValue: sign) else {
      let known = Wording.list(Comparison.allCases.map(\.rawValue), "or")
      throw ThresholdRejected(
        "comparison \(Wording.quoted(sign)) is none of \(known)",
        hint: sign == "=" ? "write '=='" : nil)
    }
    let subject = try subject(text[..<start].trimmed)
    let limit = try limit(text[end...].trimmed, of: subject)
    return Threshold(subject: subject, comparison: comparison, limit: limit, text: text)
  }

  private static func subject(_ text: String) throws(ThresholdRejected) -> Subject {
    if rates.contains(text) { return .rate(text) }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      let all = rates + metrics.map { $0 + ".p99" } + ["outcomes.error", "jobs.unsent"]
      throw ThresholdRejected(
        "\(Wording.quoted(text)) is nothing to compare\(Wording.suggestion(for: text, among: all))",
        hint: "compare times such as end_to_end.p99, outcomes.error, jobs.unsent, share.error, "
          + Wording.list(rates, "or"))
    }
    let (group, name) = (parts[0], parts[1])
    switch group {
    case "outcomes": return .count(group: group, name: try word(name, of: outcomes, group))
    case "jobs": return .count(group: group, name: try word(name, of: counts, group))
    case "cancellation":
      return .count(group: group, name: try word(name, of: cancellations, group))
    case "share": return .share(try word(name, of: outcomes, group))
    default:
      let groups = metrics + ["outcomes", "jobs", "cancellation", "share"]
      guard metrics.contains(group) else {
        let suggestion = Wording.suggestion(for: group, among: groups)
        throw ThresholdRejected(
          "\(Wording.quoted(group)) is nothing to compare\(suggestion)",
          hint: "there are \(Wording.list(groups))")
      }
      return .time(metric: group, statistic: try word(name, of: statistics, group))
    }
  }

  private static func word(
    _ word: String, of words: [String], _ group: String
  ) throws(ThresholdRejected) -> String {
    if words.contains(word) { return word }
    throw ThresholdRejected(
      "'\(group)' has no \(Wording.quoted(word))\(Wording.suggestion(for: word, among: words))",
      hint: "it has \(Wording.list(words))")
  }

  private static func limit(
    _ text: String, of subject: Subject
  ) throws(ThresholdRejected) -> Double {
    switch subject {
    case .time:
      if let value = DurationText.parse(text), value >= 0 { return Double(value) }
      throw refused(text, DurationText.expectation)
    case .count:
      if let value = number(text), Int(exactly: value) != nil { return value }
      throw refused(text, "a whole number of jobs")
    case .rate:
      if text.hasSuffix("/s"), let value = number(text.dropLast(2).trimmed) { return value }
      throw refused(text, "a rate such as 100/s")
    case .share:
      if let value = number(text), value <= 1 { return value }
      if text.hasSuffix("%"), let value = number(text.dropLast().trimmed), value <= 100 {
        return value / 100
      }
      throw refused(text, "a share such as 0.01 or 1%")
    }
  }

  private static func refused(_ text: String, _ expectation: String) -> ThresholdRejected {
    let shown = text.isEmpty ? "missing" : Wording.quoted(text)
    return ThresholdRejected("the limit must be \(expectation), but is \(shown)")
  }

  /// A finite number that is not negative.
  private static func number(_ text: String) -> Double? {
    SourceNode.Scalar(text: text, isQuoted: false).number.flatMap {
      $0.isFinite && $0 >= 0 ? $0 : nil
    }
  }
}

/// Thrown when a text is no condition.
public struct ThresholdRejected: Error, Sendable, Hashable {
  /// What is wrong, in the wording of diagnostics.
  public var message: String
  /// What to do, if it is not obvious.
  public var hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}

extension StringProtocol {
  /// The text without spaces at its ends.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
