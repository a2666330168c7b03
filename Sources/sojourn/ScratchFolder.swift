internal import ArgumentParser
internal import Engines
internal import Foundation
internal import Glibc
internal import Harness
internal import Platform

/// The folder for the runs of a procedure: one the user keeps, or a temporary one that is gone afterwards.
struct ScratchFolder {
  private let path: String
  private let isKept: Bool

  /// Creates the folder.
  ///
  /// - Parameters:
  ///   - kept: The folder that the user asked for; nil for a temporary one.
  ///   - purpose: What the temporary one is named after.
  /// - Throws: ``ExitCode/invalid`` after saying why.
  private init(keeping kept: String?, for purpose: String) throws {
    isKept = kept != nil
    path =
      kept
      ?? FileManager.default.temporaryDirectory
      .appendingPathComponent("sojourn-\(purpose)-\(UUID().uuidString)").path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      Console.error("cannot create the folder '\(path)'", hint: "name another one with `--keep`")
      throw ExitCode.invalid
    }
  }

  /// Carries a procedure out in such a folder: its interrupts, its errors, its progress line.
  ///
  /// - Parameters:
  ///   - kept: The folder that the user asked for; nil for a temporary one.
  ///   - purpose: What the temporary one is named after.
  ///   - before: What an interrupt came before, in words; nil where what was found by then says it.
  ///   - body: The procedure, with the folder's path.
  /// - Returns: What the procedure found.
  /// - Throws: ``ExitCode/invalid`` after saying why; ``ExitCode/left`` after an interrupt, unless `before` is
  ///   nil.
  static func carryOut<Found>(
    keeping kept: String?, for purpose: String, before: String?,
    _ body: (_ path: String, _ stop: StopSignal) throws(RunTrouble) -> Found
  ) throws -> Found {
    let stop = StopSignal()
    let folder = try ScratchFolder(keeping: kept, for: purpose)
    defer { folder.remove() }
    folder.watchInterrupts(stop)
    let found: Found
    do throws(RunTrouble) {
      found = try body(folder.path, stop)
    } catch {
      if Console.isInteractive { Console.progress("") }
      Console.error(error.description, hint: error.hint)
      throw stop.reason == .interrupted ? ExitCode.left : ExitCode.invalid
    }
    if Console.isInteractive { Console.progress("") }
    if let before, stop.reason == .interrupted {
      Console.error("interrupted before \(before)")
      throw ExitCode.left
    }
    return found
  }

  /// Removes it, unless it is the user's.
  private func remove() {
    if !isKept { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Raises `stop` at the first interrupt, and leaves nothing behind at the second.
  private func watchInterrupts(_ stop: StopSignal) {
    Interrupts.watch { count in
      stop.raise(.interrupted)
      if Console.isInteractive { Console.progress("") }
      guard count == 1 else {
        remove()
        _exit(ExitCode.left.rawValue)
      }
      Console.note("interrupted: what is under way ends first; interrupt again to leave now")
    }
  }
}
