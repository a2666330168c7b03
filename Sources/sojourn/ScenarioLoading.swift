internal import ArgumentParser
internal import Foundation
internal import Scenarios

/// Reads scenario files and says what is wrong with them.
enum ScenarioLoading {
  /// The scenario in `file`, with `overrides` applied.
  ///
  /// - Throws: ``ExitCode/usage`` after every diagnostic has been printed.
  static func load(_ file: String, overrides: [Override] = []) throws -> Scenario {
    do throws(ScenarioRejected) { return try parse(file, overrides: overrides) } catch {
      throw reject(error)
    }
  }

  /// The scenario in `file`, or every diagnostic.
  static func parse(
    _ file: String, overrides: [Override] = []
  ) throws(ScenarioRejected) -> Scenario {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
      throw ScenarioRejected([
        Diagnostic(
          file: file, line: 0, column: 0, message: "cannot be read: \(reason(error, file))")
      ])
    }
    return try Scenario.parse([UInt8](data), file: file, overrides: overrides)
  }

  /// Prints every diagnostic and returns the exit code for it.
  static func reject(_ rejection: ScenarioRejected) -> ExitCode {
    for diagnostic in rejection.diagnostics { Console.note(diagnostic.description) }
    return .usage
  }

  private static func reason(_ error: any Error, _ file: String) -> String {
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
