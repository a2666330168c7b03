/// The faults that the reference server can have, by the names that scenarios and options use.
///
/// Which requests, jobs or webhooks a fault happens to depends on the seed, the fault and their
/// number alone: no fault changes what another one, or a service time, is drawn to be.
public enum FaultName: String, Sendable, Hashable, CaseIterable {
  /// Requests are answered 429 without a `Retry-After`.
  case throttle
  /// Requests are answered 429 with `Retry-After: 1`.
  case throttleAdvised = "throttle_advised"
  /// Requests are answered 500 with a JSON body.
  case errorJSON = "error_json"
  /// Requests are answered 502 with an HTML body, as a gateway does.
  case errorHTML = "error_html"
  /// The connection of a push is closed before anything happened.
  case dropPush = "drop_push"
  /// The connection of a push is closed after the job was accepted, and the reply is lost.
  case dropAccepted = "drop_accepted"
  /// The connection of a status request is closed instead of a reply.
  case dropPoll = "drop_poll"
  /// Replies are held back; they say what was true when the request came.
  case slow
  /// Fresh jobs are answered 404, and are in no list, for a while.
  case hidden
  /// Jobs take no service time.
  case instant
  /// Jobs run and never end.
  case stuck
  /// Jobs are forgotten half-way through: 404 for ever.
  case lost
  /// The second reply that would say that a job runs says `queued`.
  case statusBack = "status_back"
  /// The second reply that would say that a job has ended says that it runs.
  case terminalBack = "terminal_back"
  /// Jobs that run are in a state whose word nobody knows.
  case unknownWord = "unknown_word"
  /// Jobs complete once more a little later: another stamp, and all webhooks again.
  case completedTwice = "completed_twice"
  /// How far the server's clock is ahead.
  case clockOffset = "clock_offset"
  /// How much too fast the server's clock runs.
  case clockDrift = "clock_drift"
  /// How far the server's clock is set ahead at an instant.
  case clockStep = "clock_step"
  /// How far the clock that stamps the start and the end of jobs is ahead of the one that stamps
  /// their creation and dates replies.
  case clockWorkers = "clock_workers"
  /// What stamps are cut to whole numbers of.
  case stampResolution = "stamp_resolution"
  /// Webhooks are never sent.
  case webhookLost = "webhook_lost"
  /// Webhooks are sent twice.
  case webhookTwice = "webhook_twice"
  /// Webhooks are held back, so that later ones overtake them.
  case webhookLate = "webhook_late"
  /// The whole server stands still: no reply, no progress of any job.
  case freeze

  /// How its value is written.
  public var form: FaultForm {
    switch self {
    case .throttle, .throttleAdvised, .errorJSON, .errorHTML, .dropPush, .dropAccepted, .dropPoll,
      .instant, .stuck, .lost, .statusBack, .terminalBack, .unknownWord, .completedTwice,
      .webhookLost, .webhookTwice:
      .share
    case .slow, .hidden, .webhookLate: .timeAtShare
    case .freeze: .timeAtInstant
    case .clockStep: .shiftAtInstant
    case .clockOffset, .clockWorkers: .shift
    case .clockDrift: .rate
    case .stampResolution: .resolution
    }
  }
}
