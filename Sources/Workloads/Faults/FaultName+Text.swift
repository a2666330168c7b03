extension FaultName {
  /// What it does, in a few words for help screens.
  public var meaning: String {
    switch self {
    case .throttle: "requests answered 429"
    case .throttleAdvised: "requests answered 429 with Retry-After: 1"
    case .errorJSON: "requests answered 500 in JSON"
    case .errorHTML: "requests answered 502 in HTML"
    case .dropPush: "pushes hung up on before they did anything"
    case .dropAccepted: "pushes accepted and then hung up on"
    case .dropPoll: "status requests hung up on"
    case .slow: "replies held back"
    case .hidden: "fresh jobs answered 404 for a while"
    case .instant: "jobs without any service time"
    case .stuck: "jobs that never end"
    case .lost: "jobs forgotten half-way: 404 for ever"
    case .statusBack: "jobs that seem queued again, once"
    case .terminalBack: "ended jobs that seem to run again, once"
    case .unknownWord: "jobs in a state that nobody knows"
    case .completedTwice: "jobs that complete once more"
    case .clockOffset: "how far the clock is ahead"
    case .clockDrift: "how much too fast the clock runs"
    case .clockStep: "how far the clock is set ahead, and when"
    case .clockWorkers: "workers' clock ahead of the API's"
    case .stampResolution: "what stamps are cut to"
    case .webhookLost: "webhooks that are never sent"
    case .webhookTwice: "webhooks sent twice"
    case .webhookLate: "webhooks that later ones overtake"
    case .freeze: "all stands still for a while, and when"
    }
  }
}
