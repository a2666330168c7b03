import Statistics
import Testing
import Workloads

@testable import Engines

/// The real dispatcher under the learned policy against servers whose truth is known, in virtual time.
@Suite struct LearnedPolicyTests {
  private static let laws: [VirtualRun.Law] = [
    .logNormal(1, 0.5), .logNormal(20, 0.3), .bimodal(0.2, share: 0.7, 5), .exponential(1),
  ]
  /// The detection delays that each law must not exceed, in milliseconds: median and p99.
  private static let delays = [(95.0, 300.0), (1_250, 6_500), (85, 650), (125, 330)]

  @Test("2,000 jobs that arrive at random take six requests each", arguments: 0..<4, [1, 2, 3])
  func sixRequestsPerJob(law: Int, seed: UInt64) {
    let run = VirtualRun(
      laws: [Self.laws[law]], load: .poisson(2_000, perSecond: 20), seed: seed
    ).carryOut()
    #expect(run.brackets.count == 2_000)
    #expect(run.isTrue)
    #expect(abs(run.requestsPerJob - 6) <= 0.6)
    #expect(run.delay(0.5) <= Self.delays[law].0)
    #expect(run.delay(0.99) <= Self.delays[law].1)
    #expect(run.byWavefront == 0, "nothing waits")
    #expect(run.refits > 20)
  }

  @Test("Requests per job follow what is asked", arguments: [2.0, 4, 10, 16])
  func requestsPerJobFollowWhatIsAsked(requests: Double) {
    let run = VirtualRun(
      laws: [.logNormal(1, 0.5)], load: .poisson(2_000, perSecond: 20),
      policy: .learned(requestsPerJob: requests)
    ).carryOut()
    #expect(run.isTrue)
    #expect(abs(run.requestsPerJob - requests) <= 0.1 * requests)
  }

  @Test("A burst into a queue in order is followed by its front", arguments: [1, 2, 3, 4])
  func aBurstIsFollowedByItsFront(seed: UInt64) {
    let run = Self.burst(seed, .fifo)
    #expect(run.isTrue)
    #expect(run.wavefrontShare > 0.3)
    #expect(run.requestsPerJob <= 10)
    #expect(run.delay(0.5) <= 200)
    #expect(run.delay(0.99) <= 2_000)
  }

  @Test(
    "The front is found in states alone, and in stamps of whole seconds",
    arguments: [0, 1_000_000_000])
  func theFrontIsFoundWithPoorStamps(step: Nanoseconds) {
    let run = Self.burst(1, .fifo, VirtualRun.Words(stampStep: step))
    #expect(run.isTrue)
    #expect(run.wavefrontShare > 0.3)
    #expect(run.requestsPerJob <= 10)
    #expect(run.delay(0.5) <= 400)
  }

  @Test(
    "A queue in another order is followed by the pooled hazard",
    arguments: [VirtualRun.Order.lifo, .random])
  func anotherOrderHasNoFront(order: VirtualRun.Order) {
    let run = Self.burst(1, order)
    #expect(run.isTrue)
    #expect(run.byWavefront == 0)
  }

  @Test func whereJobsHardlyWaitTheFrontCostsNothing() {
    let run = VirtualRun(
      laws: [.logNormal(1, 0.3)], load: .poisson(2_000, perSecond: 16), workers: 20
    ).carryOut()
    #expect(run.isTrue)
    #expect(run.byWavefront == 0)
    #expect(abs(run.requestsPerJob - 6) <= 0.6)
  }

  @Test func aSecondBurstIsNotPredictedByTheFirst() {
    let run = VirtualRun(
      laws: [.logNormal(1, 0.3)], load: .bursts(300, times: 4, every: 40), workers: 20
    ).carryOut()
    #expect(run.isTrue)
    #expect(run.wavefrontShare > 0.3)
    #expect(abs(run.requestsPerJob - 6) <= 0.6)
    #expect(run.delay(0.5) <= 200)
  }

  @Test("Bursts that hardly wait, or that wait long, take six requests", arguments: [0.25, 1])
  func burstsTakeSixRequests(service: Double) {
    let run = VirtualRun(
      laws: [.logNormal(service, 0.5)], load: .bursts(500, times: 4, every: 5 + 20 * service),
      workers: 100
    ).carryOut()
    #expect(run.isTrue)
    #expect(abs(run.requestsPerJob - 6) <= 0.6)
  }

  @Test func classesLearnApart() {
    let run = VirtualRun(
      laws: [.logNormal(0.3, 0.3), .logNormal(10, 0.2)], load: .poisson(3_000, perSecond: 40)
    ).carryOut()
    #expect(run.isTrue)
    for requests in run.classRequests { #expect(abs(requests - 6) <= 0.6) }
    #expect(run.delay(0.5, class: 0) < 30)
    #expect(run.delay(0.5, class: 1) < 600)
  }

  @Test func aFewLongJobsAreNotAskedAboutByTheHundred() {
    let run = VirtualRun(laws: [.logNormal(20, 0.3)], load: .poisson(10, perSecond: 1)).carryOut()
    #expect(run.isTrue)
    #expect(run.requestsPerJob <= 25)
  }

  @Test func aBudgetOfRequestsPerSecondIsKept() {
    var run = VirtualRun(laws: [.logNormal(1, 0.5)], load: .poisson(1_000, perSecond: 20))
    run.change = { $0.pollsPerSecond = 40 }
    let outcome = run.carryOut()
    #expect(outcome.brackets.count == 1_000)
    #expect(outcome.isTrue)
    #expect(outcome.requestsPerJob < 5)
  }

  @Test func bracketsAreTheSameForASeed() {
    func brackets() -> [Nanoseconds] {
      VirtualRun.brackets(
        .exponential(1), seed: 5, requestsPerJob: 6, .poisson(300, perSecond: 20)
      ).map(\.upper)
    }
    let first = brackets()
    #expect(first.count == 300)
    #expect(first == brackets())
  }

  // MARK: Jobs that do not end by themselves

  @Test func cancelledJobsTeachNothingAboutHowLongJobsLive() {
    var run = VirtualRun(laws: [.logNormal(5, 0.2)], load: .poisson(2_000, perSecond: 20))
    let plain = run.carryOut()
    // Were the ends of cancelled jobs taken for ends of jobs, polls would gather there.
    run.change = { $0.cancel = CancelPlan(share: 0.3, when: .processing, after: 100_000_000) }
    let mixed = run.carryOut()
    #expect(mixed.brackets.count == 2_000)
    #expect(mixed.isTrue)
    let natural = mixed.brackets.filter { $0.truth > 2_000_000_000 }
    let delay = quantile(0.5, ofSorted: natural.map(\.delay).sorted())
    #expect(Double(delay) / 1e6 < 1.5 * plain.delay(0.5))
    let cancelled = mixed.brackets.filter { $0.truth < 2_000_000_000 }
    #expect(cancelled.count > 200)
    #expect(quantile(0.5, ofSorted: cancelled.map(\.delay).sorted()) < 20_000_000)
  }

  @Test func jobsThatTimeOutStayAtRisk() {
    var run = VirtualRun(
      laws: [.bimodal(0.5, share: 0.8, 1_000)], load: .poisson(500, perSecond: 20))
    run.change = { $0.timeout = 60_000_000_000 }
    let outcome = run.carryOut()
    #expect((350...450).contains(outcome.brackets.count))
    #expect(outcome.isTrue)
    #expect(outcome.delay(0.5) < 150)
  }

  private static func burst(
    _ seed: UInt64, _ order: VirtualRun.Order, _ words: VirtualRun.Words = VirtualRun.Words()
  ) -> VirtualRun.Outcome {
    let run = VirtualRun(
      laws: [.logNormal(1, 0.3)], load: .burst(600), seed: seed, workers: 20, order: order,
      words: words
    ).carryOut()
    return run
  }
}
