import Foundation
import ReferenceServer
import Testing
import Workloads

/// An hour: as good as never for a test.
let hour: Nanoseconds = 3_600_000_000_000

/// Runs `body` against a server of its own, with one connection to it.
func withServer<Result>(_ body: (JobServer, Client) throws -> Result) throws -> Result {
  try withServer({ _ in }, run: body)
}

/// Runs `body` against a server whose settings `edit` has changed.
func withServer<Result>(
  _ edit: (inout JobServer.Configuration) -> Void,
  run body: (JobServer, Client) throws -> Result
) throws -> Result {
  var configuration = JobServer.Configuration()
  configuration.service = .constant(1_000_000)
  edit(&configuration)
  let server = try JobServer.start(configuration)
  defer { server.stop() }
  return try body(server, Client(port: server.port))
}

extension Client {
  /// Pushes a job and returns its id.
  func push(_ body: String = #"{"function":"me/work","inputs":{}}"#) throws -> String {
    let response = try request("POST", "/v2/push", body: body)
    try #require(response.status == 200, "\(response.text)")
    return try #require(response.json["id"] as? String)
  }

  /// The Job object as it is now.
  func job(_ id: String) throws -> [String: Any] {
    let response = try request("GET", "/v2/jobs/\(id)")
    try #require(response.status == 200, "\(response.text)")
    return response.json
  }

  /// The Job object when it is terminal.
  func ended(_ id: String) throws -> [String: Any] {
    let response = try request("GET", "/v2/jobs/\(id)/await")
    try #require(response.status == 200, "\(response.text)")
    return response.json
  }

  func status(_ id: String) throws -> String { try job(id)["status"] as? String ?? "" }
}

/// A file that is gone after the test.
func withTemporaryFile<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "truth-\(UUID().uuidString).jsonl"
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// Whether a member is present and null.
func isNull(_ value: Any?) -> Bool { value is NSNull }
