import Foundation
import ReferenceServer
import Testing
import Workloads

/// Every route with every answer that it documents, through a real socket.
struct RoutesTests {
  private static let unknown = "00000000-0000-4000-8000-000000000000"

  @Test(
    "what is refused is refused in the API's own words",
    arguments: [
      ("GET", "/", 404, "Not Found"), ("GET", "/v2/nothing", 404, "Not Found"),
      ("GET", "/v2/jobs/", 404, "Not Found"), ("GET", "/v2/jobs//await", 404, "Not Found"),
      ("GET", "/v2/job/\(unknown)", 404, "Not Found"), ("GET", "*", 404, "Not Found"),
      ("GET", "/v2/push", 405, "Method Not Allowed"),
      ("POST", "/v2/jobs", 405, "Method Not Allowed"),
      ("PUT", "/v2/jobs/\(unknown)", 405, "Method Not Allowed"),
      ("DELETE", "/v2/jobs/\(unknown)/await", 405, "Method Not Allowed"),
      ("POST", "/v2/user/concurrency", 405, "Method Not Allowed"),
      ("GET", "/v2/jobs/\(unknown)", 404, "Job not found."),
      ("GET", "/v2/jobs/not-a-uuid", 404, "Job not found."),
      ("GET", "/v2/jobs/%00%ff", 404, "Job not found."),
      ("GET", "/v2/jobs/\(unknown)?offset=-1", 400, "Invalid values passed."),
      ("GET", "/v2/jobs/\(unknown)/await", 404, "Job not found."),
      ("GET", "/v2/jobs/\(unknown)/await?offset=-1", 400, "Invalid values passed."),
      ("DELETE", "/v2/jobs/\(unknown)", 404, "Job not found."),
      ("GET", "/v2/functions/some/body/jobs", 404, "Function not found."),
    ])
  func refusals(method: String, target: String, status: Int, detail: String) throws {
    try withServer {
      $0.functions = ["me/work"]
    } run: { _, client in
      let response = try client.request(method, target)
      #expect(response.status == status)
      #expect(response.json as? [String: String] == ["detail": detail])
      #expect(response.headers["content-type"] == "application/json")
      #expect((response.headers["allow"] != nil) == (status == 405))
    }
  }

  @Test(
    "a push is refused in the API's own words",
    arguments: [
      (#"{"inputs":{}}"#, 400, "Invalid function specified."),
      (#"{"function":null,"id":null,"inputs":{}}"#, 400, "Invalid function specified."),
      (#"{"function":"me/work","id":"1234567","inputs":{}}"#, 400, "Invalid function specified."),
      (#"{"function":"work","inputs":{}}"#, 400, "Invalid function specified."),
      (#"{"function":"/work","inputs":{}}"#, 400, "Invalid function specified."),
      (#"{"function":"me/","inputs":{}}"#, 400, "Invalid function specified."),
      (#"{"function":"a/b/c","inputs":{}}"#, 400, "Invalid function specified."),
      (#"{"function":"me/other","inputs":{}}"#, 404, "Function not found."),
      (#"{"id":"1234567","inputs":{}}"#, 404, "Function not found."),
      (#"{"id":"","inputs":{}}"#, 404, "Function not found."),
    ])
  func refusedPushes(body: String, status: Int, detail: String) throws {
    try withServer {
      $0.functions = ["me/work"]
    } run: { server, client in
      let response = try client.request("POST", "/v2/push", body: body)
      #expect(response.status == status)
      #expect(response.json as? [String: String] == ["detail": detail])
      #expect(server.truth.isEmpty)
    }
  }

  @Test(
    "a field that is not as declared is named",
    arguments: [
      ("", #"[{"loc":["body"],"msg":"Field required","type":"missing"}]"#),
      ("[]", "body model_attributes_type"), ("1", "body model_attributes_type"),
      ("{}", "body.inputs missing"),
      (#"{"inputs":1}"#, "body.inputs dict_type"), (#"{"inputs":null}"#, "body.inputs dict_type"),
      (#"{"inputs":{},"function":1}"#, "body.function string_type"),
      (#"{"inputs":{},"id":[]}"#, "body.id string_type"),
      (#"{"inputs":{},"env":[]}"#, "body.env dict_type"),
      (#"{"inputs":{},"webhooks":{}}"#, "body.webhooks list_type"),
      (#"{"inputs":{},"webhooks":[1]}"#, "body.webhooks.0 dict_type"),
      (
        #"{"inputs":{},"webhooks":[{}]}"#,
        "body.webhooks.0.type missing body.webhooks.0.url missing"
      ),
      (
        #"{"inputs":{},"webhooks":[{"type":"job_completed","url":"http://h/"}]}"#,
        "body.webhooks.0.type enum"
      ),
      (
        #"{"inputs":{},"webhooks":[{"type":"job.start","url":7}]}"#,
        "body.webhooks.0.url string_type"
      ),
      (
        #"{"inputs":{},"webhooks":[{"type":"job.start","url":"https://h/"}]}"#,
        "body.webhooks.0.url url_parsing"
      ),
      (
        #"{"function":1,"id":2}"#,
        "body.function string_type body.id string_type body.inputs missing"
      ),
      ("{", "body.1 json_invalid"), (#"{"a":01}"#, "body.6 json_invalid"),
      ("\u{0}", "body.0 json_invalid"),
    ])
  func fieldProblems(body: String, problems: String) throws {
    try withServer { _, client in
      let response = try client.request("POST", "/v2/push", body: body)
      #expect(response.status == 422)
      expectProblems(response, problems)
    }
  }

  @Test(
    "a query that is not as declared is named",
    arguments: [
      ("GET", "/v2/jobs?limit=x", "query.limit int_parsing"),
      ("GET", "/v2/jobs?limit=0", "query.limit greater_than_equal"),
      ("GET", "/v2/jobs?limit=", "query.limit int_parsing"),
      ("GET", "/v2/jobs?offset=-1", "query.offset greater_than_equal"),
      ("GET", "/v2/jobs?offset=99999999999999999999", "query.offset int_parsing"),
      ("GET", "/v2/functions/me/work/jobs?limit=1.5", "query.limit int_parsing"),
      ("GET", "/v2/jobs/\(unknown)?offset=one", "query.offset int_parsing"),
      ("GET", "/v2/jobs/\(unknown)/await?offset=%31x", "query.offset int_parsing"),
      ("POST", "/v2/push?source=moon", "query.source enum"),
    ])
  func queryProblems(method: String, target: String, problems: String) throws {
    try withServer { _, client in
      let body = method == "POST" ? #"{"function":"me/work","inputs":{}}"# : nil
      let response = try client.request(method, target, body: body)
      #expect(response.status == 422)
      expectProblems(response, problems)
    }
  }

  private func expectProblems(_ response: Client.Response, _ expected: String) {
    if expected.hasPrefix("[") {
      #expect(response.text == #"{"detail":\#(expected)}"#)
      return
    }
    let list = response.json["detail"] as? [[String: Any]] ?? []
    let found = list.map { problem in
      let location = (problem["loc"] as? [Any] ?? []).map { "\($0)" }.joined(separator: ".")
      return "\(location) \(problem["type"] ?? "")"
    }
    #expect(found.joined(separator: " ") == expected)
    #expect(list.allSatisfy { $0.count == 3 && ($0["msg"] as? String)?.isEmpty == false })
  }

  @Test func aKeyIsAskedForOnEveryRouteThatExists() throws {
    try withServer {
      $0.apiKey = "secret"
    } run: { server, client in
      for (method, target) in [
        ("POST", "/v2/push"), ("GET", "/v2/jobs/x"), ("GET", "/v2/jobs/x/await"),
        ("DELETE", "/v2/jobs/x"), ("GET", "/v2/jobs"), ("GET", "/v2/functions/a/b/jobs"),
        ("GET", "/v2/user/concurrency"),
      ] {
        for key in [[:], ["X-API-Key": "wrong"], ["X-API-Key": ""]] {
          let response = try client.request(method, target, headers: key)
          #expect(response.status == 401, "\(method) \(target)")
          #expect(response.detail == "Unauthorized - valid API Key required.")
        }
        #expect(try client.request(method, target, headers: ["x-api-KEY": "secret"]).status != 401)
      }
      #expect(server.truth.isEmpty)
    }
  }

  @Test func checksComeInTheOrderOfFastAPI() throws {
    try withServer {
      $0.apiKey = "secret"
    } run: { _, client throws in
      func push(_ body: String, key: Bool) throws -> Int {
        let headers = key ? ["X-API-Key": "secret"] : [:]
        return try client.request("POST", "/v2/push", body: body, headers: headers).status
      }
      #expect(try client.request("GET", "/nowhere").status == 404)
      #expect(try client.request("PATCH", "/v2/jobs").status == 405)
      #expect(try push("{", key: false) == 422)
      #expect(try push("{}", key: false) == 401)
      #expect(try push("", key: false) == 401)
      #expect(try push(#"{"function":"nonsense"}"#, key: true) == 422)
      #expect(try push(#"{"function":"nonsense","inputs":{}}"#, key: true) == 400)
      #expect(try client.request("GET", "/v2/jobs?limit=x").status == 401)
    }
  }

  @Test func thePushReplyHasEveryDocumentedMember() throws {
    try withServer {
      $0.service = .constant(hour)
    } run: { _, client in
      let body = #"{"function":"me/work:v2","inputs":[{"name":"n","val":1}],"parent":7}"#
      let reply = try client.request("POST", "/v2/push?source=dashboard", body: body)
      #expect(reply.status == 200)
      #expect(
        Set(reply.json.keys) == [
          "id", "run_id", "stream_output", "status", "organization_id", "model_id", "workflow_id",
        ])
      let id = try #require(reply.json["id"] as? String)
      #expect(id == UUID(uuidString: id)?.uuidString.lowercased())
      #expect((reply.json["run_id"] as? String)?.hasPrefix(id + "-") == true)
      #expect(reply.json["status"] as? String == "queued")
      #expect(reply.json["stream_output"] as? Bool == false)
      #expect(isNull(reply.json["workflow_id"]))
      let job = try client.job(id)
      #expect(job["function_id"] as? String == reply.json["model_id"] as? String)
      #expect(job["organization_id"] as? String == reply.json["organization_id"] as? String)
      #expect(job["function"] as? [String: String] == ["name": "work", "owner_name": "me"])
      #expect((job["inputs"] as? [String: [String: Any]])?["n"]?["data"] as? Int == 1)
    }
  }

  @Test func aFunctionCanBeNamedByItsIDOrTheFirstSevenOfIt() throws {
    try withServer { _, client in
      let first = try client.job(try client.push())
      let functionID = try #require(first["function_id"] as? String)
      for id in [functionID, String(functionID.prefix(7)), functionID.uppercased()] {
        let job = try client.job(try client.push(#"{"id":"\#(id)","inputs":{}}"#))
        #expect(job["function_id"] as? String == functionID)
      }
      let short = functionID.prefix(6)
      let refused = try client.request("POST", "/v2/push", body: #"{"id":"\#(short)","inputs":{}}"#)
      #expect(refused.detail == "Function not found.")
    }
  }

  @Test func concurrencyTellsSlotsFromWaiting() throws {
    func counts(_ edit: (inout JobServer.Configuration) -> Void) throws -> [String: Int] {
      try withServer(edit) { _, client in
        for _ in 0..<5 { _ = try client.push() }
        let response = try client.request("GET", "/v2/user/concurrency")
        #expect(response.status == 200)
        return response.json as? [String: Int] ?? [:]
      }
    }
    let limited = try counts {
      $0.workers = 4
      $0.maxConcurrency = 2
      $0.service = .constant(hour)
    }
    #expect(
      limited == [
        "max_concurrency": 2, "num_current": 5, "num_processing": 2, "num_queued": 0,
        "num_limited": 3,
      ])
    let cold = try counts {
      $0.workers = 4
      $0.coldStart = hour
    }
    #expect(
      cold == [
        "max_concurrency": 4, "num_current": 5, "num_processing": 0, "num_queued": 4,
        "num_limited": 1,
      ])
  }
}
