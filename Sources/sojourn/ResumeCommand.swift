internal import ArgumentParser
internal import Harness
internal import Results
internal import Scenarios

/// `sojourn resume`.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on following the jobs of a run that was cut off.",
    usage: "sojourn resume <run> [<options>]",
    discussion: """
      Follows every job that has an id and no outcome, pushes nothing more, and writes the \
      reports of the run anew.

      EXAMPLES
        sojourn resume results/steady-rate/20261124T031500Z.run
        sojourn resume results/20261124T031500Z.run --header 'X-API-Key: secret'
      """)

  @Argument(help: ArgumentHelp("Run folder, or a file in it.", valueName: "run"))
  var path: String

  @Option(help: ArgumentHelp("URL of the job API, if it has moved.", valueName: "url"))
  var target: String?

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print errors only.")
  var quiet = false

  func run() throws {
    var resume: Resume
    do throws(RunFolderError) { resume = try Resume(path) } catch {
      throw RunReading.refuse(error)
    }
    let headers = try connection.headers(
      for: resume.manifest.scenario, file: resume.manifest.scenarioFile,
      isMoved: target != nil)
    if let target { resume.url = target }
    if let cacert = connection.cacert { resume.target.caFile = cacert }
    if connection.insecure { resume.target.isInsecure = true }
    try ConnectionOptions.checkAuthorities(resume.target.caFile, for: resume.url)
    try Following(isQuiet: quiet).carryOut { [resume] following in
      do throws(RunTrouble) {
        try resume.carryOut(
          headers: headers, stop: following.stop, began: following.began, observe: following.observe
        )
      } catch {
        throw following.end(error)
      }
      return resume.folder
    }
  }
}
