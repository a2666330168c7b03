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
  /// The run cannot be resumed, and why.
  case notResumable(String)

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
    case .notResumable(let reason): "the run cannot be resumed: \(reason)"
    }
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
    case .webhooks: "give follow.webhook.listen an address and a port that are free"
    case .folder(.missing): "name a folder such as results/<scenario>/<instant>.run"
    case .folder(.inUse): "wait until it has ended, or end it"
    default: nil
    }
  }
}
