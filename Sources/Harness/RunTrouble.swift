public import Platform
public import ReferenceServer
public import Results
public import Transport
public import Webhooks

/// Why a run could not be carried out.
public enum RunTrouble: Error, Sendable, CustomStringConvertible {
  /// The run folder cannot be written or read.
  case folder(RunFolderError)
  /// The target cannot be reached, or libcurl refuses an option.
  case transport(TransportSetupError)
  /// The operating system refused something.
  case system(SystemError)
  /// The embedded server cannot be started.
  case server(JobServerError)
  /// Webhooks cannot be listened for.
  case webhooks(WebhookListenerError)
  /// A URL that is no target.
  case unusableURL(String)
  /// More descriptors are needed than the process may open.
  case tooFewDescriptors(needed: Int, allowed: Int)
  /// More connections to one address are needed than there are ports for.
  case tooFewPorts(needed: Int, available: Int)
  /// More memory is needed than there is, `perJob` bytes of it for each job.
  case tooLittleMemory(needed: Int, available: Int, perJob: Int)
  /// The command that was to bring a job API up did not: what happened, and what to do.
  case command(String, hint: String?)
  /// The target is embedded, and what is to say where a job API is does not, or was not given.
  case unplaced(by: String, isGiven: Bool)
  /// The run cannot be resumed, and why.
  case notResumable(String)
  /// The run cannot be issued again, and why; the hint says what to do, where it is not obvious.
  case notReplayable(String, hint: String? = nil)
  /// No job of a burst ended.
  case nothingDrained
  /// The highest rate that may be tried is below the first one to try, in arrivals per second.
  case highestRateTooLow(highest: Double, first: Double)
  /// A run has no value for a condition that is searched under.
  case unmeasured(condition: String)

  /// What is wrong, in one sentence; lower case, no final full stop.
  public var description: String {
    switch self {
    case .folder(let error): error.description
    case .transport(let error): error.description
    case .system(let error): error.description
    case .server(let error): error.description
    case .webhooks(let error): error.description
    case .unusableURL(let url):
      "'\(url)' is not a usable target; a target is http://host[:port][/prefix] or https://..."
    case .tooFewDescriptors(let needed, let allowed):
      "the scenario needs \(needed) open descriptors, and this process may open \(allowed)"
    case .tooFewPorts(let needed, let available):
      "the scenario needs \(needed) connections, and this machine has \(available) ports for them"
    case .tooLittleMemory(let needed, let available, let perJob):
      "the scenario needs about \(Units.bytes(UInt64(needed))) of memory, \(perJob) bytes for each job, "
        + "and \(Units.bytes(UInt64(available))) are free"
    case .command(let reason, _): reason
    case .unplaced(let side, let isGiven):
      "the target is embedded, and " + (isGiven ? "\(side) does not say" : "no \(side) says")
        + " where the job API is"
    case .notResumable(let reason): "the run cannot be resumed: \(reason)"
    case .notReplayable(let reason, _): "the run cannot be issued again: \(reason)"
    case .nothingDrained: "no job of the burst ended, so there is no rate to begin with"
    case .highestRateTooLow(let highest, let first):
      "the highest rate to try is \(Units.rate(highest)), and the first one is \(Units.rate(first)): a "
        + "burst was worked off fast enough for it"
    case .unmeasured(let condition): "'\(condition)' has nothing to measure in these runs"
    }
  }

  /// The description on one line.
  var line: String {
    description.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// What to do, where it is not obvious.
  public var hint: String? {
    switch self {
    case .transport(let error):
      switch error.failure {
      case .connect: "is the job API running, and is the URL right? `--target URL` overrides it"
      case .tls:
        "`--cacert FILE` trusts a certificate authority of your own, `--insecure` skips the check"
      default: nil
      }
    case .tooFewDescriptors(let needed, _):
      "raise the limit with `ulimit -n \(needed)`, or lower target.connections"
    case .tooFewPorts:
      "widen the range with `sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"`, lower "
        + "target.connections or the number of engines, or speak HTTP/2"
    case .tooLittleMemory:
      "schedule fewer jobs, end other programs, or raise the memory limit of the container"
    case .folder(.system(let error)) where error.isFullDisk:
      "free some space there, name a folder on another disk with `--out`, or schedule fewer jobs"
    case .command(_, let hint): hint
    case .unplaced:
      "give a URL, or write {port} where the command takes the port, or set target.url"
    case .notReplayable(_, let hint): hint
    case .webhooks: "give follow.webhook.listen an address and a port that are free"
    case .nothingDrained: "`sojourn report` of the burst's run says what became of its jobs"
    case .highestRateTooLow:
      "raise `--max-rate`, or try the one rate with `sojourn run` and a threshold"
    case .unmeasured:
      "`sojourn report` of the last run shows which times there are; give a trial more jobs"
    case .folder(.missing): "name a folder such as results/<scenario>/<instant>.run"
    case .folder(.inUse): "wait until it has ended, or end it"
    case .folder(.damaged(let path, _)) where path.hasSuffix("/capacity.json"):
      "delete it, or measure anew with `sojourn capacity --self`"
    default: nil
    }
  }
}
