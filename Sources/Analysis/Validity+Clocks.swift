internal import Results
internal import Statistics
internal import Workloads

/// What the check of the stamps looks at.
struct ClockCheckInput {
  /// The share of stamped jobs with an anomaly.
  var anomalyShare: Double
  /// The times that come from what the client saw although there are stamps for them.
  var rejected: [String]
  /// Why, where it is the clocks themselves; empty otherwise.
  var causes: [String]

  /// What `evidence` says.
  init(_ evidence: ClockEvidence) {
    let anomalies = evidence.anomalies
    anomalyShare = anomalies.share
    let stamped = anomalies.stamped.map { $0 > 0 }
    rejected = []
    if stamped[0], stamped[1], !evidence.isQueueUsable { rejected.append("queue") }
    if stamped[1], stamped[2], !evidence.isProcessingUsable { rejected.append("processing") }
    causes = StampKind.allCases.compactMap { kind in
      guard let fit = evidence.kinds[kind.rawValue], !fit.isSteady else { return nil }
      return fit.segments.isEmpty
        ? "no offset explains the \(kind.name) stamps"
        : "the clock of the \(kind.name) stamps was set during the run"
    }
    causes += evidence.differing.map {
      "\($0.0.name) and \($0.1.name) are stamped by clocks that differ"
    }
  }
}

/// Whether the server's stamps are sound.
func stampCheck(_ input: CheckInput) -> Validity.Reason? {
  let clocks = input.clocks
  var parts = clocks.causes
  if clocks.anomalyShare > 0.001 {
    parts.append(
      "the server's stamps are out of order or out of place for "
        + "\(Units.share(clocks.anomalyShare)) of jobs")
  }
  guard !parts.isEmpty || !clocks.rejected.isEmpty else { return nil }
  if parts.isEmpty { parts = ["the server's stamps contradict what the client saw"] }
  let isRejected = !clocks.rejected.isEmpty
  return Validity.Reason(
    check: "stamps", level: .warn,
    message: parts.joined(separator: "; ")
      + (isRejected
        ? ", so \(clocks.rejected.joined(separator: " and ")) times come from what the client saw"
        : ""),
    recommendation: "check the clocks of the job API's machines")
}
