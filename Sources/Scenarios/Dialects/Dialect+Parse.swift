public import Dialects

extension Dialect {
  /// The dialect that `bytes`, a YAML file in UTF-8, describe.
  ///
  /// `file` is the file as the user named it, for diagnostics.
  ///
  /// - Throws: ``ScenarioRejected`` with everything that is wrong, in file order.
  public static func parse(
    _ bytes: [UInt8], file: String
  ) throws(ScenarioRejected) -> Dialect {
    do throws(SourceRejected) {
      return try DialectFile(try SourceText.decode(bytes)).validated()
    } catch {
      throw ScenarioRejected(error.problems.diagnostics(file: file))
    }
  }

  /// Whether `bytes` are meant as a dialect and not as a scenario: YAML with the key `push` and
  /// without the key `load`.
  public static func isMeant(by bytes: [UInt8]) -> Bool {
    guard let text = try? SourceText.decode(bytes), let reader = try? YAMLReader(text) else {
      return false
    }
    return reader.root["push"] != nil && reader.root["load"] == nil
  }

  /// The names of the built-in dialects, sorted.
  public static let builtInNames = builtInTexts.map(\.name).sorted()

  /// The YAML text of the built-in dialect `name`; nil when there is none.
  public static func builtInText(named name: String) -> String? {
    builtInTexts.first { $0.name == name }?.text
  }

  /// The built-in dialect `name`; nil when there is none.
  public static func builtIn(named name: String) -> Dialect? {
    // Tests read every one of them, so none is refused here.
    builtInText(named: name).flatMap { try? parse(Array($0.utf8), file: name) }
  }
}

extension Scenario.Target {
  /// Whether ``api`` names a dialect's file, and not a built-in one.
  public var isDialectFile: Bool { Self.isDialectFile(api) }

  /// Whether `api` is a path: it has a `/` or ends with `.yaml`.
  static func isDialectFile(_ api: String) -> Bool { api.contains("/") || api.hasSuffix(".yaml") }

  /// The path of the dialect's file as seen from where `scenarioFile` is, beside which it is
  /// looked for; nil for a built-in dialect.
  public func dialectFile(beside scenarioFile: String) -> String? {
    guard isDialectFile else { return nil }
    return SiblingPath.of(api, beside: scenarioFile)
  }
}
