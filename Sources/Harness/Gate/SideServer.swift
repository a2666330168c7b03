internal import Dialects
internal import Engines
internal import Glibc
internal import Platform
internal import Results
internal import Scenarios
internal import Transport
internal import Workloads

/// A job API that a command has brought up for one run.
struct SideServer {
  /// Where it is.
  let address: Scenario.Address
  private let group: ChildGroup

  /// How long a server may take to end when it is told to, in nanoseconds.
  private static let grace: Nanoseconds = 10_000_000_000
  /// How often to look, in nanoseconds.
  private static let look: Nanoseconds = 10_000_000
  /// How long a look may take, in nanoseconds: an interrupt and the limit wait for it.
  private static let longestLook: Nanoseconds = 500_000_000

  /// How a command is brought up.
  struct Start {
    /// The command as the user gave it.
    var command: String
    /// `base` or `candidate`.
    var side: String
    /// What the job API is asked in, for its target and its dialect.
    var scenario: Scenario
    var dialect: Dialect
    /// Where its output goes.
    var log: String
    /// How long it may take, in nanoseconds.
    var limit: Nanoseconds
  }

  /// Carries the command out until the job API can be reached, or until the command has exited with 0.
  ///
  /// Where something can be reached before the command begins, it is what is deployed anew: then only
  /// the command's end says that it is done.
  ///
  /// - Returns: Nil when `stop` was raised.
  /// - Throws: ``RunTrouble`` when the command fails, or takes too long.
  init?(_ start: Start, stop: StopSignal) throws(RunTrouble) {
    let (command, address) = try Self.placed(start)
    var scenario = start.scenario
    scenario.target.address = address
    var transport = Planner(
      scenario: scenario, dialect: start.dialect, target: try TargetURL(scenario.target.url),
      headers: []
    ).transport
    transport.timeout = min(transport.timeout, Self.longestLook)
    let wasThere = Self.isReachable(transport)
    let before = LogTail.size(of: start.log)
    let group: ChildGroup
    do throws(SystemError) { group = try ChildGroup(command, log: start.log) } catch {
      throw .system(error)
    }
    let deadline = MonotonicClock.now() + start.limit
    while true {
      if stop.reason != .none {
        group.end(grace: Self.grace)
        return nil
      }
      if let exit = group.poll() {
        guard exit.isSuccess else {
          group.end(grace: Self.grace)
          throw Self.failure(start, exit.words, before)
        }
        break
      }
      if !wasThere, Self.isReachable(transport) { break }
      guard MonotonicClock.now() < deadline else {
        group.end(grace: Self.grace)
        throw Self.late(start, address, wasThere: wasThere, before)
      }
      MonotonicClock.sleep(for: Self.look)
    }
    self.address = address
    self.group = group
  }

  /// How the server ended by itself, in words; nil where it still runs, as it should, or has deployed
  /// another one.
  var trouble: String? {
    guard let exit = group.poll(), !exit.isSuccess else { return nil }
    return exit.words
  }

  /// Ends the server and whatever the command left in its group.
  func end() { group.end(grace: Self.grace) }

  /// The command and the target with a free port, where the command asks for one.
  private static func placed(
    _ start: Start
  ) throws(RunTrouble) -> (command: String, address: Scenario.Address) {
    let (mark, target) = (GateSide.portMark, start.scenario.target.address)
    let name = "the \(start.side)'s command"
    if let trouble = GateSide.command(start.command).trouble(for: target, named: name) {
      throw trouble
    }
    guard start.command.contains(mark) else { return (start.command, target) }
    let port: Int
    do throws(SystemError) { port = try LoopbackPort.free() } catch { throw .system(error) }
    let url =
      target == .embedded
      ? "http://127.0.0.1:\(port)" : TargetURL.replacingPort(start.scenario.target.url, by: port)
    return (start.command.replacing(mark, with: "\(port)"), .url(url))
  }

  private static func isReachable(_ transport: TransportOptions) -> Bool {
    do throws(TransportSetupError) {
      try CurlLibrary.checkReachable(transport)
      return true
    } catch {
      // Whoever answers a handshake badly is there; the run says what is wrong.
      return error.failure != .connect && error.failure != .timeout && error.failure != nil
    }
  }

  private static func failure(
    _ start: Start, _ words: String, _ before: Int64
  ) -> RunTrouble {
    .command(
      "the \(start.side)'s command \(words) before the job API could be reached"
        + LogTail.quoted(start.log, from: before),
      hint: "its whole output is in \(start.log)")
  }

  private static func late(
    _ start: Start, _ address: Scenario.Address, wasThere: Bool, _ before: Int64
  ) -> RunTrouble {
    let limit = Units.duration(start.limit)
    guard wasThere else {
      return .command(
        "the \(start.side)'s command runs, and nothing listens at \(address) after \(limit)"
          + LogTail.quoted(start.log, from: before),
        hint: "its whole output is in \(start.log); `--start-limit` gives it more time")
    }
    return .command(
      "something listened at \(address) before the \(start.side)'s command began, and the command "
        + "has not exited after \(limit)" + LogTail.quoted(start.log, from: before),
      hint: "end the other server, write {port} where the command takes the port, or let a command "
        + "that deploys exit with 0")
  }
}

extension TargetURL {
  /// `url` with the port `port` in place of its own.
  static func replacingPort(_ url: String, by port: Int) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let authority = rest[..<end]
    let host = authority.lastIndex(of: "@").map { authority.index(after: $0) }
    let start = host ?? authority.startIndex
    // The colons of an IPv6 address are in brackets.
    let inner = authority[start...].lastIndex(of: "]") ?? start
    let colon = authority[inner...].lastIndex(of: ":") ?? authority.endIndex
    return "\(url[..<scheme.upperBound])\(authority[..<colon]):\(port)\(rest[end...])"
  }
}
