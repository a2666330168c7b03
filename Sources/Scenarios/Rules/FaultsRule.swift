public import Workloads

/// The section `embedded.faults`, and the same settings as options: names of faults and what each
/// is set to.
public enum FaultsRule {
  static let fields = FaultName.allCases.map { Field($0.rawValue) }

  static func read(_ section: Section, _ problems: inout [Problem]) -> Faults {
    var faults = Faults()
    for name in FaultName.allCases {
      faults[name] = section.read(name.rawValue, rule(name), &problems)
    }
    return faults
  }

  private static func rule(_ name: FaultName) -> ValueRule<FaultSetting> {
    ValueRule { scalar throws(Refusal) in
      if let setting = name.form.setting(scalar.text) { return setting }
      throw Refusal(expectation: name.form.expectation, hint: hint(name.form, scalar))
    }
  }

  private static func hint(_ form: FaultForm, _ scalar: SourceNode.Scalar) -> String? {
    guard scalar.number != nil else { return nil }
    switch form {
    case .rate: return "write the unit: \(scalar.text)ppm"
    case .shift, .resolution: return "write the unit: \(scalar.text)s or \(scalar.text)ms"
    case .share, .timeAtShare, .timeAtInstant, .shiftAtInstant: return nil
    }
  }

  /// The faults of `NAME=VALUE` texts; a later one replaces an earlier one of the same name.
  ///
  /// - Parameters:
  ///   - texts: What was written, one fault each.
  ///   - option: What is in front of each, for diagnostics.
  /// - Returns: The faults that are set.
  /// - Throws: ``ScenarioRejected`` with everything that is wrong.
  public static func read(_ texts: [String], option: String) throws(ScenarioRejected) -> Faults {
    var faults = Faults()
    var problems: [Problem] = []
    for text in texts {
      let place = Place.option("\(option) \(text)")
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let word = String(parts[0])
      guard parts.count == 2 else {
        problems.append(Problem(place, "a fault must be NAME=VALUE, such as lost=0.01"))
        continue
      }
      guard let name = FaultName(rawValue: word) else {
        let names = FaultName.allCases.map(\.rawValue)
        let suggestion = Wording.suggestion(for: word, among: names)
        problems.append(
          Problem(
            place, "unknown fault \(Wording.quoted(word))\(suggestion)",
            hint: "the faults are \(Wording.list(names))"))
        continue
      }
      let scalar = SourceNode.Scalar(text: String(parts[1]), isQuoted: false)
      let node = SourceNode(place: place, content: .scalar(scalar))
      if let setting = rule(name).read(node, name: "'\(word)'", &problems) {
        faults[name] = setting
      } else if node.isNull {
        problems.append(Problem(place, "'\(word)' must be \(name.form.expectation)"))
      }
    }
    guard problems.isEmpty else {
      throw ScenarioRejected(problems.diagnostics(file: option))
    }
    return faults
  }
}
