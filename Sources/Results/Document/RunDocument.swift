internal import Foundation
public import Scenarios
internal import Workloads

/// What a run says: everything that a report shows, derived from the manifest and the job table.
///
/// Its JSON form is `report.json`; `Schema/sojourn.run.1.schema.json` describes it. Times are whole
/// nanoseconds. Equal runs give equal bytes.
public struct RunDocument: Sendable, Hashable, Codable {
  /// The kind of document that this version writes and reads.
  public static let schema = "sojourn.run/1"

  /// The kind of this document.
  public var schema = RunDocument.schema
  /// The version of sojourn that made the run.
  public var version: String
  /// The scenario's name.
  public var scenarioName: String
  /// When, how long, against what.
  public var run: RunFacts
  /// What became of the scheduled arrivals.
  public var jobs: JobCounts
  /// The times of all jobs.
  public var metrics: Metrics
  /// Arrivals and terminal states per second.
  public var throughput: Throughput
  /// What went over the wire.
  public var requests: RequestCounts
  /// How the states of jobs were learned.
  public var following: Following
  /// What became of the jobs that were to be cancelled; absent when the scenario cancels none.
  public var cancellation: Cancellation?
  /// What the run says of the server's clocks.
  public var clocks: Clocks
  /// The run second by second.
  public var timeline: Timeline
  /// The scenario's conditions and whether they hold.
  public var thresholds: [ThresholdResult]
  /// Whether the run may be believed.
  public var validity: Validity
  /// Where the job API did not do what its dialect promises.
  public var findings: [Finding]
  /// The same counts and times for each job class, in the scenario's order.
  public var classes: [ClassSummary]
  /// The last word.
  public var verdict: Verdict
  /// The machine.
  public var environment: Environment
  /// The effective scenario.
  public var scenario: Scenario

  /// A document from its parts.
  public init(
    version: String, run: RunFacts, jobs: JobCounts, metrics: Metrics, throughput: Throughput,
    requests: RequestCounts, following: Following, cancellation: Cancellation?, clocks: Clocks,
    timeline: Timeline, thresholds: [ThresholdResult],
    validity: Validity, findings: [Finding], classes: [ClassSummary], verdict: Verdict,
    environment: Environment, scenario: Scenario
  ) {
    self.version = version
    scenarioName = scenario.name
    self.run = run
    self.jobs = jobs
    self.metrics = metrics
    self.throughput = throughput
    self.requests = requests
    self.following = following
    self.cancellation = cancellation
    self.clocks = clocks
    self.timeline = timeline
    self.thresholds = thresholds
    self.validity = validity
    self.findings = findings
    self.classes = classes
    self.verdict = verdict
    self.environment = environment
    self.scenario = scenario
  }

  enum CodingKeys: String, CodingKey {
    case schema, version, run, jobs, metrics, throughput, requests, timeline, thresholds
    case following, cancellation, clocks, validity, findings, classes, verdict, environment,
      scenario
    case scenarioName = "scenario_name"
  }

  /// The run's seed, and those of single random dimensions.
  public var seedText: String { scenario.seed.text }

  /// The document as JSON: sorted keys, indented, with a final line break.
  public func json() -> String { JSONText.encode(self) }

  /// The effective scenario as JSON, in the same form.
  public func scenarioJSON() -> String { JSONText.encode(scenario) }

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - json: The text of a `report.json`.
  ///   - path: Where it came from, for the error.
  /// - Returns: The document.
  /// - Throws: ``RunFolderError/damaged(path:reason:)``.
  public static func parse(_ json: String, path: String) throws(RunFolderError) -> RunDocument {
    let document: RunDocument
    do {
      document = try JSONDecoder().decode(RunDocument.self, from: Data(json.utf8))
    } catch {
      throw .damaged(path: path, reason: JSONText.reason(error))
    }
    guard document.schema == schema else {
      throw .damaged(
        path: path,
        reason: "it has schema '\(document.schema)', and this program reads '\(schema)'")
    }
    return document
  }
}
