import Scenarios
import Testing
import Workloads

@Suite struct OverrideTests {
  static let text = """
    target: { headers: { X-API-Key: a } }
    jobs:
      - { name: a, weight: 1 }
      - { name: b, weight: 1 }
    load:
      - constant: { rate: 5, for: 10s }
    seed: 3
    """

  static func parse(_ overrides: String...) throws(ScenarioRejected) -> Scenario {
    var list: [Override] = []
    for text in overrides { list.append(try Override(text)) }
    return try Scenario.parse(text, file: "a.yaml", overrides: list)
  }

  @Test func valuesOfTheFileAreReplaced() throws {
    let scenario = try Self.parse(
      "load[0].constant.rate=50", "jobs[1].weight=2.5", "seed=7", "target.headers.X-API-Key=${KEY}")
    #expect(scenario.load.phases == [.constant(rate: 50, duration: 10_000_000_000)])
    #expect(scenario.jobs.map(\.weight) == [1, 2.5])
    #expect(scenario.seed == 7)
    #expect(scenario.target.headers == [Header(name: "X-API-Key", template: "${KEY}")])
  }

  @Test func missingSectionsAreMade() throws {
    let scenario = try Self.parse(
      "embedded.workers=4", "follow.poll=100ms", "target.url=http://host:80/x=y",
      "jobs[0].inputs.deep.value=[1, a]")
    #expect(scenario.embedded.workers == 4)
    #expect(scenario.follow.poll == .fixed(every: 100_000_000))
    #expect(scenario.target.address == .url("http://host:80/x=y"))
    #expect(scenario.jobs[0].inputs == #"{"deep":{"value":[1,"a"]}}"#)
  }

  @Test func theOnlyElementNeedsNoNumber() throws {
    let scenario = try Self.parse("load.constant.for=1s")
    #expect(scenario.load.duration == 1_000_000_000)
  }

  @Test func wholeSectionsAreReplaced() throws {
    let scenario = try Self.parse(
      "load={ burst: { jobs: 5 } }", "thresholds=[outcomes.error == 0]", "jobs={}",
      "jobs[0].weight=2")
    #expect(scenario.load.count(seed: 1) == 5)
    #expect(scenario.thresholds.map(\.text) == ["outcomes.error == 0"])
    #expect(scenario.jobs.map(\.weight) == [2])
  }

  @Test func theLastOfTwoWins() throws {
    #expect(try Self.parse("seed=1", "seed=2").seed == 2)
  }

  @Test func otherOptionsCanBeOverrides() throws {
    let seed = try Override(option: "--seed", path: "seed", value: "many")
    let found = diagnostics { () throws(ScenarioRejected) in
      try Scenario.parse(Self.text, file: "a.yaml", overrides: [seed])
    }
    #expect(
      found == "--seed many: error: 'seed' must be a whole number from 0 to 18446744073709551615,"
        + " but is 'many'\n")
  }

  @Test(
    "a path or value that does not fit is a diagnostic",
    arguments: [
      (
        "load.constnat.rate=50",
        "error: unknown key 'constnat'; did you mean 'constant'?\n"
          + "  hint: 'load' may contain burst, constant, poisson, ramp, steps, closed, trace and warm_up"
      ),
      (
        "load.constant.rate=-1",
        "error: 'rate' must be a number greater than 0 and at most 1000000, but is -1"
      ),
      (
        "load.burst.jobs=5",
        "error: a phase has one shape, but here are 'burst' and 'constant'\n"
          + "  hint: make 'load' a list with one phase for each"
      ),
      (
        "jobs.weight=1",
        "error: 'jobs' is a list of 2\n  hint: say which: 0 is the first, as in 'jobs[0]'"
      ),
      ("jobs[2].weight=1", "error: 'jobs' has no element [2]: it has 2, from [0]"),
      (
        "seed.x=1",
        "error: unknown key 'x'\n"
          + "  hint: 'seed' may contain run, arrivals, payloads, polls, service, cancellations and "
          + "thinking"
      ),
      ("seed[0]=1", "error: 'seed' is not a list"),
      (
        "seed=",
        "error: 'seed' must be a single value or a mapping, but is empty\n"
          + "  hint: leave it out or give it a value"
      ),
      ("seed=[", "error: the text is not YAML: did not find expected node content"),
      (
        "colour=red",
        "error: unknown key 'colour'\n"
          + "  hint: a scenario may contain target, embedded, jobs, load, follow, cancel, thresholds and seed"
      ),
      (
        "jobs[x].weight=1",
        "error: 'jobs[x].weight' is not a path\n"
          + "  hint: write keys and numbers of elements such as 'jobs[1].weight'"
      ),
      (
        ".seed=1",
        "error: '.seed' is not a path\n"
          + "  hint: write keys and numbers of elements such as 'jobs[1].weight'"
      ),
      (
        "seed",
        "error: there is no '=' between a path and a value\n"
          + "  hint: write for example '--set load.constant.rate=50'"
      ),
    ])
  func refused(text: String, message: String) {
    let found = diagnostics { () throws(ScenarioRejected) in try Self.parse(text) }
    #expect(found == "--set \(text): \(message)\n")
  }

  @Test(
    "a secret on the command line is not shown",
    arguments: [
      "target.headers.X-API-Key=hunter2\u{1}", "target.header.X-Other=hunter2", "target=hunter2",
      "targte.headers.X=hunter2", "target.url=http//user:hunter2@host", "target.headers=[hunter2]",
      "target.headers=hunter2",
      "target.proxy=user:hunter2@host", "jobs.api_key=hunter2", "target.heders.X=hunter2",
    ])
  func secretsAreNotShown(text: String) {
    let found = diagnostics { () throws(ScenarioRejected) in try Self.parse(text) }
    #expect(found.contains("<masked>"))
    #expect(!found.contains("hunter2"))
  }
}
