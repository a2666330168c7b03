public import Results

/// A stored baseline in one line.
public enum BaselineLine {
  /// The folder, the number of jobs, the version and the machine, with a line break.
  public static func render(path: String, _ document: RunDocument) -> String {
    let machine = document.environment.machine
    let parts = [
      path, Phrases.jobs(document.jobs.scheduled), "sojourn \(document.version)",
      "\(machine.cores) cores of \(machine.cpu)", machine.kernel,
    ]
    return Escape.plain(parts.joined(separator: "  ")) + "\n"
  }
}
