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
    webhooks = WebhookSender(configuration.webhooks, on: loop)
    organization = UUIDBits(.organization, seed: configuration.seed, index: 0)
    stampStyle = StampStyle(
      zoned: configuration.stampsHaveZone,
      omitsZeroFraction: configuration.stampsOmitZeroFraction)
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
    let job = Job(
      sequence: jobs.count, request: request, function: function, fate: fates.next(),
      seed: configuration.seed, created: .now())
    jobs.append(job)
    jobsByID[job.id] = job
    function.jobs.append(job)
    queue.append(job)
    queuedCount += 1
    assignWork()
    return job
  }

  func job(_ id: UUIDBits) -> Job? { jobsByID[id] }

  /// The jobs from `offset` on that are in the state called `status`, and where the rest begins.
  ///
  /// The order is that of pushes, so that pages stay put while jobs are added.
  func page(of jobs: [Job], status: String, offset: Int, limit: Int) -> (jobs: [Job], next: Int) {
    let matching = status.isEmpty ? jobs : jobs.filter { word(for: $0.state) == status }
    let page = matching.dropFirst(offset).prefix(limit)
    return (Array(page), page.endIndex < matching.endIndex ? page.endIndex : -1)
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

  /// The present text of the `Date` field.
  func httpDate() -> String { dateField.text(at: .now()) }

  /// The word for a state on the wire.
  func word(for state: JobState) -> String {
    state == .processing ? configuration.activeWord.rawValue : "\(state)"
  }

  /// Ends everything; returns the last truth.
  func halt() -> [TruthRecord] {
    isHalted = true
    webhooks.halt()
    for job in jobs where !job.state.isTerminal {
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
    let function = Function(name, seed: configuration.seed)
    functions[name] = function
    return function
  }
}
