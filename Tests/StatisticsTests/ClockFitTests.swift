import Statistics
import Testing

private let ms: Int64 = 1_000_000
private let second: Int64 = 1_000_000_000

/// A clock with an offset, a drift and steps, looked at through exchanges with random delays: 5 ms and
/// an exponential part with mean 3 ms on the way there, 6 ms on the way back.
struct SimulatedClock {
  var offset: Int64 = 1_300 * ms
  var ppm = 20.0
  var resolution: Int64 = 1
  var steps: [(at: Int64, size: Int64)] = []
  var length = 120 * second

  /// Foreign - own at `instant`.
  func theta(_ instant: Int64) -> Int64 {
    let drift = Int64((Double(instant - length / 2) * ppm / 1e6).rounded())
    return offset + drift + steps.filter { $0.at <= instant }.reduce(0) { $0 + $1.size }
  }

  func reading(at instant: Int64, using generator: inout Xoshiro) -> ClockReading {
    func delay(_ mean: Double) -> Int64 {
      5 * ms + Int64(-Double.random(in: 0.000_001...1, using: &generator).logarithm * mean)
    }
    let stamped = instant + delay(3e6)
    let stamp = stamped + theta(stamped)
    let cut = stamp - (stamp % resolution + resolution) % resolution
    return ClockReading(
      sent: instant, received: stamped + delay(6e6), stamp: cut, resolution: resolution)
  }

  func readings(_ count: Int, seed: UInt64) -> [ClockReading] {
    var generator = Xoshiro(seed: seed)
    return (0..<count).map { _ in Int64.random(in: 0..<length, using: &generator) }.sorted()
      .map { reading(at: $0, using: &generator) }
  }
}

extension Double {
  /// The natural logarithm by a series, good enough for made-up delays.
  fileprivate var logarithm: Double {
    var (value, result) = (self, 0.0)
    while value < 0.5 {
      value *= 2
      result -= 0.693_147_180_559_945_3
    }
    let ratio = (value - 1) / (value + 1)
    var (power, index) = (ratio, 1.0)
    while index < 40 {
      result += 2 * power / index
      power *= ratio * ratio
      index += 2
    }
    return result
  }
}

@Suite struct ClockFitTests {
  /// The widths are those of an independent simulation of the same exchanges.
  @Test(
    "the bound contains the truth and is as narrow as the readings allow",
    arguments: [
      (second, 20, 128.0), (second, 200, 29), (second, 2_000, 15.6), (ms, 20, 11.7),
      (ms, 200, 10.5), (ms, 2_000, 10.1), (1_000, 20, 10.8), (1_000, 200, 10.1),
      (1_000, 2_000, 10.0),
    ] as [(Int64, Int, Double)])
  func offsets(resolution: Int64, count: Int, width: Double) throws {
    var widths: [Double] = []
    let trials = count < 2_000 ? 60 : 12
    for trial in 0..<trials {
      let ppm = [20.0, -50, 50, 0][trial % 4]
      let clock = SimulatedClock(
        offset: Int64(trial * 171 - 5_000) * ms, ppm: ppm, resolution: resolution)
      let fit = try #require(ClockFit.of(clock.readings(count, seed: UInt64(1_000 + trial))))
      let segment = try #require(fit.segments.first)
      #expect(fit.isSteady && fit.outliers == 0)
      for instant in [0, 60 * second, 120 * second] {
        #expect(segment.bound(at: instant).contains(clock.theta(instant)), "trial \(trial)")
      }
      #expect(segment.drift.contains(ppm), "trial \(trial)")
      let bound = segment.bound(at: 60 * second)
      widths.append(Double(bound.upperBound - bound.lowerBound) / 1e6)
    }
    let mean = widths.reduce(0, +) / Double(trials)
    // Few coarse readings leave the drift open, and here it may be twice as large as there.
    let tolerance = resolution == second && count < 2_000 ? 0.25 : 0.12
    #expect(abs(mean / width - 1) < tolerance, "\(mean) ms")
  }

  @Test(
    "a step is found, with its instant and its size inside the bounds",
    arguments: [500, 3_000, -2_000, -300] as [Int64], [1, 1_000])
  func steps(size: Int64, resolution: Int64) throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      let at = (30 + Int64(seed) * 7) * second
      let clock = SimulatedClock(
        resolution: resolution * ms, steps: [(at: at, size: size * ms)])
      let readings = clock.readings(600, seed: seed)
      let fit = try #require(ClockFit.of(readings))
      #expect(fit.segments.count == 2, "seed \(seed)")
      let step = try #require(fit.steps.first)
      #expect(step.between.contains(at), "seed \(seed)")
      #expect(step.size.contains(size * ms), "seed \(seed): \(step.size)")
      #expect(step.size.upperBound - step.size.lowerBound < 250 * ms)
      #expect(fit.segments[0].bound(at: 10 * second).contains(clock.theta(10 * second)))
      #expect(fit.segments[1].bound(at: 110 * second).contains(clock.theta(110 * second)))
      let across = try #require(fit.bound(over: 10 * second...110 * second))
      #expect(across.contains(clock.theta(10 * second)))
      #expect(across.contains(clock.theta(110 * second)))
    }
  }

  @Test func twoStepsAreFoundOneByOne() throws {
    let steps = [(at: 40 * second, size: 700 * ms), (at: 80 * second, size: -1_500 * ms)]
    let clock = SimulatedClock(resolution: ms, steps: steps)
    let fit = try #require(ClockFit.of(clock.readings(500, seed: 3)))
    #expect(fit.steps.count == 2)
    for (found, step) in zip(fit.steps, steps) {
      #expect(found.between.contains(step.at))
      #expect(found.size.contains(step.size))
    }
  }

  /// A status request may be under way for seconds when the clock is set back.
  @Test func longExchangesAcrossAStepDoNoHarm() throws {
    let clock = SimulatedClock(resolution: ms, steps: [(at: 60 * second, size: -2_000 * ms)])
    var generator = Xoshiro(seed: 9)
    var readings = clock.readings(400, seed: 4)
    for index in readings.indices where index % 2 == 0 {
      readings[index].received += Int64.random(in: 0...(5 * second), using: &generator)
    }
    let fit = try #require(ClockFit.of(readings))
    #expect(fit.steps.count == 1)
    #expect(fit.steps.first?.between.contains(60 * second) == true)
    #expect(fit.steps.first?.size.contains(-2_000 * ms) == true)
  }

  @Test func fewWrongStampsAreLeftOut() throws {
    let clock = SimulatedClock(resolution: ms)
    var readings = clock.readings(200, seed: 5)
    for index in [20, 90, 91, 160] { readings[index].stamp += 1_100 * ms }
    readings[33].stamp = .max
    readings[34].stamp = .min + 1
    let fit = try #require(ClockFit.of(readings))
    #expect(fit.isSteady && fit.outliers == 6)
    #expect(fit.segments[0].bound(at: 60 * second).contains(clock.theta(60 * second)))
  }

  @Test func aSingleWrongStampIsNoStep() throws {
    let clock = SimulatedClock(resolution: ms)
    var readings = clock.readings(60, seed: 8)
    readings[30].stamp -= 700 * ms
    let fit = try #require(ClockFit.of(readings))
    #expect(fit.isSteady && fit.outliers == 1 && fit.steps.isEmpty)
  }

  @Test func twoClocksThatTakeTurnsHaveNoBound() throws {
    let clocks = [SimulatedClock(resolution: ms), SimulatedClock(offset: 900 * ms, resolution: ms)]
    let readings = clocks.enumerated().flatMap { $1.readings(100, seed: UInt64($0)) }
    let fit = try #require(ClockFit.of(readings))
    #expect(fit.segments.isEmpty)
    #expect(fit.bound(over: 0...1) == nil)
  }

  @Test func aClockBeyondTheDriftLimitIsNotOnOneLine() throws {
    let fit = try #require(
      ClockFit.of(SimulatedClock(ppm: 3_000, resolution: 1).readings(400, seed: 2)))
    #expect(!fit.isSteady)
  }

  @Test func fourReadingsAreTooFew() {
    let readings = SimulatedClock().readings(5, seed: 1)
    #expect(ClockFit.of(Array(readings.prefix(4))) == nil)
    #expect(ClockFit.of(readings) != nil)
    #expect(ClockFit.of([]) == nil)
  }

  @Test func offsetsOfYearsAreReckonedExactly() throws {
    let clock = SimulatedClock(offset: 1_795_490_100 * second, resolution: 1_000)
    let fit = try #require(ClockFit.of(clock.readings(200, seed: 7)))
    let bound = fit.segments[0].bound(at: 60 * second)
    #expect(bound.contains(clock.theta(60 * second)))
    #expect(bound.upperBound - bound.lowerBound < 11 * ms)
  }
}

@Suite struct StampResolutionTests {
  private func resolution(_ stamps: [Int64]) -> StampResolution {
    var resolution = StampResolution()
    for stamp in stamps { resolution.add(stamp) }
    return resolution
  }

  @Test(
    "the resolution is the coarsest usual unit of all stamps",
    arguments: [1, 10, 1_000, ms, 10 * ms, 100 * ms, second, 60 * second] as [Int64])
  func units(unit: Int64) {
    var generator = Xoshiro(seed: UInt64(unit))
    let stamps = (0..<40).map { _ in Int64.random(in: 1...100_000_000, using: &generator) * unit }
    let found = resolution(stamps.filter { $0 / unit % 1_000 != 0 }.prefix(30).map { $0 })
    #expect(found.nanoseconds == unit || unit == second && found.nanoseconds == second)
    #expect(found.isDetected)
  }

  @Test func itIsNeverFinerThanTheTruth() {
    #expect(resolution([250 * ms, 750 * ms, 1_250 * ms]).nanoseconds == 10 * ms)
    #expect(resolution([7_200 * second]).nanoseconds == 60 * second)
    #expect(!resolution([7 * second, 7 * second, 7 * second]).isDetected)
  }

  @Test func withoutStampsThereIsNone() {
    #expect(resolution([0, 0]).nanoseconds == 0)
    #expect(!resolution([]).isDetected)
    #expect(resolution([.max, .min]).nanoseconds == 1)
  }
}
