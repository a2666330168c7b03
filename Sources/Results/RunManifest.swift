public import Dialects
public import Scenarios

/// What was asked and where, written as `run.json` before the first push: with the job table it is
/// everything that a report, a resumption or a repetition needs.
public struct RunManifest: Sendable, Hashable, Codable {
  /// The kind of document that this version writes and reads.
  public static let schema = "sojourn.manifest/1"
  /// The kind of this document.
  public var schema = RunManifest.schema
  /// The version of sojourn that made the run.
  public var version: String
  /// The effective scenario: defaults resolved, overrides applied, secrets masked.
  public var scenario: Scenario
  /// What the job API says on the wire, so that the run needs no dialect file any more.
  public var dialect: Dialect
  /// The scenario file as the user named it.
  public var scenarioFile: String
  /// The URL that was used: the scenario's, or that of the embedded server.
  public var url: String
  /// Number of engines.
  public var engines: Int
  /// Where the run was made.
  public var environment: RunEnvironment
  /// What the generator carries there; nil where it was not measured.
  public var generatorLimit: GeneratorLimit?
  /// What was tested, for example a commit, as the user or the CI system names it; nil where nobody said.
  public var revision: String?
  /// The fingerprint of all push bodies; nil in manifests of earlier versions.
  public var payloadHash: String?
  /// The run that this one issues again; nil for none.
  public var replayed: ReplayedRun?

  /// A manifest from its parts.
  public init(
    version: String, scenario: Scenario, dialect: Dialect, scenarioFile: String, url: String,
    engines: Int, environment: RunEnvironment, generatorLimit: GeneratorLimit? = nil,
    revision: String? = nil, payloadHash: String? = nil, replayed: ReplayedRun? = nil
  ) {
    self.version = version
    self.scenario = scenario
    self.dialect = dialect
    self.scenarioFile = scenarioFile
    self.url = url
    self.engines = engines
    self.environment = environment
    self.generatorLimit = generatorLimit
    self.revision = revision
    self.payloadHash = payloadHash
    self.replayed = replayed
  }

  enum CodingKeys: String, CodingKey {
    case schema, version, scenario, dialect, url, engines, environment, revision, replayed
    case scenarioFile = "scenario_file"
    case generatorLimit = "generator_limit"
    case payloadHash = "payload_hash"
  }
}

/// A run whose arrivals and payloads were issued again.
public struct ReplayedRun: Sendable, Hashable, Codable {
  /// Its folder, as the user named it.
  public var run: String
  /// Its start as UTC text, for example `2026-11-24T03:15:00.250Z`.
  public var startedAt: String
  /// How many times as fast the arrivals were issued.
  public var speed: Double

  /// A run from its parts.
  public init(run: String, startedAt: String, speed: Double) {
    self.run = run
    self.startedAt = startedAt
    self.speed = speed
  }

  enum CodingKeys: String, CodingKey {
    case run, speed
    case startedAt = "started_at"
  }
}

/// The machine and the libraries a run was made with.
public struct RunEnvironment: Sendable, Hashable, Codable {
  /// The processor's name.
  public var cpu: String
  /// Processors the process could use.
  public var cores: Int
  /// Main memory in bytes.
  public var memoryBytes: Int64
  /// Kernel name and release.
  public var kernel: String
  /// The processor architecture.
  public var architecture: String
  /// The frequency governor, where readable.
  public var governor: String?
  /// The boot in which the run's monotonic instants were taken.
  public var bootID: String
  /// libcurl's version line, with its TLS library.
  public var libcurl: String

  /// An environment from its parts.
  public init(
    cpu: String, cores: Int, memoryBytes: Int64, kernel: String, architecture: String,
    governor: String?, bootID: String, libcurl: String
  ) {
    self.cpu = cpu
    self.cores = cores
    self.memoryBytes = memoryBytes
    self.kernel = kernel
    self.architecture = architecture
    self.governor = governor
    self.bootID = bootID
    self.libcurl = libcurl
  }

  enum CodingKeys: String, CodingKey {
    case cpu, cores, kernel, architecture, governor, libcurl
    case memoryBytes = "memory_bytes"
    case bootID = "boot_id"
  }
}
