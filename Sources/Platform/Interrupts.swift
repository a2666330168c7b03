internal import Glibc

/// Takes SIGINT and SIGTERM where anything may be done, instead of in a signal handler.
public enum Interrupts {
  /// Keeps the two signals pending until ``wait()`` takes them.
  ///
  /// In the calling thread and in all threads it creates from now on: call early, on the main thread.
  /// Also ignores SIGPIPE and SIGXFSZ: a connection that breaks is a counted failure, and a file that
  /// may not grow is an error with a message; neither is the end of the process.
  public static func block() {
    ignoreWriteSignals()
    var set = signals
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Makes a broken connection or pipe, or a file that may not grow, an error with a message or a counted
  /// failure, and not the end of the process.
  public static func ignoreWriteSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Returns when one of the two signals has come; ``block()`` was called before.
  public static func wait() {
    var set = signals
    var number: Int32 = 0
    unsafe sigwait(&set, &number)
  }

  /// Blocks the two signals and calls `handler` with the number of each that comes, from 1.
  ///
  /// The handler runs on a thread of its own that lasts as long as the process.
  public static func watch(_ handler: @escaping @Sendable (_ count: Int) -> Void) {
    block()
    var thread = pthread_t()
    let argument = unsafe Unmanaged.passRetained(Watch(handler))
    let code = unsafe pthread_create(&thread, nil, watchMain, argument.toOpaque())
    if code == 0 { pthread_detach(thread) } else { unsafe argument.release() }
  }

  private static var signals: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGINT)
    unsafe sigaddset(&set, SIGTERM)
    return set
  }
}

/// What the watching thread is told.
private final class Watch: Sendable {
  let handler: @Sendable (Int) -> Void
  init(_ handler: @escaping @Sendable (Int) -> Void) { self.handler = handler }
}

private func watchMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  let watch = unsafe Unmanaged<Watch>.fromOpaque(argument).takeRetainedValue()
  var count = 0
  while true {
    Interrupts.wait()
    count += 1
    watch.handler(count)
  }
}
