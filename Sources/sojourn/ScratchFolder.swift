internal import ArgumentParser
internal import Engines
internal import Foundation
internal import Glibc
internal import Platform

/// The folder for the runs of a procedure: one the user keeps, or a temporary one that is gone afterwards.
struct ScratchFolder {
  let path: String
  private let isKept: Bool

  /// Creates the folder.
  ///
  /// - Parameters:
  ///   - kept: The folder that the user asked for; nil for a temporary one.
  ///   - purpose: What the temporary one is named after.
  /// - Throws: ``ExitCode/invalid`` after saying why.
  init(keeping kept: String?, for purpose: String) throws {
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

  /// Removes it, unless it is the user's.
  func remove() {
    if !isKept { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Raises `stop` at the first interrupt, and leaves nothing behind at the second.
  func watchInterrupts(_ stop: StopSignal) {
    Interrupts.watch { count in
      stop.raise(.interrupted)
      if count > 1 {
        remove()
        _exit(ExitCode.left.rawValue)
      }
    }
  }
}
