internal import Glibc
internal import Platform

/// The summary of a GitHub job, which steps append Markdown to.
enum StepSummary {
  /// Appends `text` and an empty line, where the environment names a file for it.
  ///
  /// A summary that cannot be written changes no verdict: it is a warning.
  static func append(_ text: String) {
    guard let path = Console.environment("GITHUB_STEP_SUMMARY"), !path.isEmpty else { return }
    do throws(SystemError) {
      let file = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
      guard file >= 0 else { throw .current("open \(path)") }
      defer { close(file) }
      guard Console.write(text + "\n", to: file) else { throw .current("write \(path)") }
    } catch {
      Console.note("warning: \(error.description), so the job's summary lacks this run")
    }
  }
}
