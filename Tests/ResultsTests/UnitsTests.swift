import Testing
import Workloads

@testable import Results

@Suite struct UnitsTests {
  @Test(
    "durations have three significant digits",
    arguments: [
      (0, "0 ns"), (7, "7 ns"), (999, "999 ns"), (1_000, "1.00 us"), (980_400, "980 us"),
      (999_499, "999 us"), (999_500, "1.00 ms"), (45_149_999, "45.1 ms"), (1_234_000_000, "1.23 s"),
      (9_996_000_000, "10.0 s"), (119_000_000_000, "119 s"), (120_000_000_000, "2.00 min"),
      (7_200_000_000_000, "2.00 h"), (-1_500_000, "-1.50 ms"), (Int64.min, "-2,560,000 h"),
    ] as [(Nanoseconds, String)])
  func durations(nanoseconds: Nanoseconds, text: String) {
    #expect(Units.duration(nanoseconds) == text)
  }

  @Test(
    "numbers",
    arguments: [
      (0, "0"), (0.000_1, "< 0.001"), (0.25, "0.250"), (9.994, "9.99"), (9.996, "10.0"),
      (99.96, "100"), (12_345, "12,300"), (-2.5, "-2.50"), (.infinity, "n/a"),
    ] as [(Double, String)])
  func numbers(value: Double, text: String) {
    #expect(Units.significant(value) == text)
  }

  @Test func countsAreExact() {
    #expect(
      [0, 999, 1_000, 1_234_567, -1_000].map { Units.count($0) } == [
        "0", "999", "1,000", "1,234,567", "-1,000",
      ])
    #expect(
      [0, 999, 1_000, 1_210_000, 5_000_000_000_000].map { Units.bytes($0) } == [
        "0 B", "999 B", "1.00 kB", "1.21 MB", "5.00 TB",
      ])
    #expect(Units.share(0.001_25) == "0.125 %")
  }

  @Test(
    "instants",
    arguments: [
      (JobRecordInstants.epoch, "2026-11-24T03:15:00.250Z", "20261124T031500Z"),
      (0, "1970-01-01T00:00:00.000Z", "19700101T000000Z"),
      (951_782_399_999_999_999, "2000-02-28T23:59:59.999Z", "20000228T235959Z"),
      (-1, "1969-12-31T23:59:59.999Z", "19691231T235959Z"),
    ] as [(Nanoseconds, String, String)])
  func instants(instant: Nanoseconds, iso: String, compact: String) {
    #expect(InstantText.iso(instant) == iso)
    #expect(InstantText.compact(instant) == compact)
    #expect(InstantText.compact(iso: iso) == compact)
  }

  @Test(
    "probabilities",
    arguments: [
      (0.000_023_4, "2.3e-5"), (0.000_099_9, "1.0e-4"), (1e-17, "1.0e-17"), (0.005, "5.0e-3"),
      (0.012_6, "0.013"), (0.5, "0.50"), (1, "1.00"), (0, "0"),
    ])
  func probabilities(probability: Double, text: String) {
    #expect(Units.probability(probability) == text)
  }

  @Test(
    "rough shares",
    arguments: [
      (0, "< 0.1 %"), (0.000_4, "< 0.1 %"), (0.000_6, "0.1 %"), (0.047, "4.7 %"),
      (0.099_6, "10 %"), (0.5112, "51 %"), (1.234, "123 %"), (Double.infinity, "n/a"),
    ])
  func roughShares(share: Double, text: String) {
    #expect(Units.roughShare(share) == text)
  }
}

private enum JobRecordInstants {
  static let epoch: Nanoseconds = 1_795_490_100_250_000_000
}
