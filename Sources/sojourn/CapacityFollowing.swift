internal import ArgumentParser
internal import Engines
internal import Glibc
internal import Harness
internal import Platform
internal import Reports
internal import Results
internal import Statistics
internal import Synchronization
internal import Workloads

/// What people see of a search for a capacity while it goes on, and its interrupts.
final class CapacityFollowing: Sendable {
  /// Raised at the first interrupt.
  let stop = StopSignal()
  private let state = Mutex(State())

  private struct State {
    var line = ProgressLine()
    var folder: CapacityFolder?
    var step: CapacitySearch.Step?
  }

  init() {
    Interrupts.watch { [self] count in interrupted(count) }
  }

  /// What is called while the search goes on.
  var observer: CapacitySearch.Observer {
    var observer = CapacitySearch.Observer()
    observer.began = { [self] in began($0) }
    observer.step = { [self] in begin($0) }
    observer.observe = { [self] in observe($0) }
    observer.ended = { [self] run, document, capacity throws(RunTrouble) in
      try ended(run, document, capacity)
    }
    return observer
  }

  /// Takes the progress line away.
  func clear() {
    if Console.isInteractive { Console.progress("") }
  }

  /// Prints what went wrong and returns the exit code for it.
  func end(_ trouble: RunTrouble) -> ExitCode {
    clear()
    Console.error(trouble.description, hint: trouble.hint)
    return .invalid
  }

  private func began(_ folder: CapacityFolder) {
    state.withLock { $0.folder = folder }
    Console.note("search: \(folder.path)")
  }

  private func begin(_ step: CapacitySearch.Step) {
    state.withLock {
      $0.step = step
      $0.line = ProgressLine()
    }
  }

  private func observe(_ view: LiveView) {
    guard Console.isInteractive else { return }
    let columns = Console.columns
    let text = state.withLock { state in
      let start = Self.words(state.step, elapsed: view.elapsed)
      return start + " | " + state.line.text(for: view, columns: columns - start.count - 3)
    }
    Console.progress(String(text.prefix(max(columns - 1, 20))))
  }

  /// Writes the reports of a run that has ended, and says what it showed.
  private func ended(
    _ run: RunFolder, _ document: RunDocument, _ capacity: Capacity
  ) throws(RunTrouble) {
    do throws(RunFolderError) {
      try run.writeReports(
        json: JSONReport.render(document), markdown: MarkdownReport.render(document))
    } catch {
      throw .folder(error)
    }
    clear()
    let step = state.withLock { $0.step }
    guard stop.reason == .none else { return }
    Console.note(
      CapacityProgress.text(capacity, wasBurst: Self.isBurst(step)) + Self.left(after: step))
  }

  private static func isBurst(_ step: CapacitySearch.Step?) -> Bool {
    if case .burst = step { true } else { false }
  }

  /// What goes on, and how long it all still takes if it goes as foreseen.
  private static func words(_ step: CapacitySearch.Step?, elapsed: Nanoseconds) -> String {
    switch step {
    case .none: return ""
    case .burst(let jobs): return "burst of \(Units.count(jobs))"
    case .trial(let request), .repeated(let request):
      let left = max(Nanoseconds(request.secondsLeft * 1e9) - max(elapsed, 0), 0)
      return "\(request.purpose.rawValue) at \(Units.rate(request.rate)), "
        + "about \(Units.duration(left)) left"
    }
  }

  private static func left(after step: CapacitySearch.Step?) -> String {
    switch step {
    case .trial(let request), .repeated(let request):
      let left = request.secondsLeft - request.seconds
      return left > 0 ? "; about \(Units.duration(Nanoseconds(left * 1e9))) left" : ""
    default: return ""
    }
  }

  private func interrupted(_ count: Int) {
    clear()
    if count == 1 {
      stop.raise(.interrupted)
      return Console.note(
        "interrupted: no more pushes, following the jobs in flight; interrupt again to leave now")
    }
    if let folder = state.withLock({ $0.folder }) {
      Console.note("left; what is known is in \(folder.documentPath)")
    }
    _exit(ExitCode.left.rawValue)
  }
}
