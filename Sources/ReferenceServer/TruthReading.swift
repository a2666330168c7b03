internal import Glibc
internal import Workloads

/// Everything that a truth log says: what happened to each job, and which faults did.
public struct GroundTruth: Sendable, Hashable {
  /// The jobs, in the order of the log, which is that of their ends.
  public var jobs: [TruthRecord]
  /// The faults that happened, in order.
  public var faults: [FaultRecord]

  /// A truth from its parts.
  public init(jobs: [TruthRecord], faults: [FaultRecord] = []) {
    self.jobs = jobs
    self.faults = faults
  }

  /// Reads the truth log at `path`.
  public init(contentsOf path: String) throws(TruthUnreadable) {
    try self.init(lines: Self.bytes(of: path))
  }

  /// Reads the lines of a truth log, as ``TruthRecord`` and ``FaultRecord`` describe them.
  public init(lines bytes: [UInt8]) throws(TruthUnreadable) {
    self.init(jobs: [])
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let value = try? JSONParser.parse(Array(line)) else {
        throw TruthUnreadable(reason: "line \(index + 1) is not JSON")
      }
      if let fault = FaultRecord(value) {
        faults.append(fault)
      } else if let job = TruthRecord(value) {
        jobs.append(job)
      } else {
        throw TruthUnreadable(reason: "line \(index + 1) is about neither a job nor a fault")
      }
    }
  }

  private static func bytes(of path: String) throws(TruthUnreadable) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw TruthUnreadable(reason: systemText(errno)) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw TruthUnreadable(reason: systemText(errno)) }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }
}

/// Why a truth log cannot be read.
public struct TruthUnreadable: Error, Hashable, CustomStringConvertible {
  /// What is wrong, in words that read after a colon.
  public var reason: String

  /// A truth log that cannot be read because `reason`.
  public init(reason: String) { self.reason = reason }

  /// `the truth log cannot be read: <reason>`.
  public var description: String { "the truth log cannot be read: \(reason)" }
}

extension JobServer {
  /// What has happened so far, jobs and faults.
  public var groundTruth: GroundTruth { GroundTruth(jobs: truth, faults: faults) }
}

extension TruthRecord {
  /// The record of a line; nil when it is not about a job.
  fileprivate init?(_ line: JSONValue) {
    guard let id = line["id"]?.text, let sequence = line.integer("sequence"),
      let state = JobState.allCases.first(where: { "\($0)" == line["state"]?.text }),
      let service = line.integer("service_ns"), let created = line.instant("created_"),
      case .array(let events) = line["events"]
    else { return nil }
    self.init(
      id: id, sequence: Int(sequence), state: state, worker: line.integer("worker").map { Int($0) },
      service: service, created: created, started: line.instant("started_"),
      completed: line.instant("completed_"), events: events.compactMap { TruthEvent($0) })
    guard self.events.count == events.count else { return nil }
  }
}

extension TruthEvent {
  fileprivate init?(_ value: JSONValue) {
    guard let kind = value["event"]?.text.flatMap(Kind.init), let instant = value.instant("")
    else { return nil }
    self.init(kind: kind, instant: instant)
  }
}

extension FaultRecord {
  /// The record of a line; nil when it is not about a fault that is known.
  fileprivate init?(_ line: JSONValue) {
    guard let name = line["fault"]?.text.flatMap(FaultName.init), let instant = line.instant("")
    else { return nil }
    self.init(
      name: name, instant: instant, id: line["id"]?.text, time: line.integer("time_ns"),
      offset: line.integer("offset_ns"))
  }
}

extension JSONValue {
  fileprivate func integer(_ name: String) -> Int64? {
    guard case .number(let digits) = self[name] else { return nil }
    return Int64(digits)
  }

  /// The instant whose two members begin with `prefix`.
  fileprivate func instant(_ prefix: String) -> Instant? {
    guard let monotonic = integer(prefix + "monotonic_ns"), let wall = integer(prefix + "wall_ns")
    else { return nil }
    return Instant(monotonic: monotonic, wall: wall)
  }
}
