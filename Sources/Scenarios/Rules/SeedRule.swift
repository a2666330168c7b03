import Workloads

/// The value `seed`: a number, or `{ run: 7, payloads: 2 }` with seeds of single dimensions.
enum SeedRule {
  static let fields = [Field("run")] + RandomStream.allCases.map { Field($0.name) }

  static func read(_ scenario: Section, _ problems: inout [Problem]) -> Seeds {
    if let run = scenario.read("seed", .seed, &problems) { return Seeds(run) }
    let section = scenario.section("seed")
    var seeds = Seeds()
    section.read("run", .seed, into: &seeds.run, &problems)
    for stream in RandomStream.allCases {
      seeds[stream] = section.read(stream.name, .seed, &problems)
    }
    return seeds
  }
}
