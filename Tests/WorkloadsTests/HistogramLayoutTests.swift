import Histogram
import Statistics
import Testing
import Workloads

@Suite struct HistogramLayoutTests {
  private let library = Histogram<UInt32>(
    lowestDiscernibleValue: 1, highestTrackableValue: UInt64(HistogramLayout.highestValue),
    numberOfSignificantValueDigits: .three)

  /// 10,000 values: the edges of every doubling, and random ones of every magnitude.
  private var values: [Nanoseconds] {
    var generator = Xoshiro(seed: 20_261)
    var values: [Nanoseconds] = [0, 1, 2_047, 2_048, 2_049, HistogramLayout.highestValue]
    for bit in 1..<46 { for offset in [-1, 0, 1] { values.append(1 << bit + Int64(offset)) } }
    while values.count < 10_000 {
      let bits = Int.random(in: 0...46, using: &generator)
      values.append(Nanoseconds(generator.next() & (1 << UInt64(bits) - 1)))
    }
    return values
  }

  @Test func aValueLiesInTheBinThatHdrHistogramGivesIt() {
    for value in values {
      let index = HistogramLayout.index(of: value)
      let lowest = HistogramLayout.lowestValue(of: index)
      let next = HistogramLayout.lowestValue(of: index + 1)
      let bin = library.equivalentRangeForValue(UInt64(value))
      #expect(UInt64(lowest)..<UInt64(next) == bin.lowerBound..<bin.upperBound + 1, "\(value)")
    }
  }

  @Test func theBinsAreThoseOfHdrHistogramInTheSameOrder() {
    var histogram = library
    histogram.record(UInt64(HistogramLayout.highestValue))
    var count = 0
    for (index, bin) in histogram.allValues().enumerated() {
      count += 1
      let highest = UInt64(HistogramLayout.lowestValue(of: index + 1)) - 1
      if bin.value != highest { Issue.record("bin \(index) ends at \(highest), not \(bin.value)") }
    }
    #expect(count == HistogramLayout.count)
  }

  @Test func theSmallestValueOfABinLiesInItAndTheOneBeforeDoesNot() {
    for index in 0..<HistogramLayout.count {
      let lowest = HistogramLayout.lowestValue(of: index)
      let isRight =
        HistogramLayout.index(of: lowest) == index
        && (index == 0 || HistogramLayout.index(of: lowest - 1) == index - 1)
      if !isRight { Issue.record("bin \(index)") }
    }
    #expect(HistogramLayout.index(of: HistogramLayout.highestValue) == HistogramLayout.count - 1)
  }

  @Test func valuesOutsideTheRangeCountAsItsEnds() {
    #expect(HistogramLayout.index(of: -1) == 0)
    #expect(HistogramLayout.index(of: .min) == 0)
    #expect(HistogramLayout.index(of: .max) == HistogramLayout.count - 1)
    #expect(HistogramLayout.index(of: 1 << 46) == HistogramLayout.count - 1)
  }
}
