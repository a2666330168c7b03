import Foundation
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

/// Pages in a browser that is not ours: how they look, and that nothing in them runs.
@Suite struct PageTests {
  private static let root = Golden.folder("../..").standardizedFileURL.path

  /// The path of a browser; empty where this system has none to install.
  private static let browser: Result<String, Missing> = {
    do {
      let ended = try Child(
        [root + "/script/test-browser"], environment: Workspace.environment, folder: root
      ).end()
      let path = ended.output.trimmingCharacters(in: .newlines)
      return ended.exitCode == 0 ? .success(path) : .failure(Missing(reason: ended.errors))
    } catch {
      return .failure(Missing(reason: "\(error)"))
    }
  }()

  struct Missing: Error { var reason: String }

  /// Whether there is nothing to look with; a browser that is only not installed is a failure.
  private static let hasNone = (try? browser.get()) == ""

  /// Texts that would run, end something, or turn letters around, where they are not escaped.
  private static let hostile =
    "</title></style></svg></pre><script>harm=1</script>\"><img src=x onerror=harm=1>'`]]>--><a href="
    + "javascript:harm=1>&#60;b>"

  private static let hostileIDs =
    [hostile, "\"onload=harm=1 x=\"", "]]><script>harm=1</script>", "a\u{202E}b\u{2066}c"]

  /// Makes run folder `number` of `jobs`, and returns its path in `space`.
  private func make(
    _ space: Workspace, _ number: Int64, _ jobs: [JobRecord], ids: [String] = [],
    _ change: (inout SampleRun) throws -> Void = { _ in }
  ) throws -> String {
    var run = try SampleRun(jobs)
    run.startedAt += number * 3_600_000_000_000
    try change(&run)
    let folder = try run.makeFolder(
      under: space.path + "/results", ids: ids.map { Array($0.utf8.prefix(64)) })
    return String(folder.path.dropFirst(space.path.count + 1))
  }

  private func jobs(_ count: Int, outcomes: [Outcome], factor: Int64 = 1) -> [JobRecord] {
    (0..<count).map { index in
      JobRecord.sample(
        intended: Nanoseconds(index) * 10_000_000, outcome: outcomes[index % outcomes.count],
        queue: Nanoseconds(index * 37 % 400) * 2_000_000,
        processing: factor * 1_000_000_000 / Nanoseconds(1 + index * 7 % 100))
    }
  }

  /// A run with everything odd, in which every foreign text is hostile.
  private func hostileRun(_ space: Workspace) throws -> String {
    let outcomes = [
      Outcome.finished, .error, .timedOut, .lost, .rejected, .finished, .failedToPush,
    ]
    return try make(
      space, 1, jobs(350, outcomes: outcomes), ids: Self.hostileIDs
    ) { run in
      run.scenario.name = "made-up" + Self.hostile
      run.scenario.jobs = [Self.hostile, "b\u{202E}\u{2028}" + Self.hostile].map { name in
        var job = Scenario.JobClass()
        job.name = name
        job.function = name
        job.inputs = name
        return job
      }
      run.scenario.thresholds = [
        try Threshold.parse("end_to_end.p50 < 1ms"), try Threshold.parse("outcomes.lost == 0"),
      ]
      for index in run.jobs.indices where index % 3 == 0 { run.jobs[index].jobClass = 1 }
      for index in run.jobs.indices where index % 7 == 0 {
        run.jobs[index].oddities = [.unknownState, .foreignID, .missingField]
      }
    }
  }

  /// Writes what `arguments` print to `file`.
  private func render(_ space: Workspace, _ arguments: [String], to file: String) throws {
    let ended = try space.run(arguments + ["--format", "html"])
    #expect(ended.output.hasPrefix("<!DOCTYPE html>"), "\(ended.errors)")
    try space.write(ended.output, to: file)
  }

  private func look(
    _ space: Workspace, _ pages: [String], for texts: [String]
  ) throws -> Child.Ended {
    let list = String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    try space.write(list, to: "texts.json")
    let check = Golden.folder("Pages").standardizedFileURL.path + "/check.py"
    return try Child(
      ["/usr/bin/env", "python3", check, try Self.browser.get(), "texts.json"] + pages,
      environment: Workspace.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 },
      folder: space.path
    ).end()
  }

  @Test(.disabled(if: hasNone, "this system has no Chromium to install"))
  func pagesLookRightAndNothingInThemRuns() throws {
    try Workspace.with { space in
      try render(space, ["report", try hostileRun(space)], to: "hostile.html")
      let checked = try look(
        space, ["hostile.html"], for: [Self.hostile, "made-up<", "]]><script>"])
      #expect(checked.exitCode == 0, "\(checked.output)\(checked.errors)")

      let finished: [Outcome] = [.finished]
      let small = try make(space, 2, jobs(40, outcomes: finished))
      let base = try make(space, 3, jobs(1_200, outcomes: finished))
      let slow = try make(space, 4, jobs(1_200, outcomes: finished, factor: 2)) {
        $0.scenario.follow.recheck = 0.5
      }
      let many = try make(space, 5, jobs(6_000, outcomes: finished + [.error, .timedOut]))
      let empty = try make(space, 6, [])
      for (run, name) in [(small, "small"), (many, "many"), (empty, "empty")] {
        try render(space, ["report", run], to: name + ".html")
      }
      try render(space, ["compare", base, slow, "--unlike"], to: "compare.html")
      let all = try look(
        space, ["small.html", "many.html", "empty.html", "compare.html"], for: ["made-up"])
      #expect(all.exitCode == 0, "\(all.output)\(all.errors)")
    }
  }

  /// A check that cannot fail proves nothing.
  @Test(.disabled(if: hasNone, "this system has no Chromium to install"))
  func aPageThatIsWrongIsFound() throws {
    let changes: [(name: String, old: String, new: String, fault: String)] = [
      ("script", "</main>", "<script>harm=1</script></main>", "must not be there: <script"),
      ("policy", "style-src 'sha256-", "style-src 'sha256-A", "the style sheet is not in force"),
      ("style", "<main>", "<main style=\"color:red\">", "style at <main"),
      ("fetched", "</main>", "<img src=\"http://127.0.0.1:9/\"></main>", "img"),
      ("wide", "<h1>", "<h1><svg width=\"3000\" height=\"1\"></svg>", "too wide: <svg"),
      ("heading", "<h2>Run</h2>", "<h3>Run</h3>", "a heading of level 3"),
      ("scope", "<th scope=\"row\">", "<th>", "no scope"),
      ("text", "<h2>Course of the run</h2>", "<h2>x</h2>", "\"Course of the run\" is missing"),
    ]
    try Workspace.with { space in
      let run = try make(space, 1, jobs(40, outcomes: [.finished]))
      try render(space, ["report", run], to: "page.html")
      let page = try space.read("page.html")
      for change in changes {
        let range = try #require(page.firstRange(of: change.old), "\(change.name)")
        try space.write(
          page.replacingCharacters(in: range, with: change.new), to: change.name + ".html")
      }
      let checked = try look(space, changes.map { $0.name + ".html" }, for: ["Course of the run"])
      #expect(checked.exitCode == 1)
      for change in changes {
        let found = checked.output.split(separator: "\n").contains {
          $0.hasPrefix(change.name + ".html: ") && $0.contains(change.fault)
        }
        #expect(found, "\(change.name): \(checked.output)\(checked.errors)")
      }
    }
  }
}
