internal import Analysis
internal import ArgumentParser
internal import Harness
internal import Reports
internal import Results
internal import Statistics

/// `sojourn trend`.
struct TrendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "Show where the times of stored runs change.",
    usage: "sojourn trend <folder> [<options>]",
    discussion: """
      Puts the runs of a folder, however deep they lie, in the order of time, and marks change \
      points and suspects with the revisions on both sides. Runs of another schedule, scenario, \
      dialect or class of machine are series of their own. A mark is a reason to look and no \
      proof: beside it stands the `sojourn gate` command that would be one.

      Exits with 0, also with change points; with 1 only for --fail; with 125 when there is no \
      run to show.

      EXAMPLES
        sojourn trend results
        sojourn trend results/burst-and-drain --metric queue --format github
      """)

  @Argument(help: ArgumentHelp("Folder that holds the runs.", valueName: "folder"))
  var folder: String

  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp("Time to show; may be repeated.", valueName: "name"))
  var metrics: [ComparedMetric] = [.endToEnd]

  @Option(
    help: ArgumentHelp(
      "How many runs are looked at together, from 20 to 100.", valueName: "count"))
  var window = ChangeRule().window

  @Option(help: ArgumentHelp("Form of the output.", valueName: "form"))
  var format = TrendFormat.terminal

  @Flag(help: "Exit with 1 where a time became longer and has not become shorter since.")
  var fail = false

  func validate() throws {
    guard (20...100).contains(window) else {
      throw ValidationError("'--window' must be from 20 to 100, but is \(window)")
    }
  }

  func run() throws {
    let names = MetricComparison.names.filter { name in
      metrics.contains { $0.rawValue == name }
    }
    let found = try RunReading.all(in: folder)
    guard !found.runs.isEmpty || !found.unreadable.isEmpty else {
      Console.error(
        "there are no runs in '\(folder)'", hint: "`sojourn run SCENARIO --out FOLDER` makes one")
      throw ExitCode.invalid
    }
    var rule = ChangeRule()
    rule.window = window
    let trend = findTrend(
      found.runs, unreadable: found.unreadable, in: folder, metrics: names, rule: rule,
      version: Version.current)
    let text = format.render(trend, isColored: Console.isColored)
    try Console.report(text)
    if format == .github { StepSummary.append(text) }
    guard !trend.series.isEmpty else {
      Console.error("no run in '\(folder)' can be used")
      throw ExitCode.invalid
    }
    if fail, trend.isSlower { throw ExitCode.fail }
  }
}
