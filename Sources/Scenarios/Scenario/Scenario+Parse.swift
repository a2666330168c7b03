public import Workloads

extension Scenario {
  /// The scenario that `text` describes, with `overrides` of the command line put in place first.
  ///
  /// `file` is the file as the user named it, for diagnostics and the scenario's name.
  ///
  /// - Throws: ``ScenarioRejected`` with everything that is wrong, in file order.
  public static func parse(
    _ text: String, file: String, overrides: [Override] = []
  ) throws(ScenarioRejected) -> Scenario {
    do {
      return try ScenarioFile(text, file: file, overrides: overrides).validated()
    } catch {
      throw ScenarioRejected(error.problems.diagnostics(file: file))
    }
  }

  /// As ``parse(_:file:overrides:)-(String,_,_)`` for the bytes of a file, which must be UTF-8.
  public static func parse(
    _ bytes: [UInt8], file: String, overrides: [Override] = []
  ) throws(ScenarioRejected) -> Scenario {
    let text: String
    do {
      text = try SourceText.decode(bytes)
    } catch {
      throw ScenarioRejected(error.problems.diagnostics(file: file))
    }
    return try parse(text, file: file, overrides: overrides)
  }

  /// The longest that a load may last, in nanoseconds.
  public static let longestLoad: Nanoseconds = Limits.longest
}
