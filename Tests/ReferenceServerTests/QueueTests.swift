import Foundation
import ReferenceServer
import Statistics
import Testing
import Workloads

/// The simulation, judged by its truth.
struct QueueTests {
  /// Pushes `count` jobs and waits for all of them.
  private func run(
    _ count: Int, _ edit: (inout JobServer.Configuration) -> Void
  ) throws -> [TruthRecord] {
    try withServer(edit) { server, client in
      let ids = try (0..<count).map { _ in try client.push() }
      for id in ids { _ = try client.ended(id) }
      #expect(server.truth.map(\.id) == ids)
      return server.truth
    }
  }

  @Test func jobsStartInTheOrderOfPushesAndWorkersRunOneAtATime() throws {
    let truth = try run(60) {
      $0.workers = 3
      $0.service = .exponential(mean: 2_000_000)
    }
    let starts = truth.compactMap(\.started?.monotonic)
    #expect(starts.count == 60 && starts == starts.sorted())
    for record in truth {
      let (started, completed) = (try #require(record.started), try #require(record.completed))
      #expect(record.created.monotonic <= started.monotonic)
      #expect(completed.monotonic - started.monotonic >= record.service)
    }
    #expect(Set(truth.compactMap(\.worker)) == [0, 1, 2])
    for worker in 0..<3 {
      let own = truth.filter { $0.worker == worker }
      for (earlier, later) in zip(own, own.dropFirst()) {
        let (end, start) = (try #require(earlier.completed), try #require(later.started))
        #expect(end.monotonic <= start.monotonic)
      }
    }
  }

  @Test func noWorkerIsIdleWhileAJobWaits() throws {
    let truth = try run(40) {
      $0.workers = 4
      $0.service = .exponential(mean: 2_000_000)
    }
    let events = truth.flatMap(\.events).sorted { $0.instant.monotonic < $1.instant.monotonic }
    var (waiting, running) = (0, 0)
    for event in events {
      let mustStart = waiting > 0 && running < 4
      switch event.kind {
      case .queued: waiting += 1
      case .processing: (waiting, running) = (waiting - 1, running + 1)
      case .finished: running -= 1
      default: continue
      }
      #expect(!mustStart || event.kind == .processing)
    }
    #expect(waiting == 0 && running == 0)
  }

  @Test func theConcurrencyLimitHoldsBelowTheNumberOfWorkers() throws {
    let truth = try run(30) {
      $0.workers = 8
      $0.maxConcurrency = 2
      $0.service = .exponential(mean: 1_000_000)
    }
    for record in truth {
      let instant = try #require(record.started).monotonic
      let running = truth.filter {
        ($0.started?.monotonic ?? .max) <= instant && ($0.completed?.monotonic ?? 0) > instant
      }
      #expect(running.count <= 2)
    }
  }

  @Test func aSeedFixesServiceTimesFatesAndIDs() throws {
    func records(seed: UInt64, law: ServiceLaw) throws -> [TruthRecord] {
      try run(30) {
        $0.workers = 30
        $0.service = law
        $0.seed = seed
        $0.failureShare = 0.3
      }
    }
    let law = ServiceLaw.exponential(mean: 100_000)
    let first = try records(seed: 7, law: law)
    let second = try records(seed: 7, law: law)
    #expect(first.map(\.service) == second.map(\.service))
    #expect(first.map(\.state) == second.map(\.state))
    #expect(first.map(\.id) == second.map(\.id))
    var generator = Xoshiro(seed: 7)
    #expect(first.map(\.service) == first.map { _ in law.sample(using: &generator) })
    let constant = try records(seed: 7, law: .constant(1_000))
    #expect(constant.map(\.state) == first.map(\.state), "a law must not change which jobs fail")
    let other = try records(seed: 8, law: law)
    #expect(other.map(\.service) != first.map(\.service))
    #expect(Set(other.map(\.id)).isDisjoint(with: first.map(\.id)))
    #expect(Set(first.map(\.state)) == [.finished, .error])
  }

  @Test func coldWorkersKeepJobsQueuedUntilTheyAreSetUp() throws {
    let cold: Nanoseconds = 30_000_000
    let truth = try run(3) {
      $0.workers = 2
      $0.coldStart = cold
    }
    for record in truth {
      let started = try #require(record.started).monotonic
      #expect(started - truth[0].created.monotonic >= cold)
    }
    let (third, ends) = (try #require(truth[2].started), truth.prefix(2).compactMap(\.completed))
    #expect(third.monotonic >= (ends.map(\.monotonic).min() ?? .max), "workers are warm only once")
  }

  @Test func aJobThatTakesNoTimeStillGoesThroughEveryState() throws {
    let truth = try run(200) {
      $0.workers = 1
      $0.service = .constant(0)
      $0.outputsPerJob = 3
    }
    for record in truth {
      #expect(
        record.events.map(\.kind) == [.queued, .processing, .output, .output, .output, .finished])
    }
  }
}

struct CancelTests {
  @Test func aRunningJobIsCancelledAndItsWorkerFreed() throws {
    try withServer {
      $0.workers = 1
      $0.service = .bimodal(short: hour, long: hour, share: 0)
    } run: { server, client in
      let (first, second) = (try client.push(), try client.push())
      #expect(try client.status(second) == "queued")
      let reply = try client.request("DELETE", "/v2/jobs/\(first)")
      #expect(reply.status == 200)
      #expect(reply.json["message"] is String)
      let job = try client.job(first)
      #expect(job["status"] as? String == "cancelled")
      #expect(job["started_at"] is String && job["completed_at"] is String)
      #expect(job["error"] as? String == "")
      #expect(try client.status(second) == "processing")
      #expect(server.truth[0].events.map(\.kind) == [.queued, .processing, .cancelled])
    }
  }

  @Test func aQueuedJobIsCancelledAndPassedOver() throws {
    try withServer {
      $0.workers = 1
      $0.service = .constant(hour)
    } run: { server, client in
      let ids = try (0..<4).map { _ in try client.push() }
      #expect(try client.request("DELETE", "/v2/jobs/\(ids[1])").status == 200)
      #expect(try client.request("DELETE", "/v2/jobs/\(ids[2])").status == 200)
      let job = try client.job(ids[1])
      #expect(job["status"] as? String == "cancelled")
      #expect(isNull(job["started_at"]) && job["completed_at"] is String)
      #expect(try client.request("DELETE", "/v2/jobs/\(ids[0])").status == 200)
      #expect(try client.status(ids[3]) == "processing")
      let counts = try client.request("GET", "/v2/user/concurrency").json as? [String: Int]
      #expect(counts?["num_current"] == 1 && counts?["num_processing"] == 1)
      #expect(server.truth[1].worker == nil && server.truth[1].started == nil)
    }
  }

  @Test func aTerminalJobCannotBeCancelled() throws {
    try withServer { _, client in
      let id = try client.push()
      _ = try client.ended(id)
      let reply = try client.request("DELETE", "/v2/jobs/\(id)")
      #expect(reply.status == 400 && reply.detail == "Job is not processing.")
      #expect(try client.status(id) == "finished")
    }
  }
}

struct AwaitTests {
  @Test func itAnswersAtOnceWhenTheJobIsTerminal() throws {
    try withServer { _, client in
      let id = try client.push()
      #expect(try client.ended(id)["status"] as? String == "finished")
      #expect(try client.ended(id)["status"] as? String == "finished")
    }
  }

  @Test func itAnswersWhenAnotherClientCancels() throws {
    try withServer {
      $0.service = .constant(hour)
    } run: { server, client in
      let id = try client.push()
      let waiting = try Client(port: server.port)
      waiting.send("GET /v2/jobs/\(id)/await HTTP/1.1\r\n\r\n")
      #expect(try client.request("DELETE", "/v2/jobs/\(id)").status == 200)
      #expect(try waiting.response().json["status"] as? String == "cancelled")
    }
  }

  @Test func itGivesUpInTheAPIsOwnWords() throws {
    try withServer {
      $0.service = .constant(hour)
      $0.awaitTimeout = 5_000_000
    } run: { _, client in
      let id = try client.push()
      for _ in 0..<2 {
        let response = try client.request("GET", "/v2/jobs/\(id)/await")
        #expect(response.status == 408 && response.detail == "Request timeout.")
      }
      #expect(try client.status(id) == "processing")
    }
  }

  @Test func itSkipsOutputs() throws {
    try withServer {
      $0.outputsPerJob = 3
    } run: { _, client in
      let id = try client.push()
      let job = try client.request("GET", "/v2/jobs/\(id)/await?offset=2").json
      #expect((job["outputs"] as? [Any])?.count == 1)
    }
  }

  @Test func requestsBehindItAreAnsweredInOrder() throws {
    try withServer {
      $0.service = .constant(10_000_000)
    } run: { _, client in
      let id = try client.push()
      client.send(
        "GET /v2/jobs/\(id)/await HTTP/1.1\r\n\r\nGET /v2/nothing HTTP/1.1\r\n\r\n"
          + "GET /v2/jobs/\(id)/await HTTP/1.1\r\n\r\nGET /v2/jobs HTTP/1.1\r\n\r\n")
      #expect(try client.response().json["status"] as? String == "finished")
      #expect(try client.response().status == 404)
      #expect(try client.response().json["id"] as? String == id)
      #expect(try client.response().json["data"] != nil)
    }
  }

  @Test func aClientThatLeavesIsForgotten() throws {
    try withServer {
      $0.service = .constant(hour)
    } run: { server, client in
      let id = try client.push()
      for _ in 0..<50 {
        let leaving = try Client(port: server.port)
        leaving.send("GET /v2/jobs/\(id)/await HTTP/1.1\r\n\r\n")
      }
      #expect(try client.request("DELETE", "/v2/jobs/\(id)").status == 200)
      #expect(try client.status(id) == "cancelled")
    }
  }
}
