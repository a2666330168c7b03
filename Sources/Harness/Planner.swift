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
  /// How webhooks reach the engines; nil where there are none.
  var hooks: Hooks?
  /// What tells the ids of this run apart from those of others, where ids are chosen.
  ///
  /// Two runs with one seed must not name their jobs alike.
  let runToken = Self.newRunToken()
  /// The cells of the columns that inputs pick from.
  var columns: [ColumnReference: TextTable] = [:]
  /// Inputs that single rows have in place of those of their class.
  var inputs: [RowTexts] = []

  /// Twelve letters and digits, from 36^11 to below 36^12.
  static func newRunToken() -> String {
    String(UInt64.random(in: 131_621_703_842_267_136..<4_738_381_338_321_616_896), radix: 36)
  }

  /// Writes the intended instant and the class of every arrival into `rows`: the schedule of the
  /// run, decided before it begins and never changed by what the job API does.
  func schedule(_ arrivals: Arrivals, in rows: JobRows) {
    for (row, instant) in arrivals.instants.enumerated() {
      unsafe rows.record(row).initialize(
        to: JobRecord(intended: instant, jobClass: arrivals.classes[row]))
    }
  }

  /// One plan for each engine of `table`; arrivals are dealt to engines by stride.
  func plans(for table: JobTable, startMonotonic: Nanoseconds) -> [EnginePlan] {
    let follow = follow
    let phases = scenario.load.closedPhases(seed: scenario.seed)
    let bodies = PushBody(scenario, columns: columns)
    let pushBodies = bodies.templates(in: dialect, withWebhook: hooks != nil)
    let rowInputs = RowInputs(inputs)
    return (0..<table.engineCount).map { index in
      var plan = EnginePlan(
        index: index, engineCount: table.engineCount, rows: table.rows, tally: table.tally(index),
        startMonotonic: startMonotonic, transport: transport, dialect: dialect,
        functions: scenario.jobs.map(\.function), pushBodies: pushBodies, follow: follow)
      plan.rowInputs = rowInputs
      plan.pathPrefix = target.prefix
      plan.closedPhases = phases
      plan.runToken = runToken
      if let hooks {
        plan.webhookBase = hooks.base
        plan.hooks = hooks.queues[index]
        plan.transport.alarm = hooks.alarms[index]
      }
      return plan
    }
  }

  /// How jobs are followed.
  private var follow: FollowPlan {
    let asked = scenario.follow
    var plan = FollowPlan(
      poll: asked.poll, mode: asked.mode, list: dialect.list?.followKind ?? .pages)
    plan.pagesAreNumbered = [.offset, .page].contains(dialect.list?.kind)
    plan.pollsPerSecond = asked.pollsPerSecond
    plan.timeout = asked.timeout
    plan.cancelsAtTimeout = asked.onTimeout == .cancel && dialect.cancel != nil
    plan.cancel = scenario.cancel
    plan.recheck = dialect.isPollRepeatable ? asked.recheck : 0
    plan.grace = asked.grace
    plan.retention = dialect.retention
    plan.expects = (output: dialect.output != nil, error: dialect.error != nil)
    plan.seed = RandomStream.polls.seed(of: scenario.seed)
    plan.cancelSeed = RandomStream.cancellations.seed(of: scenario.seed)
    plan.thinkSeed = RandomStream.thinking.seed(of: scenario.seed)
    return plan
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

extension Dialect.ListEndpoint {
  /// How an engine asks for it.
  fileprivate var followKind: FollowPlan.ListKind {
    kind == .batch ? .batch(most: most) : .pages
  }
}
