internal import Analysis
internal import ArgumentParser
internal import Harness
internal import Reports
internal import Results
internal import Statistics

/// `sojourn compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two stored runs and judge the second.",
    usage: "sojourn compare <base> <candidate> [<options>]",
    discussion: """
      Shows how the times of the candidate differ from those of the base, which part of a job's \
      life moved, and the outcomes of both. The verdict needs eight earlier runs of the same \
      schedule and class of machine, which say how much one run differs from the next; without \
      them it is advice. Refuses unlike runs: another schedule, scenario or dialect. Job classes \
      are shown and not judged: the verdict is on the times of all jobs together.

      Exits with 0 when no judged quantile rises above its tolerance, with 1 for a regression, \
      with 2 when the runs do not decide or a regression is advice only, and with 125 when one \
      of the runs is not valid or they are unlike.

      EXAMPLES
        sojourn compare burst-and-drain results/burst-and-drain/20261125T031500Z.run
        sojourn compare old.run new.run --tolerance p99=20% --format github
      """)

  @Argument(
    help: ArgumentHelp("Run folder, or the name of a scenario with a baseline.", valueName: "base"))
  var base: String

  @Argument(help: ArgumentHelp("Run folder, or a file in it.", valueName: "candidate"))
  var candidate: String

  @Option(help: ArgumentHelp("Form of the output.", valueName: "form"))
  var format = ComparisonFormat.terminal

  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp("Time to judge; may be repeated.", valueName: "name"))
  var metrics: [ComparedMetric] = [.endToEnd]

  @Option(
    name: .customLong("tolerance"),
    help: ArgumentHelp(
      "Tolerated rise, of one quantile (p95=8%) or of all (5%); may be repeated.",
      valueName: "share"))
  var tolerances: [ToleranceArgument] = []

  @Option(
    help: ArgumentHelp(
      "Folder of earlier runs; else the one that holds the base.", valueName: "folder"))
  var history: String?

  @Option(help: ArgumentHelp("Folder of all baselines.", valueName: "folder"))
  var baselines = "results/baselines"

  @Flag(help: "Compare unlike runs anyway; the verdict is advice only.")
  var unlike = false

  func run() throws {
    let folders = (try open(base, isBase: true), try open(candidate, isBase: false))
    let runs = (
      try RunReading.stored(in: folders.0, path: folders.0.path),
      try RunReading.stored(in: folders.1, path: folders.1.path)
    )
    guard !runs.0.isSame(as: runs.1) else {
      Console.error(
        "'\(folders.0.path)' and '\(folders.1.path)' are one and the same run",
        hint: "name an earlier run as the base")
      throw ExitCode.usage
    }
    let differences = differences(runs.0, runs.1)
    if differences.contains(where: { $0.kind.isUnlike }), !unlike {
      Console.error(
        ComparisonRefusal.text(differences), hint: ComparisonRefusal.hint(differences))
      throw ExitCode.invalid
    }
    let place = history ?? folders.0.parent
    let comparison = compare(
      base: runs.0, candidate: runs.1, history: RunReading.history(in: place), in: place,
      rule: rule, version: Version.current)
    let text = format.render(comparison, isColored: Console.isColored)
    try Console.report(text)
    if format == .github { StepSummary.append(text) }
    throw ExitCode(Int32(comparison.verdict.exitCode))
  }

  private var rule: ComparisonRule {
    var rule = ComparisonRule()
    rule.metrics = MetricComparison.names.filter { name in
      metrics.contains { $0.rawValue == name }
    }
    for tolerance in tolerances {
      rule.quantiles.tolerate(tolerance.share, of: tolerance.quantile)
    }
    return rule
  }

  /// The run at `path`; for a base that is no path, the newest baseline of the scenario of this name.
  private func open(_ path: String, isBase: Bool) throws -> RunFolder {
    do throws(RunFolderError) { return try RunFolder.open(path) } catch {
      let stored = Baselines(root: baselines)
      if isBase, case .missing(_, false) = error, let newest = stored.newest(of: path) {
        return newest
      }
      throw RunReading.refuse(error)
    }
  }
}

/// The times that can be judged.
enum ComparedMetric: String, ExpressibleByArgument, CaseIterable {
  case endToEnd = "end_to_end"
  case queue, processing, push, detection
}

/// A tolerated rise on the command line: `5%` or `p99=20%`.
struct ToleranceArgument: ExpressibleByArgument {
  /// The quantile; nil for all.
  let quantile: String?
  /// The rise, as a share.
  let share: Double

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard let last = parts.last, parts.count <= 2, last.hasSuffix("%"),
      let percent = Double(last.dropLast()), percent > 0, percent <= 1_000
    else { return nil }
    quantile = parts.count == 2 ? String(parts[0]) : nil
    if let quantile, !JudgedQuantile.usual.contains(where: { $0.name == quantile }) {
      return nil
    }
    share = percent / 100
  }
}
