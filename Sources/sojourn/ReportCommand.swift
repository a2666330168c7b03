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
        sojourn report results/burst-and-drain/20261124T031500Z.run --format markdown
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
    let document = try RunReading.document(of: folder)
    try Console.report(format.render(document, isColored: Console.isColored))
  }
}
