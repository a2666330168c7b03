import Foundation
import Results
import Testing
import Workloads

/// Capacities follow their published schema.
@Suite struct CapacitySchemaTests {
  private let schema: JSONSchema

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Results/Schema/sojourn.capacity.1.schema.json")
    schema = try JSONSchema(try Data(contentsOf: file))
  }

  private func capacity(_ ending: Capacity.Ending) -> Capacity {
    var capacity = Capacity(
      version: "1.2.3", startedAt: "2026-11-24T03:15:00.250Z", scenarioName: "x",
      scenarioFile: "x.yaml", target: "embedded",
      environment: RunEnvironment(
        cpu: "made-up", cores: 2, memoryBytes: 1, kernel: "Linux 6", architecture: "x86_64",
        governor: nil, bootID: "boot", libcurl: "libcurl/8"),
      engines: 1, seed: 7, conditions: ["end_to_end.p99 < 2s"],
      plan: Capacity.Plan(
        isQuick: false, attempts: 3, probes: 6, probeNanoseconds: 120_000_000_000,
        certifications: 3,
        certificationNanoseconds: 300_000_000_000, jobs: 1_000, highestPerSecond: 10_000))
    guard ending != .interrupted else { return capacity }
    capacity.drains = [
      Capacity.Drain(
        run: "01-burst.run", jobs: 320, ended: 320, jobsPerSecond: 16.5, source: .stamps,
        durationNanoseconds: 20_000_000_000, processingNanoseconds: nil)
    ]
    capacity.trials = Capacity.Trial.Verdict.allCases.map {
      Capacity.Trial(
        run: "02-probe.run", purpose: $0 == .met ? .certification : .probe, offeredPerSecond: 13.5,
        pushNanoseconds: 120_000_000_000,
        conditions: [
          ThresholdResult(
            text: "end_to_end.p99 < 2s", measured: 1.5e9, range: Bounds(lower: 1, upper: nil),
            unit: .nanoseconds, verdict: .inconclusive)
        ], excess: -0.3, growthPerSecond: 0.01, medianNanoseconds: 1, processingNanoseconds: nil,
        verdict: $0, reasons: $0 == .invalid ? ["late"] : [])
    }
    capacity.jobsPerSecond = ending == .found ? 13.5 : nil
    capacity.end(ending, reason: ending == .invalid ? "late" : nil)
    return capacity
  }

  @Test("capacities follow the published schema", arguments: Capacity.Ending.allCases)
  func follow(_ ending: Capacity.Ending) throws {
    let data = Data(capacity(ending).json().utf8)
    #expect(try schema.violations(in: data) == [])
    let read = try JSONDecoder().decode(Capacity.self, from: data)
    #expect(read == capacity(ending))
    #expect(read.exitCode == ending.exitCode)
  }

  @Test(
    "the schema is strict",
    arguments: [
      ("\"found\"", "\"lost\""), ("\"exit_code\" : 0", "\"exit_code\" : 3"),
      ("\"quick\" : false", "\"quick\" : 0"), ("\"unstable\"", "\"shaky\""),
      ("\"growth_per_second\"", "\"growth\""), ("\"server stamps\"", "\"stamps\""),
      ("\"sojourn.capacity/1\"", "\"sojourn.run/1\""), ("\"workers\" : null", "\"workers\" : []"),
    ])
  func strict(found: String, changed: String) throws {
    let text = capacity(.found).json()
    #expect(text.contains(found))
    let damaged = text.replacing(found, with: changed, maxReplacements: 1)
    #expect(try schema.violations(in: Data(damaged.utf8)) != [])
  }
}
