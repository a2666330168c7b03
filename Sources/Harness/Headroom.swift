internal import Platform
internal import Scenarios

/// What a run needs of the system besides memory and disk, and what there is.
///
/// Looked at before anything is sent: a run that ends up without descriptors or ports half-way measures
/// its own limits.
struct Headroom {
  /// Descriptors the process may have open.
  var descriptors: Int
  /// Ports for connections to one address; nil where the system does not say.
  var ports: Int?

  /// What this process has, after its limit of descriptors was raised as far as it may be.
  static func ofThisProcess() -> Headroom {
    ProcessUsage.raiseDescriptorLimit()
    return Headroom(
      descriptors: ProcessUsage.descriptorLimit(), ports: EphemeralPorts.count())
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
}
