internal import Dialects
internal import Results

/// Replies that a run could not use, whatever they are about.
extension ProbeJudge {
  /// The first part of the keys that are about requests of a kind.
  static func section(_ kind: ProbeExchange.Kind) -> String {
    switch kind {
    case .push: "push"
    case .poll, .recheck: "poll"
    case .cancel: "cancel"
    case .result: "result"
    case .list: "list"
    case .longPoll: "await"
    }
  }

  /// Adds a doubt when there is no reply, or one with a status other than 200 to 299.
  ///
  /// - Returns: The reply otherwise.
  mutating func successful(_ exchange: ProbeExchange) -> ProbeExchange.Reply? {
    let section = Self.section(exchange.request.kind)
    guard let reply = exchange.reply else {
      // Whoever interrupts does not want to hear that the request under way had no reply.
      if log.ending == .interrupted { return nil }
      doubt("\(section).path", "there was no reply: \(exchange.failure ?? "no reason is known")")
      return nil
    }
    if reply.isSuccess { return reply }
    let (key, hint) = Self.advice(reply, exchange.request)
    let looks = Self.looks(reply.body).map { "; the body is \($0)" } ?? ""
    doubt("\(section).\(key)", "the answer is \(reply.status)\(looks)", hint: hint)
    return nil
  }

  /// Adds a doubt when a body that should be JSON is none.
  mutating func isJSON(_ reply: ProbeExchange.Reply, _ kind: ProbeExchange.Kind) -> Bool {
    guard JSONScanner.defect(in: reply.body) != nil else { return true }
    let looks = Self.looks(reply.body) ?? "not JSON"
    doubt(
      "\(Self.section(kind)).path", "the answer is \(reply.status), but the body is \(looks)",
      hint: looks == "HTML" ? Self.htmlHint : nil)
    return false
  }

  /// What a body is that is no JSON; nil for JSON.
  private static func looks(_ body: String) -> String? {
    guard JSONScanner.defect(in: body) != nil else { return nil }
    let start = body.drop { $0.isWhitespace }.prefix(15).lowercased()
    if start.isEmpty { return "empty" }
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html") ? "HTML" : "not JSON"
  }

  private static let htmlHint =
    "a gateway or a web page answered; check the target's URL and the path"

  private static func advice(
    _ reply: ProbeExchange.Reply, _ request: ProbeExchange.Request
  ) -> (key: String, hint: String?) {
    switch reply.status {
    case 300...399:
      ("path", "redirects are not followed; a '/' at the end may be missing, or one too many")
    case 401, 403: ("path", "give the key with `--header 'NAME: VALUE'`")
    case 404: ("path", "check the path, the function and the target's URL")
    case 405: ("method", "the API does not take \(request.method) there")
    case 400, 415, 422:
      ("body", "the API does not take this body or function; its reply may say why")
    case 429, 503: ("path", "the API refuses more at the moment; try again later")
    default: ("path", looks(reply.body) == "HTML" ? htmlHint : nil)
    }
  }
}
