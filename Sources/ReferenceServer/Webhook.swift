import Workloads

/// Whom to tell of what, as a push asks for it.
struct Webhook: Hashable {
  var kind: Kind
  var url: WebhookURL

  enum Kind: String, CaseIterable {
    case start = "job.start"
    case complete = "job.complete"
    case completeWithoutOutput = "job.complete.no_output"
    case newOutput = "job.new_output"

    /// Two words from before 2024 are still understood.
    private static let legacy = ["job_start": Kind.start, "job_complete": .complete]

    static var words: [String] { allCases.map(\.rawValue) + legacy.keys.sorted() }

    init?(word: String) {
      guard let kind = Kind(rawValue: word) ?? Self.legacy[word] else { return nil }
      self = kind
    }
  }
}

/// The parts of an `http` URL; there is no TLS here.
struct WebhookURL: Hashable {
  var host: String
  var port: Int
  /// Path and query.
  var target: String

  /// What `Host` says.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Reads `http://host[:port][/path][?query]`; only visible ASCII, so that nothing can slip into
  /// the request's head.
  init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      text.prefix(7).lowercased() == "http://"
    else { return nil }
    let rest = text.dropFirst(7).prefix { $0 != "#" }
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    var authority = rest[..<end]
    target = String(rest[end...])
    if !target.hasPrefix("/") { target = "/" + target }
    port = 80
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else {
        return nil
      }
      port = Int(number)
      authority = authority[..<colon]
    }
    if authority.hasPrefix("["), authority.hasSuffix("]") {
      authority = authority.dropFirst().dropLast()
    }
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    host = String(authority)
  }
}

extension Text {
  /// Writes `{type, body}` for what has just happened to `job`.
  mutating func writeWebhook(_ kind: Webhook.Kind, _ job: Job, of store: JobStore) {
    writeString("{\"type\":\"\(kind.rawValue)\",\"body\":{\"job_id\":\"")
    writeUUID(job.id)
    writeStaticString("\"")
    if kind == .newOutput {
      writeStaticString(",\"output\":")
      writeJSON("output \(job.outputs)")
    } else {
      writeString(",\"status\":\"\(store.word(for: job.state))\",\"error\":")
      if job.state == .error {
        writeText(job.function.error)
      } else {
        writeStaticString("null")
      }
    }
    if kind == .start || kind == .complete {
      writeStaticString(",\"outputs\":")
      writeOutputs(job, from: 0)
    }
    writeStaticString("}}")
  }
}
