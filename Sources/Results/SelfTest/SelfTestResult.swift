public import Workloads

/// What the instrument found out about itself: every claim beside what was measured here.
public struct SelfTestResult: Sendable, Hashable, Codable {
  /// The kind of document that this version writes.
  public static let schema = "sojourn.selftest/1"
  /// The kind of this document.
  public var schema = SelfTestResult.schema
  /// The version of sojourn that was tested.
  public var version: String
  /// Where it was tested.
  public var environment: RunEnvironment
  /// Whether the tests were the short ones.
  public var isQuick: Bool
  /// The seed of every random sequence.
  public var seed: UInt64
  /// How long the tests took.
  public var durationNanoseconds: Nanoseconds
  /// The subjects that were tested, in order.
  public var checks: [SelfTestCheck]

  /// A result from its parts.
  public init(
    version: String, environment: RunEnvironment, isQuick: Bool, seed: UInt64,
    durationNanoseconds: Nanoseconds, checks: [SelfTestCheck]
  ) {
    self.version = version
    self.environment = environment
    self.isQuick = isQuick
    self.seed = seed
    self.durationNanoseconds = durationNanoseconds
    self.checks = checks
  }

  enum CodingKeys: String, CodingKey {
    case schema, version, environment, seed, checks
    case isQuick = "quick"
    case durationNanoseconds = "duration_ns"
  }

  /// Whether every claim holds.
  public var holds: Bool { checks.allSatisfy(\.holds) }

  /// The result's JSON text.
  public func json() -> String { JSONText.encode(self) }
}

/// One subject of the self-test and its claims.
public struct SelfTestCheck: Sendable, Hashable, Codable {
  /// The subject's name, for example `brackets`.
  public var name: String
  /// What is claimed, in one sentence.
  public var claim: String
  /// Every instance of the claim with its figure.
  public var figures: [SelfTestFigure]
  /// What a user may expect here, in one sentence; nil where the figures say it all.
  public var expectation: String?

  /// A check from its parts.
  public init(
    name: String, claim: String, figures: [SelfTestFigure], expectation: String? = nil
  ) {
    self.name = name
    self.claim = claim
    self.figures = figures
    self.expectation = expectation
  }

  /// Whether every figure is within its limits, and there is any.
  public var holds: Bool { !figures.isEmpty && figures.allSatisfy(\.holds) }
}

/// A measured figure beside what it may be.
public struct SelfTestFigure: Sendable, Hashable, Codable {
  /// What a figure counts.
  public enum Unit: String, Sendable, Hashable, Codable {
    /// Things, for example jobs.
    case count
    /// A share of one; a relative error.
    case share
    /// Nanoseconds.
    case nanoseconds = "ns"
    /// Requests for each job.
    case requestsPerJob = "requests_per_job"
    /// Millionths.
    case millionths = "ppm"
  }

  /// What was measured, for example `lognormal, poisson: error of p50`.
  public var name: String
  /// The figure; null where there is none.
  @OrNull public var measured: Double?
  /// The least it may be; null for no limit.
  @OrNull public var atLeast: Double?
  /// The most it may be; null for no limit.
  @OrNull public var atMost: Double?
  /// What it counts.
  public var unit: Unit
  /// Whether it is within its limits.
  public var holds: Bool

  /// A figure and its limits; one that is not a number is within none, and nothing is within a limit
  /// that is none.
  public init(
    _ name: String, _ measured: Double, _ unit: Unit, atLeast: Double? = nil,
    atMost: Double? = nil
  ) {
    self.name = name
    self.measured = measured.isFinite ? measured : nil
    self.atLeast = atLeast.flatMap { $0.isFinite ? $0 : nil }
    self.atMost = atMost.flatMap { $0.isFinite ? $0 : nil }
    self.unit = unit
    holds = measured.isFinite && measured >= atLeast ?? measured && measured <= atMost ?? measured
  }

  enum CodingKeys: String, CodingKey {
    case name, measured, unit, holds
    case atLeast = "at_least"
    case atMost = "at_most"
  }
}
