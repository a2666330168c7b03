internal import ReferenceServer
internal import Results
internal import Workloads

/// What a job API does that none should is detected and named.
enum AnomalySubject {
  private static let cases: [(fault: FaultName, setting: String, kind: Finding.Kind)] = [
    (.lost, "lost: 0.1", .forgotten), (.completedTwice, "completed_twice: 0.2", .completedAgain),
    (.statusBack, "status_back: 0.2", .stateWentBack),
    (.terminalBack, "terminal_back: 0.2", .terminalLeft),
    (.unknownWord, "unknown_word: 0.2", .unknownState),
  ]

  static func check(on bench: TestBench) throws(RunTrouble) -> SelfTestCheck {
    var figures: [SelfTestFigure] = []
    for (fault, setting, kind) in cases {
      // Polls at short intervals see each state; every ended job is looked at again.
      let outcome = try bench.run(
        Trial(
          name: "anomalies-\(fault.rawValue.replacing("_", with: "-"))",
          scenario: """
            embedded: { workers: 200, service: constant(200ms), faults: { \(setting) } }
            load: { constant: { rate: 60, for: 2s } }
            follow: { poll: 40ms, recheck: 1, grace: 200ms }

            """))
      let happened = Set(outcome.truth.faults.filter { $0.name == fault }.compactMap(\.id))
      let found = outcome.document.findings.first { $0.kind == kind }
      let isTrue = found?.example.map(happened.contains) ?? false
      // A second completion before the first look at a job cannot be told from a late one.
      let least = fault == .completedTwice ? 1 : happened.count
      figures.append(
        SelfTestFigure(
          "\(fault.rawValue): \(kind.rawValue), of \(happened.count)",
          isTrue ? Double(found?.count ?? 0) : .nan, .count, atLeast: Double(max(least, 1)),
          atMost: Double(happened.count)))
    }
    return SelfTestCheck(
      name: SelfTestSubject.anomalies.rawValue,
      claim: "jobs that a fault happened to and that a finding names", figures: figures)
  }
}
