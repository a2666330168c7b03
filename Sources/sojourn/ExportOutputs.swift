internal import ArgumentParser
internal import Glibc
internal import Platform
internal import Reports
internal import Results
internal import Synchronization

/// Where exports go: standard output, or files that appear when they are whole.
struct ExportOutputs {
  /// The file that grows, which an interrupt takes away.
  private static let growing = Mutex<String?>(nil)

  private let folder: RunFolder
  private let isReplacing: Bool
  private var isWatching = false

  /// Outputs of the run in `folder`, which may replace files where `isReplacing`.
  init(folder: RunFolder, isReplacing: Bool) {
    self.folder = folder
    self.isReplacing = isReplacing
  }

  /// Writes what `body` gives to the file at `path`, or to standard output without one.
  ///
  /// - Throws: ``ExitCode`` after the error has been printed.
  mutating func write(
    to path: String?, _ body: (inout ByteSink) throws(SystemError) -> Void
  ) throws {
    guard let path else { return try writeToStandardOutput(body) }
    try checkIsNotOfRun(path)
    watch()
    do throws(NewFile.Failure) {
      let file = try NewFile(path, isReplacing: isReplacing)
      if file.temporaryPath != file.path { Self.growing.withLock { $0 = file.temporaryPath } }
      defer { Self.growing.withLock { $0 = nil } }
      do throws(SystemError) {
        var sink = ByteSink { bytes throws(SystemError) in try file.write(bytes) }
        try body(&sink)
      } catch {
        file.discard()
        throw .system(error)
      }
      try file.finish()
    } catch {
      throw Self.refuse(error)
    }
  }

  private func writeToStandardOutput(
    _ body: (inout ByteSink) throws(SystemError) -> Void
  ) throws {
    do throws(SystemError) {
      var sink = ByteSink { bytes throws(SystemError) in try Console.write(bytes) }
      try body(&sink)
    } catch {
      // A reader that has gone, as in `| head`, had what it wanted.
      guard error.code != EPIPE else { return }
      Console.error(error.description)
      throw ExitCode.invalid
    }
  }

  /// Makes sure that `path` is a folder, and that none of `files` is there unless they are replaced.
  func checkFolder(_ path: String, files: [String]) throws {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      Console.error(
        "'\(path)' is not a folder, and several metrics are several files",
        hint: "make the folder first, or give one '--metric'")
      throw ExitCode.usage
    }
    for file in files where !isReplacing {
      guard unsafe access(file, F_OK) != 0 else { throw Self.refuse(.exists(path: file)) }
    }
  }

  /// Keeps the run's own files from being replaced by what is read from them.
  private func checkIsNotOfRun(_ path: String) throws {
    var (own, other) = (stat(), stat())
    guard unsafe stat(path, &other) == 0 else { return }
    for file in [folder.manifestPath, folder.tablePath] {
      guard unsafe stat(file, &own) == 0, own.st_ino == other.st_ino, own.st_dev == other.st_dev
      else { continue }
      Console.error("'\(path)' is the run itself", hint: "name another file with '--output'")
      throw ExitCode.usage
    }
  }

  /// Lets an interrupt take away the file that grows.
  private mutating func watch() {
    guard !isWatching else { return }
    isWatching = true
    Interrupts.watch { _ in
      Self.growing.withLock { path in
        if let path { unsafe unlink(path) }
        _exit(ExitCode.left.rawValue)
      }
    }
  }

  private static func refuse(_ failure: NewFile.Failure) -> ExitCode {
    switch failure {
    case .system(let error):
      Console.error(error.description)
      return .invalid
    case .exists(let path):
      Console.error("'\(path)' exists already", hint: "'--force' replaces it")
      return .usage
    }
  }
}
