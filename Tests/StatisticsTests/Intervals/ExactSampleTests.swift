import Statistics
import Testing

/// Quantiles of values that are known exactly.
@Suite struct ExactSampleTests {
  @Test func valuesOutOfRangeCountAsItsEnds() {
    let sample = ExactSample([1_795_000_000_000_000_000, 5, -3], blocks: [0, 1, 2])
    #expect(sample.sorted == [0, 5, (1 << 58) - 1])
    let open = ExactSample([7], blocks: [0], open: [.max], openBlocks: [0])
    #expect(open.count == 2)
    #expect(open.estimate(1)?.above == (1 << 58) - 1)
  }
}
