import NIOCore
import Workloads

/// The simulation. Every change of a job's state happens in this file, and its instant is read
/// right there:
/// ```
/// queued ──start──▶ processing ──▶ finished | error
///    └──────cancel──────┴────────▶ cancelled
/// ```
/// A fault can keep a job in `processing`, or make the server forget it there.
extension JobStore {
  /// Gives queued jobs to idle workers, and wakes cold workers for the rest.
  func assignWork() {
    let limit = configuration.maxConcurrency ?? configuration.workers
    while processingCount < limit, !idleWorkers.isEmpty, let job = nextQueued(),
      let worker = idleWorkers.popFirst()
    {
      start(job, on: worker)
    }
    let wanted = min(queuedCount, limit - processingCount)
    while warmingCount < wanted, let worker = coldWorkers.popLast() {
      warmingCount += 1
      loop.scheduleTask(in: .nanoseconds(configuration.coldStart)) {
        self.warmingCount -= 1
        self.idleWorkers.append(worker)
        self.assignWork()
      }
    }
  }

  /// Ends a job that is not terminal.
  func cancel(_ job: Job) {
    job.timer?.cancel()
    if job.state == .queued { queuedCount -= 1 }
    end(job, as: .cancelled, .cancelled)
  }

  private func nextQueued() -> Job? {
    while let job = queue.popFirst() {
      if job.state == .queued { return job }
    }
    return nil
  }

  private func start(_ job: Job, on worker: Int) {
    queuedCount -= 1
    processingCount += 1
    job.state = .processing
    job.worker = worker
    let now = record(.processing, job)
    job.started = now
    job.runStart = now.monotonic
    webhooks.send(.start, job, self)
    scheduleNext(job)
  }

  /// A running job has one timer: to its restart, its next output or its end, whichever is first.
  private func scheduleNext(_ job: Job) {
    if job.faults.contains(.lost) {
      schedule(job, after: job.fate.service / 2) { self.forget(job) }
      return
    }
    if job.faults.contains(.stuck) {
      injector?.note(.stuck, id: job.id)
      return
    }
    let service = job.fate.service
    let outputs = Nanoseconds(configuration.outputsPerJob)
    let made = Nanoseconds(job.outputs)
    if job.fate.isRestarted, job.restarts.isEmpty {
      schedule(job, after: service / 2) { self.restart(job) }
    } else if made + 1 < outputs {
      schedule(job, after: service / outputs * (made + 1)) { self.appendOutput(job) }
    } else {
      schedule(job, after: service) { self.complete(job) }
    }
  }

  private func schedule(_ job: Job, after time: Nanoseconds, _ change: @escaping () -> Void) {
    let deadline = NIODeadline.uptimeNanoseconds(UInt64(max(job.runStart + time, 0)))
    job.timer = loop.scheduleTask(deadline: deadline, change)
  }

  private func restart(_ job: Job) {
    let ended = job.runID
    job.runID = UUIDBits(.run, seed: configuration.seed, index: 2 * UInt64(job.sequence) + 1)
    let now = record(.restarted, job)
    job.restarts.append(Restart(instant: now, runID: ended))
    job.runStart = now.monotonic
    scheduleNext(job)
  }

  private func appendOutput(_ job: Job) {
    job.outputs += 1
    record(.output, job)
    webhooks.send(.newOutput, job, self)
    scheduleNext(job)
  }

  private func complete(_ job: Job) {
    if job.fate.fails {
      end(job, as: .error, .error)
    } else {
      if job.outputs < configuration.outputsPerJob {
        job.outputs += 1
        record(.output, job)
        webhooks.send(.newOutput, job, self)
      }
      end(job, as: .finished, .finished)
    }
  }

  private func end(_ job: Job, as state: JobState, _ event: TruthEvent.Kind) {
    let worker = job.state == .processing ? job.worker : nil
    job.timer = nil
    job.state = state
    job.completed = record(event, job)
    log?.append(job.truth)
    webhooks.send(.complete, job, self)
    webhooks.send(.completeWithoutOutput, job, self)
    let waiters = job.waiters
    job.waiters = []
    if let worker {
      processingCount -= 1
      idleWorkers.append(worker)
      assignWork()
    }
    for waiter in waiters { waiter.end(isTerminal: true) }
    if job.faults.contains(.completedTwice), state != .cancelled {
      loop.scheduleTask(in: .nanoseconds(Self.secondCompletion)) { self.completeAgain(job) }
    }
  }

  /// Nobody learns of the job any more, as if it had never been; its worker goes on to the next.
  private func forget(_ job: Job) {
    injector?.note(.lost, id: job.id)
    job.timer = nil
    job.isForgotten = true
    record(.lost, job)
    log?.append(job.truth)
    let waiters = job.waiters
    job.waiters = []
    processingCount -= 1
    if let worker = job.worker { idleWorkers.append(worker) }
    assignWork()
    for waiter in waiters { waiter.end(isTerminal: false) }
  }

  private func completeAgain(_ job: Job) {
    guard !isHalted else { return }
    injector?.note(.completedTwice, id: job.id)
    job.completedAgain = record(.completedAgain, job)
    webhooks.send(.complete, job, self)
    webhooks.send(.completeWithoutOutput, job, self)
  }

  @discardableResult
  private func record(_ kind: TruthEvent.Kind, _ job: Job) -> Instant {
    let now = Instant.now()
    job.events.append(TruthEvent(kind: kind, instant: now))
    return now
  }
}

/// The figures of `/v2/user/concurrency`.
struct ConcurrencyCounts: Hashable {
  var limit: Int
  var processing: Int
  /// Queued jobs that a free slot of the limit is reserved for.
  var queued: Int
  /// Queued jobs that wait for a slot.
  var limited: Int
}

extension JobStore {
  var concurrency: ConcurrencyCounts {
    let limit = configuration.maxConcurrency ?? configuration.workers
    let queued = min(queuedCount, max(limit - processingCount, 0))
    return ConcurrencyCounts(
      limit: limit, processing: processingCount, queued: queued, limited: queuedCount - queued)
  }
}
