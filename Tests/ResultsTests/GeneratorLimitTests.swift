import Foundation
import TestSupport
import Testing

@testable import Results

/// What a measured capacity says to later runs.
@Suite struct GeneratorLimitTests {
  private static let machine = RunEnvironment(
    cpu: "made-up", cores: 2, memoryBytes: 1, kernel: "Linux 6", architecture: "x86_64",
    governor: nil, bootID: "boot", libcurl: "libcurl/8")

  private static func result(_ rate: Double?, engines: Int = 1) -> GeneratorCapacityResult {
    GeneratorCapacityResult(
      version: "1.2.3", environment: machine, engines: engines, connections: 64, seed: 1,
      durationNanoseconds: 1, jobsPerSecond: rate, trials: [])
  }

  private static func stored(
    in root: String, version: String = "1.2.3", on machine: RunEnvironment = machine,
    engines: Int = 1
  ) throws -> GeneratorLimit? {
    try .stored(in: root, version: version, environment: machine, engines: engines)
  }

  @Test func aLimitIsThatOfTheSameVersionMachineAndEngines() throws {
    try TemporaryFolder.with { root in
      let folder = root + "/new/results"
      #expect(try Self.stored(in: folder) == nil)
      try Self.result(3_000, engines: 2).store(in: folder)
      #expect(
        try Self.stored(in: folder, engines: 2) == GeneratorLimit(requestsPerSecond: 6_000))
      #expect(try Self.stored(in: folder, engines: 1) == nil)
      #expect(try Self.stored(in: folder, version: "1.2.4", engines: 2) == nil)
      var other = Self.machine
      other.cores = 4
      #expect(try Self.stored(in: folder, on: other, engines: 2) == nil)
      var rebooted = Self.machine
      rebooted.bootID = "another"
      #expect(try Self.stored(in: folder, on: rebooted, engines: 2) != nil)
    }
  }

  @Test func theFileOfAnEarlierVersionIsRead() throws {
    try TemporaryFolder.with { root in
      let text = Self.result(3_000).json()
        .replacing("sojourn.generator-capacity/1", with: "sojourn.capacity/1")
      #expect(text.contains("\"sojourn.capacity/1\""))
      let path = GeneratorCapacityResult.path(in: root)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      #expect(try Self.stored(in: root) == GeneratorLimit(requestsPerSecond: 6_000))
      try Data(text.replacing("sojourn.capacity/1", with: "sojourn.run/1").utf8)
        .write(to: URL(fileURLWithPath: path))
      #expect(throws: RunFolderError.self) { try Self.stored(in: root) }
    }
  }

  @Test func aDamagedFileIsNamed() throws {
    try TemporaryFolder.with { root in
      let path = GeneratorCapacityResult.path(in: root)
      try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: RunFolderError.self) { try Self.stored(in: root) }
      #expect("\(try #require(error))".contains(path))
    }
  }
}
