import Dialects

/// The section `webhook` of a dialect.
enum DialectWebhookRule {
  static let fields = [Field("body", .anything), Field("query"), Field("state")]
  private static let places = [Template.Place.webhook]

  static func read(
    _ section: Section, _ push: Section, _ problems: inout [Problem]
  ) -> Dialect.Webhook? {
    guard let node = section.node else { return nil }
    let count = problems.count
    let webhook = Dialect.Webhook(
      body: section["body"].flatMap { body($0, push, &problems) },
      query: section.read("query", query, &problems),
      state: section.read("state", .path, &problems))
    if section["body"] == nil, section["query"] == nil {
      problems.append(Problem(node.place, "'webhook' needs the key 'body' or 'query'"))
    } else if problems.count == count,
      !Template((webhook.body ?? "") + (webhook.query ?? "")).places
        .contains(Template.Place.webhook)
    {
      problems.append(
        Problem(
          node.place, "'webhook' does not say which URL to call",
          hint: "write '${{ webhook }}' into 'body' or 'query'"))
    }
    return webhook
  }

  /// Members that a push's body, an object itself, can take in.
  private static func body(
    _ node: SourceNode, _ push: Section, _ problems: inout [Problem]
  ) -> String? {
    guard node.entries != nil else {
      problems.append(
        Problem(
          node.place, "'body' must be a mapping, but is \(node.kind)",
          hint: "its members go into the body of the push"))
      return nil
    }
    if let body = push["body"], body.entries == nil,
      body.scalar?.text.first(where: { !$0.isWhitespace }) != "{"
    {
      problems.append(
        Problem(
          node.place, "'body' has members for the body of the push, which is no mapping",
          hint: "write the members into 'push.body', or use 'query'"))
    }
    return BodyRule.read(node, places: places, &problems)
  }

  /// A part of a query: printable ASCII that a request line can hold.
  private static let query = ValueRule<String> { scalar throws(Refusal) in
    let template = Template(scalar.text)
    if let hint = TemplateText.fault(template, places: places) {
      throw Refusal(
        expectation: "a query with known places, each closed and used once", hint: hint)
    }
    guard let first = scalar.text.first, first != "?", first != "&",
      TemplateText.fitsRequestLine(template)
    else {
      throw Refusal(expectation: "a query such as callback=${{ webhook }}", hint: nil)
    }
    return scalar.text
  }
}
