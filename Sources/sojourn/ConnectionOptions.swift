internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Platform
internal import Scenarios

/// How to reach the job API, where the command line has the last word.
struct ConnectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Certificate authorities to trust.", valueName: "file"))
  var cacert: String?

  @Flag(help: "Skip the certificate check.")
  var insecure = false

  @Option(
    name: .customLong("header"), parsing: .singleValue,
    help: ArgumentHelp(
      "Header of every request, never stored; repeatable.", valueName: "name: value"))
  var headerLines: [String] = []

  func validate() throws {
    for line in headerLines where Self.split(line) == nil {
      throw ValidationError("'--header' takes 'name: value' on one line")
    }
    for (name, value) in headerLines.compactMap(Self.split) {
      if let fault = Header.fault(inName: name) ?? Header.fault(inValue: value, of: name) {
        throw ValidationError("--header: \(fault.message)")
      }
    }
  }

  private static func split(_ line: String) -> (name: String, value: String)? {
    guard let colon = line.firstIndex(of: ":"), !line.contains(where: \.isNewline) else {
      return nil
    }
    let name = line[..<colon].trimmingCharacters(in: .whitespaces)
    return name.isEmpty || name.contains(" ")
      ? nil : (name, line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
  }

  /// Makes sure that the file of certificate authorities for `url` can be read, before libcurl says less
  /// clearly that it cannot.
  ///
  /// - Throws: ``ExitCode/usage`` after the error has been printed.
  static func checkAuthorities(_ file: String?, for url: String) throws {
    guard let file, url.hasPrefix("https:") else { return }
    var status = stat()
    var reason: String?
    if unsafe stat(file, &status) != 0 || access(file, R_OK) != 0 {
      reason = SystemError.current("read").reason
    } else if status.st_mode & S_IFMT == S_IFDIR {
      reason = "it is a directory"
    }
    guard let reason else { return }
    Console.error(
      "the certificate authorities '\(file)' cannot be read: \(reason)",
      hint: "`--cacert` or target.ca_file names a file of certificates in PEM form")
    throw ExitCode.usage
  }

  /// The options that stand for keys of the scenario.
  func overrides() throws(ScenarioRejected) -> [Override] {
    var all: [Override] = []
    if let cacert {
      all.append(try Override(option: "--cacert", path: "target.ca_file", value: cacert))
    }
    if insecure {
      all.append(try Override(option: "--insecure", path: "target.insecure", value: "true"))
    }
    return all
  }

  /// The header lines of every request: the scenario's with its references resolved, and those of
  /// the command line, which replace the scenario's of the same name.
  ///
  /// - Parameters:
  ///   - scenario: The scenario, of a file or of a stored run.
  ///   - file: Where it is from, for messages.
  ///   - isMoved: Whether the scenario's URL is not used.
  /// - Returns: Lines of the form `Name: value`.
  /// - Throws: ``ExitCode/usage`` after the error has been printed.
  func headers(for scenario: Scenario, file: String, isMoved: Bool = false) throws -> [String] {
    let given = headerLines.compactMap(Self.split)
    let names = Set(given.map { $0.name.lowercased() })
    if case .url(let url) = scenario.target.address, url.contains("\(Header.mask)@"), !isMoved,
      !names.contains("authorization")
    {
      Console.error(
        "the user and password of the target's URL are not stored with the run",
        hint: "give them with `--target`, or with `--header 'Authorization: Basic ...'`")
      throw ExitCode.usage
    }
    var lines: [String] = []
    for header in scenario.target.headers where !names.contains(header.name.lowercased()) {
      guard !header.template.contains(Header.mask) else {
        Console.error(
          "the value of header '\(header.name)' is not stored with the run",
          hint: "give it with `--header '\(header.name): ...'`")
        throw ExitCode.usage
      }
      do throws(HeaderUnresolved) {
        lines.append(
          "\(header.name): \(try header.resolve(environment: ProcessInfo.processInfo.environment))")
      } catch {
        Console.note("\(file): error: \(error.message)")
        throw ExitCode.usage
      }
    }
    return lines + given.map { "\($0.name): \($0.value)" }
  }
}
