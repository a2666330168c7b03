internal import Results
internal import Workloads

extension LearnedPolicy {
  /// What `policy` made of the run of all engines; nil for one that does not learn.
  init?(_ tallies: [EngineTally], _ policy: PollPolicy, reached: Double?) {
    guard case .learned(let requestsPerJob) = policy else { return nil }
    func sum(_ counter: EngineTally.Counter) -> UInt64 {
      tallies.reduce(0) { $0 &+ $1[counter] }
    }
    let placed = sum(.pollsPlaced)
    self.init(
      requestsPerJob: requestsPerJob, reached: reached,
      medianGap: placed > 0 ? TimeSummary(tallies, .pollGap).p50 : nil,
      wavefrontShare: placed > 0 ? Double(sum(.pollsByWavefront)) / Double(placed) : nil,
      refits: sum(.refits))
  }
}
