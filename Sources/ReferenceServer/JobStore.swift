import NIOCore
import Workloads

/// All jobs, the queue and the workers: the one state of the server, owned by its event loop.
///
/// What is simulated when is in `JobStore+Workers.swift`; this file has what clients ask for.
final class JobStore {
  let configuration: JobServer.Configuration
  let loop: NIOIsolatedEventLoop
  let webhooks: WebhookSender
  let log: TruthLog?
  let organization: UUIDBits
  let stampStyle: StampStyle
  /// What goes wrong; nil for nothing.
  let injector: FaultInjector?
  let clock: ServerClock
  /// When the server started.
  let start: Instant

  private(set) var jobs: [Job] = []
  private var jobsByID: [UUIDBits: Job] = [:]
  private var functions: [FunctionName: Function] = [:]
  private var fates: FateSequence
  private var dateField = DateField()

  /// First in, first out; a job cancelled meanwhile is passed over.
  var queue = CircularBuffer<Job>()
  var queuedCount = 0
  var processingCount = 0
  /// Workers that were never used and are not set up.
  var coldWorkers: [Int] = []
  var warmingCount = 0
  var idleWorkers = CircularBuffer<Int>()
  private(set) var isHalted = false

  init(_ configuration: JobServer.Configuration, log: TruthLog?, on loop: any EventLoop) {
    self.configuration = configuration
    self.log = log
    self.loop = loop.assumeIsolated()
    let faults = configuration.faults
    injector = FaultInjector(faults, seed: configuration.seed, log: log)
    start = .now()
    clock = ServerClock(faults, start: start)
    webhooks = WebhookSender(configuration.webhooks, injector, on: loop)
    organization = UUIDBits(.organization, seed: configuration.seed, index: 0)
    stampStyle = StampStyle(
      zoned: configuration.stampsHaveZone,
      omitsZeroFraction: configuration.stampsOmitZeroFraction,
      resolution: faults[.stampResolution]?.time ?? StampStyle.milliseconds)
    fates = FateSequence(configuration)
    if configuration.coldStart == 0 {
      idleWorkers.append(contentsOf: 0..<configuration.workers)
    } else {
      coldWorkers.append(contentsOf: (0..<configuration.workers).reversed())
    }
    for text in configuration.functions {
      if let name = FunctionName(text) { add(name) }
    }
  }

  func push(_ request: PushRequest) throws(Problem) -> Job {
    let function = try function(for: request)
    var fate = fates.next()
    let faults = injector?.faults(ofJob: jobs.count) ?? []
    if faults.contains(.instant) { fate.service = 0 }
    let job = Job(
      sequence: jobs.count, request: request, function: function, fate: fate,
      seed: configuration.seed, faults: faults, created: .now())
    if faults.contains(.hidden) {
      injector?.note(.hidden, id: job.id, time: injector?.faults.time(.hidden))
    }
    if faults.contains(.instant) { injector?.note(.instant, id: job.id) }
    jobs.append(job)
    jobsByID[job.id] = job
    function.jobs.append(job)
    queue.append(job)
    queuedCount += 1
    assignWork()
    return job
  }

  /// The job with this id; nil when there is none, or clients cannot learn of it.
  func job(_ id: UUIDBits) -> Job? {
    guard let job = jobsByID[id], injector == nil || isVisible(job) else { return nil }
    return job
  }

  /// The jobs from `offset` on that are in the state called `status`, and where the rest begins.
  ///
  /// The order is that of pushes, so that pages stay put while jobs are added.
  func page(
    of jobs: [Job], status: String, offset: Int, limit: Int
  ) -> (jobs: ArraySlice<Job>, next: Int) {
    let visible = injector == nil ? jobs : jobs.filter(isVisible)
    let matching = status.isEmpty ? visible : visible.filter { word(for: $0.state) == status }
    let page = matching.dropFirst(offset).prefix(limit)
    return (page, page.endIndex < matching.endIndex ? page.endIndex : -1)
  }

  /// Calls `resume` when the job is terminal or the time is up; never before this returns.
  func wait(for job: Job, then resume: @escaping (_ isTerminal: Bool) -> Void) -> Waiter {
    let waiter = Waiter(resume)
    job.waiters.append(waiter)
    waiter.timeout = loop.scheduleTask(in: .nanoseconds(configuration.awaitTimeout)) {
      job.waiters.removeAll { $0 === waiter }
      waiter.end(isTerminal: false)
    }
    return waiter
  }

  /// Calls `resume` when `time` has passed; never before this returns.
  func pause(for time: Nanoseconds, then resume: @escaping () -> Void) -> Waiter {
    let waiter = Waiter { _ in resume() }
    waiter.timeout = loop.scheduleTask(in: .nanoseconds(time)) { waiter.end(isTerminal: false) }
    return waiter
  }

  /// The present text of the `Date` field.
  func httpDate() -> String { dateField.text(at: clock.api(.now())) }

  /// The word for a state on the wire.
  func word(for state: JobState) -> String {
    state == .processing ? configuration.activeWord.rawValue : state.word
  }

  /// The server listens: an earlier truth log is thrown away, and faults begin.
  func begin() {
    log?.empty()
    beginFaults()
  }

  /// Ends everything; returns the last truth.
  func halt() -> [TruthRecord] {
    isHalted = true
    webhooks.halt()
    for job in jobs where !job.state.isTerminal && !job.isForgotten {
      job.timer?.cancel()
      for waiter in job.waiters { waiter.forget() }
      log?.append(job.truth)
    }
    return jobs.map(\.truth)
  }
}

/// Functions.
extension JobStore {
  /// The jobs of a function in the order of pushes; nil when there is no such function.
  func jobs(of name: FunctionName) -> [Job]? {
    functions[name]?.jobs ?? (configuration.functions.isEmpty ? [] : nil)
  }

  /// The function called so; nil when there is none.
  private func function(_ name: FunctionName) -> Function? {
    if let function = functions[name] { return function }
    return configuration.functions.isEmpty ? add(name) : nil
  }

  private func function(for request: PushRequest) throws(Problem) -> Function {
    switch (request.function, request.functionID) {
    case (let text?, nil):
      guard let name = FunctionName(text) else { throw .invalidFunction }
      guard let function = function(name) else { throw .functionNotFound }
      return function
    case (nil, let id?):
      let id = id.lowercased()
      // The API takes the first seven characters for the whole.
      guard id.utf8.count >= 7,
        let function = functions.values.first(where: { $0.id.text.hasPrefix(id) })
      else { throw .functionNotFound }
      return function
    default: throw .invalidFunction
    }
  }

  @discardableResult
  private func add(_ name: FunctionName) -> Function {
    let function = Function(name, seed: configuration.seed, organization: organization)
    functions[name] = function
    return function
  }
}
