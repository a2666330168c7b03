internal import Engines
internal import Glibc
internal import Platform
internal import Results
internal import Synchronization
internal import Transport
internal import Workloads

/// Runs the engines of a run and its monitor, each on a thread of its own, and shows how it goes
/// meanwhile.
struct EngineRoom {
  let table: JobTable
  let stop: StopSignal
  let scheduleEnd: Nanoseconds

  /// Returns when every engine has ended.
  ///
  /// - Parameters:
  ///   - plans: What each engine is to do.
  ///   - observe: Called about five times a second on the calling thread.
  /// - Throws: ``RunTrouble`` when a thread cannot be created or libcurl refuses an option.
  func run(_ plans: [EnginePlan], observe: (LiveView) -> Void) throws(RunTrouble) {
    let failure = Mutex<TransportSetupError?>(nil)
    let stop = stop
    for plan in plans { plan.tally.set(.ended, to: 0) }
    let start = plans.first?.startMonotonic ?? MonotonicClock.now()
    let monitor = Monitor(table, startMonotonic: start)
    let work: @Sendable (Int) -> Void = { index in
      guard index < plans.count else {
        var monitor = monitor
        return monitor.run()
      }
      do throws(TransportSetupError) {
        var engine = try Engine(plans[index])
        engine.run(until: stop)
      } catch {
        failure.withLock { $0 = error }
        stop.raise(.interrupted)
        plans[index].tally.set(.ended, to: 1)
      }
    }
    do throws(SystemError) {
      try onThreads(
        plans.count + 1, name: "engine-", cancel: { stop.raise(.interrupted) },
        alongside: { watch(plans, observe) }, body: work)
    } catch {
      throw .system(error)
    }
    if let error = failure.withLock({ $0 }) { throw .transport(error) }
  }

  private func watch(_ plans: [EnginePlan], _ observe: (LiveView) -> Void) {
    guard let start = plans.first?.startMonotonic else { return }
    let reserved = plans[0].closedPhases.reduce(0) { $0 + $1.rows.count }
    var turn = 0
    while plans.contains(where: { $0.tally[.ended] == 0 }) {
      usleep(20_000)
      turn += 1
      if turn % 10 != 0 { continue }
      observe(
        LiveView(
          table, elapsed: MonotonicClock.now() - start, scheduleEnd: scheduleEnd,
          reserved: reserved, isStopping: stop.reason != .none))
    }
  }
}
