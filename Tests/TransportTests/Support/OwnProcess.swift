import Foundation
import Platform

/// A silent child process, ended by its id.
struct OwnProcess {
  private let process: Process

  /// Starts `name`, searched for on the PATH and where Debian keeps servers.
  init(_ name: String, _ arguments: [String]) throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/bin"]
    let found = folders.map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let found else { throw SystemError("find the command '\(name)'", code: ENOENT) }
    process = Process()
    process.executableURL = URL(fileURLWithPath: found)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  /// Its process id.
  var id: Int32 { process.processIdentifier }

  /// Ends it, by the signal that a child of a thread with blocked signals cannot have inherited.
  func end() {
    kill(id, SIGKILL)
    process.waitUntilExit()
  }

  /// Runs a command to its end.
  static func run(_ name: String, _ arguments: [String]) throws {
    let child = try OwnProcess(name, arguments)
    child.process.waitUntilExit()
    guard child.process.terminationStatus == 0 else {
      throw SystemError("run \(name) \(arguments.joined(separator: " "))", code: ECHILD)
    }
  }

  /// The port of 127.0.0.1 it listens on, from the kernel's tables, as soon as it does.
  func listeningPort() throws -> Int {
    while process.isRunning {
      if let port = try currentPort() { return port }
      sched_yield()
    }
    throw SystemError("find the port of process \(id)", code: ESRCH)
  }

  private func currentPort() throws -> Int? {
    let folder = "/proc/\(id)/fd"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let sockets = Set(
      names.compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
      })
    for line in (TextFile.read("/proc/net/tcp") ?? "").split(separator: "\n").dropFirst() {
      let fields = line.split(separator: " ")
      // Fields: number, local address, remote address, state (0A is listening), ..., inode.
      guard fields.count > 9, fields[3] == "0A", sockets.contains("socket:[\(fields[9])]"),
        let port = fields[1].split(separator: ":").last.flatMap({ Int($0, radix: 16) })
      else { continue }
      return port
    }
    return nil
  }
}
