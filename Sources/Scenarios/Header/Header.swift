/// A request header whose value may name environment variables.
public struct Header: Sendable, Hashable {
  /// The header's name.
  public var name: String
  /// The value as written: literal text with `${NAME}` or `${NAME:-default}`, and `$$` for a dollar.
  public var template: String

  /// A header as the scenario writes it.
  public init(name: String, template: String) {
    self.name = name
    self.template = template
  }

  /// The value to send.
  ///
  /// A default stands in for a variable that is not set or empty.
  ///
  /// - Throws: ``HeaderUnresolved`` when a variable without a default is not set, or when the value
  ///   would hold control characters, which could end the header.
  public func resolve(environment: [String: String]) throws(HeaderUnresolved) -> String {
    let parts: [HeaderTemplate.Part]
    do {
      parts = try HeaderTemplate(template).parts
    } catch {
      throw HeaderUnresolved(header: name, reason: .malformed)
    }
    var value = ""
    for part in parts {
      switch part {
      case .literal(let text):
        guard !text.hasControls else { throw HeaderUnresolved(header: name, reason: .malformed) }
        value += text
      case .variable(let variable, let fallback):
        let found = environment[variable].flatMap { $0.isEmpty && fallback != nil ? nil : $0 }
        guard let text = found ?? fallback else {
          throw HeaderUnresolved(header: name, reason: .missing(variable: variable))
        }
        guard !text.hasControls else {
          throw HeaderUnresolved(header: name, reason: .controlCharacter(variable: variable))
        }
        value += text
      }
    }
    return value
  }
}

/// Thrown when a header's value cannot be made; names the header and the variable, never a value.
public struct HeaderUnresolved: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Reason: Sendable, Hashable {
    /// The environment variable is not set and the header gives no default.
    case missing(variable: String)
    /// The environment variable, or its default, holds a line break or another control character.
    case controlCharacter(variable: String)
    /// The template cannot be read; parsed scenarios have none such.
    case malformed
  }

  /// The header's name.
  public var header: String
  /// What is wrong.
  public var reason: Reason

  /// The failure of `header` for `reason`.
  public init(header: String, reason: Reason) {
    self.header = header
    self.reason = reason
  }

  /// What is wrong in one line, lower case, without a final full stop.
  public var message: String {
    switch reason {
    case .missing(let variable):
      "header '\(header)' needs the environment variable '\(variable)', which is not set"
    case .controlCharacter(let variable):
      "header '\(header)': '\(variable)' holds a line break or another control character"
    case .malformed: "header '\(header)' has a value that cannot be read"
    }
  }
}
