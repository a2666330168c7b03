public import Workloads

extension JobServer {
  /// What the server is to be: its address, its simulated machinery and its wire conventions.
  public struct Configuration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 lets the system choose.
    public var port = 0

    /// How many jobs can run at once, each on a worker of its own.
    public var workers = 8
    /// The concurrency limit of the organization; nil means the number of workers.
    public var maxConcurrency: Int?
    /// How long jobs run, drawn per job in the order of pushes.
    public var service = ServiceLaw.constant(200_000_000)
    /// By which share of it, 0...100, every job runs longer than drawn: 0.05 makes the server 5 % slower.
    public var slowdown = 0.0
    /// How long each worker sets itself up before its first job, in nanoseconds; jobs stay queued.
    public var coldStart: Nanoseconds = 0
    /// The share of jobs, 0...1, that end in `error`.
    public var failureShare = 0.0
    /// The share of jobs, 0...1, that are restarted half-way through and then run anew.
    public var restartShare = 0.0
    /// How many outputs a job has, the last one at its completion, the others evenly before.
    public var outputsPerJob = 1
    /// How many child jobs a running job names.
    public var childrenPerJob = 0
    /// The seed of service times, fates and ids.
    public var seed: UInt64 = 1
    /// The functions that exist, as `owner/name`; empty means that every function does.
    public var functions: [String] = []

    /// The key that `X-API-Key` must carry; nil accepts every request.
    public var apiKey: String?
    /// The word for the state of a job that runs.
    public var activeWord = ActiveWord.processing
    /// Whether stamps end in `Z`; the real ones do not.
    public var stampsHaveZone = false
    /// Whether stamps on a whole second have no fraction.
    public var stampsOmitZeroFraction = false
    /// How long `/await` waits before it answers 408, in nanoseconds.
    public var awaitTimeout: Nanoseconds = 600_000_000_000
    /// The most bytes of a request body; longer ones are answered with 413.
    public var maxBodyBytes = 16 << 20
    /// How webhooks are delivered.
    public var webhooks = WebhookRetries()
    /// What goes wrong; every fault that happens is logged as a ``FaultRecord``.
    public var faults = Faults()
    /// The path of the ground truth log, JSON Lines as ``TruthRecord`` describes; nil writes none.
    public var truthFile: String?

    /// The defaults: 8 workers, 200 ms per job, any free port of the loopback interface.
    public init() {}
  }

  /// The API's documentation uses both words for a job that runs.
  public enum ActiveWord: String, Sendable, CaseIterable {
    case processing
    case started
  }

  /// How often and how soon an unanswered webhook is sent again.
  public struct WebhookRetries: Sendable {
    /// How many times a delivery is repeated until it is answered with 200.
    public var limit = 10
    /// The pause before the first repetition, in nanoseconds; each further one is twice as long.
    public var base: Nanoseconds = 1_000_000_000
    /// How long an answer may take, in nanoseconds.
    public var timeout: Nanoseconds = 10_000_000_000

    /// The defaults: ten repetitions, 1 s, 2 s, 4 s and so on apart.
    public init() {}
  }
}

extension JobServer.Configuration {
  /// The first setting that cannot be, if any.
  var flaw: JobServerError? {
    for (name, share) in [("failureShare", failureShare), ("restartShare", restartShare)]
    where !(0...1).contains(share) {
      return .unusableSetting(name: name, value: "\(share)", allowed: "must be from 0 to 1")
    }
    guard (0...100).contains(slowdown) else {
      return .unusableSetting(
        name: "slowdown", value: "\(slowdown)", allowed: "must be from 0 to 100")
    }
    let counts: [(String, Int, ClosedRange<Int>)] = [
      ("port", port, 0...65_535),
      ("workers", workers, 1...1_000_000),
      ("maxConcurrency", maxConcurrency ?? workers, 1...1_000_000),
      ("outputsPerJob", outputsPerJob, 0...1_000),
      ("childrenPerJob", childrenPerJob, 0...1_000),
      ("maxBodyBytes", maxBodyBytes, 0...1 << 30),
      ("webhooks.limit", webhooks.limit, 0...60),
    ]
    for (name, count, range) in counts where !range.contains(count) {
      return .unusableSetting(
        name: name, value: "\(count)",
        allowed: "must be from \(range.lowerBound) to \(range.upperBound)")
    }
    let times = [
      ("coldStart", coldStart), ("awaitTimeout", awaitTimeout),
      ("webhooks.base", webhooks.base), ("webhooks.timeout", webhooks.timeout),
    ]
    for (name, time) in times where time < 0 {
      return .unusableSetting(name: name, value: "\(time) ns", allowed: "must not be negative")
    }
    for name in functions where FunctionName(name) == nil {
      return .unusableSetting(
        name: "functions", value: "'\(name)'", allowed: "must be of the form owner/name")
    }
    return nil
  }
}
