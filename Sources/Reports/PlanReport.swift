internal import Results
public import Workloads

/// A schedule for people at a terminal, at most 80 columns wide.
public enum PlanReport {
  private static let width = 80

  /// The whole plan; equal plans give equal text.
  ///
  /// - Parameters:
  ///   - plan: The schedule.
  ///   - name: The scenario's name.
  ///   - seed: The seeds of the run.
  ///   - classes: The names of the job classes, in the plan's order.
  ///   - follow: How its jobs are followed.
  ///   - payloads: The hash of all push bodies.
  ///   - inputs: The number of the class and the inputs of each of the first arrivals.
  /// - Returns: Text with a final line break.
  public static func render(
    _ plan: SchedulePlan, name: String, seed: Seeds, classes: [String],
    follow: (mode: FollowMode, poll: PollPolicy), payloads: String,
    inputs: [(jobClass: UInt16, json: String)]
  ) -> String {
    let title =
      "\(Escape.plain(name)): \(jobs(plan)) in \(length(plan.duration)), "
      + "seed \(seed.text), schedule \(plan.hash)"
    let sections = [
      Wrap.lines(title, width: width), table(plan),
      facts(plan, classes, follow) + ["payload hash \(payloads)"],
      RateChart.lines(plan),
      examples(inputs, classes),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private static func jobs(_ plan: SchedulePlan) -> String {
    let open = plan.instants.count
    let closed = plan.phases.reduce(0) { $0 + ($1.isClosed ? $1.arrivals : 0) }
    if closed == 0 { return Phrases.jobs(open) }
    let most = "at most \(Phrases.jobs(closed)) of closed phases"
    return open == 0 ? most : "\(Phrases.jobs(open)) and \(most)"
  }

  private static func table(_ plan: SchedulePlan) -> [String] {
    func line(_ name: String, _ cells: [String], _ mark: String = "") -> String {
      let text = Wrap.padded(name, 12) + cells.map { Wrap.padded($0, -12) }.joined() + mark
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    func rate(_ arrivals: Int, _ duration: Nanoseconds) -> String {
      duration > 0 ? Units.rate(Double(arrivals) / (Double(duration) / 1e9)) : "n/a"
    }
    var lines = [line("phase", ["start", "length", "arrivals", "mean rate"])]
    lines += plan.phases.map { phase in
      let arrivals = Units.count(phase.arrivals)
      let cells = [
        length(phase.start), length(phase.duration),
        phase.isClosed ? "<= \(arrivals)" : arrivals,
        phase.isClosed ? "n/a" : rate(phase.arrivals, phase.duration),
      ]
      return line(phase.shape, cells, phase.isWarmUp ? "  warm-up" : "")
    }
    let arrivals = plan.instants.count
    let isClosed = plan.phases.contains(where: \.isClosed)
    let openLength = plan.phases.reduce(0) { $0 + ($1.isClosed ? 0 : $1.duration) }
    let cells = [
      length(0), length(isClosed ? openLength : plan.duration), Units.count(arrivals),
      rate(arrivals, openLength),
    ]
    lines.append(line(isClosed ? "open" : "all", cells))
    guard isClosed else { return lines }
    return lines
      + Wrap.lines(
        "The arrivals of closed phases follow the job API: no instants and no rate before the run, at most "
          + "so many jobs.", width: width)
  }

  private static func facts(
    _ plan: SchedulePlan, _ classes: [String], _ follow: (mode: FollowMode, poll: PollPolicy)
  ) -> [String] {
    var lines: [String] = []
    if let first = plan.instants.first, let last = plan.instants.last {
      lines.append("first arrival at \(length(first)), last arrival at \(length(last))")
    }
    lines.append("follow mode \(follow.mode.rawValue); poll policy: \(Phrases.policy(follow.poll))")
    guard classes.count > 1 else { return lines }
    let counts = zip(classes, plan.arrivalsByClass).map {
      "\(Escape.plain($0)) \(Units.count($1))"
    }
    let atMost = plan.phases.contains(where: \.isClosed) ? ", at most" : ""
    lines += Wrap.lines(
      "jobs of each class\(atMost): " + counts.joined(separator: ", "), width: width)
    return lines
  }

  /// The inputs of the first arrivals, each on one line.
  private static func examples(
    _ inputs: [(jobClass: UInt16, json: String)], _ classes: [String]
  ) -> [String] {
    guard !inputs.isEmpty else { return [] }
    let names = inputs.map { Escape.plain(classes[Int($0.jobClass)]) }
    let widest = min(names.map(\.count).max() ?? 0, 20)
    let lines = zip(names, inputs).enumerated().map { row, item in
      let name = classes.count > 1 ? Wrap.padded(String(item.0.prefix(20)), widest) + "  " : ""
      let start = "\(Wrap.padded("\(row)", 3))\(name)"
      let json = Escape.plain(item.1.json)
      let room = width - start.count
      return start + (json.count > room ? json.prefix(room - 1) + "\u{2026}" : json)
    }
    return ["inputs of the first arrivals"] + lines
  }

  /// A time of the schedule; 0 without a unit.
  static func length(_ time: Nanoseconds) -> String { time == 0 ? "0" : Units.duration(time) }
}

/// The rate of a schedule over its time, as columns of blocks.
enum RateChart {
  private static let height = 6
  private static let mostColumns = 60

  /// The lines of the chart; empty for a schedule without length.
  static func lines(_ plan: SchedulePlan) -> [String] {
    guard plan.duration > 0, !plan.instants.isEmpty else { return [] }
    let step = step(plan.duration)
    var counts = [Int](repeating: 0, count: Int((plan.duration + step - 1) / step))
    for instant in plan.instants { counts[min(Int(instant / step), counts.count - 1)] += 1 }
    let highest = counts.max() ?? 1
    let label = Units.rate(Double(highest) / (Double(step) / 1e9))
    let margin = String(repeating: " ", count: label.count)
    let rows = (0..<height).map { row in
      let start = row == 0 ? label : margin
      let blocks = counts.map { block($0, of: highest, row: height - 1 - row) }
      return "\(start) \u{2502}" + String(String(blocks).reversed().drop { $0 == " " }.reversed())
    }
    let axis = String(repeating: "\u{2500}", count: counts.count)
    let end = PlanReport.length(Nanoseconds(counts.count) * step)
    let scale = Wrap.padded("0", max(counts.count - end.count, 2)) + end
    return ["arrivals per second, a column for each \(Units.duration(step))"] + rows
      + ["\(margin) \u{2514}\(axis)", "\(margin)  \(scale)"]
  }

  /// The part of a column of `count` in `row`, from the lowest up, in eighths; what is not 0 is seen.
  private static func block(_ count: Int, of highest: Int, row: Int) -> Character {
    let eighths = Int((Double(count) / Double(highest) * Double(height * 8)).rounded())
    let part = min(max(max(eighths, count > 0 ? 1 : 0) - row * 8, 0), 8)
    return Array(" \u{2581}\u{2582}\u{2583}\u{2584}\u{2585}\u{2586}\u{2587}\u{2588}")[part]
  }

  /// The shortest round time that needs no more than ``mostColumns`` columns.
  private static func step(_ duration: Nanoseconds) -> Nanoseconds {
    let short = (0..<9).flatMap { exponent in
      let decade = (0..<exponent).reduce(1 as Nanoseconds) { product, _ in product * 10 }
      return [decade, 2 * decade, 5 * decade]
    }
    let seconds: [Nanoseconds] = [1, 2, 5, 10, 20, 30]
    let long = seconds + seconds.map { $0 * 60 } + [3_600, 7_200, 18_000, 36_000, 72_000]
    let steps = short + long.map { $0 * 1_000_000_000 }
    return steps.first { (duration - 1) / $0 < Nanoseconds(mostColumns) } ?? duration
  }
}
