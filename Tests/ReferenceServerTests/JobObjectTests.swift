import Foundation
import ReferenceServer
import Testing
import Workloads

/// The Job object in every state.
struct JobObjectTests {
  private static let members: Set<String> = [
    "id", "function_id", "organization_id", "function", "status", "created_at", "started_at",
    "completed_at", "inputs", "outputs", "error", "visibility", "run_id", "children", "restarts",
  ]

  /// A naive stamp with milliseconds in six digits.
  private func isStamp(_ value: Any?) -> Bool {
    (value as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000/) != nil
  }

  @Test func aQueuedJobHasNoTimesButItsCreation() throws {
    try withServer {
      $0.workers = 1
      $0.service = .constant(hour)
    } run: { _, client in
      _ = try client.push()
      let job = try client.job(try client.push())
      #expect(Set(job.keys) == Self.members)
      #expect(job["status"] as? String == "queued")
      #expect(isStamp(job["created_at"]))
      #expect(isNull(job["started_at"]) && isNull(job["completed_at"]))
      #expect(job["error"] as? String == "")
      #expect((job["outputs"] as? [Any])?.isEmpty == true)
      #expect((job["restarts"] as? [Any])?.isEmpty == true)
      #expect(isNull(job["children"]))
      #expect(job["visibility"] as? String == "private")
    }
  }

  @Test("a running job is called as configured", arguments: JobServer.ActiveWord.allCases)
  func active(word: JobServer.ActiveWord) throws {
    try withServer {
      $0.activeWord = word
      $0.service = .constant(hour)
      $0.childrenPerJob = 2
    } run: { _, client in
      let job = try client.job(try client.push())
      #expect(Set(job.keys) == Self.members)
      #expect(job["status"] as? String == word.rawValue)
      #expect(isStamp(job["started_at"]) && isNull(job["completed_at"]))
      let children = try #require(job["children"] as? [String: [String]])
      #expect(children["me/child"]?.count == 2)
      #expect(children["me/child"]?.allSatisfy { UUID(uuidString: $0) != nil } == true)
      let listed = try client.request("GET", "/v2/jobs?status=\(word.rawValue)").json["data"]
      #expect((listed as? [Any])?.count == 1)
    }
  }

  @Test func aFinishedJobHasOrderedStampsAndItsOutput() throws {
    try withServer { _, client in
      let job = try client.ended(try client.push())
      #expect(Set(job.keys) == Self.members)
      #expect(job["status"] as? String == "finished")
      let stamps = ["created_at", "started_at", "completed_at"].compactMap { job[$0] as? String }
      #expect(stamps.allSatisfy { isStamp($0) })
      #expect(stamps.count == 3 && stamps == stamps.sorted())
      #expect(job["error"] as? String == "")
      let output = try #require((job["outputs"] as? [[String: Any]])?.first)
      #expect(
        Set(output.keys) == [
          "type", "name", "data", "description", "schema", "run_id", "is_optional",
        ])
      #expect(output["run_id"] as? String == job["run_id"] as? String)
    }
  }

  @Test func theBytesOfAJobAreThoseOfItsSeed() throws {
    try withServer { _, client in
      let id = try client.push(#"{"function":"me/work","inputs":{"a":1}}"#)
      _ = try client.ended(id)
      let text = try client.request("GET", "/v2/jobs/\(id)").text
      let rest = #""description":null,"schema":null,"run_id""#
      let run = "4d3b8cb9-abe7-4b4d-8e3c-2a758de8f433-4ea8e487-88dd-40f5-9a22-53b864f962ae"
      #expect(
        text.replacing(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}"/, with: "STAMP") == """
          {"id":"4d3b8cb9-abe7-4b4d-8e3c-2a758de8f433",\
          "function_id":"9d7380bc-1134-427e-9f9a-da493b156bfc",\
          "organization_id":"34b7e030-0fa7-48be-81c6-d1bd1b9fc0d8",\
          "function":{"name":"work","owner_name":"me"},"status":"finished",\
          "created_at":STAMP,"started_at":STAMP,"completed_at":STAMP,\
          "inputs":{"a":{"type":"int","name":"a","data":1,\(rest):null,"is_optional":false}},\
          "outputs":[{"type":"str","name":"output_0","data":"output 1",\
          \(rest):"\(run)","is_optional":false}],"error":"","visibility":"private",\
          "run_id":"\(run)","children":null,"restarts":[]}
          """)
    }
  }

  @Test func aFailedJobHasATracebackAndNoLastOutput() throws {
    try withServer {
      $0.failureShare = 1
    } run: { _, client in
      let job = try client.ended(try client.push())
      #expect(job["status"] as? String == "error")
      #expect((job["error"] as? String)?.hasPrefix("Traceback") == true)
      #expect((job["outputs"] as? [Any])?.isEmpty == true)
      #expect(isStamp(job["completed_at"]))
    }
  }

  @Test func stampsCanHaveAZone() throws {
    try withServer {
      $0.stampsHaveZone = true
    } run: { _, client in
      let job = try client.job(try client.push())
      #expect((job["created_at"] as? String)?.hasSuffix("000Z") == true)
    }
  }

  @Test func inputsKeepTheirValuesAndGetATypeEach() throws {
    try withServer { _, client in
      let inputs =
        #"{"a":"é\n","b":1,"c":1.5,"d":true,"e":null,"f":[1],"g":{"x":1},"#
        + #""h":{"url":"https://x/"},"b":2}"#
      let job = try client.job(try client.push(#"{"function":"me/work","inputs":\#(inputs)}"#))
      let shown = try #require(job["inputs"] as? [String: [String: Any]])
      let types = shown.mapValues { $0["type"] as? String ?? "" }
      #expect(
        types == [
          "a": "str", "b": "int", "c": "float", "d": "bool", "e": "NoneType", "f": "list",
          "g": "dict", "h": "sieve.File",
        ])
      #expect(shown["a"]?["data"] as? String == "é\n")
      #expect(shown["b"]?["data"] as? Int == 2)
      #expect(shown.allSatisfy { $0.value["name"] as? String == $0.key })
    }
  }

  @Test func outputsGrowWhileTheJobRuns() throws {
    try withServer {
      $0.outputsPerJob = 4
      $0.service = .constant(40_000_000)
    } run: { server, client in
      let id = try client.push()
      var counts: [Int] = []
      while counts.isEmpty || server.truth[0].completed == nil {
        counts.append((try client.job(id)["outputs"] as? [Any])?.count ?? -1)
      }
      let job = try client.job(id)
      #expect((job["outputs"] as? [Any])?.count == 4)
      #expect(counts == counts.sorted() && counts.allSatisfy { (0...4).contains($0) })
      let truth = server.truth[0]
      let outputs = truth.events.filter { $0.kind == .output }.map(\.instant.monotonic)
      let start = try #require(truth.started).monotonic
      #expect(outputs.count == 4)
      for (i, instant) in outputs.enumerated() {
        #expect(instant - start >= 10_000_000 * (Int64(i) + 1))
      }
      for (offset, count) in [(0, 4), (1, 3), (4, 0), (Int.max, 0)] {
        let part = try client.request("GET", "/v2/jobs/\(id)?offset=\(offset)").json["outputs"]
        #expect((part as? [Any])?.count == count)
      }
    }
  }

  @Test func aRestartedJobStartsOverUnderAnotherRun() throws {
    try withServer {
      $0.restartShare = 1
    } run: { server, client in
      let pushed = try client.request(
        "POST", "/v2/push", body: #"{"function":"me/work","inputs":{}}"#
      ).json
      let job = try client.ended(try #require(pushed["id"] as? String))
      let restart = try #require((job["restarts"] as? [[String: Any]])?.first)
      #expect(Set(restart.keys) == ["timestamp", "reason", "type", "run_id"])
      #expect(restart["type"] as? String == "preemption")
      #expect(restart["run_id"] as? String == pushed["run_id"] as? String)
      #expect(job["run_id"] as? String != pushed["run_id"] as? String)
      #expect(isStamp(restart["timestamp"]))
      let truth = server.truth[0]
      #expect(truth.events.map(\.kind) == [.queued, .processing, .restarted, .output, .finished])
      let (started, completed) = (try #require(truth.started), try #require(truth.completed))
      #expect(completed.monotonic - started.monotonic >= truth.service * 3 / 2)
    }
  }
}
