/// One thing wrong with a file: where, what, and what to do about it.
public struct Diagnostic: Sendable, Hashable {
  /// The file as the user named it.
  public var file: String
  /// The line, from 1; 0 when the whole file is meant.
  public var line: Int
  /// The column, from 1; 0 when the whole line is meant.
  public var column: Int
  /// What is wrong, with the value; lower case, without a final full stop.
  public var message: String
  /// What to do, if it is not obvious.
  public var hint: String?

  /// A diagnostic from its parts.
  public init(file: String, line: Int, column: Int, message: String, hint: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }

  /// `file:line:column: error: message`, and the hint on a line of its own.
  public var description: String {
    var place = file
    if line > 0 { place += ":\(line)" }
    if line > 0, column > 0 { place += ":\(column)" }
    let text = "\(place): error: \(message)"
    guard let hint else { return text }
    return "\(text)\n  hint: \(hint)"
  }
}

/// Thrown when a scenario is not usable: every diagnostic of the file, in file order.
public struct ScenarioRejected: Error, Sendable {
  /// At least one.
  public var diagnostics: [Diagnostic]

  /// The rejection of a file for `diagnostics`.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
