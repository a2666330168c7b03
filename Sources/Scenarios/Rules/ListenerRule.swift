/// The section `follow.webhook`: `{ listen: "127.0.0.1:8080", url: https://me.example.com/hooks }`.
enum ListenerRule {
  static let fields = [Field("listen"), Field("url")]

  static func read(
    _ follow: Section, isUsed: Bool, _ problems: inout [Problem]
  ) -> Scenario.Webhook {
    let section = follow.section("webhook")
    var webhook = Scenario.Webhook()
    if let address = section.read("listen", address, &problems) {
      (webhook.host, webhook.port) = address
    }
    webhook.url = section.read("url", .url(["http", "https"]), &problems)
    if let listen = section["listen"], ["0.0.0.0", "::"].contains(webhook.host),
      section["url"] == nil
    {
      problems.append(
        Problem(
          listen.place,
          "'listen' is every address, but 'url' does not say which the job API is to call",
          hint: "write for example 'url: http://this-machine:\(webhook.port)' beside it"))
    }
    if let node = section.node, !isUsed {
      problems.append(
        Problem(
          node.place, "'webhook' says where to listen, but 'mode' is not 'webhook'",
          hint: "write 'mode: webhook' beside it, or leave it out"))
    }
    return webhook
  }

  /// An address and a port, 0 for any; an IPv6 address is in brackets.
  private static let address = ValueRule<(String, Int)> { scalar throws(Refusal) in
    let expectation = "an address and a port such as 127.0.0.1:8080, or :0 for any free port"
    guard let colon = scalar.text.lastIndex(of: ":"),
      let port = Int(scalar.text[scalar.text.index(after: colon)...]), (0...65_535).contains(port)
    else { throw Refusal(expectation: expectation) }
    var host = scalar.text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    let isAddress = host.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
    guard isAddress || host == "localhost" else {
      throw Refusal(
        expectation: expectation, hint: "write the address of an interface of this machine")
    }
    return (host.isEmpty ? Scenario.Webhook().host : String(host), port)
  }
}
