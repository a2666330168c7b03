import Statistics
import Testing

@Suite struct LogChangeTests {
  @Test(
    "tails of the normal distribution",
    arguments: [
      (0.5, 0.0), (0.05, 1.644_853_627), (0.025, 1.959_963_985), (0.004, 2.652_069_808),
      (0.003, 2.747_781_385),
    ])
  func normal(alpha: Double, expected: Double) {
    #expect(abs(Normal.upper(alpha) - expected) < 1e-8)
  }

  /// From tables of Student's distribution.
  @Test(
    "tails of Student's distribution",
    arguments: [
      (0.05, 7.0, 1.8946), (0.004, 7.0, 3.6666), (0.003, 7.0, 3.8868), (0.004, 19.0, 2.9624),
      (0.001, 10.0, 4.1437), (0.001, 7.0, 4.7853),
    ])
  func student(alpha: Double, degrees: Double, expected: Double) {
    let found = StudentT.quantile(normal: Normal.upper(alpha), degrees: degrees)
    #expect(abs(found / expected - 1) < 0.001)
  }

  /// Standard errors of 2 % on both sides and of 3 % from run to run, known from nine runs:
  /// E² = 2 · 0.02² + 2 · 0.03² = 0.0026, v = 0.0026² / (2 · 0.02⁴ / 19 + 0.0018² / 8) = 16.03.
  @Test func theErrorHasThreeParts() throws {
    let reach = 0.02 * 1.959_963_985
    let deviation = try #require(LogChange.Deviation(of: Self.spread(0.03, 9)))
    #expect(abs(deviation.value - 0.03) < 1e-12)
    let found = try #require(LogChange(0.1, reaches: [reach, reach], deviation: deviation))
    #expect(abs(found.error - 0.050_990_195) < 1e-8)
    #expect(abs(found.degrees - 16.025) < 0.01)
    // t(16.025; 0.004) = 3.025
    #expect(abs(found.reach(0.004) - 3.025 * 0.050_990_195) < 3e-4)
    // t(16.025; 0.05) = 1.7458
    #expect(
      abs(found.detectable(0.004, beyond: 0) - (3.025 + 1.7458) * 0.050_990_195) < 3e-4)
    #expect(abs(found.detectable(0.004, beyond: 0.5) - 0.5 - 1.7458 * 0.050_990_195) < 3e-4)
  }

  @Test func withoutHistoryOnlyTheRunsThemselvesCount() throws {
    let reach = 0.02 * 1.959_963_985
    let found = try #require(LogChange(0.1, reaches: [reach, reach], deviation: nil))
    #expect(abs(found.error - 0.028_284_271) < 1e-8)
    #expect(abs(found.degrees - 38) < 1e-9)
    #expect(LogChange(0.1, reaches: [reach, nil], deviation: nil) == nil)
  }

  @Test func withHistoryAMissingIntervalIsNone() throws {
    let deviation = try #require(LogChange.Deviation(of: Self.spread(0.03, 8)))
    let found = try #require(LogChange(0.1, reaches: [nil, nil], deviation: deviation))
    #expect(abs(found.error - 0.03 * 2.0.squareRoot()) < 1e-12)
    #expect(abs(found.degrees - 7) < 1e-9)
    #expect(LogChange.Deviation(of: [1]) == nil)
  }

  @Test func certaintyIsNoError() throws {
    let found = try #require(LogChange(0.1, reaches: [0, 0], deviation: nil))
    #expect(found.reach(0.004) == 0)
  }

  /// Runs that differ by chance alone, judged by eight others: with the normal distribution in place of
  /// Student's there would be four times as many false alarms as asked for.
  @Test func falseAlarmsAreAsRareAsAskedFor() throws {
    var generator = Xoshiro(seed: 11)
    let (trials, alpha) = (20_000, 0.004)
    var (alarms, naive) = (0, 0)
    for _ in 0..<trials {
      let logarithms = (0..<10).map { _ in 0.03 * generator.standardNormal() }
      let deviation = try #require(LogChange.Deviation(of: Array(logarithms.prefix(8))))
      let found = try #require(
        LogChange(logarithms[8] - logarithms[9], reaches: [nil, nil], deviation: deviation))
      if found.change > found.reach(alpha) { alarms += 1 }
      if found.change > Normal.upper(alpha) * found.error { naive += 1 }
    }
    // 80 are expected, with a standard deviation of 9.
    #expect((44...116).contains(alarms), "\(alarms)")
    #expect(naive > 240, "\(naive)")
  }

  /// `count` values with the standard deviation `value`.
  private static func spread(_ value: Double, _ count: Int) -> [Double] {
    let raw = (0..<count).map { Double($0) - Double(count - 1) / 2 }
    let squares = raw.reduce(0) { $0 + $1 * $1 }
    let deviation = (squares / Double(count - 1)).squareRoot()
    return raw.map { 5 + $0 / deviation * value }
  }
}
