internal import Analysis
internal import ArgumentParser
internal import Harness
internal import Results

/// Reads stored runs and says what is wrong with them.
enum RunReading {
  /// The document of the run in `folder`.
  ///
  /// - Throws: ``ExitCode/invalid`` after the error has been printed.
  static func document(of folder: RunFolder) throws -> RunDocument {
    do throws(RunFolderError) {
      return summarize(try folder.manifest(), try folder.table())
    } catch {
      throw refuse(error)
    }
  }

  /// Prints why a run cannot be opened and returns the exit code for it.
  static func refuse(_ error: RunFolderError) -> ExitCode {
    Console.error(error.description, hint: RunTrouble.folder(error).hint)
    if case .missing = error { return .usage }
    return .invalid
  }
}
