import Foundation
import ReferenceServer
import Testing
import Workloads

struct ListTests {
  private func page(_ client: Client, _ target: String) throws -> (ids: [String], next: Int) {
    let response = try client.request("GET", target)
    try #require(response.status == 200, "\(response.text)")
    let jobs = try #require(response.json["data"] as? [[String: Any]])
    #expect(Set(response.json.keys) == ["data", "next_offset"])
    return (
      jobs.compactMap { $0["id"] as? String }, try #require(response.json["next_offset"] as? Int)
    )
  }

  @Test("pages of any size find all jobs once", arguments: [1, 3, 10, 11, 100_000])
  func paging(limit: Int) throws {
    try withServer {
      $0.service = .constant(hour)
    } run: { _, client in
      let ids = try (0..<10).map { _ in try client.push() }
      var (found, offset, pages) = ([String](), 0, 0)
      while offset >= 0, pages < 20 {
        let (part, next) = try page(client, "/v2/jobs?limit=\(limit)&offset=\(offset)")
        found += part
        offset = next
        pages += 1
      }
      #expect(found == ids)
      #expect(pages == (10 + limit - 1) / limit)
    }
  }

  @Test func aPageHasFiveHundredJobsUnlessToldOtherwise() throws {
    try withServer {
      $0.service = .constant(hour)
    } run: { _, client in
      #expect(try page(client, "/v2/jobs") == ([], -1))
      for _ in 0..<501 { _ = try client.push() }
      let (first, next) = try page(client, "/v2/jobs")
      #expect(first.count == 500 && next == 500)
      let (rest, end) = try page(client, "/v2/jobs?offset=500")
      #expect(rest.count == 1 && end == -1)
      #expect(try page(client, "/v2/jobs?offset=\(Int.max)") == ([], -1))
    }
  }

  @Test func aStateAndAFunctionSelect() throws {
    try withServer {
      $0.workers = 2
      $0.service = .constant(hour)
    } run: { _, client in
      func push(_ function: String) throws -> String {
        try client.push(#"{"function":"\#(function)","inputs":{}}"#)
      }
      let ids = try ["me/a", "me/b", "me/a", "me/b c"].map { try push($0) }
      #expect(try page(client, "/v2/jobs?status=processing").ids == [ids[0], ids[1]])
      #expect(try page(client, "/v2/jobs?status=queued&limit=1") == ([ids[2]], 1))
      #expect(try page(client, "/v2/jobs?status=queued&limit=1&offset=1") == ([ids[3]], -1))
      #expect(try page(client, "/v2/jobs?status=succeeded").ids.isEmpty)
      #expect(try page(client, "/v2/functions/me/a/jobs").ids == [ids[0], ids[2]])
      #expect(try page(client, "/v2/functions/me/a/jobs?status=queued").ids == [ids[2]])
      #expect(try page(client, "/v2/functions/me/b%20c/jobs").ids == [ids[3]])
      #expect(try page(client, "/v2/functions/me/none/jobs").ids.isEmpty)
    }
  }
}
