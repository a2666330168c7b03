import Foundation
import ReferenceServer
import Testing
import Workloads

@testable import struct ReferenceServer.WebhookURL

struct WebhookTests {
  private func push(
    _ client: Client, _ port: Int, _ types: String...
  ) throws -> String {
    let hooks = types.map { #"{"type":"\#($0)","url":"http://127.0.0.1:\#(port)/hook?of=\#($0)"}"# }
    return try client.push(
      #"{"function":"me/work","inputs":{},"webhooks":[\#(hooks.joined(separator: ","))]}"#)
  }

  @Test func aDeliveryIsRepeatedUntilItIsAnsweredWith200() throws {
    let listener = try Listener()
    try withServer {
      $0.webhooks.base = 1_000_000
    } run: { _, client in
      let id = try push(client, listener.port, "job.complete")
      var bodies: [String] = []
      for status in [500, 404, 204, 302, 200] {
        let request = try listener.answer(status)
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["host"] == "127.0.0.1:\(listener.port)")
        bodies.append(request.text)
        let body = try #require(request.json["body"] as? [String: Any])
        #expect(request.json["type"] as? String == "job.complete")
        #expect(body["job_id"] as? String == id)
        #expect(body["status"] as? String == "finished")
        #expect(isNull(body["error"]))
        #expect((body["outputs"] as? [Any])?.count == 1)
      }
      #expect(Set(bodies).count == 1)
      // The next delivery that arrives is another job's: the first one is done with.
      let next = try push(client, listener.port, "job.complete")
      let body = try listener.answer(200).json["body"] as? [String: Any]
      #expect(body?["job_id"] as? String == next)
    }
  }

  @Test func aDeliveryIsGivenUpAfterTheLastRepetition() throws {
    let listener = try Listener()
    try withServer {
      $0.webhooks.base = 0
      $0.webhooks.limit = 2
    } run: { _, client in
      let first = try push(client, listener.port, "job.complete")
      for _ in 0..<3 {
        let body = try listener.answer(500).json["body"] as? [String: Any]
        #expect(body?["job_id"] as? String == first)
      }
      let second = try push(client, listener.port, "job.complete")
      let body = try listener.answer(200).json["body"] as? [String: Any]
      #expect(body?["job_id"] as? String == second)
    }
  }

  @Test func everyTypeHasItsOwnBody() throws {
    let listener = try Listener()
    try withServer {
      $0.outputsPerJob = 2
      $0.service = .constant(20_000_000)
    } run: { _, client in
      let id = try push(
        client, listener.port, "job.start", "job.new_output", "job.complete",
        "job.complete.no_output", "job_complete")
      var bodies: [String: [[String: Any]]] = [:]
      for _ in 0..<6 {
        let request = try listener.answer(200)
        let type = try #require(request.json["type"] as? String)
        bodies[type, default: []].append(try #require(request.json["body"] as? [String: Any]))
      }
      #expect(bodies.values.joined().allSatisfy { $0["job_id"] as? String == id })
      #expect(bodies["job.start"]?.map { $0["status"] as? String } == ["processing"])
      #expect(
        bodies["job.start"]?.allSatisfy { ($0["outputs"] as? [Any])?.isEmpty == true } == true)
      #expect(bodies["job.new_output"]?.compactMap { $0["output"] as? String }.count == 2)
      #expect(bodies["job.complete"]?.count == 2, "a legacy word means the present one")
      let short = try #require(bodies["job.complete.no_output"]?.first)
      #expect(Set(short.keys) == ["job_id", "status", "error"])
    }
  }

  @Test func completionIsToldOfFailureAndOfCancelling() throws {
    let listener = try Listener()
    try withServer {
      $0.failureShare = 1
    } run: { _, client in
      _ = try push(client, listener.port, "job.complete.no_output")
      let body = try #require(try listener.answer(200).json["body"] as? [String: Any])
      #expect(body["status"] as? String == "error")
      #expect((body["error"] as? String)?.hasPrefix("Traceback") == true)
    }
    try withServer {
      $0.service = .constant(hour)
    } run: { _, client in
      let id = try push(client, listener.port, "job.complete")
      #expect(try client.request("DELETE", "/v2/jobs/\(id)").status == 200)
      let body = try #require(try listener.answer(200).json["body"] as? [String: Any])
      #expect(body["status"] as? String == "cancelled" && isNull(body["error"]))
    }
  }

  @Test func nobodyListeningDoesNotDisturbTheServer() throws {
    let port = try Listener().port
    try withServer {
      $0.webhooks.base = 100_000
    } run: { _, client in
      let ids = try (0..<200).map { _ in try push(client, port, "job.start", "job.complete") }
      for id in ids { #expect(try client.ended(id)["status"] as? String == "finished") }
    }
  }

  @Test(
    "an URL is taken apart",
    arguments: [
      ("http://a", "a:80 /"), ("http://a:8080", "a:8080 /"), ("HTTP://a/b?c=d#e", "a:80 /b?c=d"),
      ("http://a?b", "a:80 /?b"), ("http://[::1]:9/x", "[::1]:9 /x"),
      ("http://[::1]", "[::1]:80 /"),
      ("https://a/", nil), ("a", nil), ("http://", nil), ("http:///x", nil), ("http://a:x/", nil),
      ("http://a:0/", nil), ("http://a:99999/", nil), ("http://u@a/", nil), ("http://a/ b", nil),
      ("http://a/\r\nx: y", nil), ("http://é/", nil),
    ])
  func urls(text: String, parts: String?) {
    #expect(WebhookURL(text).map { "\($0.authority) \($0.target)" } == parts)
  }
}
