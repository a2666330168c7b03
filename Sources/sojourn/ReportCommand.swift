internal import ArgumentParser
internal import Reports
internal import Results

/// `sojourn report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Render a stored run again.",
    discussion: """
      The report follows from the run folder alone and is byte-identical each time. A run whose \
      process was killed is rendered, too, and says that it is partial.

      EXAMPLES
        sojourn report results/burst-and-drain/20261124T031500Z.run
        sojourn report results/20261124T031500Z.run --format junit > junit.xml
      """)

  @Argument(help: ArgumentHelp("Run folder, or a file in it.", valueName: "run"))
  var path: String

  @Option(help: ArgumentHelp("Form of the report.", valueName: "format"))
  var format = ReportFormat.terminal

  func run() throws {
    let folder: RunFolder
    do throws(RunFolderError) { folder = try RunFolder.open(path) } catch {
      throw RunReading.refuse(error)
    }
    let (document, jobs) = try RunReading.charted(folder)
    try Console.report(
      format.render(document, jobs: jobs(), path: folder.path, isColored: Console.isColored))
  }
}
