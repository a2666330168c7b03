import Testing

@testable import Platform

/// How much memory may be taken, by the machine and by the limits of groups.
@Suite struct FreeMemoryTests {
  private static let machine = "MemTotal:       100 kB\nMemFree: 3 kB\nMemAvailable:   50 kB\n"

  @Test(
    "the least of what is free and of every limit counts",
    arguments: [
      ([], 51_200), (["max\n"], 51_200), (["60000\n"], 51_200),
      (["max\n", "40000\n", "45000\n"], 40_000), (["9223372036854771712\n"], 51_200),
    ] as [([String], Int)])
  func least(limits: [String], expected: Int) {
    #expect(FreeMemory.bytes(memory: Self.machine, limits: limits) == expected)
  }

  @Test func nothingIsMadeUp() {
    #expect(FreeMemory.bytes(memory: "", limits: ["max"]) == nil)
    #expect(FreeMemory.bytes(memory: "", limits: ["7"]) == 7)
  }

  @Test func thisMachineSays() throws {
    #expect(try #require(FreeMemory.bytes()) > 1 << 20)
  }
}
