import Foundation
import ReferenceServer
import Testing
import Workloads

/// Every fault: what a client sees of it, and that it is logged.
struct FaultTests {
  /// Runs `body` against a server with the faults of `texts`.
  private func withFaults<Result>(
    _ texts: [FaultName: String], run body: (JobServer, Client) throws -> Result
  ) throws -> Result {
    try withFaults(texts) { _ in
    } run: {
      try body($0, $1)
    }
  }

  /// Runs `body` against a server with the faults of `texts` whose other settings `edit` changes.
  private func withFaults<Result>(
    _ texts: [FaultName: String], _ edit: (inout JobServer.Configuration) -> Void,
    run body: (JobServer, Client) throws -> Result
  ) throws -> Result {
    try withServer {
      for (name, text) in texts { $0.faults[name] = name.form.setting(text) }
      edit(&$0)
    } run: {
      try body($0, $1)
    }
  }

  private func names(_ server: JobServer) -> [FaultName] { server.faults.map(\.name) }

  @Test(
    "a request is refused and nothing else happens",
    arguments: [
      (FaultName.throttle, 429), (.throttleAdvised, 429), (.errorJSON, 500), (.errorHTML, 502),
    ])
  func refused(name: FaultName, status: Int) throws {
    try withFaults([name: "1"]) { server, client in
      let push = try client.request("POST", "/v2/push", body: #"{"function":"a/b","inputs":{}}"#)
      #expect(push.status == status)
      #expect(push.headers["retry-after"] == (name == .throttleAdvised ? "1" : nil))
      let isHTML = name == .errorHTML
      #expect(push.headers["content-type"] == (isHTML ? "text/html" : "application/json"))
      #expect(isHTML ? push.text.hasPrefix("<html>") : push.detail != nil)
      #expect(server.truth.isEmpty)
      #expect(names(server) == [name])
      #expect(try client.request("GET", "/v2/nothing").status == 404, "no request for a job")
    }
  }

  @Test func aDroppedPushDidNothingAndAnAcceptedOneDid() throws {
    for (name, jobs) in [(FaultName.dropPush, 0), (.dropAccepted, 1)] {
      try withFaults([name: "1"]) { server, client in
        #expect(throws: Client.HungUp.self) { try client.push() }
        #expect(server.truth.count == jobs)
        #expect(names(server) == [name])
        #expect(server.faults[0].id == server.truth.first?.id)
      }
    }
  }

  @Test func aDroppedPollHasNoReply() throws {
    try withFaults([.dropPoll: "1"]) { server, client in
      let id = try client.push()
      #expect(throws: Client.HungUp.self) { try client.job(id) }
      #expect(server.faults.map(\.id) == [id])
    }
  }

  @Test func aSlowReplyKeepsItsPlace() throws {
    try withFaults([.slow: "30ms@1"]) { server, client in
      let body = #"{"function":"me/work","inputs":{}}"#
      client.send("POST /v2/push HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
      client.send("GET /v2/nothing HTTP/1.1\r\n\r\n")
      let pushed = try client.response()
      #expect(pushed.json["status"] as? String == "queued", "the slow reply comes first")
      #expect(try client.response().status == 404)
      let id = try #require(pushed.json["id"] as? String)
      #expect(try client.ended(id)["status"] as? String == "finished")
      #expect(server.faults.allSatisfy { $0.name == .slow && $0.time == 30_000_000 })
      #expect(server.faults.map(\.id) == [nil, id])
    }
  }

  @Test func aHiddenJobIsNotFoundForAWhile() throws {
    try withFaults([.hidden: "50ms@1"]) { server, client in
      let id = try client.push()
      #expect(try client.request("GET", "/v2/jobs/\(id)").status == 404)
      #expect((try client.request("GET", "/v2/jobs").json["data"] as? [Any])?.isEmpty == true)
      while try client.request("GET", "/v2/jobs/\(id)").status == 404 {}
      #expect(try client.ended(id)["status"] as? String == "finished")
      #expect(server.faults.map(\.id) == [id])
    }
  }

  @Test func anInstantJobHasNoServiceTimeAndOthersKeepTheirs() throws {
    func services(_ faults: [FaultName: String]) throws -> [TruthRecord] {
      try withFaults(faults) {
        $0.service = .exponential(mean: 1_000_000)
        $0.workers = 50
      } run: { server, client in
        for id in try (0..<40).map({ _ in try client.push() }) { _ = try client.ended(id) }
        return server.truth
      }
    }
    let (plain, faulty) = (try services([:]), try services([.instant: "0.5"]))
    let both = try services([.instant: "0.5", .completedTwice: "0.5", .throttle: "0"])
    let instant = faulty.filter { $0.service == 0 }.count
    #expect(instant > 5 && instant < 35)
    #expect(zip(plain, faulty).allSatisfy { $1.service == 0 || $0.service == $1.service })
    #expect(faulty.map(\.service) == both.map(\.service), "one fault never moves another")
  }

  @Test func aStuckJobNeverEnds() throws {
    try withFaults([.stuck: "1"]) {
      $0.awaitTimeout = 20_000_000
    } run: { server, client in
      let id = try client.push()
      #expect(try client.request("GET", "/v2/jobs/\(id)/await").status == 408)
      #expect(try client.status(id) == "processing")
      #expect(names(server) == [.stuck])
    }
  }

  @Test func aLostJobIsForgottenAndItsWorkerFreed() throws {
    try withTemporaryFile { path in
      try withFaults([.lost: "0.5"]) {
        $0.workers = 1
        $0.truthFile = path
      } run: { server, client in
        let ids = try (0..<12).map { _ in try client.push() }
        var lost: [String] = []
        for id in ids where try client.request("GET", "/v2/jobs/\(id)/await").status != 200 {
          lost.append(id)
        }
        #expect(!lost.isEmpty && lost.count < 12)
        #expect(server.faults.map(\.id) == lost)
        for id in lost { #expect(try client.request("GET", "/v2/jobs/\(id)").status == 404) }
        let listed = try client.request("GET", "/v2/jobs").json["data"] as? [Any]
        #expect(listed?.count == 12 - lost.count)
        server.stop()
        let forgotten = server.truth.filter { $0.events.last?.kind == .lost }
        #expect(forgotten.map(\.id) == lost)
        #expect(forgotten.allSatisfy { $0.completed == nil })
        let log = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(log.count == 12 + lost.count, "each job has one line, each fault one more")
        #expect(log.count { $0.hasPrefix(#"{"fault":"lost""#) } == lost.count)
      }
    }
  }

  @Test func aStatusGoesBackOnceAndComesAgain() throws {
    try withFaults([.statusBack: "1"]) {
      $0.service = .constant(hour)
    } run: { server, client in
      let id = try client.push()
      let shown = try (0..<4).map { _ in try client.status(id) }
      #expect(shown == ["processing", "queued", "processing", "processing"])
      #expect(server.truth[0].state == .processing)
      #expect(names(server) == [.statusBack])
    }
  }

  @Test func aTerminalStatusIsLeftOnceAndComesAgain() throws {
    try withFaults([.terminalBack: "1"]) { server, client in
      let id = try client.push()
      let shown =
        try [client.ended(id)["status"] as? String]
        + (0..<2).map { _ in
          try client.status(id)
        }
      #expect(shown == ["finished", "processing", "finished"])
      #expect(names(server) == [.terminalBack])
    }
  }

  @Test func aWordIsUnknownWhileTheJobRuns() throws {
    try withFaults([.unknownWord: "1"]) {
      $0.service = .constant(hour)
    } run: { server, client in
      let id = try client.push()
      #expect(try (0..<2).map { _ in try client.status(id) } == ["resting", "resting"])
      #expect(names(server) == [.unknownWord], "it is logged once")
    }
  }

  @Test func aJobCompletesAgainWithAnotherStamp() throws {
    try withFaults([.completedTwice: "1"]) { server, client in
      let id = try client.push()
      let first = try client.ended(id)["completed_at"] as? String
      while server.faults.isEmpty {}
      let second = try client.job(id)["completed_at"] as? String
      #expect(first != nil && second != nil && first != second)
      let record = server.truth[0]
      #expect(record.events.map(\.kind).suffix(2) == [.finished, .completedAgain])
      #expect(record.completed == record.events.dropLast().last?.instant)
    }
  }

  @Test func aFreezeStopsRepliesAndJobsAlike() throws {
    try withFaults([.freeze: "150ms@50ms"]) { server, client in
      while server.faults.isEmpty { _ = try client.ended(try client.push()) }
      let freeze = try #require(server.faults.first)
      #expect(freeze.name == .freeze && freeze.time == 150_000_000)
      let (start, end) = (freeze.instant.monotonic, freeze.instant.monotonic + 150_000_000)
      _ = try client.ended(try client.push())
      let during = server.truth.flatMap(\.events).count {
        (start + 1..<end).contains($0.instant.monotonic)
      }
      #expect(during == 0)
    }
  }
}

struct WebhookFaultTests {
  /// Pushes `jobs` jobs with a webhook for their start and one for their end.
  private func push(_ jobs: Int, _ client: Client, _ listener: Listener) throws -> [String] {
    let url = "http://127.0.0.1:\(listener.port)/"
    let hooks = ["job.start", "job.complete"].map { #"{"type":"\#($0)","url":"\#(url)"}"# }
    return try (0..<jobs).map { _ in
      try client.push(
        #"{"function":"me/work","inputs":{},"webhooks":[\#(hooks.joined(separator: ","))]}"#)
    }
  }

  @Test func aLostWebhookIsNeverSent() throws {
    let listener = try Listener()
    try withServer {
      $0.faults[.webhookLost] = FaultSetting(share: 1)
    } run: { server, client in
      let id = try push(1, client, listener)[0]
      _ = try client.ended(id)
      #expect(server.faults.map(\.name) == [.webhookLost, .webhookLost])
      #expect(server.faults.map(\.id) == [id, id])
    }
  }

  @Test func aWebhookComesTwice() throws {
    let listener = try Listener()
    try withServer {
      $0.faults[.webhookTwice] = FaultSetting(share: 1)
    } run: { server, client in
      _ = try push(1, client, listener)
      var types: [String: Int] = [:]
      for _ in 0..<4 {
        types[try listener.answer(200).json["type"] as? String ?? "", default: 0] += 1
      }
      #expect(types == ["job.start": 2, "job.complete": 2])
      #expect(server.faults.map(\.name) == [.webhookTwice, .webhookTwice])
    }
  }

  @Test func aLateWebhookIsOvertaken() throws {
    let listener = try Listener()
    try withServer {
      $0.faults[.webhookLate] = FaultSetting(share: 0.5, time: 100_000_000)
    } run: { server, client in
      let ids = try push(20, client, listener)
      var ended: Set<String> = []
      var overtaken = 0
      for _ in 0..<40 {
        let request = try listener.answer(200).json
        let id = (request["body"] as? [String: Any])?["job_id"] as? String ?? ""
        if request["type"] as? String == "job.complete" { ended.insert(id) }
        if request["type"] as? String == "job.start", ended.contains(id) { overtaken += 1 }
      }
      #expect(ended == Set(ids))
      #expect(overtaken > 0)
      #expect(server.faults.count > 10 && server.faults.count < 30)
    }
  }
}
