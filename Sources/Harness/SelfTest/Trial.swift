internal import Analysis
internal import Engines
internal import ReferenceServer
internal import Results
internal import Workloads

/// One run of the self-test: a scenario against the embedded server, which knows what really happened.
struct Trial {
  /// Its name, and that of its folder: letters, digits and `-`.
  var name: String
  /// The scenario's text but for the seed, as a user would write it.
  var scenario: String

  /// What came out.
  struct Outcome {
    /// What the instrument says.
    let document: RunDocument
    /// What it recorded.
    let table: JobTable
    /// What really happened.
    let truth: GroundTruth
    /// The one beside the other.
    let comparison: TruthComparison
  }

  /// Carries the run out in a folder of its own under `root`.
  ///
  /// - Parameters:
  ///   - root: An existing folder.
  ///   - seed: The seed of every random sequence.
  ///   - stop: Raised to end it early.
  /// - Returns: What the instrument says, and what happened.
  /// - Throws: ``RunTrouble`` when the run cannot be carried out.
  func carryOut(under root: String, seed: UInt64, stop: StopSignal) throws(RunTrouble) -> Outcome {
    var run = Run(ownScenario: "seed: \(seed)\n" + scenario, name: name)
    run.root = root
    let path = "\(root)/\(name)-truth.jsonl"
    run.truthFile = path
    let folder = try run.carryOut(stop: stop)
    do throws(RunFolderError) {
      let table = try folder.table()
      let truth: GroundTruth
      do { truth = try GroundTruth(contentsOf: path) } catch {
        throw RunFolderError.damaged(path: path, reason: "\(error)")
      }
      return Outcome(
        document: summarize(try folder.manifest(), table), table: table, truth: truth,
        comparison: TruthComparison(table, truth))
    } catch {
      throw .folder(error)
    }
  }
}
