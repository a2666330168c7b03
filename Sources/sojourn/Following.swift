internal import Analysis
internal import ArgumentParser
internal import Engines
internal import Glibc
internal import Harness
internal import Platform
internal import Reports
internal import Results
internal import Synchronization

/// What `run`, `resume` and `replay` have in common: interrupts, the progress line, and the report at the end.
final class Following: Sendable {
  /// Raised at the first interrupt.
  let stop = StopSignal()
  private let isQuiet: Bool
  private let line = Mutex(ProgressLine())
  private let folder = Mutex<RunFolder?>(nil)

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  private var showsProgress: Bool { !isQuiet && Console.isInteractive }

  /// Carries out `work`, which returns the run's folder, and reports on it; `afterwards` has the last word
  /// about a run that was carried out.
  func carryOut(
    _ work: (Following) throws -> RunFolder, afterwards: (RunFolder) -> Void = { _ in }
  ) throws {
    Interrupts.watch { [self] count in interrupted(count) }
    let folder = try work(self)
    if showsProgress { Console.progress("") }
    let (document, jobs) = try RunReading.charted(folder)
    do throws(RunFolderError) {
      try folder.writeReports(
        json: JSONReport.render(document), markdown: MarkdownReport.render(document),
        html: HTMLReport.render(document, jobs()))
    } catch {
      throw end(.folder(error))
    }
    StepSummary.append(ReportFormat.github.render(document, path: folder.path))
    if !isQuiet {
      try Console.report(TerminalReport.render(document, isColored: Console.isColored))
      let reports = [folder.reportHTMLPath, folder.reportMarkdownPath, folder.reportJSONPath]
      Console.note("\nreports: \(reports.joined(separator: "\n         "))")
    }
    if isQuiet, document.verdict.exitCode != 0 { Console.note(TerminalReport.verdict(document)) }
    if document.run.ending == .aborted {
      Console.error(
        "every push was answered 401 or 403, so the run ended early",
        hint: "check the key in target.headers, or give one with `--header 'X-API-Key: ...'`")
    }
    afterwards(folder)
    throw ExitCode(Int32(document.verdict.exitCode))
  }

  /// The run has its folder.
  func began(_ folder: RunFolder) {
    self.folder.withLock { $0 = folder }
    if !isQuiet { Console.note("run: \(folder.path)") }
  }

  /// The run goes on.
  func observe(_ view: LiveView) {
    guard showsProgress else { return }
    Console.progress(line.withLock { $0.text(for: view, columns: Console.columns) })
  }

  /// Prints what went wrong and returns the exit code for it.
  func end(_ trouble: RunTrouble) -> ExitCode {
    if showsProgress { Console.progress("") }
    Console.error(trouble.description, hint: trouble.hint)
    return .invalid
  }

  private func interrupted(_ count: Int) {
    if count == 1 {
      stop.raise(.interrupted)
      if showsProgress { Console.progress("") }
      Console.note(
        "interrupted: no more pushes, following the jobs in flight; interrupt again to leave now")
      return
    }
    if showsProgress { Console.progress("") }
    let path = folder.withLock { $0?.path }
    if let path { Console.note("left; `sojourn resume \(path)` goes on following its jobs") }
    _exit(ExitCode.left.rawValue)
  }
}
