internal import Glibc

extension ErlangC {
  /// The probability that an arrival waits for longer than `seconds`.
  public func waitingProbability(beyond seconds: Double) -> Double {
    waitingProbability * exp(-(Double(servers) / meanService - arrivalRate) * seconds)
  }

  /// The probability that an arrival has not left after `seconds`: its wait and its own service.
  public func stayingProbability(beyond seconds: Double) -> Double {
    let (service, surplus) = (1 / meanService, Double(servers) / meanService - arrivalRate)
    let (own, queue) = (exp(-service * seconds), exp(-surplus * seconds))
    // Those that wait do so for an exponential time, to which their service is added.
    let sum =
      abs(surplus - service) < 1e-9 * service
      ? (1 + service * seconds) * own : (surplus * own - service * queue) / (surplus - service)
    return (1 - waitingProbability) * own + waitingProbability * sum
  }
}
