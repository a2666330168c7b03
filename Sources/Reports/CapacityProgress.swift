public import Results

/// What the last run of a search for a capacity showed, in one line without a final full stop.
public enum CapacityProgress {
  /// The line for the last burst or trial of `capacity`.
  public static func text(_ capacity: Capacity, wasBurst: Bool) -> String {
    if wasBurst {
      guard let last = capacity.drains.last else { return "a burst" }
      let rate = last.jobsPerSecond.map { "worked off at \(Units.rate($0))" } ?? "ended all at once"
      return "burst of \(Phrases.jobs(last.jobs)): \(rate)"
    }
    guard let last = capacity.trials.last else { return "a trial" }
    let measured = last.conditions.map(Phrases.measured).joined(separator: "; ")
    return "\(last.purpose.rawValue) at \(Units.rate(last.offeredPerSecond)): "
      + "\(CapacityPhrases.verdict(last)), \(measured), growth \(Units.rate(last.growthPerSecond))"
  }
}
