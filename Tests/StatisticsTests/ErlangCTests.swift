import Glibc
import Statistics
import Testing

@Suite struct ErlangCTests {
  @Test("one server is M/M/1: the mean wait is rho / (mu - lambda)")
  func oneServer() {
    let queue = ErlangC(servers: 1, arrivalRate: 8, meanService: 0.1)
    #expect(abs(queue.waitingProbability - 0.8) < 1e-12)
    #expect(abs(queue.meanWait - 0.4) < 1e-12)
  }

  /// The sum over states, straight from the definition.
  private func waitingProbability(_ servers: Int, load: Double) -> Double {
    var term = 1.0
    var sum = 0.0
    for jobs in 0..<servers {
      sum += term
      term *= load / Double(jobs + 1)
    }
    let all = term / (1 - load / Double(servers))
    return all / (sum + all)
  }

  @Test("the recursion gives what the sum over states gives", arguments: [2, 3, 8, 20])
  func manyServers(_ servers: Int) {
    for utilization in [0.1, 0.5, 0.7, 0.95] {
      let load = utilization * Double(servers)
      let queue = ErlangC(servers: servers, arrivalRate: load, meanService: 1)
      let expected = waitingProbability(servers, load: load)
      #expect(abs(queue.waitingProbability - expected) < 1e-9)
      #expect(abs(queue.meanWait - expected / (Double(servers) - load)) < 1e-9)
    }
  }
}

extension ErlangCTests {
  @Test("one server: the wait and the stay of M/M/1 are exponential")
  func tailsOfOneServer() {
    let queue = ErlangC(servers: 1, arrivalRate: 8, meanService: 0.1)
    for time in [0.0, 0.1, 0.5, 2] {
      #expect(abs(queue.waitingProbability(beyond: time) - 0.8 * exp(-2 * time)) < 1e-12)
      #expect(abs(queue.stayingProbability(beyond: time) - exp(-2 * time)) < 1e-12)
    }
  }

  @Test("the means are the areas under the tails", arguments: [0.2, 0.75, 0.9])
  func areas(_ utilization: Double) {
    let queue = ErlangC(servers: 4, arrivalRate: 4 * utilization, meanService: 1)
    let step = 0.01
    let times = stride(from: step / 2, to: 200, by: step)
    let wait = times.reduce(0) { $0 + step * queue.waitingProbability(beyond: $1) }
    let stay = times.reduce(0) { $0 + step * queue.stayingProbability(beyond: $1) }
    #expect(abs(wait - queue.meanWait) < 1e-3)
    #expect(abs(stay - queue.meanWait - 1) < 1e-3)
  }
}
