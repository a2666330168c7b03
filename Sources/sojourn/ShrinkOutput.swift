internal import ArgumentParser
internal import Foundation
internal import Harness
internal import Platform
internal import Results
internal import Scenarios
internal import Workloads

/// Where the scenario that a search finds is written, with the files that it names.
struct ShrinkOutput {
  /// The scenario's file.
  let file: String
  /// The material of the search: the run's, as it can be written down.
  let material: ScenarioMaterial

  /// Makes sure, before anything is measured, that all can be written.
  ///
  /// - Parameters:
  ///   - file: The scenario's file, which is not there yet.
  ///   - material: What the run's folder holds.
  ///   - replay: The run.
  /// - Throws: ``ExitCode/usage`` after the error has been printed.
  init(_ file: String, _ material: ScenarioMaterial, of replay: Replay) throws {
    self.file = file
    var scenario = material.scenario
    // Values that were masked come from the environment of whoever runs the scenario.
    for (index, header) in scenario.target.headers.enumerated()
    where header.template.contains(Header.mask) {
      let name = header.name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
      scenario.target.headers[index].template = "${\(String(name))}"
    }
    if case .url(let url) = scenario.target.address {
      scenario.target.address = .url(url.replacing("\(Header.mask)@", with: ""))
    }
    if scenario.target.isDialectFile {
      scenario.target.api = try Self.dialect(of: scenario, replay)
    }
    self.material = ScenarioMaterial(scenario, columns: material.columns)
    try refuse(file, when: FileManager.default.fileExists(atPath: file))
    let columns = columnsOnDisk()
    for other in self.material.files(beside: file) {
      let bytes = FileManager.default.contents(atPath: other.path)
      let own = material.columns.filter { $0.key.file == other.name }
      let isSame = !own.isEmpty && own.allSatisfy { columns[$0.key] == $0.value }
      try refuse(
        other.path, when: bytes.map { $0 != Data(other.text.utf8) && !isSame } ?? false)
    }
  }

  /// The cells that the scenario's inputs would pick from where it will be, if they are all there.
  private func columnsOnDisk() -> [ColumnReference: TextTable] {
    var plain = material.scenario
    plain.load = ArrivalSchedule([.burst(jobs: 1, every: 0, times: 1)])
    return (try? ScenarioMaterial(plain, file: file, from: DiskFiles()))?.columns ?? [:]
  }

  private func refuse(_ path: String, when isThere: Bool) throws {
    guard isThere else { return }
    Console.error(
      "'\(path)' exists already", hint: "name a scenario file in another folder with `--out`")
    throw ExitCode.usage
  }

  /// The dialect's file from wherever the scenario will be.
  private static func dialect(of scenario: Scenario, _ replay: Replay) throws -> String {
    let path = scenario.target.dialectFile(beside: replay.manifest.scenarioFile) ?? ""
    let whole = URL(fileURLWithPath: path).standardizedFileURL.path
    guard FileManager.default.fileExists(atPath: whole) else {
      Console.error(
        "the dialect's file '\(path)' is not there, and a scenario needs it",
        hint: "put the file back; the run itself keeps what it says")
      throw ExitCode.usage
    }
    return whole
  }

  /// Writes the scenario of `found`, and the files that it names where they are not there.
  ///
  /// - Throws: ``ExitCode/invalid`` after the error has been printed.
  func write(_ found: ScenarioMaterial, comment: [String]) throws {
    for other in found.files(beside: file)
    where !FileManager.default.fileExists(atPath: other.path) {
      try write(other.text, to: other.path)
    }
    try write(found.scenario.yaml(comment: comment), to: file)
  }

  private func write(_ text: String, to path: String) throws {
    do throws(NewFile.Failure) {
      let new = try NewFile(path, isReplacing: false)
      do throws(SystemError) { try new.write(Array(text.utf8)) } catch { throw .system(error) }
      try new.finish()
    } catch {
      Console.error(error.description)
      throw ExitCode.invalid
    }
  }
}
