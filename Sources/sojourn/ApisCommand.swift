internal import ArgumentParser
internal import Dialects
internal import Scenarios

/// `sojourn apis`.
struct ApisCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apis",
    abstract: "List the job APIs that are built in, or print one.",
    discussion: """
      What a job API says on the wire is a dialect, one YAML file. Scenarios name a built-in \
      one, or a file of your own, as `target.api`.

      EXAMPLES
        sojourn apis
        sojourn apis show celery-flower
      """,
    subcommands: [List.self, Show.self],
    defaultSubcommand: List.self)

  /// `sojourn apis list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the job APIs that are built in.")

    func run() throws {
      let width = Dialect.builtInNames.map(\.count).max() ?? 0
      let lines = Dialect.builtInNames.map { name in
        let space = String(repeating: " ", count: width - name.count)
        return "\(name)\(space)  \(Dialect.builtIn(named: name)?.summary ?? "")\n"
      }
      try Console.report(lines.joined())
    }
  }

  /// `sojourn apis show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the YAML of a built-in job API, to copy.")

    @Argument(help: ArgumentHelp("Name of a built-in job API.", valueName: "name"))
    var name: String

    func run() throws {
      guard let text = Dialect.builtInText(named: name) else {
        Console.error("no job API '\(name)' is built in", hint: "`sojourn apis` lists them")
        throw ExitCode.usage
      }
      try Console.report(text)
    }
  }
}
