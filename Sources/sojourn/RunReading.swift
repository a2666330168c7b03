internal import Analysis
internal import ArgumentParser
internal import Harness
internal import Reports
internal import Results

/// Reads stored runs and says what is wrong with them.
enum RunReading {
  /// The document of the run in `folder`, and its jobs as charts need them, which are made when asked for.
  ///
  /// - Throws: ``ExitCode/invalid`` after the error has been printed.
  static func charted(
    _ folder: RunFolder
  ) throws -> (document: RunDocument, jobs: () -> ChartedJobs) {
    do throws(RunFolderError) {
      let (manifest, table) = (try folder.manifest(), try folder.table())
      let document = summarize(manifest, table)
      return (
        document,
        {
          ChartedJobs(
            ExportedRun(manifest, table), duration: document.run.durationNanoseconds)
        }
      )
    } catch {
      throw refuse(error)
    }
  }

  /// As many of the newest runs of a folder are read as a history.
  private static let longestHistory = 50

  /// The run in `folder`, by the report that it stored where that belongs to the job table, else from the
  /// table; a baseline has no table.
  ///
  /// - Throws: ``ExitCode/invalid`` after the error has been printed.
  static func stored(in folder: RunFolder, path: String) throws -> StoredRun {
    do throws(RunFolderError) {
      return try read(folder, path: path)
    } catch {
      throw refuse(error)
    }
  }

  /// The newest runs in `place`, by the reports that they stored; what has none, or cannot be read, is no
  /// history.
  static func history(in place: String) -> [StoredRun] {
    Baselines.runs(in: place).suffix(longestHistory).compactMap { folder in
      do throws(RunFolderError) {
        let manifest = try folder.manifest()
        let table = folder.hasTable ? try folder.table() : nil
        let report = try folder.report()
        guard belongs(report, to: manifest, table) else { return nil }
        return StoredRun(path: folder.path, manifest: manifest, document: report)
      } catch {
        return nil
      }
    }
  }

  /// Every run in `place`, however deep it lies, as trends see it, and those that cannot be read.
  ///
  /// - Throws: ``ExitCode/usage`` or ``ExitCode/invalid`` after the error has been printed, when there is no
  ///   such folder or it cannot be read.
  static func all(in place: String) throws -> (runs: [TrendInput], unreadable: [LeftOutRun]) {
    let search: RunSearch
    do throws(RunFolderError) { search = try RunSearch(in: place) } catch {
      throw refuse(error, hint: "name a folder that holds runs, for example results")
    }
    var unreadable = search.unreadable.map {
      LeftOutRun(path: $0.path, .unreadable, $0.error.description)
    }
    var runs: [TrendInput] = []
    for folder in search.runs {
      do throws(RunFolderError) {
        runs.append(TrendInput(try read(folder, path: folder.path)))
      } catch {
        unreadable.append(LeftOutRun(path: folder.path, .unreadable, error.description))
      }
    }
    return (runs, unreadable)
  }

  private static func read(_ folder: RunFolder, path: String) throws(RunFolderError) -> StoredRun {
    let manifest = try folder.manifest()
    let table = folder.hasTable || !folder.hasReport ? try folder.table() : nil
    if let report = try? folder.report(), belongs(report, to: manifest, table) {
      return StoredRun(path: path, manifest: manifest, document: report)
    }
    guard let table else {
      throw .damaged(path: folder.reportJSONPath, reason: "it is not the report of run.json")
    }
    return StoredRun(path: path, manifest: manifest, document: summarize(manifest, table))
  }

  /// Prints why a run cannot be opened and returns the exit code for it; `hint` is what to do where no run
  /// is meant but a folder of them.
  static func refuse(_ error: RunFolderError, hint: String? = nil) -> ExitCode {
    let own = RunTrouble.folder(error).hint
    switch error {
    case .missing, .noFolder:
      Console.error(error.description, hint: hint ?? own)
      return .usage
    default:
      Console.error(error.description, hint: own)
      return .invalid
    }
  }
}
