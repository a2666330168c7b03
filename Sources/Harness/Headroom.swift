internal import Platform
internal import Scenarios

/// What a run needs of the system besides disk, and what there is.
///
/// Looked at before anything is sent: a run that ends up without descriptors, ports or memory half-way
/// measures its own limits.
struct Headroom {
  /// What the table needs for each row besides the row: a place in every heap of an engine, and what
  /// the report at the end gathers; 250 were measured with a million jobs.
  private static let bytesPerJob = 320
  /// What the embedded server keeps of each job; 1,000 were measured.
  private static let bytesPerServedJob = 1_200
  /// What libcurl and a reply of usual length need for each connection.
  private static let bytesPerConnection = 65_536
  /// The program itself.
  private static let bytesOfProgram = 48 << 20

  /// Descriptors the process may have open.
  var descriptors: Int
  /// Ports for connections to one address; nil where the system does not say.
  var ports: Int?
  /// Bytes of memory; nil where the system does not say.
  var memory: Int?

  /// What this process has, after its limit of descriptors was raised as far as it may be.
  static func ofThisProcess() -> Headroom {
    ProcessUsage.raiseDescriptorLimit()
    return Headroom(
      descriptors: ProcessUsage.descriptorLimit(), ports: EphemeralPorts.count(),
      memory: FreeMemory.bytes())
  }

  /// Refuses what does not fit.
  ///
  /// - Parameters:
  ///   - target: How the job API is reached.
  ///   - engines: Number of engines, each with connections of its own.
  ///   - served: Descriptors of servers in this process.
  /// - Throws: ``RunTrouble`` that names the setting to raise.
  func check(_ target: Scenario.Target, engines: Int, served: Int) throws(RunTrouble) {
    let connections = engines * target.connections
    let needed = connections + served + 64
    if needed > descriptors { throw .tooFewDescriptors(needed: needed, allowed: descriptors) }
    // A Unix socket needs no port, and HTTP/2 shares connections.
    guard let ports, target.unixSocket == nil, target.http != .http2, connections > ports else {
      return
    }
    throw .tooFewPorts(needed: connections, available: ports)
  }

  /// Refuses more jobs than memory is there for.
  ///
  /// - Parameters:
  ///   - jobs: Rows of the job table.
  ///   - rowSize: Bytes of a row.
  ///   - connections: Connections of all engines.
  ///   - isServing: Whether the embedded server keeps the jobs, too.
  /// - Throws: ``RunTrouble`` that names what to change.
  func check(
    jobs: Int, rowSize: Int, connections: Int, isServing: Bool
  ) throws(RunTrouble) {
    guard let memory else { return }
    let perJob = rowSize + Self.bytesPerJob + (isServing ? Self.bytesPerServedJob : 0)
    let needed = Self.bytesOfProgram + connections * Self.bytesPerConnection + jobs * perJob
    if needed > memory { throw .tooLittleMemory(needed: needed, available: memory, perJob: perJob) }
  }
}
