import TestSupport
import Testing

@Suite struct GoldenTests {
  @Test(arguments: [
    ("a\nb\nc", "a\nx\nc", "  a\n- b\n+ x\n  c"), ("a", "a", "  a"), ("a", "a\nb", "  a\n+ b"),
    ("a\nb", "b", "- a\n  b"), ("", "a", "- \n+ a"),
  ])
  func aDifferenceShowsLinesWithMinusAndPlus(expected: String, found: String, shown: String) {
    #expect(Golden.difference(from: expected, to: found) == shown)
  }
}
