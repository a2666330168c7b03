internal import Dialects
internal import Engines
internal import Results
internal import Scenarios
internal import Transport
internal import Workloads

/// Turns a scenario into what engines are told.
struct Planner {
  let scenario: Scenario
  let dialect: Dialect
  let target: TargetURL
  /// Header lines with every reference resolved; never stored.
  let headers: [String]

  /// Writes the intended instant and the class of every arrival into `rows`: the schedule of the
  /// run, decided before it begins and never changed by what the job API does.
  func schedule(_ instants: [Nanoseconds], in rows: JobRows) {
    let classes = ClassChoice(scenario)
    for (row, instant) in instants.enumerated() {
      unsafe rows.record(row).initialize(
        to: JobRecord(intended: instant, jobClass: classes[row]))
    }
  }

  /// One plan for each engine of `table`; arrivals are dealt to engines by stride.
  func plans(for table: JobTable, startMonotonic: Nanoseconds) -> [EnginePlan] {
    var follow = FollowPlan(poll: scenario.follow.poll)
    follow.timeout = scenario.follow.timeout
    follow.cancelsAtTimeout = scenario.follow.onTimeout == .cancel && dialect.cancel != nil
    follow.grace = scenario.follow.grace
    follow.seed = RandomStream.polls.seed(of: scenario.seed)
    let payloads = scenario.jobs.map { PushBody.bytes(of: $0, in: dialect) }
    return (0..<table.engineCount).map { index in
      var plan = EnginePlan(
        index: index, engineCount: table.engineCount, rows: table.rows, tally: table.tally(index),
        startMonotonic: startMonotonic, transport: transport, dialect: dialect,
        functions: scenario.jobs.map(\.function), payloads: payloads, follow: follow)
      plan.pathPrefix = target.prefix
      return plan
    }
  }

  /// How requests reach the target.
  var transport: TransportOptions {
    var options = TransportOptions(origin: target.origin)
    options.headers = dialectHeaders + headers
    options.userAgent = "sojourn/\(Version.current)"
    options.slots = scenario.target.connections
    // A request that outlives its job's timeout would hold a slot and tell nothing.
    options.timeout = min(scenario.target.requestTimeout, scenario.follow.timeout)
    options.caFile = scenario.target.caFile
    options.isInsecure = scenario.target.isInsecure
    options.unixSocket = scenario.target.unixSocket
    options.proxy = scenario.target.proxy
    options.http =
      switch scenario.target.http {
      case .automatic: .automatic
      case .http1: .http1
      case .http2: .http2
      }
    return options
  }

  /// The header lines of the dialect, but for those that the scenario replaces.
  private var dialectHeaders: [String] {
    func name(_ line: String) -> String { line.prefix { $0 != ":" }.lowercased() }
    let replaced = Set(headers.map(name))
    return dialect.headers.filter { !replaced.contains(name($0)) }
  }
}
