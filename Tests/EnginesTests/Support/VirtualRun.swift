import Dialects
import Statistics
import Workloads

@testable import Engines

/// A run in virtual time: the real dispatcher against a made-up server whose truth is known.
///
/// Nothing sleeps and no clock is read. A request reaches the server after 2 ms and an exponential
/// millisecond, and its reply comes back in the same way, so a round trip takes 6 ms on average.
struct VirtualRun {
  /// In which order the server starts the jobs that wait.
  enum Order { case fifo, lifo, random }

  /// What the replies of the server say besides the state.
  struct Words {
    /// Whether they carry stamps, and how long the clock's smallest step is, in nanoseconds; 0 for none.
    var stampStep: Nanoseconds = 1
    /// Whether a job that waits is told from one that runs.
    var hasQueued = true
  }

  /// The arrivals.
  enum Load {
    /// So many jobs per second at random.
    case poisson(Int, perSecond: Double)
    /// So many jobs at random instants of one second.
    case burst(Int)
    /// Bursts of so many jobs, one each so many seconds.
    case bursts(Int, times: Int, every: Double)
  }

  /// A job's time from its intended instant to its end, in nanoseconds: what is known and what is true.
  struct Bracket {
    var lower: Nanoseconds
    var upper: Nanoseconds
    var truth: Nanoseconds
    /// How long it was detected after its end.
    var delay: Nanoseconds { upper - truth }
  }

  var laws: [Law]
  var load: Load
  var policy = PollPolicy.learned(requestsPerJob: 6)
  var seed: UInt64 = 1
  /// Number of workers; nil for one for each job.
  var workers: Int?
  var order = Order.fifo
  var words = Words()
  /// Changes how jobs are followed.
  var change: (inout FollowPlan) -> Void = { _ in }

  /// The brackets of all jobs of a run with one class of jobs that follow `law`.
  static func brackets(
    _ law: Law, seed: UInt64, requestsPerJob: Double, _ load: Load, workers: Int? = nil
  ) -> [Bracket] {
    VirtualRun(
      laws: [law], load: load, policy: .learned(requestsPerJob: requestsPerJob), seed: seed,
      workers: workers
    ).carryOut().brackets
  }

  /// What came of a run.
  struct Outcome {
    var brackets: [Bracket] = []
    /// The same, by job class.
    var classes: [[Bracket]] = []
    /// Status requests per job, of all jobs and by class.
    var requestsPerJob = 0.0
    var classRequests: [Double] = []
    /// Polls placed, those among them by the wavefront, and refits.
    var placed: UInt64 = 0
    var byWavefront: UInt64 = 0
    var refits: UInt64 = 0

    /// The `q`-quantile of the detection delay, in milliseconds.
    func delay(_ q: Double, class number: Int? = nil) -> Double {
      let jobs = number.map { classes[$0] } ?? brackets
      return Double(quantile(q, ofSorted: jobs.map(\.delay).sorted())) / 1e6
    }

    /// The share of polls that the wavefront placed.
    var wavefrontShare: Double { Double(byWavefront) / Double(max(placed, 1)) }

    /// Whether every bracket has the truth in it.
    var isTrue: Bool { brackets.allSatisfy { $0.lower < $0.truth && $0.truth <= $0.upper } }
  }

  /// Carries it out.
  func carryOut() -> Outcome {
    var generator = Xoshiro(seed: seed)
    let arrivals = arrivals(&generator)
    let fake = FakeRows(intended: arrivals)
    for row in arrivals.indices {
      unsafe fake.rows.record(row).pointee.jobClass = UInt16(row % laws.count)
    }
    var server = VirtualServer(
      services: arrivals.indices.map { laws[$0 % laws.count].sample(&generator) },
      workers: workers ?? arrivals.count, order: order, words: words, generator: generator)
    var follow = FollowPlan(poll: policy)
    follow.timeout = 3_600_000_000_000
    change(&follow)
    let driver = Driver(fake, follow: follow, slotCount: 4_096, classCount: laws.count)
    server.serve(driver, fake)
    return outcome(fake, server)
  }

  private func arrivals(_ generator: inout Xoshiro) -> [Nanoseconds] {
    switch load {
    case .poisson(let count, let rate):
      var instant = 0.0
      return (0..<count).map { _ in
        instant += generator.exponential(mean: 1 / rate)
        return Nanoseconds(instant * 1e9)
      }
    case .burst(let count):
      return (0..<count).map { _ in Nanoseconds(generator.unit() * 1e9) }.sorted()
    case .bursts(let count, let times, let period):
      return (0..<times).flatMap { burst in
        (0..<count).map { _ in Nanoseconds((Double(burst) * period + generator.unit()) * 1e9) }
          .sorted()
      }
    }
  }

  private func outcome(_ fake: FakeRows, _ server: VirtualServer) -> Outcome {
    var outcome = Outcome()
    outcome.classes = laws.map { _ in [] }
    var polls = laws.map { _ in 0.0 }
    for row in 0..<fake.rows.count {
      let job = fake.rows[row]
      polls[Int(job.jobClass)] += Double(job.polls)
      guard job.outcome.isObserved, let end = server.end(row) else { continue }
      let bracket = Bracket(
        lower: max(job.stillOpen, job.dispatched) - job.intended,
        upper: job.detected - job.intended,
        truth: end - job.intended)
      outcome.brackets.append(bracket)
      outcome.classes[Int(job.jobClass)].append(bracket)
    }
    let count = Double(fake.rows.count)
    outcome.requestsPerJob = polls.reduce(0, +) / count
    outcome.classRequests = polls.map { $0 / (count / Double(laws.count)) }
    outcome.placed = fake.tally[.pollsPlaced]
    outcome.byWavefront = fake.tally[.pollsByWavefront]
    outcome.refits = fake.tally[.refits]
    return outcome
  }
}

extension VirtualRun {
  /// How long jobs run, in nanoseconds.
  struct Law: Sendable {
    let name: String
    let sample: @Sendable (inout Xoshiro) -> Nanoseconds

    /// A log-normal law with a median in seconds.
    static func logNormal(_ median: Double, _ sigma: Double) -> Law {
      Law(name: "lognormal(\(median) s, \(sigma))") {
        Nanoseconds($0.logNormal(median: median, sigma: sigma) * 1e9)
      }
    }

    /// An exponential law with a mean in seconds.
    static func exponential(_ mean: Double) -> Law {
      Law(name: "exponential(\(mean) s)") { Nanoseconds($0.exponential(mean: mean) * 1e9) }
    }

    /// A share of jobs about a short time, the others about a long one, each log-normal with sigma 0.3.
    static func bimodal(_ short: Double, share: Double, _ long: Double) -> Law {
      Law(name: "bimodal(\(short) s, \(share), \(long) s)") {
        let median = $0.unit() < share ? short : long
        return Nanoseconds($0.logNormal(median: median, sigma: 0.3) * 1e9)
      }
    }
  }
}
