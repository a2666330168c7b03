internal import CLinux
internal import Glibc

/// Structured concurrency for operating-system threads: runs `body` once for each index on a thread
/// of its own and returns when all have ended.
///
/// Every thread is joined before this returns, also when creating one of them fails half-way; then
/// the threads that do run are told through `cancel` and the error is thrown. No handle leaks.
///
/// - Parameters:
///   - count: Number of threads.
///   - name: Their name in the operating system, cut to at most 13 bytes, fewer where the index
///     that follows has more than two digits.
///   - cancel: Called when not all threads could be created, so that the others end soon.
///   - alongside: Runs on the calling thread while the others run.
///   - body: Runs on thread `index`; it creates whatever that thread owns.
/// - Throws: ``SystemError`` when a thread cannot be created.
public func onThreads(
  _ count: Int, name: String, cancel: () -> Void = {}, alongside: () -> Void = {},
  body: @Sendable (_ index: Int) -> Void
) throws(SystemError) {
  let failure: SystemError? = withoutActuallyEscaping(body) { body in
    var threads: [pthread_t] = []
    defer { for thread in threads { pthread_join(thread, nil) } }
    for index in 0..<count {
      let start = ThreadStart(name: threadName(name, index)) { body(index) }
      var thread = pthread_t()
      let argument = unsafe Unmanaged.passRetained(start)
      let code = unsafe pthread_create(&thread, nil, threadMain, argument.toOpaque())
      guard code == 0 else {
        unsafe argument.release()
        cancel()
        return SystemError("create thread \(index + 1) of \(count)", code: code)
      }
      threads.append(thread)
    }
    alongside()
    return nil
  }
  if let failure { throw failure }
}

/// Names the calling thread in the operating system; at most 15 bytes.
public func nameThread(_ name: String) { _ = unsafe sojourn_set_thread_name(name) }

/// A name and an index in the 15 bytes that Linux keeps; whole characters only.
private func threadName(_ name: String, _ index: Int) -> String {
  let number = String(index)
  var label = name.prefix(13)
  while label.utf8.count > max(min(13, 15 - number.utf8.count), 0) { label.removeLast() }
  return label + number
}

/// What a new thread is told.
private final class ThreadStart: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
  // Only a label for debuggers and `top`: a failure is of no consequence.
  _ = unsafe sojourn_set_thread_name(start.name)
  _ = sojourn_set_timer_slack(1)
  start.body()
  return nil
}
