/// The queue M/M/c: independent arrivals, exponential service, `c` servers, first in first out.
///
/// Source: Gross, Shortle, Thompson, Harris, "Fundamentals of Queueing Theory", section 2.3; the
/// recursion of the blocking probability B avoids factorials and powers.
public struct ErlangC: Sendable, Hashable {
  /// Servers.
  public let servers: Int
  /// Arrivals per second.
  public let arrivalRate: Double
  /// The mean service time in seconds.
  public let meanService: Double

  /// The queue with `servers` servers, `arrivalRate` arrivals per second and a mean service time of
  /// `meanService` seconds.
  ///
  /// - Precondition: at least one server, positive rates, and an offered load below the number of
  ///   servers: the queue of any other grows without end.
  public init(servers: Int, arrivalRate: Double, meanService: Double) {
    precondition(servers > 0 && arrivalRate > 0 && meanService > 0, "a queue has servers and jobs")
    precondition(arrivalRate * meanService < Double(servers), "a queue that does not grow")
    self.servers = servers
    self.arrivalRate = arrivalRate
    self.meanService = meanService
  }

  /// The share of the servers' time that is used.
  public var utilization: Double { arrivalRate * meanService / Double(servers) }

  /// The probability that an arrival has to wait.
  public var waitingProbability: Double {
    let load = arrivalRate * meanService
    var blocking = 1.0
    for server in 1...servers {
      blocking = load * blocking / (Double(server) + load * blocking)
    }
    return blocking / (1 - utilization * (1 - blocking))
  }

  /// The mean wait in seconds, over all arrivals.
  public var meanWait: Double {
    waitingProbability / (Double(servers) / meanService - arrivalRate)
  }
}
