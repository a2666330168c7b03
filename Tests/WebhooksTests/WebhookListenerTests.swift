import Dialects
import Platform
import Scenarios
import Testing
import Transport
import Workloads

@testable import Webhooks

/// A listener with two engines for ten jobs of Sieve, and a client of it.
private final class Fixture {
  let queues = [HookQueue(), HookQueue()]
  let listener: WebhookListener
  private var transport: CurlTransport
  private let path: String

  init() throws {
    let dialect = try #require(Dialect.builtIn(named: "sieve"))
    listener = try WebhookListener.start(
      host: "127.0.0.1", port: 0, callback: nil, dialect: dialect, rows: 10,
      engines: try queues.map { (queue: $0, alarm: try Alarm()) })
    let rest = listener.base.dropFirst("http://".count)
    let slash = try #require(rest.firstIndex(of: "/"))
    path = String(rest[slash...])
    var options = TransportOptions(origin: "http://" + rest[..<slash])
    options.slots = 1
    options.timeout = 10_000_000_000
    transport = try CurlTransport.open(options)
  }

  deinit { listener.stop() }

  /// The status of the answer to a request for `path`, or for the webhook of job `row`.
  func send(
    _ method: Transport.Method = .post, row: String = "", path: String? = nil, body: String = "{}"
  ) -> Int {
    let bytes = Array(body.utf8)
    return unsafe bytes.withUnsafeBytes { bytes in
      unsafe transport.begin(0, method, path: (path ?? self.path + row), body: bytes)
      while true {
        transport.wait(until: MonotonicClock.now() + 1_000_000_000)
        if let completion = transport.nextCompletion() { return completion.status }
      }
    }
  }
}

@Suite struct WebhookListenerTests {
  @Test func aWebhookReachesTheEngineOfItsRowWithItsState() throws {
    let fixture = try Fixture()
    let before = MonotonicClock.now()
    let body = #"{"type":"job.complete","body":{"job_id":"x","status":"error","error":"boom"}}"#
    #expect(fixture.send(row: "7", body: body) == 200)
    let hook = try #require(fixture.queues[1].take())
    #expect(hook.row == 7)
    #expect(hook.state == .error)
    #expect(hook.received > before && hook.received <= MonotonicClock.now())
    #expect(fixture.queues[0].take() == nil)
  }

  @Test(arguments: ["", "not JSON", #"{"body":{}}"#, #"{"body":{"status":"new word"}}"#, "[]"])
  func aBodyThatSaysNothingIsStillASign(body: String) throws {
    let fixture = try Fixture()
    #expect(fixture.send(row: "0", body: body) == 200)
    let hook = try #require(fixture.queues[0].take())
    #expect(hook.state == .unknown)
  }

  @Test(arguments: ["10", "-1", "", "x", "3/4", "99999999999999999999"])
  func aRowThatTheRunDoesNotHaveIsAStranger(row: String) throws {
    let fixture = try Fixture()
    #expect(fixture.send(row: row) == 404)
    #expect(fixture.listener.strangers == 1)
    #expect(fixture.queues.allSatisfy { $0.take() == nil })
  }

  @Test func aGuessedSecretAndAnotherMethodAreRefused() throws {
    let fixture = try Fixture()
    #expect(fixture.send(path: "/0123456789abcdef0123456789abcdef/3") == 404)
    #expect(fixture.send(.get, row: "3") == 405)
    #expect(fixture.queues.allSatisfy { $0.take() == nil })
  }

  @Test func aBodyOfManyMegabytesIsNotKept() throws {
    let fixture = try Fixture()
    let body = #"{"body":{"status":"finished"}}"# + String(repeating: " ", count: 3 << 20)
    #expect(fixture.send(row: "2", body: body) == 200)
    let hook = try #require(fixture.queues[0].take())
    #expect(hook.row == 2)
  }

  @Test func everyRunHasASecretOfItsOwn() throws {
    let bases = try (0..<3).map { _ in try Fixture().listener.base }
    let secrets = bases.map { $0.split(separator: "/").last ?? "" }
    #expect(Set(secrets).count == 3)
    #expect(secrets.allSatisfy { $0.count == 32 })
  }

  @Test func aPortThatIsTakenIsAnError() throws {
    let fixture = try Fixture()
    let port = try #require(
      Int(fixture.listener.base.split(separator: "/")[1].split(separator: ":")[1]))
    let dialect = try #require(Dialect.builtIn(named: "sieve"))
    let error = #expect(throws: WebhookListenerError.self) {
      try WebhookListener.start(
        host: "127.0.0.1", port: port, callback: nil, dialect: dialect, rows: 1, engines: [])
    }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("cannot listen for webhooks on 127.0.0.1 port \(port): "))
  }
}
