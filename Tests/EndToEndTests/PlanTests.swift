import Foundation
import Results
import TestSupport
import Testing

@Suite struct PlanTests {
  @Test("the plan's hash is the report's, with any number of engines", arguments: [1, 3])
  func hashOfPlanAndReport(engines: Int) throws {
    try Workspace.with { space in
      var text = ScenarioText()
      text.jobs = "[{ name: a, weight: 2 }, { name: b }]"
      text.load = "poisson: { rate: 200, for: 300ms }"
      try space.write(text.text)
      let plan = try space.run(["plan", "scenario.yaml"])
      #expect(plan.exitCode == 0)
      #expect(plan.errors.isEmpty)
      #expect(space.runs.isEmpty)
      _ = try space.run(["run", "scenario.yaml", "--engines", "\(engines)"])
      let document = try space.document(try space.onlyRun())
      #expect(plan.output.contains("seed 7, schedule \(document.run.scheduleHash)"))
      #expect(document.jobs.pushed == document.jobs.scheduled)
    }
  }

  @Test func aClosedPhaseHasTheSameHashWhateverCameOfIt() throws {
    try Workspace.with { space in
      var text = ScenarioText()
      text.load =
        "closed: { population: 3, think: exponential(20ms), for: 300ms }\n  - burst: { jobs: 2 }"
      try space.write(text.text)
      let plan = try space.run(["plan", "scenario.yaml"])
      _ = try space.run(["run", "scenario.yaml", "--engines", "2"])
      let document = try space.document(try space.onlyRun())
      #expect(plan.output.contains(document.run.scheduleHash))
      #expect(document.jobs.scheduled > 5)
      #expect(document.jobs.scheduled < 50)
    }
  }

  @Test("warm-up jobs are pushed and followed like any other")
  func warmUp() throws {
    try Workspace.with { space in
      var text = ScenarioText()
      text.load = "{ constant: { rate: 100, for: 100ms }, warm_up: true }\n  - burst: { jobs: 7 }"
      try space.write(text.text)
      _ = try space.run(["run", "scenario.yaml"])
      let document = try space.document(try space.onlyRun())
      #expect(document.jobs.scheduled == 17)
      #expect(document.jobs.outcomes.finished == 17)
      #expect(document.jobs.warmUp == 10)
      #expect(document.metrics.endToEnd.count == 7)
    }
  }
}
