import Testing

@testable import Statistics

/// Bursts that grow until what they say is steady.
@Suite struct BurstGrowthTests {
  /// `workers` that take a second for each job.
  private func grow(
    first: Int, workers: Int, knowsService: Bool = true
  ) -> (drains: [BurstGrowth.Drain], isSteady: Bool) {
    BurstGrowth(first: first, most: 5_000).carryOut { jobs in
      let rate = Double(min(jobs, workers))
      return .init(
        jobs: jobs, rate: rate, service: knowsService ? 1 : nil, seconds: Double(jobs) / rate)
    }
  }

  @Test func aBurstHasManyJobsForEachThatRunsAtOnce() throws {
    let found = grow(first: 50, workers: 16)
    #expect(found.drains.map(\.jobs) == [50, 100, 200, 400])
    #expect(found.isSteady)
    #expect(found.drains.last?.rate == 16)
    #expect(found.drains.last?.workers == 16)
  }

  @Test func withoutAServiceTimeTwoLikeRatesAreEnough() {
    let found = grow(first: 50, workers: 80, knowsService: false)
    #expect(found.drains.map(\.jobs) == [50, 100, 200])
    #expect(found.isSteady)
  }

  @Test func aLongDrainIsEnoughAlone() {
    let found = grow(first: 400, workers: 2)
    #expect(found.drains.map(\.jobs) == [400])
    #expect(found.isSteady)
  }

  @Test func whatIsNeverSteadyEnds() {
    let found = grow(first: 50, workers: .max)
    #expect(found.drains.map(\.jobs) == [50, 100, 200, 400, 800, 1_600, 3_200])
    #expect(!found.isSteady)
    let atOnce = BurstGrowth(first: 50, most: 100).carryOut {
      .init(jobs: $0, rate: nil, service: nil, seconds: 0)
    }
    #expect(!atOnce.isSteady)
  }

  @Test func ratesThatNeverAgreeEndTheGrowth() {
    let found = BurstGrowth(first: 50).carryOut { jobs in
      .init(jobs: jobs, rate: jobs.trailingZeroBitCount % 2 == 0 ? 2 : 3, service: 1, seconds: 30)
    }
    #expect(found.drains.map(\.jobs) == [50, 100, 200, 400, 800])
    #expect(!found.isSteady)
  }

  @Test func noMoreBurstsEndTheGrowth() {
    var bursts = 0
    let found = BurstGrowth(first: 50).carryOut { jobs in
      bursts += 1
      return bursts > 1 ? nil : .init(jobs: jobs, rate: 5, service: 1, seconds: 1)
    }
    #expect(found.drains.count == 1)
    #expect(!found.isSteady)
  }
}
