import Dialects
import Testing

@Suite struct WebhookTemplateTests {
  @Test(
    "the members that ask for a webhook join those of the push",
    arguments: [
      (#"{"a":1}"#, #"{"hook":${{ webhook }}}"#, #"{"a":1,"hook":${{ webhook }}}"#),
      ("{ }", #"{"hook":${{ webhook }}}"#, #"{"hook":${{ webhook }}}"#),
      (" {\n\"a\": {}}\n", #"{ "h": [${{ webhook }}] }"#, #"{"a": {},"h": [${{ webhook }}]}"#),
      (#"{"a":1}"#, "{}", #"{"a":1}"#),
    ])
  func body(push: String, hook: String, merged: String) {
    var dialect = Dialect.sieve
    dialect.push.body = push
    #expect(dialect.pushBody(withWebhook: true) == push)
    dialect.webhook = .init(body: hook)
    #expect(dialect.pushBody(withWebhook: true) == merged)
    #expect(dialect.pushBody(withWebhook: false) == push)
    #expect(dialect.pushPath(withWebhook: true) == "/")
  }

  @Test func theQueryThatAsksForAWebhookJoinsThatOfThePush() {
    var dialect = Dialect.sieve
    dialect.webhook = .init(query: "fal_webhook=${{ webhook }}")
    dialect.push.path = "/run/${{ function }}"
    #expect(
      dialect.pushPath(withWebhook: true) == "/run/${{ function }}?fal_webhook=${{ webhook }}")
    #expect(dialect.pushPath(withWebhook: false) == "/run/${{ function }}")
    dialect.push.path = "/run?x=1"
    #expect(dialect.pushPath(withWebhook: true) == "/run?x=1&fal_webhook=${{ webhook }}")
  }
}
