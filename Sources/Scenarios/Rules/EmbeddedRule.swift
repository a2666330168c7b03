import Workloads

/// The section `embedded`.
enum EmbeddedRule {
  static let fields = [
    Field("workers"), Field("service"), Field("failure_share"), Field("cold_start"),
    Field("faults", .map(FaultsRule.fields)),
  ]

  static func read(_ section: Section, _ problems: inout [Problem]) -> Scenario.Embedded {
    var embedded = Scenario.Embedded()
    section.read("workers", .integer(1...65_536), into: &embedded.workers, &problems)
    section.read("service", law, into: &embedded.service, &problems)
    section.read("failure_share", .number(0...1), into: &embedded.failureShare, &problems)
    section.read("cold_start", .duration(0...Limits.longest), into: &embedded.coldStart, &problems)
    embedded.faults = FaultsRule.read(section.section("faults"), &problems)
    return embedded
  }

  private static let law = ValueRule<ServiceLaw> { scalar throws(Refusal) in
    if let law = ServiceLaw(scalar.text) { return law }
    let hint = DurationText.parse(scalar.text).map { _ in "write constant(\(scalar.text))" }
    throw Refusal(expectation: "a law such as \(ServiceLaw.expectation)", hint: hint)
  }
}
