import NIOCore
import NIOHTTP1
import Statistics
import Workloads

/// Draws which faults happen, and notes those that do; owned by the server's event loop.
///
/// A draw depends on the seed, the fault's name and the number of the request, job or webhook. So
/// one fault never changes which ones another happens to.
final class FaultInjector {
  let faults: Faults
  private(set) var records: [FaultRecord] = []
  private let log: TruthLog?
  private let seeds: [FaultName: UInt64]
  private var requests: UInt64 = 0
  private var pushes: UInt64 = 0
  private var statusRequests: UInt64 = 0
  private var webhooks: UInt64 = 0

  /// An injector of `faults`; nil when there are none, so that nothing is looked at then.
  init?(_ faults: Faults, seed: UInt64, log: TruthLog?) {
    guard !faults.isEmpty else { return nil }
    self.faults = faults
    self.log = log
    seeds = Dictionary(
      uniqueKeysWithValues: faults.names.map { name in
        (name, name.rawValue.utf8.reduce(seed) { SplitMix.mix($0 &+ UInt64($1)) })
      })
  }

  /// Whether the fault `name` happens to number `index` of those it can happen to.
  private func draws(_ name: FaultName, _ index: UInt64) -> Bool {
    guard let seed = seeds[name] else { return false }
    return SplitMix.unit(seed: seed, index: index) < faults.share(name)
  }

  /// Notes that the fault `name` has just happened.
  func note(
    _ name: FaultName, id: UUIDBits? = nil, time: Nanoseconds? = nil, offset: Nanoseconds? = nil
  ) {
    let record = FaultRecord(
      name: name, instant: .now(), id: id?.text, time: time, offset: offset)
    records.append(record)
    log?.append(record)
  }

  // MARK: Jobs

  private static let jobFaults: [FaultName] = [
    .hidden, .instant, .stuck, .lost, .statusBack, .terminalBack, .unknownWord, .completedTwice,
  ]

  /// What will go wrong with job number `sequence`.
  func faults(ofJob sequence: Int) -> Set<FaultName> {
    Set(Self.jobFaults.filter { draws($0, UInt64(sequence)) })
  }

  // MARK: Webhooks

  /// What goes wrong with the next webhook; each one counts, also where none of it is set.
  func faultsOfNextWebhook() -> Set<FaultName> {
    defer { webhooks += 1 }
    return Set([.webhookLost, .webhookTwice, .webhookLate].filter { draws($0, webhooks) })
  }

  // MARK: Requests

  /// What happens to a request instead of its answer, or besides.
  enum Treatment {
    /// The request is answered as it should be.
    case answer
    /// The request is answered with `refusal`, and nothing else happens.
    case refuse(Refusal)
    /// The connection is closed; nothing else happens.
    case hangUp
    /// The request is carried out, and the connection is closed instead of the answer.
    case carryOutAndHangUp
    /// The answer is held back.
    case late(Nanoseconds)
  }

  /// What happens to the next request; where several faults are drawn, the first one.
  func treatment(of request: Request) -> Treatment {
    guard let route = Route(path: Target(request.target).path) else { return .answer }
    let id = route.jobID
    let isPush = route == .push
    let number = requests
    requests += 1
    // Every request counts for every fault that it could meet, so that no fault moves another's.
    let push = pushes
    if isPush { pushes += 1 }
    let statusRequest = statusRequests
    let isStatusRequest = request.method == .GET
    if isStatusRequest { statusRequests += 1 }
    for (name, refusal) in Self.refusals where draws(name, number) {
      note(name, id: id)
      return .refuse(refusal)
    }
    if isPush, draws(.dropPush, push) {
      note(.dropPush)
      return .hangUp
    }
    // Noted when there is an id.
    if isPush, draws(.dropAccepted, push) { return .carryOutAndHangUp }
    if isStatusRequest, draws(.dropPoll, statusRequest) {
      note(.dropPoll, id: id)
      return .hangUp
    }
    if draws(.slow, number) {
      note(.slow, id: id, time: faults.time(.slow))
      return .late(faults.time(.slow))
    }
    return .answer
  }

  private static let refusals: [(FaultName, Refusal)] = [
    (.throttle, Refusal(status: 429, text: #"{"detail":"Too many requests."}"#)),
    (
      .throttleAdvised,
      Refusal(status: 429, text: #"{"detail":"Too many requests."}"#, retryAfter: 1)
    ),
    (.errorJSON, Refusal(status: 500, text: #"{"detail":"Internal server error."}"#)),
    (
      .errorHTML,
      Refusal(
        status: 502, text: "<html><head><title>502 Bad Gateway</title></head></html>\n",
        isHTML: true)
    ),
  ]
}

/// An answer that a fault puts in place of the right one.
struct Refusal: Hashable {
  var status: Int
  var text: String
  var isHTML = false
  /// Seconds, for the field `Retry-After`.
  var retryAfter: Int?
}

extension Route {
  /// The id of the one job that the path names.
  fileprivate var jobID: UUIDBits? {
    switch self {
    case .job(let id), .await(let id): UUIDBits(id)
    case .push, .jobs, .functionJobs, .concurrency: nil
    }
  }
}
