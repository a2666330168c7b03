public import Results

/// A self-test for people at a terminal, at most 80 columns wide.
public enum SelfTestReport {
  private static let width = 80

  /// The whole result; equal results give equal text.
  public static func render(_ result: SelfTestResult) -> String {
    let sections = [heading(result)] + result.checks.map(section) + [expectations(result)]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  /// The result in one line.
  private static func verdict(_ result: SelfTestResult) -> String {
    let figures = result.checks.flatMap(\.figures)
    let failed = figures.count { !$0.holds }
    return failed == 0
      ? "PASS: all \(figures.count) figures are within their limits"
      : "FAIL: \(failed) of \(figures.count) figures are outside their limits"
  }

  private static func heading(_ result: SelfTestResult) -> [String] {
    let machine = result.environment
    let cores = machine.cores == 1 ? "1 core" : "\(machine.cores) cores"
    let title =
      "self-test\(result.isQuick ? ", quick," : "") of sojourn \(result.version) on \(cores) of "
      + "\(machine.cpu), \(machine.kernel), libcurl \(libcurl(machine.libcurl)), seed "
      + "\(result.seed), in \(Units.duration(result.durationNanoseconds))"
    return [verdict(result)] + Wrap.lines(title, width: width)
  }

  /// The version alone, without the libraries behind it.
  private static func libcurl(_ line: String) -> String {
    let first = line.prefix { $0 != " " }
    return String(first.split(separator: "/").last ?? first)
  }

  private static func section(_ check: SelfTestCheck) -> [String] {
    Wrap.lines("\(check.name): \(check.claim)", width: width)
      + check.figures.map { figure in
        let measured = figure.measured.map { text($0, figure.unit) } ?? "n/a"
        let limits = limits(figure)
        let mark = figure.holds ? "ok" : "FAIL"
        return "  " + Wrap.padded(Wrap.cut(figure.name, 40), 40) + Wrap.padded(measured, -11)
          + Wrap.padded(limits, -20) + Wrap.padded(mark, -6)
      }
  }

  private static func limits(_ figure: SelfTestFigure) -> String {
    switch (figure.atLeast, figure.atMost) {
    case (let low?, let high?) where low == -high: "+-" + text(high, figure.unit)
    case (let low?, let high?):
      number(low, figure.unit) + " to " + text(high, figure.unit)
    case (let low?, nil): "at least " + text(low, figure.unit)
    case (nil, let high?): "at most " + text(high, figure.unit)
    case (nil, nil): "no limit"
    }
  }

  private static func text(_ value: Double, _ unit: SelfTestFigure.Unit) -> String {
    number(value, unit) + (unit == .share ? " %" : unit == .millionths ? " ppm" : "")
  }

  private static func number(_ value: Double, _ unit: SelfTestFigure.Unit) -> String {
    switch unit {
    case .count: Units.count(Int(value))
    case .share: Units.significant(value * 100)
    case .nanoseconds: Units.duration(Int64(value))
    case .requestsPerJob, .millionths: Units.significant(value)
    }
  }

  private static func expectations(_ result: SelfTestResult) -> [String] {
    let sentences = result.checks.compactMap(\.expectation)
    guard !sentences.isEmpty else { return [] }
    return ["What to expect on this machine:"]
      + sentences.flatMap { Wrap.lines("- \($0)", width: width) }
  }
}
