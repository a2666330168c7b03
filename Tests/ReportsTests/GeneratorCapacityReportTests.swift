import Results
import TestSupport
import Testing

@testable import Reports

/// What a person reads of a measured capacity.
@Suite struct GeneratorCapacityReportTests {
  private static func result(
    _ found: Double?, _ trials: [GeneratorCapacityResult.Trial],
    sound: GeneratorCapacityResult.Trial? = nil
  ) -> GeneratorCapacityResult {
    GeneratorCapacityResult(
      version: "1.2.3",
      environment: RunEnvironment(
        cpu: "made-up", cores: 2, memoryBytes: 1, kernel: "Linux 6", architecture: "x86_64",
        governor: nil, bootID: "boot", libcurl: "libcurl/8"),
      engines: 2, connections: 64, seed: 1, durationNanoseconds: 30_000_000_000,
      jobsPerSecond: found, trials: trials, soundTrial: sound)
  }

  private static func trial(
    _ rate: Double, _ delay: Int64?, isWhole: Bool = true, engine: Double, target: Double
  ) -> GeneratorCapacityResult.Trial {
    GeneratorCapacityResult.Trial(
      offeredPerSecond: rate, dispatchDelayP99Nanoseconds: delay, isWhole: isWhole,
      engineBusyShare: engine, targetBusyShare: target)
  }

  @Test func everyRateIsShownWithItsVerdict() {
    let text = GeneratorCapacityReport.render(
      Self.result(
        8_000,
        [
          Self.trial(8_000, 200_000, engine: 0.5, target: 0.2),
          Self.trial(16_000, 1_000_000, engine: 0.95, target: 0.4),
          Self.trial(12_000, nil, isWhole: false, engine: 0.9, target: 0.3),
        ],
        sound: Self.trial(5_603, 190_000, engine: 0.4, target: 0.1)))
    #expect(
      text.contains("At 5,603 jobs/s, 70 % of it, the p99 of the dispatch delay was 190 us.\n"))
    #expect(text.hasPrefix("capacity: 8,000 jobs/s on time\n"))
    let lines = text.split(separator: "\n")
    #expect(lines.contains { $0.contains("8,000") && $0.hasSuffix("  on time") })
    #expect(lines.contains { $0.contains("16,000") && $0.hasSuffix("  late") })
    #expect(lines.contains { $0.contains("12,000") && $0.hasSuffix("  not all finished") })
    #expect(text.replacing("\n  ", with: " ").contains("5,600 jobs/s"))
    #expect(!text.contains("null target itself"))
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func aTargetAtItsLimitIsNamed() {
    let text = GeneratorCapacityReport.render(
      Self.result(
        8_000,
        [
          Self.trial(8_000, 200_000, engine: 0.5, target: 0.8),
          Self.trial(16_000, 9_000_000, engine: 0.6, target: 0.99),
        ]))
    #expect(text.contains("null target itself was at its limit"))
  }

  @Test func noCapacityIsSaid() {
    let text = GeneratorCapacityReport.render(Self.result(nil, []))
    #expect(text.hasPrefix("capacity: none found\n"))
    #expect(Self.result(nil, []).json().contains("\"jobs_per_second\" : null"))
  }
}
