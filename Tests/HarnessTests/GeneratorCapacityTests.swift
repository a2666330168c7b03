import Engines
import Foundation
import Results
import Testing

@testable import Harness

/// The search for a capacity against carriers whose capacity is known, and one trial of the real thing.
@Suite struct GeneratorCapacityTests {
  @Test(
    "The rate that is found is carried, and one of 5 % more is not",
    arguments: [
      1_000.0, 1_001, 7_777, 48_000, 900_000,
    ])
  func theRateThatIsFoundIsCarried(capacity: Double) throws {
    var tried = 0
    let found = try #require(
      try GeneratorCapacity.search { rate in
        tried += 1
        return rate <= capacity
      })
    #expect(found <= capacity)
    #expect(found * 1.06 > capacity)
    #expect(tried < 50)
  }

  @Test func aRateThatIsCarriedOnceInThreeTimesIsNotCarried() throws {
    var tries: [Double: Int] = [:]
    let found = try #require(
      try GeneratorCapacity.search { rate in
        tries[rate, default: 0] += 1
        return rate <= 4_000 || rate <= 10_000 && tries[rate] == 1
      })
    #expect(found <= 4_000)
    #expect(found > 3_700)
  }

  @Test func oneSlowMomentDoesNotCount() throws {
    var tries: [Double: Int] = [:]
    let found = try #require(
      try GeneratorCapacity.search { rate in
        tries[rate, default: 0] += 1
        return rate <= 10_000 && tries[rate] != 2
      })
    #expect(found <= 10_000)
    #expect(found * 1.06 > 10_000)
  }

  @Test func nothingCarriedIsNoCapacity() throws {
    let found = try GeneratorCapacity.search { _ in false }
    #expect(found == nil)
  }

  @Test func aSearchThatIsStoppedFindsNothing() throws {
    var tried = 0
    let found = try GeneratorCapacity.search { _ in
      tried += 1
      return tried < 4 ? true : nil
    }
    #expect(found == nil)
    #expect(tried == 4)
  }

  @Test func aTrialFollowsEveryJobToItsEnd() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    var capacity = GeneratorCapacity(root: root.path)
    capacity.seconds = 1
    capacity.engines = 2
    let trial = try capacity.tryOnce(200, stop: StopSignal())
    #expect(trial.isWhole)
    #expect((150...250).contains(trial.offeredPerSecond))
    #expect(trial.dispatchDelayP99Nanoseconds != nil || trial.offeredPerSecond < 300)
    #expect(trial.engineBusyShare > 0)
    #expect(trial.targetBusyShare > 0)
  }
}
