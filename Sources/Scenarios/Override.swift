/// A value that the command line puts into a scenario before it is judged: `PATH=VALUE`.
///
/// A path names keys separated by dots and elements of lists by their number, from 0:
/// `load.constant.rate`, `jobs[1].weight`. The value is YAML. The same rules judge it as the file.
public struct Override: Sendable, Hashable {
  /// A step of a path.
  enum Step: Hashable {
    case key(String)
    case index(Int)
  }

  /// The steps from the scenario's root, at least one.
  let path: [Step]
  /// The value's YAML text.
  let value: String
  /// The option as diagnostics name it, without secrets.
  let option: String

  /// Reads `PATH=VALUE`, the argument of `--set`.
  ///
  /// - Throws: ``ScenarioRejected`` when there is no `=` or the path cannot be read.
  public init(_ text: String) throws(ScenarioRejected) {
    guard let equals = text.firstIndex(of: "=") else {
      throw ScenarioRejected([
        Diagnostic(
          file: "--set \(Self.shown(text, at: text))", line: 0, column: 0,
          message: "there is no '=' between a path and a value",
          hint: "write for example '--set load.constant.rate=50'")
      ])
    }
    try self.init(
      option: "--set", path: String(text[..<equals]),
      value: String(text[text.index(after: equals)...]))
  }

  /// Reads a path and a value that an option of its own gives, for example `--seed 7`.
  ///
  /// - Parameters:
  ///   - option: the option's name, for diagnostics.
  ///   - path: where the value goes.
  ///   - value: YAML text.
  /// - Throws: ``ScenarioRejected`` when the path cannot be read.
  public init(option: String, path: String, value: String) throws(ScenarioRejected) {
    let shown = Self.shown(value, at: path)
    self.option = option == "--set" ? "--set \(path)=\(shown)" : "\(option) \(shown)"
    self.value = value
    guard let steps = Self.steps(path) else {
      throw ScenarioRejected([
        Diagnostic(
          file: self.option, line: 0, column: 0,
          message: "\(Wording.quoted(path)) is not a path",
          hint: "write keys and numbers of elements such as 'jobs[1].weight'")
      ])
    }
    self.path = steps
  }

  /// `a.b[1].c` as steps; nil when it is nothing like it.
  private static func steps(_ path: String) -> [Step]? {
    var steps: [Step] = []
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let key = pieces.first, !key.isEmpty, !key.contains("]") else { return nil }
      steps.append(.key(String(key)))
      for piece in pieces.dropFirst() {
        guard piece.last == "]", let index = UInt16(piece.dropLast()) else { return nil }
        steps.append(.index(Int(index)))
      }
    }
    return steps.count <= 32 ? steps : nil
  }

  /// The value as diagnostics may show it: not where a secret may be, or was meant to be.
  private static func shown(_ value: String, at path: String) -> String {
    let harmless = TargetRule.fields.map(\.name).filter {
      !["headers", "url", "proxy"].contains($0)
    }
    let parts = path.split(separator: ".").map(String.init)
    let isTarget = parts.first.map { Wording.distance($0.lowercased(), "target") <= 2 } ?? false
    let isURL = parts == ["target", "url"] || parts == ["target", "proxy"]
    if parts.contains(where: Header.isSensitive) { return Header.mask }
    if isTarget, !isURL, parts.count != 2 || !harmless.contains(parts[1]) { return Header.mask }
    return Wording.shortened(URLText.maskedForMessage(value))
  }
}
