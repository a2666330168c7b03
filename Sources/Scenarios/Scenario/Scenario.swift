public import Workloads

/// A validated scenario: what to push, when, at whom, how to follow it and what counts as good.
///
/// Immutable and complete, all defaults resolved; obtained by parsing a file or by test builders.
/// Its JSON form is the effective scenario in run documents and holds no secret: header values
/// keep their `${NAME}` references, and literal values of sensitive headers are masked.
public struct Scenario: Sendable, Hashable, Codable {
  /// The name of run folders and report titles: the file's name without its extension.
  public var name: String
  /// The job API under load.
  public var target: Target
  /// The reference server that is started when the target is ``Address/embedded``.
  public var embedded: Embedded
  /// The job classes, at least one.
  public var jobs: [JobClass]
  /// When jobs enter.
  public var load: ArrivalSchedule
  /// How jobs are followed.
  public var follow: Follow
  /// Which jobs are cancelled as a part of the load; nil for none.
  public var cancel: CancelPlan?
  /// What the summary must satisfy.
  public var thresholds: [Threshold]
  /// The seeds from which every random sequence of the run is derived.
  public var seed: Seeds

  /// A scenario from all its parts.
  public init(
    name: String, target: Target = Target(), embedded: Embedded = Embedded(),
    jobs: [JobClass] = [JobClass()], load: ArrivalSchedule, follow: Follow = Follow(),
    cancel: CancelPlan? = nil, thresholds: [Threshold] = [], seed: Seeds = 1
  ) {
    self.name = name
    self.target = target
    self.embedded = embedded
    self.jobs = jobs
    self.load = load
    self.follow = follow
    self.cancel = cancel
    self.thresholds = thresholds
    self.seed = seed
  }

  /// Where the job API is.
  public enum Address: Sendable, Hashable {
    /// The reference server, started in this process for the run.
    case embedded
    /// An `http` or `https` URL; its path, if any, goes before every path of the dialect.
    case url(String)
  }

  /// The job API under load and how to reach it.
  public struct Target: Sendable, Hashable, Codable {
    /// The dialect's name.
    public var api = "sieve"
    /// Where the job API is.
    public var address = Address.embedded
    /// Headers of every request.
    public var headers: [Header] = []
    /// Transfers under way at once in each engine, and so connections, at most.
    public var connections = 64
    /// How long one request may take, in nanoseconds.
    public var requestTimeout: Nanoseconds = 30_000_000_000
    /// A file of certificate authorities to trust instead of the system's.
    public var caFile: String?
    /// Whether certificates go unchecked.
    public var isInsecure = false
    /// A Unix socket to connect to instead of the URL's host.
    public var unixSocket: String?
    /// A proxy URL; none is used otherwise, whatever the environment says.
    public var proxy: String?
    /// The HTTP version.
    public var http = HTTPVersion.automatic

    /// A target with every default: the embedded reference server.
    public init() {}
  }

  /// The HTTP version to speak.
  public enum HTTPVersion: String, Sendable, Hashable, Codable, CaseIterable {
    /// HTTP/2 where TLS negotiates it, else HTTP/1.1.
    case automatic = "auto"
    /// HTTP/1.1 only.
    case http1 = "1.1"
    /// HTTP/2, without TLS by prior knowledge.
    case http2 = "2"
  }

  /// The reference server of a run.
  public struct Embedded: Sendable, Hashable, Codable {
    /// Jobs that run at once.
    public var workers = 8
    /// How long jobs run.
    public var service = ServiceLaw.exponential(mean: 100_000_000)
    /// The share of jobs that end in error, 0...1.
    public var failureShare = 0.0
    /// How much longer the first job of each worker takes, in nanoseconds.
    public var coldStart: Nanoseconds = 0
    /// What goes wrong in it.
    public var faults = Faults()

    /// The defaults: 8 workers, exponential service with a mean of 100 ms, no failures.
    public init() {}
  }

  /// A kind of job and its share of the arrivals.
  public struct JobClass: Sendable, Hashable, Codable {
    /// The name in reports.
    public var name = "default"
    /// The function to call, for example `owner/name`.
    public var function = "sojourn/echo"
    /// The inputs, as JSON text.
    public var inputs = "{}"
    /// The share of this class among all weights, above 0.
    public var weight = 1.0

    /// The one class of a scenario that names none.
    public init() {}
  }

  /// How jobs are followed to their outcome.
  public struct Follow: Sendable, Hashable, Codable {
    /// How the states of jobs are learned.
    public var mode = FollowMode.poll
    /// When to ask again; in the mode ``FollowMode/webhook`` the audit.
    public var poll = FollowMode.poll.defaultPolicy
    /// Where webhooks are listened for, in the mode ``FollowMode/webhook``.
    public var webhook = Webhook()
    /// Status requests per second of the whole run at most; nil for no limit.
    public var pollsPerSecond: Double?
    /// The share of jobs that are asked about once more after they ended, 0...1.
    public var recheck = 0.01
    /// How long after its intended instant a job is followed, in nanoseconds.
    public var timeout: Nanoseconds = 600_000_000_000
    /// What happens to a job at its timeout.
    public var onTimeout = TimeoutAction.leave
    /// How long after the acknowledgement a 404 is forgiven, in nanoseconds.
    public var grace: Nanoseconds = 2_000_000_000

    /// The defaults: poll every 250 ms with a random phase, give up after 10 minutes, look at one job
    /// in a hundred once more.
    public init() {}
  }

  /// Where webhooks are listened for.
  public struct Webhook: Sendable, Hashable, Codable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 lets the system choose.
    public var port = 0
    /// The URL under which the job API reaches this machine; nil for the listener's own address.
    public var url: String?

    /// The defaults: any free port of the loopback interface.
    public init() {}
  }

  /// What happens to a job at its timeout.
  public enum TimeoutAction: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing is sent; the job may go on.
    case leave
    /// One cancel request is sent.
    case cancel
  }
}
