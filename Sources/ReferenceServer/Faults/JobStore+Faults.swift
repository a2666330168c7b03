import Glibc
import NIOCore
import Workloads

/// What goes wrong by the clock, and with single jobs.
extension JobStore {
  /// How long after its completion a job completes once more.
  static let secondCompletion: Nanoseconds = 50_000_000

  /// The server listens: its clocks are noted, and what happens at an instant is planned.
  func beginFaults() {
    guard let injector else { return }
    let faults = injector.faults
    for name in [FaultName.clockOffset, .clockDrift, .clockWorkers] where faults[name] != nil {
      let time = name == .clockDrift ? nil : faults.time(name)
      injector.note(name, time: time, offset: clock.offset(at: .now()))
    }
    if faults[.stampResolution] != nil {
      injector.note(.stampResolution, time: faults.time(.stampResolution))
    }
    if let step = faults[.clockStep] {
      at(step.instant) {
        injector.note(.clockStep, time: step.time, offset: self.clock.offset(at: .now()))
      }
    }
    if let freeze = faults[.freeze] {
      at(freeze.instant) {
        injector.note(.freeze, time: freeze.time)
        Self.block(for: freeze.time)
      }
    }
  }

  /// Calls `change` at `instant` after the start.
  private func at(_ instant: Nanoseconds, _ change: @escaping () -> Void) {
    let deadline = NIODeadline.uptimeNanoseconds(UInt64(max(start.monotonic + instant, 0)))
    loop.scheduleTask(deadline: deadline, change)
  }

  /// Holds up the thread that does everything: afterwards, what became due meanwhile happens late,
  /// in the order in which it was due, as after SIGSTOP and SIGCONT.
  private static func block(for time: Nanoseconds) {
    let end = Instant.now().monotonic + time
    var until = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
    while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nil) == EINTR {}
  }

  /// Whether clients can learn of `job`: it is not forgotten, nor still hidden.
  func isVisible(_ job: Job) -> Bool {
    if job.isForgotten { return false }
    guard job.faults.contains(.hidden), let injector else { return true }
    return Instant.now().monotonic >= job.created.monotonic + injector.faults.time(.hidden)
  }

  /// The word for the state of `job` in a reply; each call is a reply.
  func shownWord(for job: Job) -> String {
    guard let injector, !job.faults.isEmpty else { return word(for: job.state) }
    if job.state == .processing {
      defer { job.repliesProcessing += 1 }
      if job.faults.contains(.statusBack), job.repliesProcessing == 1 {
        injector.note(.statusBack, id: job.id)
        return word(for: .queued)
      }
      if job.faults.contains(.unknownWord) {
        if job.repliesProcessing == 0 { injector.note(.unknownWord, id: job.id) }
        return "resting"
      }
    } else if job.state.isTerminal {
      defer { job.repliesTerminal += 1 }
      if job.faults.contains(.terminalBack), job.repliesTerminal == 1 {
        injector.note(.terminalBack, id: job.id)
        return word(for: .processing)
      }
    }
    return word(for: job.state)
  }
}
