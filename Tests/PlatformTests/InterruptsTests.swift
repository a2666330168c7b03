import Glibc
import Platform
import Testing

/// In processes of their own, which a signal may end.
@Suite struct InterruptsTests {
  @Test func blockedSignalsWaitUntilTheyAreTaken() async {
    await #expect(processExitsWith: .success) {
      try onThreads(1, name: "signals") { _ in
        Self.unblock()
        Interrupts.block()
        // To this thread alone: others of a test process do not block them.
        raise(SIGTERM)
        Interrupts.wait()
        raise(SIGINT)
        Interrupts.wait()
        raise(SIGPIPE)
      }
    }
  }

  @Test func anUnblockedSignalEndsTheProcess() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      try onThreads(1, name: "signals") { _ in
        Self.unblock()
        raise(SIGTERM)
      }
    }
  }

  /// A test runs on a thread that may have inherited anything.
  private static func unblock() {
    var set = sigset_t()
    unsafe sigfillset(&set)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}
