import Statistics
import Testing

@testable import Analysis

/// Differences of two instants, as they are gathered.
@Suite struct SampleTests {
  @Test func instantsInTheWrongOrderByLessThanTheirResolutionTookNoTime() {
    var sample = Sample()
    sample.add(from: 1_700, to: 1_000, block: 0, resolution: 1_000)
    sample.add(from: 2_000, to: 1_000, block: 0, resolution: 1_000)
    sample.add(from: 1_700, to: 1_000, block: 0)
    sample.add(from: .max, to: .min, block: 0, resolution: 1_000)
    #expect(sample.values == [0])
    #expect(sample.disordered == 3)
    let brackets = sample.widened(by: 1_000).brackets
    #expect(brackets.map(\.lower) == [0])
    #expect(brackets.map(\.upper) == [1_000])
  }
}
