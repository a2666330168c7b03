import Scenarios
import Testing
import Workloads

@Suite struct TraceTests {
  static let second: Nanoseconds = 1_000_000_000
  static let jobs = "jobs: [{ name: small }, { name: large }]\n"

  private func recording(
    _ file: String, _ text: String, speed: Double = 1
  ) throws -> (trace: Trace, recording: Trace.Recording) {
    let files = Files(texts: ["folder/\(file)": text])
    let material = try files.load(
      Self.jobs + "load: { trace: { file: \(file), speed: \(speed) } }")
    let trace = try #require(material.scenario.load.phases[0].shape.trace)
    return (trace, try #require(trace.recording))
  }

  @Test(
    "times are read in every form",
    arguments: [
      (["0", "1.5", "2.0000000019"], [0, 1_500_000_000, 2_000_000_001]),
      (["1700000000.123456789", "1700000001"], [0, 876_543_211]),
      (["-1", "1e-3", "1.5e0"], [0, 1_001_000_000, 2_500_000_000]),
      (["100ms", "1s", "2m"], [0, 900_000_000, 119_900_000_000]),
      (["2026-11-24T03:15:00Z", "2026-11-24T04:15:00.25+01:00"], [0, 250_000_000]),
      (["5", "5", "5"], [0, 0, 0]),
    ] as [([String], [Nanoseconds])])
  func times(texts: [String], expected: [Nanoseconds]) throws {
    let csv = try recording("t.csv", "time\n" + texts.joined(separator: "\n")).recording
    let lines = texts.map { "{\"time\": \"\($0)\"}" }.joined(separator: "\n")
    #expect(csv.instants == expected)
    #expect(try recording("t.jsonl", lines).recording.instants == expected)
    #expect(csv.classes.isEmpty)
    #expect(csv.inputs.count == 0)
  }

  @Test func theColumnsOfACSVMayStandInAnyOrder() throws {
    let text = "inputs,id,class,time\r\n\"{\"\"a\"\": 1}\",x,large,1\r\n,y,,2\r\n7,z,small,3\r\n"
    let (trace, recording) = try recording("t.CSV", text, speed: 4)
    #expect(recording.instants == [0, Self.second, 2 * Self.second])
    #expect(recording.classes == [1, Trace.Recording.anyClass, 0])
    #expect((0..<3).map { recording.inputs[$0] } == ["{\"a\": 1}", "", "7"])
    #expect(trace.duration == Self.second / 2 + 1)
  }

  @Test func linesOfJSONAreRead() throws {
    let text = """
      {"time": 1, "class": "sm\\u0061ll", "inputs": {"a": [1, "}"]}, "other": {"time": 9}}

      {"inputs": "x\\n", "time": 2.5, "class": null}
      {"time": 3, "inputs": null}
      """
    let recording = try recording("t.ndjson", text).recording
    #expect(recording.instants == [0, 1_500_000_000, 2 * Self.second])
    #expect(recording.classes == [0, Trace.Recording.anyClass, Trace.Recording.anyClass])
    #expect(
      (0..<3).map { recording.inputs[$0] } == [#"{"a": [1, "}"]}"#, #""x\n""#, "null"])
  }

  @Test func aRunIsATraceOfItsInstantsAndClasses() throws {
    let run = RecordedRun(
      classes: ["large", "unused", "small"],
      arrivals: [(7, 0), (9, 2), (8, 0)].map { .init(intended: $0, jobClass: $1) })
    let files = Files(runs: ["folder/x/1.run": run])
    let material = try files.load(Self.jobs + "load: { trace: { file: x/1.run } }")
    let recording = try #require(material.scenario.load.phases[0].shape.trace?.recording)
    #expect(recording.instants == [0, 1, 2])
    #expect(recording.classes == [1, 1, 0])
    #expect(
      files.refusal("load: { trace: { file: x/1.run/ } }")
        == "folder/x/1.run/: error: 'folder/x/1.run/' does not exist\n"
        + "  hint: 'load.trace' of folder/a.yaml names it\n")
    #expect(
      files.refusal("jobs: { name: smal }\nload: { trace: { file: x/1.run } }")
        == "folder/x/1.run: error: the run has jobs of the class 'large', which the scenario does "
        + "not have\n  hint: give the scenario a class of that name in 'jobs'\n")
  }

  @Test func classesAreThoseOfTheTraceAndElseDrawn() throws {
    let rows = (0..<400).map { "\($0),\($0 % 4 == 0 ? "large" : "")" }
    let files = Files(texts: ["folder/t.csv": "time,class\n" + rows.joined(separator: "\n")])
    let text =
      "jobs: [{ name: small, weight: 9 }, { name: large }]\n"
      + "load: [{ burst: { jobs: 100 } }, { trace: { file: t.csv } }]"
    let scenario = try files.load(text).scenario
    let classes = ClassChoice(scenario)
    #expect(stride(from: 100, to: 500, by: 4).allSatisfy { classes[$0] == 1 })
    let drawn = (0..<500).filter { $0 < 100 || $0 % 4 != 0 }
    #expect(abs(drawn.count { classes[$0] == 1 } - 40) < 31)
    #expect(SchedulePlan(scenario).instants.count == 500)
  }

  @Test(
    "what is wrong with a trace is said with its line",
    arguments: [
      (
        "t.csv", "when\n1",
        "t.csv:1: error: there is no column 'time'\n  hint: the columns are time and, where wanted, class and inputs"
      ),
      (
        "t.csv", "time\n",
        "t.csv: error: there are no arrivals in the file\n  hint: 'load.trace' of folder/a.yaml names it"
      ),
      (
        "t.csv", "time\n2\n\n1",
        "t.csv:4: error: the time '1' lies before that of the line before\n  hint: sort the file by time"
      ),
      (
        "t.csv", "time\n-9000000000\n9000000000",
        "t.csv:3: error: the time '9000000000' lies before that of the line before\n  hint: sort the file by time"
      ),
      (
        "t.csv", "time\nsoon",
        "t.csv:2: error: 'time' must be seconds such as 12.5, a duration such as 250ms or an instant such as 2026-11-24T03:15:00Z, but is 'soon'\n  hint: 'load.trace' of folder/a.yaml names it"
      ),
      (
        "t.csv", "time\n1\n2026-11-24T03:15:00Z",
        "t.csv:3: error: instants and times from a start are mixed\n  hint: 'load.trace' of folder/a.yaml names it"
      ),
      (
        "t.csv", "time,class\n1,smal",
        "t.csv:2: error: no class of the scenario has the name 'smal'; did you mean 'small'?\n  hint: 'jobs' of the scenario names its classes"
      ),
      (
        "t.csv", "time,inputs\n1,{}\n2,{",
        "t.csv:3: error: 'inputs' is not JSON\n  hint: 'load.trace' of folder/a.yaml names it"
      ),
      (
        "t.csv", "time\n0\n2592001",
        "t.csv: error: at the speed 1 the trace lasts longer than 720h\n  hint: shorten it, or raise 'speed'"
      ),
      (
        "t.jsonl", "{\"time\": 1}\n[",
        "t.jsonl:2: error: the line is not JSON\n  hint: each line holds one object"
      ),
      (
        "t.jsonl", "[1]",
        "t.jsonl:1: error: there is no 'time' in the line\n  hint: 'load.trace' of folder/a.yaml names it"
      ),
      (
        "t.jsonl", "{\"time\": {}}",
        "t.jsonl:1: error: 'time' must be a number or a text\n  hint: 'load.trace' of folder/a.yaml names it"
      ),
      (
        "t.jsonl", "{\"time\": 1, \"class\": 1}",
        "t.jsonl:1: error: 'class' must be a text\n  hint: 'load.trace' of folder/a.yaml names it"
      ),
      (
        "t.jsonl", "\n",
        "t.jsonl: error: there are no arrivals in the file\n  hint: 'load.trace' of folder/a.yaml names it"
      ),
    ])
  func refused(file: String, text: String, message: String) {
    let files = Files(texts: ["folder/\(file)": text])
    #expect(
      files.refusal(Self.jobs + "load: { trace: { file: \(file) } }") == "folder/\(message)\n")
  }

  @Test func everyFileIsReportedOn() {
    let found = Files().refusal(
      "jobs: { inputs: \"${{ pick(p.csv, a) }}\" }\n"
        + "load: [{ trace: { file: /t.csv } }, { trace: { file: u.run } }]")
    #expect(found.split(separator: "\n").filter { !$0.hasPrefix("  ") }.count == 3)
    #expect(found.contains("\n/t.csv: error: "))
  }

  @Test func aLoadOfTracesHasTheLimitsOfAllLoads() {
    let files = Files(texts: ["folder/t.csv": "time\n0\n2592000"])
    let found = files.refusal(
      "load: [{ trace: { file: t.csv, speed: 1.5 } }, { trace: { file: t.csv, speed: 1.5 } }]")
    #expect(
      found == "folder/a.yaml: error: 'load' lasts 3456000 s, but must not last longer than 720h\n")
  }
}
