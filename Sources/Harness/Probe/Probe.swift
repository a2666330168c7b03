public import Dialects
public import Engines
internal import Platform
internal import ReferenceServer
public import Results
public import Scenarios
internal import Transport
public import Workloads

/// One job through a dialect: pushed, followed to its end, and everything that its replies said.
public struct Probe {
  /// Where the job API is and how to reach it, and the one job.
  public var scenario: Scenario
  /// What the job API should say on the wire.
  public var dialect: Dialect
  /// Header lines with every reference resolved; they are sent, and shown without their values.
  public var headers: [String]
  /// The time between two polls, in nanoseconds.
  public var poll: Nanoseconds = 500_000_000
  /// Whether the job is cancelled once it is seen.
  public var cancels = false
  /// Whether the result is asked for once the job has ended.
  public var asksResult = false

  /// A probe of `dialect` with the first job class of `scenario`.
  public init(scenario: Scenario, dialect: Dialect, headers: [String]) {
    self.scenario = scenario
    self.dialect = dialect
    self.headers = headers
  }

  /// Carries the probe out.
  ///
  /// - Parameters:
  ///   - stop: Raised to stop following.
  ///   - observe: Called after each exchange.
  /// - Returns: Everything that was exchanged, and what is doubtful.
  /// - Throws: ``RunTrouble`` when there is no connection.
  public func carryOut(
    stop: StopSignal, observe: (ProbeExchange) -> Void = { _ in }
  ) throws(RunTrouble) -> ProbeLog {
    let server = try startServer()
    defer { server?.stop() }
    let url = server?.url ?? scenario.target.url
    let target = try TargetURL(url)
    let options = Planner(
      scenario: scenario, dialect: dialect, target: target, headers: headers
    ).transport
    let job = scenario.jobs.first ?? Scenario.JobClass()
    let follower = ProbeFollower(
      requests: ProbeRequests(
        dialect: dialect, prefix: target.prefix, function: job.function, inputs: job.inputs,
        run: Planner.newRunToken()),
      poll: poll, timeout: scenario.follow.timeout, cancels: cancels, asksResult: asksResult)
    do throws(TransportSetupError) {
      try CurlLibrary.checkReachable(options)
      var link = try CurlLink(options, stop: stop)
      let (exchanges, ending) = follower.follow(&link, observe: observe)
      let log = ProbeLog(
        api: dialect.name, target: Scenario.Address.url(url).description,
        headers: shownHeaders(options.headers), ending: ending)
      return ProbeJudge.judge(
        log, exchanges, by: dialect, chosenID: follower.requests.chosenID)
    } catch {
      throw .transport(error)
    }
  }

  /// The dialect's own header lines as they are, and the others without what may be secret.
  private func shownHeaders(_ lines: [String]) -> [String] {
    lines.map { line in
      if dialect.headers.contains(line) { return line }
      let name = String(line.prefix { $0 != ":" })
      let value = line.dropFirst(name.count + 1).drop { $0 == " " }
      return Header(name: name, template: String(value)).description
    }
  }

  /// A server whose job is seen in every state: it waits, it runs, and it ends.
  private func startServer() throws(RunTrouble) -> JobServer? {
    guard scenario.target.address == .embedded else { return nil }
    var configuration = JobServer.Configuration()
    configuration.workers = 1
    configuration.coldStart = poll + poll / 4
    configuration.service = .constant(poll + poll / 2)
    do throws(JobServerError) { return try JobServer.start(configuration) } catch {
      throw .server(error)
    }
  }
}
