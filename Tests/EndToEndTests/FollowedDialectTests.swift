import Foundation
import Results
import Synchronization
import Testing
import Workloads

/// Jobs of APIs that are not like Sieve, followed from the push to the end: ids that are chosen before the
/// push or are URLs, lists by ids and by pages.
@Suite struct FollowedDialectTests {
  /// Jobs in the order of their pushes, each with how often it was asked about; the third time it ends.
  private final class Jobs: Sendable {
    private let asked = Mutex<[(id: String, times: Int)]>([])

    var ids: [String] { asked.withLock { $0.map(\.id) } }

    func add(_ id: String? = nil) -> String {
      asked.withLock {
        let name = id ?? "job-\($0.count)"
        $0.append((name, 0))
        return name
      }
    }

    /// The word of the job `id`, of those for queued, running and ended; nil for no such job.
    func word(_ id: String, of words: [String]) -> String? {
      asked.withLock { jobs in
        guard let index = jobs.firstIndex(where: { $0.id == id }) else { return nil }
        jobs[index].times += 1
        return words[min(jobs[index].times, 3) - 1]
      }
    }
  }

  /// What a run of 20 jobs with the dialect `api` wrote down.
  private func run(
    _ api: String, function: String = "f", inputs: String = "{}", follow: String,
    answer: @escaping @Sendable (ScriptedAPI.Request, Jobs) -> (status: Int, body: String)
  ) throws -> (document: RunDocument, rows: [Row], jobs: Jobs) {
    let jobs = Jobs()
    let server = try ScriptedAPI { answer($0, jobs) }
    defer { server.stop() }
    return try Workspace.with { space in
      try space.write(
        """
        target: { api: \(api), url: "\(server.url)" }
        jobs: { function: "\(function)", inputs: \(inputs) }
        load: { burst: { jobs: 20 } }
        follow: { \(follow), recheck: 0, timeout: 1m }
        """)
      let ended = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      let document = try space.document(run)
      #expect(document.run.ending == .complete, "\(ended.errors)")
      #expect(document.jobs.outcomes.finished == 20, "\(ended.output)")
      let rows = Row.all(of: try space.table(run))
      #expect(Set(rows.map(\.id)).count == 20)
      return (document, rows, jobs)
    }
  }

  @Test func aBatchIsReadInWhateverOrderAndWithoutTheJobsThatItLacks() throws {
    let words = ["RUNNABLE", "RUNNING", "SUCCEEDED"]
    let found = try run("aws-batch", inputs: "{ jobName: x }", follow: "mode: list, poll: 40ms") {
      request, jobs in
      if request.line == "POST /v1/submitjob" { return (200, #"{"jobId":"\#(jobs.add())"}"#) }
      let ids = request.body.matches(of: /job-\d+/).map { String($0.output) }
      // No batch ever has job 3; alone it is there.
      let listed = ids.count > 1 ? ids.filter { $0 != "job-3" } : ids
      let parts = listed.reversed().compactMap { id in
        jobs.word(id, of: words).map { #"{"jobId":"\#(id)","status":"\#($0)"}"# }
      }
      return (200, #"{"jobs":[\#(parts.joined(separator: ","))]}"#)
    }
    #expect(found.document.following.listMisses > 0)
    #expect(found.document.requests.byKind.list.sent >= 3)
    #expect(found.document.requests.byKind.list.sent < 60)
  }

  @Test func everyPageOfAListIsRead() throws {
    let found = try run("kubernetes-jobs", function: "ns", follow: "mode: list, poll: 40ms") {
      request, jobs in
      func text(_ id: String) -> String {
        let conditions = #""conditions":[{"type":"Complete","status":"True"}]"#
        let status = jobs.word(id, of: ["", #""active":1"#, conditions]) ?? ""
        return #"{"metadata":{"name":"\#(id)"},"status":{\#(status)}}"#
      }
      if request.line.hasPrefix("POST ") {
        let name = request.body.firstMatch(of: /"name":\s*"([^"]+)"/).map { String($0.1) } ?? ""
        return (201, #"{"metadata":{"name":"\#(jobs.add(name))"}}"#)
      }
      if let id = request.line.firstMatch(of: /jobs\/([^?]+)$/).map({ String($0.1) }) {
        return (200, text(id))
      }
      let start = request.line.firstMatch(of: /continue=(\d+)/).flatMap { Int($0.1) } ?? 0
      let ids = jobs.ids
      let page = ids.dropFirst(start).prefix(6).map(text)
      let next = start + 6 < ids.count ? #""continue":"\#(start + 6)""# : ""
      return (200, #"{"metadata":{\#(next)},"items":[\#(page.joined(separator: ","))]}"#)
    }
    #expect(found.document.requests.byKind.list.sent >= 6)
    #expect(Set(found.rows.map(\.id)) == Set(found.jobs.ids))
  }

  @Test func anIDThatIsChosenBeforeThePushIsTheJobsOwn() throws {
    let found = try run("temporal", function: "ns", follow: "poll: 30ms") { request, jobs in
      let id = request.line.split(separator: "/").last.map(String.init) ?? ""
      if request.line.hasPrefix("POST ") {
        _ = jobs.add(id)
        return (200, #"{"runId":"r"}"#)
      }
      let words = ["RUNNING", "RUNNING", "COMPLETED"].map { "WORKFLOW_EXECUTION_STATUS_\($0)" }
      guard let word = jobs.word(id, of: words) else { return (404, "{}") }
      return (200, #"{"workflowExecutionInfo":{"status":"\#(word)"}}"#)
    }
    #expect(Set(found.rows.map(\.id)) == Set(found.jobs.ids))
  }

  @Test func anIDThatIsAURLOfAnotherHostStaysWithTheTarget() throws {
    let found = try run("fal", function: "fal-ai/flux/dev", follow: "poll: 30ms") { request, jobs in
      if request.line.hasPrefix("POST /fal-ai/flux/dev") {
        let id = jobs.add()
        let url = "https://queue.example.com/fal-ai/flux/requests/\(id)"
        return (200, #"{"request_id":"\#(id)","response_url":"\#(url)"}"#)
      }
      guard let id = request.line.firstMatch(of: /flux\/requests\/(job-\d+)\/status/)?.1 else {
        return (404, "{}")
      }
      let word = jobs.word(String(id), of: ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]) ?? ""
      return (200, #"{"status":"\#(word)","request_id":"\#(id)"}"#)
    }
    #expect(found.rows.allSatisfy { $0.id.hasPrefix("/fal-ai/flux/requests/job-") })
  }
}
