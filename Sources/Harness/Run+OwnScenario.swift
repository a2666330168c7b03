internal import Dialects
internal import Results
internal import Scenarios

extension Run {
  /// A run of one of our own scenarios, whose text is `text`, against a server that speaks the dialect of
  /// the embedded one.
  ///
  /// - Precondition: The scenario is right and names no file.
  init(ownScenario text: String, name: String) {
    let file = "\(name).yaml"
    let material: ScenarioMaterial
    do throws(ScenarioRejected) {
      material = try ScenarioMaterial(
        Scenario.parse(text, file: file), file: file, from: NoFiles())
    } catch {
      preconditionFailure("a scenario of our own is wrong: \(error.diagnostics)")
    }
    guard let dialect = Dialect.builtIn(named: material.scenario.target.api) else {
      preconditionFailure("the dialect of the embedded server is built in")
    }
    self.init(material, dialect: dialect, scenarioFile: file, headers: [])
  }
}

/// For scenarios of our own, which name no files.
private struct NoFiles: MaterialFiles {
  func bytes(of path: String, limit: Int) throws(MaterialUnreadable) -> [UInt8] {
    throw MaterialUnreadable("a scenario of sojourn's own names no file")
  }

  func run(at path: String) throws(MaterialUnreadable) -> RecordedRun {
    throw MaterialUnreadable("a scenario of sojourn's own names no run")
  }
}
