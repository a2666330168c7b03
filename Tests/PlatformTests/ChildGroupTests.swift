import Glibc
import Platform
import TestSupport
import Testing

/// Commands in process groups of their own.
@Suite struct ChildGroupTests {
  /// Waits until `condition` holds, for a minute at most.
  private func wait(until condition: () -> Bool) -> Bool {
    let deadline = MonotonicClock.now() + 60_000_000_000
    while !condition() {
      guard MonotonicClock.now() < deadline else { return false }
      MonotonicClock.sleep(for: 2_000_000)
    }
    return true
  }

  /// The process whose id the file holds; nil before it is there.
  private func process(in file: String) -> pid_t? {
    guard let text = TextFile.read(file), text.hasSuffix("\n") else { return nil }
    return pid_t(text.dropLast())
  }

  /// Whether the process runs; one that has ended and waits to be asked does not.
  private func runs(_ id: pid_t) -> Bool {
    guard let text = TextFile.read("/proc/\(id)/stat"), let end = text.lastIndex(of: ")") else {
      return false
    }
    return !text[end...].hasPrefix(") Z")
  }

  @Test func aCommandIsWatchedToItsEnd() throws {
    try TemporaryFolder.with { folder in
      let log = folder + "/log"
      for (command, exit) in [
        ("echo one; exit 0", ChildGroup.Exit.code(0)), ("echo two >&2; exit 7", .code(7)),
        ("kill -KILL $$", .signal(SIGKILL)),
      ] {
        let child = try ChildGroup(command, log: log)
        #expect(wait { child.poll() != nil })
        #expect(child.poll() == exit)
        child.end(grace: 0)
      }
      #expect(TextFile.read(log) == "one\ntwo\n")
    }
  }

  @Test func theWholeGroupEnds() throws {
    try TemporaryFolder.with { folder in
      let (inner, outer) = (folder + "/inner", folder + "/outer")
      // A grandchild that does not listen to SIGTERM, and one that outlives its parent.
      let child = try ChildGroup(
        "sh -c 'trap \"\" TERM; echo $$ > \(inner); while :; do sleep 1; done' & "
          + "sh -c 'echo $$ > \(outer); sleep 1000' & wait", log: folder + "/log")
      #expect(wait { process(in: inner) != nil && process(in: outer) != nil })
      let ids = [inner, outer].compactMap(process)
      #expect(ids.count == 2 && ids.allSatisfy(runs))
      child.end(grace: 50_000_000)
      #expect(!ids.contains(where: runs))
    }
  }

  @Test func aGroupThatEndsWhenToldIsNotKilled() throws {
    try TemporaryFolder.with { folder in
      let log = folder + "/log"
      let child = try ChildGroup(
        "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.01; done", log: log)
      #expect(wait { TextFile.read(log) == "ready\n" })
      child.end(grace: 60_000_000_000)
      #expect(child.poll() == .code(3))
      // The shell may have a word to say about its `sleep`.
      #expect(TextFile.read(log)?.hasSuffix("bye\n") == true)
    }
  }

  @Test func aPortIsFree() throws {
    #expect((1...65_535).contains(try LoopbackPort.free()))
  }
}
