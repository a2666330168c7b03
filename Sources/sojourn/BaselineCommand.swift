internal import Analysis
internal import ArgumentParser
internal import Reports
internal import Results

/// `sojourn baseline`.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Keep runs that others are compared with.",
    discussion: """
      A baseline is a folder results/baselines/<scenario>/<instant>.run with run.json and \
      report.json: enough to compare with, and small enough to commit.

      EXAMPLES
        sojourn baseline set results/burst-and-drain/20261124T031500Z.run
        sojourn baseline list
      """,
    subcommands: [SetBaseline.self, ListBaselines.self])
}

/// `sojourn baseline set`.
struct SetBaseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Store a run as the newest baseline of its scenario.",
    discussion: """
      Refuses a run that is not valid. Earlier baselines stay: eight of them, made on one class of \
      machine, say how much one run differs from the next.

      EXAMPLES
        sojourn baseline set results/burst-and-drain/20261124T031500Z.run
      """)

  @Argument(help: ArgumentHelp("Run folder, or a file in it.", valueName: "run"))
  var path: String

  @Option(help: ArgumentHelp("Folder of all baselines.", valueName: "folder"))
  var baselines = "results/baselines"

  func run() throws {
    let folder: RunFolder
    do throws(RunFolderError) { folder = try RunFolder.open(path) } catch {
      throw RunReading.refuse(error)
    }
    let run = try RunReading.stored(in: folder, path: path)
    guard run.document.validity.verdict == .valid else {
      let reason = run.document.validity.reasons.first { $0.level == .invalid }?.message
      Console.error(
        "'\(path)' is not valid and can be no baseline: \(reason ?? "it cannot vouch for itself")",
        hint: "`sojourn report \(path)` says what to do about it")
      throw ExitCode.invalid
    }
    do throws(RunFolderError) {
      let stored = try Baselines(root: baselines).store(run.manifest, run.document)
      Console.note("baseline: \(stored.path)\(stored.isNew ? "" : ", as before")")
    } catch {
      throw RunReading.refuse(error)
    }
  }
}

/// `sojourn baseline list`.
struct ListBaselines: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the baselines, one a line, those of a scenario from old to new.",
    discussion: """
      Each line has the folder, the number of jobs, the version of sojourn, and the machine.

      EXAMPLES
        sojourn baseline list
        sojourn baseline list --baselines results/baselines
      """)

  @Option(help: ArgumentHelp("Folder of all baselines.", valueName: "folder"))
  var baselines = "results/baselines"

  func run() throws {
    let folders = Baselines(root: baselines).all()
    if folders.isEmpty { Console.note("no baselines in \(baselines)") }
    var lines = ""
    for folder in folders {
      let run = try RunReading.stored(in: folder, path: folder.path)
      lines += BaselineLine.render(path: folder.path, run.document)
    }
    try Console.report(lines)
  }
}
