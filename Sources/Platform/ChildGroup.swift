internal import Glibc

/// A shell command as a child process in a process group of its own, which ends with this process at the
/// latest.
///
/// ```
/// this process ──spawn──▶ /bin/sh -c COMMAND     its group: the shell and everything it starts
///      └──────pipe──────▶ guard                  ends that group when the pipe breaks
/// ```
/// The guard is a second shell that does nothing but read from a pipe: when this process is gone,
/// however it went, the pipe breaks, and the guard ends the group.
public final class ChildGroup {
  /// How a command ended.
  public enum Exit: Sendable, Hashable {
    /// It exited with this code.
    case code(Int32)
    /// This signal ended it.
    case signal(Int32)

    /// Whether it exited with 0.
    public var isSuccess: Bool { self == .code(0) }
    /// How it ended, in words that read after a name.
    public var words: String {
      switch self {
      case .code(let code): "exited with \(code)"
      case .signal(let signal): "was ended by signal \(signal)"
      }
    }
  }

  /// The shell's process id, which is the group's, too.
  public let id: Int32
  private let guardID: pid_t
  /// Our end of the guard's pipe.
  private var pipe: Int32
  private var exit: Exit?
  private var isOver = false

  /// Starts `command`.
  ///
  /// - Parameters:
  ///   - command: What `/bin/sh -c` is to carry out.
  ///   - log: The file to which its standard output and standard error are appended; nil for the standard
  ///     error of this process.
  /// - Throws: ``SystemError`` when the system refuses; nothing runs then.
  public init(_ command: String, log: String?) throws(SystemError) {
    id = try unsafe Self.spawn(["/bin/sh", "-c", command]) { actions in
      unsafe posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
      guard let log else {
        unsafe posix_spawn_file_actions_adddup2(actions, 2, 1)
        return
      }
      unsafe posix_spawn_file_actions_addopen(
        actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
      unsafe posix_spawn_file_actions_adddup2(actions, 1, 2)
    }
    var ends: [Int32] = [-1, -1]
    do throws(SystemError) {
      guard unsafe Glibc.pipe(&ends) == 0 else { throw .current("make a pipe") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      let script =
        "read -r line || { kill -TERM -$0; sleep 2; kill -KILL -$0; } 2>/dev/null"
      let reader = ends[0]
      guardID = try unsafe Self.spawn(["/bin/sh", "-c", script, "\(id)"]) { actions in
        unsafe posix_spawn_file_actions_adddup2(actions, reader, 0)
        unsafe posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(actions, 1, 2)
      }
    } catch {
      kill(-id, SIGKILL)
      _ = Self.wait(id, 0)
      for end in ends where end >= 0 { close(end) }
      throw error
    }
    close(ends[0])
    pipe = ends[1]
  }

  deinit { end(grace: 0) }

  /// How the shell ended; nil while it runs.
  public func poll() -> Exit? {
    if exit == nil { exit = Self.wait(id, WNOHANG) }
    return exit
  }

  /// Ends the group, and returns when none of it is left.
  ///
  /// - Parameter grace: How long after SIGTERM to all of it SIGKILL follows for the rest, in nanoseconds.
  public func end(grace: Int64) {
    guard !isOver else { return }
    isOver = true
    if isAlive {
      kill(-id, SIGTERM)
      let deadline = MonotonicClock.now() + grace
      while isAlive, MonotonicClock.now() < deadline { MonotonicClock.sleep(for: 2_000_000) }
      if isAlive {
        kill(-id, SIGKILL)
        // What the system is at work for ends a little later, and no later than it can be waited for.
        let last = MonotonicClock.now() + 1_000_000_000
        while isAlive, MonotonicClock.now() < last { MonotonicClock.sleep(for: 2_000_000) }
      }
    }
    if exit == nil { exit = Self.wait(id, 0) }
    var line = UInt8(ascii: "\n")
    _ = unsafe write(pipe, &line, 1)
    close(pipe)
    _ = Self.wait(guardID, 0)
  }

  /// Whether any process of the group runs.
  private var isAlive: Bool {
    if poll() == nil { return true }
    // What the shell left behind may have ended and not been waited for by whoever inherited it.
    return kill(-id, 0) == 0 && ProcessTable.hasRunning(group: id)
  }

  private static func wait(_ id: pid_t, _ options: Int32) -> Exit? {
    var status: Int32 = 0
    var found: pid_t
    repeat { found = unsafe waitpid(id, &status, options) } while found < 0 && errno == EINTR
    guard found != 0 else { return nil }
    guard found == id else { return .code(-1) }
    let signal = status & 0x7F
    return signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)
  }

  /// Starts `words` in a group of its own, with no signal blocked or ignored.
  private static func spawn(
    _ words: [String],
    _ prepare: (UnsafeMutablePointer<posix_spawn_file_actions_t>) -> Void
  ) throws(SystemError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe prepare(&actions)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    unsafe sigfillset(&all)
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    let texts = unsafe words.map { unsafe strdup($0) }
    defer { for index in unsafe texts.indices { unsafe free(texts[index]) } }
    var id: pid_t = 0
    let code = unsafe posix_spawn(&id, words[0], &actions, &attributes, texts + [nil], environ)
    guard code == 0 else { throw SystemError("start \(words[0])", code: code) }
    return id
  }
}

/// The processes of the machine, as far as `/proc` shows them.
enum ProcessTable {
  /// Whether a process of the group `group` runs; one that has ended and only waits to be asked does not.
  static func hasRunning(group: pid_t) -> Bool {
    guard let folder = unsafe opendir("/proc") else { return false }
    defer { unsafe closedir(folder) }
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let first = name.utf8.first, (0x30...0x39).contains(first),
        let text = TextFile.read("/proc/\(name)/stat"),
        let end = text.lastIndex(of: ")")
      else { continue }
      // After the name in parentheses: the state, the parent and the group.
      let fields = text[text.index(after: end)...].split(separator: " ")
      guard fields.count > 2, fields[2] == "\(group)" else { continue }
      if fields[0] != "Z", fields[0] != "X" { return true }
    }
    return false
  }
}
