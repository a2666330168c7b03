public import Results

/// The forms in which the capacity of a job API can be shown.
public enum CapacityFormat: String, Sendable, CaseIterable {
  /// For people at a terminal.
  case terminal
  /// For pull requests, with every number.
  case markdown
  /// The document itself.
  case json

  /// The text of `capacity` in this form; `folder` is where its runs are.
  public func render(_ capacity: Capacity, folder: String) -> String {
    switch self {
    case .terminal: CapacityTerminalReport.render(capacity, folder: folder)
    case .markdown: CapacityMarkdownReport.render(capacity, folder: folder)
    case .json: capacity.json()
    }
  }
}

/// What both reports on a capacity say in the same words.
enum CapacityPhrases {
  /// What was found, in one line without a final full stop.
  static func heading(_ capacity: Capacity) -> String {
    let met = capacity.highestMetPerSecond.map(Units.rate)
    let failed = capacity.lowestFailedPerSecond.map(Units.rate)
    let known = met.map { "at least \($0)" } ?? "not known"
    switch capacity.ending {
    case .found:
      let rate = capacity.jobsPerSecond.map(Units.rate) ?? "not known"
      let above = failed.map { ", \($0) did not" } ?? ""
      return "capacity: \(rate); it held in \(runs(capacity.plan.certifications))\(above)"
    case .notMet:
      let lowest = capacity.trials.map(\.offeredPerSecond).min().map(Units.rate) ?? "any rate"
      return "capacity: none found; \(lowest) was not sustained, and no lower rate was tried"
    case .noLimit: return "capacity: \(known), the highest rate to try; the limit is above"
    case .generatorLimit: return "capacity: \(known); above that the generator was the limit"
    case .invalid:
      let count = capacity.trials.reversed().prefix { $0.verdict == .invalid }.count
      let often = count < 2 ? "" : count == 2 ? ", twice" : ", \(count) times"
      return "capacity: \(known); a run could not vouch for itself\(often)"
    case .interrupted:
      let above = failed.map { ", and \($0) was not sustained" } ?? ""
      return "capacity: \(known)\(above); interrupted before it was found"
    }
  }

  private static func runs(_ count: Int) -> String { count == 1 ? "one run" : "\(count) runs" }

  /// What was asked, of whom and how.
  static func subject(_ capacity: Capacity) -> String {
    let engines = capacity.engines == 1 ? "1 engine" : "\(capacity.engines) engines"
    return
      "\(capacity.scenarioName) against \(capacity.target): Poisson arrivals at each rate, in place of the "
      + "scenario's load; \(engines), seed \(capacity.seed), in "
      + Units.duration(capacity.durationNanoseconds)
  }

  /// How fast bursts were worked off; nil without one.
  static func drain(_ capacity: Capacity) -> String? {
    guard let last = capacity.drains.last else { return nil }
    let rate = last.jobsPerSecond.map { "at \(Units.rate($0))" } ?? "all at once"
    let steady =
      capacity.isDrainSteady ? "" : "; the rate was not steady, so it brackets the limit badly"
    return
      "A burst of \(Phrases.jobs(last.jobs)) was worked off \(rate), from 10 to 90 % of the ends by "
      + "\(last.source.rawValue)\(steady)."
  }

  /// How many jobs run at once; nil where it is not known.
  static func workers(_ capacity: Capacity) -> String? {
    capacity.workers.map {
      "About \(Units.significant($0)) jobs are processed at once at that rate (rate times mean "
        + "processing time)."
    }
  }

  /// How far a found rate may be off, by how often a queue forgets within a certification; nil for none.
  ///
  /// The shares are those of searches that were simulated with 300, 800 and 3,000 services, for the less
  /// good of two laws of service times; see the article Capacity. Shorter ones do worse than those of 300.
  static func caution(_ capacity: Capacity) -> String? {
    guard capacity.ending == .found else { return nil }
    if capacity.plan.isQuick {
      return
        "Quick: the rate held once, in short runs. A queue that forms slowly may not have shown; the "
        + "rate may be too high by 10 % or more. Certify it without `--quick`."
    }
    let held = capacity.trials.filter { $0.purpose == .certification && $0.verdict == .met }
    guard let shortest = held.map(\.pushNanoseconds).min(),
      let service = held.compactMap(\.processingNanoseconds).max(), service > 0
    else { return nil }
    let length = Double(shortest) / Double(service)
    let share =
      switch length {
      case 3_000...: "none of 200"
      case 800..<3_000: "1 of 400"
      case 300..<800: "up to 20 of 400"
      default: "more than 20 of 400"
      }
    // A little longer than what was simulated, as the services of the next runs are not quite the same.
    let advice =
      length < 800
      ? " `--certify \(Int((900 * Double(service) / 1e9).rounded(.up)))s` makes that 1." : ""
    return
      "A certification lasted \(Units.count(Int(min(length, 1e15)))) mean processing times. Of "
      + "simulated searches with such ones, \(share) ended more than 3 % above the truth.\(advice)"
  }

  /// What a trial says.
  static func verdict(_ trial: Capacity.Trial) -> String {
    switch trial.verdict {
    case .met: "met"
    case .notMet: "not met"
    case .unstable: "grows"
    case .invalid: "invalid"
    }
  }

  /// The trials by their rate, and in order where that is the same.
  static func curve(_ capacity: Capacity) -> [Capacity.Trial] {
    capacity.trials.enumerated()
      .sorted {
        ($0.element.offeredPerSecond, $0.offset) < ($1.element.offeredPerSecond, $1.offset)
      }
      .map(\.element)
  }

  /// What the columns mean.
  static let legend =
    "Growth: of the jobs in flight, by a straight line; above 2 % of the rate jobs pile up, whatever the "
    + "times say. Times without the first tenth of each run."
}
