import Testing
import Workloads

@Suite struct UniformTests {
  @Test(
    "bounds that are read",
    arguments: [
      ("1", "10", 1, 10, 0), ("-5", "-5", -5, -5, 0), ("0.5", "2", 500_000_000, 2_000_000_000, 9),
      ("-0.000000001", "0", -1, 0, 9), ("007", "8", 7, 8, 0),
      (
        "-1000000000000000000", "1000000000000000000", -1_000_000_000_000_000_000,
        1_000_000_000_000_000_000, 0
      ),
    ] as [(Substring, Substring, Int64, Int64, Int)])
  func read(low: Substring, high: Substring, lowest: Int64, highest: Int64, decimals: Int) throws {
    let law = try #require(Uniform(low, high))
    #expect(law.lowest == lowest)
    #expect(law.highest == highest)
    #expect(law.decimals == decimals)
  }

  @Test(
    "bounds that are none",
    arguments: [
      "", "-", ".5", "5.", "1e3", "0x1", "+1", "1_000", "nan", "1.0000000001", "1000000000.1",
      "1000000000000000001", "99999999999999999999", "1.2.3", "--1", "\u{0661}",
    ] as [Substring])
  func refused(text: Substring) {
    #expect(!Uniform.isBound(text))
    #expect(Uniform(text, text) == nil)
  }

  @Test func boundsOutOfOrderMakeNoLaw() {
    #expect(Uniform("2", "1") == nil)
    #expect(Uniform("0.1", "0") == nil)
  }
}
