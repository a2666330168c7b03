internal import ArgumentParser
internal import Dialects
internal import Foundation
internal import Scenarios

/// Reads scenario files and says what is wrong with them.
enum ScenarioLoading {
  /// The scenario in `file`, with `overrides` applied, and what is in the files that it names.
  ///
  /// - Throws: ``ExitCode/usage`` after every diagnostic has been printed.
  static func load(_ file: String, overrides: [Override] = []) throws -> ScenarioMaterial {
    do throws(ScenarioRejected) {
      return try ScenarioMaterial(
        try parse(file, overrides: overrides), file: file, from: DiskFiles())
    } catch {
      throw reject(error)
    }
  }

  /// The scenario in `file`, or every diagnostic.
  static func parse(
    _ file: String, overrides: [Override] = []
  ) throws(ScenarioRejected) -> Scenario {
    try Scenario.parse(try bytes(of: file), file: file, overrides: overrides)
  }

  /// The dialect that `scenario`, from the file `file`, names.
  ///
  /// - Throws: ``ExitCode/usage`` after every diagnostic has been printed.
  static func dialect(of scenario: Scenario, file: String) throws -> Dialect {
    do throws(ScenarioRejected) { return try parseDialect(of: scenario, file: file) } catch {
      throw reject(error)
    }
  }

  /// Checks the file `file`, a scenario with the dialect it names, or a dialect.
  static func check(_ file: String) throws(ScenarioRejected) {
    let bytes = try bytes(of: file)
    if Dialect.isMeant(by: bytes) {
      _ = try Dialect.parse(bytes, file: file)
    } else {
      let scenario = try Scenario.parse(bytes, file: file)
      _ = try parseDialect(of: scenario, file: file)
      _ = try ScenarioMaterial(scenario, file: file, from: DiskFiles())
    }
  }

  private static func parseDialect(
    of scenario: Scenario, file: String
  ) throws(ScenarioRejected) -> Dialect {
    let dialect = try namedDialect(of: scenario, file: file)
    try scenario.check(against: dialect, file: file)
    return dialect
  }

  private static func namedDialect(
    of scenario: Scenario, file: String
  ) throws(ScenarioRejected) -> Dialect {
    if let path = scenario.target.dialectFile(beside: file) {
      return try Dialect.parse(
        try bytes(of: path, hint: "'target.api' of \(file) names it"), file: path)
    }
    if let dialect = Dialect.builtIn(named: scenario.target.api) { return dialect }
    throw ScenarioRejected([
      Diagnostic(
        file: file, line: 0, column: 0, message: "there is no API '\(scenario.target.api)'")
    ])
  }

  private static func bytes(
    of file: String, hint: String? = nil
  ) throws(ScenarioRejected) -> [UInt8] {
    do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))) } catch {
      throw ScenarioRejected([
        Diagnostic(
          file: file, line: 0, column: 0, message: "cannot be read: \(reason(error, file))",
          hint: hint)
      ])
    }
  }

  /// Prints every diagnostic and returns the exit code for it.
  static func reject(_ rejection: ScenarioRejected) -> ExitCode {
    for diagnostic in rejection.diagnostics { Console.note(diagnostic.description) }
    return .usage
  }

  /// Why `file` cannot be read, in a few words.
  static func reason(_ error: any Error, _ file: String) -> String {
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: file, isDirectory: &isFolder),
      isFolder.boolValue
    {
      return "it is a directory"
    }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let underlying, underlying.domain == NSPOSIXErrorDomain else {
      return (error as NSError).code == NSFileReadNoSuchFileError
        ? "no such file" : "the file is not readable"
    }
    return unsafe String(cString: strerror(Int32(underlying.code))).lowercased()
  }
}
