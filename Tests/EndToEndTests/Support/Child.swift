import Foundation
import Glibc
import Platform
import Synchronization
import Testing

/// The built `sojourn` as a child process: started, listened to, told signals, waited for.
final class Child {
  /// What a process left.
  struct Ended {
    /// The exit code; nil when a signal ended the process.
    var exitCode: Int32?
    /// The signal that ended the process; nil when it exited.
    var signal: Int32?
    var output: String
    var errors: String
  }

  /// What the child's standard output and standard error are connected to.
  enum Stream {
    case pipe
    case terminal
    /// A file that exists, for example `/dev/full`.
    case file(String)
  }

  /// How long a child may take before it is taken for hung, in nanoseconds.
  static let patience: Int64 = 90_000_000_000

  let id: pid_t
  /// Our ends of standard output and standard error; -1 once the child has closed its own.
  private var readers: [Int32]
  private var received: [[UInt8]] = [[], []]

  var output: String { String(decoding: received[0], as: UTF8.self) }
  var errors: String { String(decoding: received[1], as: UTF8.self) }

  /// Starts `command`, a path and its arguments, in `folder`, after the shell has carried out
  /// `preparation`, for example `ulimit -f 1`.
  init(
    _ command: [String], environment: [String: String], folder: String, preparation: String = ":",
    output: Stream = .pipe, errors: Stream = .pipe
  ) throws {
    let script = "cd \"$0\" && \(preparation) && exec \"$@\""
    let shell = ["/bin/sh", "-c", script, folder] + command
    (id, readers) = try Self.starting.withLock { _ in
      try Self.start(shell, environment, [Descriptors(output), Descriptors(errors)])
    }
  }

  /// Taken while a child is started, lest it inherit the pipes of another and keep them open.
  private static let starting = Mutex(())

  private static func start(
    _ command: [String], _ environment: [String: String], _ ends: [Descriptors]
  ) throws(SystemError) -> (id: pid_t, readers: [Int32]) {
    defer { for end in ends { close(end.theirs) } }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    unsafe sigfillset(&all)
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    keepDescriptors()
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (number, end) in ends.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, end.theirs, Int32(number + 1))
    }
    let variables = environment.map { "\($0.key)=\($0.value)" }
    let texts = unsafe (command + variables).map { unsafe strdup($0) }
    defer { for index in unsafe texts.indices { unsafe free(texts[index]) } }
    var id: pid_t = 0
    let code = unsafe posix_spawn(
      &id, command[0], &actions, &attributes, texts[..<command.count] + [nil],
      texts[command.count...] + [nil])
    guard code == 0 else { throw SystemError("start \(command[0])", code: code) }
    return (id, ends.map(\.ours))
  }

  /// Lets no child inherit what this process has open: sockets of a server in this process that a
  /// child kept would live on after the server.
  private static func keepDescriptors() {
    let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    for descriptor in (open ?? []).compactMap(Int32.init) where descriptor > 2 {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit {
    for reader in readers where reader >= 0 { close(reader) }
  }

  func send(_ signal: Int32) { kill(id, signal) }

  /// Listens until `condition` holds.
  ///
  /// - Returns: Whether it came to hold, before the child's end and within `limit` nanoseconds.
  @discardableResult
  func listen(for limit: Int64 = patience, until condition: (Child) -> Bool) -> Bool {
    let deadline = MonotonicClock.now() + limit
    while !condition(self) {
      let left = deadline - MonotonicClock.now()
      // A condition may depend on more than what the child says, so it is looked at every 5 ms.
      guard left > 0, receive(for: min(left, 5_000_000)) else { return condition(self) }
    }
    return true
  }

  /// Listens to the child's end and returns what it left.
  ///
  /// A child that hangs is killed, and the test fails.
  func end(sourceLocation: SourceLocation = #_sourceLocation) -> Ended {
    let deadline = MonotonicClock.now() + Self.patience
    while receive(for: deadline - MonotonicClock.now()) {
      guard MonotonicClock.now() < deadline else {
        Issue.record(
          "the child hung and was killed; it said \(errors)", sourceLocation: sourceLocation)
        send(SIGKILL)
        break
      }
    }
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Ended(
      exitCode: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
      output: output, errors: errors)
  }

  /// Takes in what there is, or what comes within `limit` nanoseconds.
  ///
  /// - Returns: Whether more may come.
  private func receive(for limit: Int64) -> Bool {
    guard readers.contains(where: { $0 >= 0 }) else { return false }
    var polled = readers.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let count = unsafe poll(&polled, 2, Int32(clamping: max(limit, 0) / 1_000_000 + 1))
    guard count > 0 else { return true }
    for index in readers.indices where readers[index] >= 0 && polled[index].revents != 0 {
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe read(readers[index], $0.baseAddress, $0.count)
      }
      if count > 0 {
        received[index] += chunk[..<count]
      } else if count == 0 || errno != EINTR {
        // A terminal whose other end is closed says EIO.
        close(readers[index])
        readers[index] = -1
      }
    }
    return readers.contains { $0 >= 0 }
  }
}

/// Both ends of one of the child's streams.
private struct Descriptors {
  var ours: Int32
  var theirs: Int32

  init(_ stream: Child.Stream) throws(SystemError) {
    switch stream {
    case .pipe:
      var ends: [Int32] = [-1, -1]
      guard unsafe pipe(&ends) == 0 else { throw .current("make a pipe") }
      (ours, theirs) = (ends[0], ends[1])
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    case .file(let path):
      ours = -1
      theirs = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard theirs >= 0 else { throw .current("open \(path)") }
    case .terminal:
      ours = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      guard ours >= 0 else { throw .current("make a terminal") }
      // As unlockpt(3) and ptsname(3), which need feature macros that Swift's Glibc lacks.
      let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
      var (isLocked, number): (Int32, UInt32) = (0, 0)
      guard unsafe ioctl(ours, setLock, &isLocked) == 0,
        unsafe ioctl(ours, getNumber, &number) == 0
      else { throw .current("unlock a terminal") }
      theirs = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
      guard theirs >= 0 else { throw .current("open a terminal") }
    }
  }
}
