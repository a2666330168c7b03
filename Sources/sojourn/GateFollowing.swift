internal import ArgumentParser
internal import Engines
internal import Glibc
internal import Harness
internal import Platform
internal import Reports
internal import Results
internal import Synchronization

/// A gate as people see it: interrupts, progress, the reports of its runs and its own.
final class GateFollowing: Sendable {
  /// Raised at the first interrupt.
  let stop = StopSignal()
  private let isQuiet: Bool
  private let most: Int
  private let troubleCode: ExitCode
  private let line = Mutex(ProgressLine())
  private let failure = Mutex<RunFolderError?>(nil)
  private let interrupts = Mutex(0)

  /// Whether somebody asked to end early.
  var isInterrupted: Bool { interrupts.withLock { $0 > 0 } }

  /// Follows a gate of `most` pairs at most, which exits with `troubleCode` after a trouble that is not the
  /// candidate's.
  init(isQuiet: Bool, most: Int, troubleCode: ExitCode = .invalid) {
    self.isQuiet = isQuiet
    self.most = most
    self.troubleCode = troubleCode
    Interrupts.watch { [self] count in interrupted(count) }
  }

  private var showsProgress: Bool { !isQuiet && Console.isInteractive }

  /// Carries `gate` out, stores its result, and prints it.
  ///
  /// - Returns: The result.
  /// - Throws: An exit code after saying why; ``ExitCode/left`` after an interrupt.
  func carryOut(_ gate: Gate, format: GateFormat) throws -> GateResult {
    let result: GateResult
    do throws(GateTrouble) {
      result = try gate.carryOut(stop: stop, observe: observe)
    } catch {
      throw end(error.trouble, of: error.troubleOf)
    }
    if showsProgress { Console.progress("") }
    let folder = GateFolder(path: result.folder)
    try store(result)
    let text = format.render(result, isColored: Console.isColored)
    do { try Console.report(text) } catch { throw troubleCode }
    if format == .github { StepSummary.append(text) }
    if !isQuiet {
      Console.note(
        "\nreports: \(folder.htmlPath)\n         \(folder.markdownPath)\n         \(folder.jsonPath)"
      )
    }
    if isInterrupted { throw ExitCode.left }
    return result
  }

  /// Writes `gate.json`, `gate.md` and `gate.html`.
  ///
  /// - Throws: The exit code of troubles after saying why they, or the reports of a run, could not be
  ///   written.
  func store(_ result: GateResult) throws {
    do throws(RunFolderError) {
      if let error = failure.withLock({ $0 }) { throw error }
      try GateFolder(path: result.folder).writeReports(
        json: result.json(), markdown: GateFormat.markdown.render(result),
        html: GateFormat.html.render(result))
    } catch {
      Console.error(error.description, hint: RunTrouble.folder(error).hint)
      throw troubleCode
    }
  }

  /// Prints what went wrong and returns the exit code for it.
  func end(_ trouble: RunTrouble, of side: GateVerdict.TroubleSide = .elsewhere) -> ExitCode {
    if showsProgress { Console.progress("") }
    if isInterrupted { return .left }
    Console.error(trouble.description, hint: trouble.hint)
    return side == .candidate ? .invalid : troubleCode
  }

  /// Something happens.
  func observe(_ event: Gate.Event) {
    switch event {
    case .began(let folder): note("gate: \(folder)")
    case .starting(let pair, let isCandidate):
      line.withLock { $0 = ProgressLine() }
      show("pair \(pair) of at most \(most): starting the \(isCandidate ? "candidate" : "base")")
    case .running(let view):
      show(line.withLock { $0.text(for: view, columns: Console.columns) })
    case .ran(let folder, let document):
      do throws(RunFolderError) {
        try folder.writeReports(
          json: JSONReport.render(document), markdown: MarkdownReport.render(document))
      } catch {
        failure.withLock { $0 = $0 ?? error }
        stop.raise(.interrupted)
      }
    case .repeating(let failed): note(GateProgress.line(failed))
    case .paired(let pairs, let quantiles):
      note(GateProgress.line(pairs, quantiles, most: most))
    }
  }

  private func show(_ text: String) { if showsProgress { Console.progress(text) } }

  private func note(_ text: String) {
    guard !isQuiet else { return }
    if showsProgress { Console.progress("") }
    Console.note(text)
  }

  private func interrupted(_ count: Int) {
    interrupts.withLock { $0 = count }
    stop.raise(.interrupted)
    if showsProgress { Console.progress("") }
    // What the gate started ends with this process.
    guard count == 1 else { _exit(ExitCode.left.rawValue) }
    Console.note(
      "interrupted: the run goes on until its jobs have ended, and no other begins; interrupt again "
        + "to leave now")
  }
}
