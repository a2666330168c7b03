import Glibc
import Testing

@testable import Statistics

/// Searches in virtual time, whose true limits are known.
@Suite struct RateSearchTests {
  /// What 100 searches are wrong by, as shares of the truth, ascending.
  private func errors(
    _ queue: VirtualQueue, truth: Double, limit: Double, search: RateSearch
  ) throws -> [Double] {
    try (1...100).map { number in
      var seed = UInt64(number) * 1_000
      let drains = BurstGrowth(first: 320).carryOut { jobs in
        seed += 1
        return queue.drain(jobs, seed: seed)
      }.drains
      let last = try #require(drains.last)
      let found = search.find(
        drain: try #require(last.rate), highest: 1e6, median: last.service ?? 0
      ) { request in
        seed += 1
        return .tried(queue.trial(request, limit: limit, seed: seed))
      }
      #expect(found.ending == .found)
      return try #require(found.rate) / truth - 1
    }.sorted()
  }

  /// The rate at which `exceeding` reaches 1 %.
  private func limit(below top: Double, exceeding: (Double) -> Double) -> Double {
    var (low, high) = (top / 100, top)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if exceeding(middle) <= 0.01 { low = middle } else { high = middle }
    }
    return low
  }

  /// Probes of 300 mean service times and certifications of 800.
  private func search(meanService: Double) -> RateSearch {
    var search = RateSearch()
    search.probeSeconds = 300 * meanService
    search.certifySeconds = 800 * meanService
    return search
  }

  /// 16 workers, exponential services of 50 ms: the truth is Erlang's.
  @Test func ofAQueueWithExponentialServicesTheLimitIsFound() throws {
    let truth = limit(below: 319.99) {
      ErlangC(servers: 16, arrivalRate: $0, meanService: 0.05).stayingProbability(beyond: 0.3)
    }
    let errors = try errors(
      .exponential(mean: 0.05), truth: truth, limit: 0.3, search: search(meanService: 0.05))
    let (lowest, highest) = (try #require(errors.first), try #require(errors.last))
    #expect(highest <= 0.03, "\(errors.suffix(5))")
    #expect(lowest >= -0.06, "\(errors.prefix(5))")
    #expect(abs(errors.reduce(0, +) / 100) < 0.015)
  }

  /// 16 workers, log-normal services of 1 s, which is slow for trials of the usual length: the truth is that
  /// of one simulation of 200,000 s at each of nine rates.
  @Test func trialsOfTheUsualLengthFindTheLimitOfASlowQueueAlmostAlways() throws {
    let errors = try errors(
      .logNormal(mean: 1, sigma: 0.5), truth: 14.586, limit: 3.5, search: RateSearch())
    let near = errors.count { (-0.06...0.03).contains($0) }
    #expect(near >= 95, "\(errors.prefix(5)) \(errors.suffix(5))")
    #expect(errors.allSatisfy { abs($0) < 0.1 })
    #expect(abs(errors.reduce(0, +) / 100) < 0.015)
  }

  /// A job API whose quantile crosses the limit at `rate` and no other.
  private func sharp(
    _ rate: Double, _ requests: inout [RateSearch.Request], drain: Double,
    highest: Double = 1_000, slope: Double = 0, endingAfter most: Int = .max
  ) -> RateSearch.Finding {
    RateSearch().find(drain: drain, highest: highest, median: 1) { request in
      guard requests.count < most else { return .ended }
      requests.append(request)
      return .tried(
        RateSearch.Trial(
          request, excess: log(request.rate / rate), slope: slope * request.rate, median: 1))
    }
  }

  @Test(
    "without noise the limit is found from a good drain and from bad ones",
    arguments: [10.0, 8, 16, 40, 5])
  func sharp(drain: Double) throws {
    var requests: [RateSearch.Request] = []
    let found = sharp(9, &requests, drain: drain)
    #expect(found.ending == .found)
    let rate = try #require(found.rate)
    #expect(rate <= 9)
    #expect(rate > 9 * 0.975)
    #expect(try #require(found.lowestFailed) > rate)
    #expect(found.trials.suffix(3).allSatisfy { $0.isMet && $0.purpose == .certification })
  }

  @Test func aFailureByChanceDoesNotEndTheWayUp() throws {
    var isFirst = true
    let found = RateSearch().find(drain: 10, highest: 1_000, median: 1) { request in
      let excess = isFirst ? 0.1 : log(request.rate / 30)
      isFirst = false
      return .tried(RateSearch.Trial(request, excess: excess, slope: 0, median: 1))
    }
    #expect(found.ending == .found)
    let rate = try #require(found.rate)
    #expect(rate > 25 && rate <= 30, "\(rate)")
    #expect(try #require(found.lowestFailed) > rate)
  }

  @Test func aTrialIsAsLongAsItsJobsNeed() {
    let search = RateSearch()
    #expect(search.seconds(.probe, rate: 100, median: 1) == 120)
    #expect(search.seconds(.certification, rate: 100, median: 1) == 300)
    #expect(search.seconds(.probe, rate: 100, median: 30) == 600)
    #expect(search.seconds(.probe, rate: 2, median: 1) == 500)
    #expect(search.seconds(.probe, rate: 1e-300, median: 1) == 31_536_000)
    #expect(search.foreseenSeconds(rate: 100, median: 1) == 6 * 120 + 3 * 300)
  }

  @Test func whatIsLeftIsForeseen() {
    var requests: [RateSearch.Request] = []
    _ = sharp(90, &requests, drain: 100)
    #expect(requests[0].secondsLeft == 6 * 120 + 3 * 300)
    #expect(requests[5].secondsLeft == 120 + 3 * 300)
    #expect(requests[6].purpose == .certification)
    #expect(requests[6].secondsLeft == 3 * 300)
  }

  @Test func whereJobsPileUpNoRateIsSustained() {
    var requests: [RateSearch.Request] = []
    let found = sharp(9, &requests, drain: 10, slope: 0.021)
    #expect(found.ending == .notMet)
    #expect(found.rate == nil)
    #expect(found.highestMet == nil)
    #expect(requests.map(\.rate).min() == 6.0 / 16)
  }

  @Test func theHighestRateIsALowerBoundWhereItHolds() {
    var requests: [RateSearch.Request] = []
    let found = sharp(100, &requests, drain: 10, highest: 20)
    #expect(found.ending == .noLimit)
    #expect(found.highestMet == 20)
    #expect(found.rate == nil)
    #expect(requests.allSatisfy { $0.rate <= 20 })
  }

  @Test("a search that ends early keeps what it knows", arguments: [0, 1, 5, 7])
  func ended(trials: Int) {
    var requests: [RateSearch.Request] = []
    let found = sharp(9, &requests, drain: 10, endingAfter: trials)
    #expect(found.ending == .ended)
    #expect(found.trials.count == trials)
    #expect(found.rate == nil)
  }
}
