internal import Statistics

extension Threshold {
  /// Why no rate of arrivals can be looked for under this condition; nil where one can.
  ///
  /// A search needs a condition that holds at low rates and fails above some rate.
  ///
  /// - Parameter scenario: What is pushed, and how it is followed.
  /// - Returns: What is wrong, and what to write instead.
  public func unfitForSearch(in scenario: Scenario) -> ThresholdRejected? {
    if scenario.cancel == nil, isOfCancellations {
      return ThresholdRejected(
        "the scenario cancels no job, so '\(text)' has nothing to measure",
        hint: "add `cancel` to the scenario, or compare another time")
    }
    switch subject {
    case .time:
      return isUpperLimit
        ? nil
        : ThresholdRejected(
          "'\(text)' does not say how long jobs may take at most", hint: "use '<' or '<='")
    case .rate:
      return ThresholdRejected(
        "'\(text)' follows the rate that is tried, so it says nothing about what is sustained",
        hint: "compare a time such as end_to_end.p99, or share.error")
    case .count("jobs", let name) where name != "unsent":
      return ThresholdRejected(
        "'\(text)' follows the rate that is tried, so it says nothing about what is sustained",
        hint: "compare a time such as end_to_end.p99, or share.error")
    case .count, .share:
      let isGood = isOfSuccess
      if isGood ? isLowerLimit : isUpperLimit || comparison == .equal && limit == 0 { return nil }
      return ThresholdRejected(
        "'\(text)' is not harder to keep at a higher rate",
        hint: isGood ? "use '>' or '>='" : "use '<' or '<='")
    }
  }

  private var isUpperLimit: Bool { comparison == .less || comparison == .lessOrEqual }
  private var isLowerLimit: Bool { comparison == .greater || comparison == .greaterOrEqual }

  private var isOfCancellations: Bool {
    switch subject {
    case .time(metric: "cancel", _), .count(group: "cancellation", _): true
    default: false
    }
  }

  /// Whether more of it is better.
  private var isOfSuccess: Bool {
    switch subject {
    case .share("finished"): true
    default: false
    }
  }

  /// The smallest number of jobs that may claim the statistic; nil where one is enough.
  public var jobsNeeded: Int? {
    guard case .time(_, let statistic) = subject else { return nil }
    return QuantileRule.all.first { $0.name == statistic }?.minimumCount
  }
}
