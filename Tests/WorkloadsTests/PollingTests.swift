import Foundation
import Testing
import Workloads

@Suite struct PollPolicyTests {
  @Test(
    "Policies are written under their name and read back",
    arguments: [
      PollPolicy.fixed(every: 250_000_000), .backoff(first: 1, factor: 1.5, cap: 5_000_000_000),
      .learned(requestsPerJob: 6),
    ])
  func codable(policy: PollPolicy) throws {
    let text = try JSONEncoder().encode(policy)
    #expect(try JSONDecoder().decode(PollPolicy.self, from: text) == policy)
  }
}

@Suite struct RetryRuleTests {
  private static let ms: Nanoseconds = 1_000_000

  @Test(
    "Waits double up to the cap, less up to half",
    arguments: [
      (1, 0.0, 100), (2, 0.0, 200), (3, 0.0, 400), (6, 0.0, 3_200), (7, 0.0, 5_000),
      (60, 0.0, 5_000), (.max, 0.0, 5_000), (0, 0.0, 100), (1, 1.0, 50), (7, 1.0, 2_500),
      (2, 0.5, 150),
    ] as [(Int, Double, Nanoseconds)])
  func waits(repetition: Int, unit: Double, expected: Nanoseconds) {
    let wait = RetryRule().wait(repetition: repetition, unit: unit, advised: 0)
    #expect(wait == expected * Self.ms)
  }

  @Test func aWaitNeverUndercutsWhatTheServerAdvised() {
    #expect(RetryRule().wait(repetition: 1, unit: 0, advised: 7_000 * Self.ms) == 7_000 * Self.ms)
    #expect(RetryRule().wait(repetition: 7, unit: 0, advised: 1_000 * Self.ms) == 5_000 * Self.ms)
  }

  @Test(
    "Only statuses that say the push was not accepted are worth a repetition",
    arguments: [
      (429, .retry), (500, .retry), (503, .retry), (502, .replyLost), (504, .replyLost),
      (400, .rejected), (401, .rejected), (404, .rejected), (409, .rejected), (501, .rejected),
      (302, .rejected), (0, .rejected),
    ] as [(Int, RetryRule.PushVerdict)])
  func verdicts(status: Int, expected: RetryRule.PushVerdict) {
    #expect(RetryRule.verdict(status: status) == expected)
  }
}
