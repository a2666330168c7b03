extension Dialect {
  /// How a push asks to be called back, and where the state is in what then comes.
  public struct Webhook: Sendable, Hashable, Codable {
    /// A JSON object whose members go into the body of the push; `${{ webhook }}` in it is the URL as
    /// a JSON string.
    public var body: String?
    /// What goes into the query of the push; `${{ webhook }}` in it is the URL, percent-encoded.
    public var query: String?
    /// Where the state word is in the body of a call.
    public var state: JSONPath?

    /// A webhook from its parts.
    public init(body: String? = nil, query: String? = nil, state: JSONPath? = nil) {
      self.body = body
      self.query = query
      self.state = state
    }
  }

  /// The template of the body of pushes, with or without the members that ask for a webhook.
  public func pushBody(withWebhook isAsked: Bool) -> String {
    let body = push.body ?? ""
    guard isAsked, let members = webhook?.body else { return body }
    let both = [Self.members(of: body), Self.members(of: members)].filter { !$0.isEmpty }
    return "{\(both.joined(separator: ","))}"
  }

  /// The template of the path of pushes, with or without the query that asks for a webhook.
  public func pushPath(withWebhook isAsked: Bool) -> String {
    guard isAsked, let query = webhook?.query else { return push.path }
    return push.path + (push.path.contains("?") ? "&" : "?") + query
  }

  /// What is between the braces of a JSON object, without space at its ends.
  private static func members(of object: String) -> Substring {
    func trimmed(_ text: Substring) -> Substring {
      let start = text.drop { $0.isWhitespace }
      let end = start.lastIndex { !$0.isWhitespace }
      return end.map { start[...$0] } ?? ""
    }
    return trimmed(trimmed(object[...]).dropFirst().dropLast())
  }
}
