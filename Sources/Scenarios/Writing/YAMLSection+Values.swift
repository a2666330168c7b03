internal import Workloads

extension YAMLSection {
  /// `{ key: value, ... }`.
  private static func map(_ entries: [(String, String?)]) -> String {
    let given = entries.compactMap { key, value in value.map { "\(key): \($0)" } }
    return "{ \(given.joined(separator: ", ")) }"
  }

  /// One phase of `load`.
  static func phase(_ phase: LoadPhase) -> [String] {
    let line = "  - \(phase.shape.name): \(map(values(phase.shape)))"
    return phase.isWarmUp ? [line, "    warm_up: true"] : [line]
  }

  private static func values(_ shape: LoadShape) -> [(String, String?)] {
    let number = YAMLScalar.number
    switch shape {
    case .burst(let burst):
      return [
        ("jobs", "\(burst.jobs)"), ("every", burst.every == 0 ? nil : time(burst.every)),
        ("times", burst.times == 1 ? nil : "\(burst.times)"),
        ("skew", burst.skew == 0 ? nil : time(burst.skew)),
        ("spread", burst.spread == .even ? nil : burst.spread.rawValue),
      ]
    case .constant(let shape):
      return [("rate", number(shape.rate)), ("for", time(shape.duration))]
    case .poisson(let shape):
      return [("rate", number(shape.rate)), ("for", time(shape.duration))]
    case .ramp(let ramp):
      return [
        ("from", number(ramp.from)), ("to", number(ramp.to)), ("for", time(ramp.duration)),
        ("curve", ramp.curve == .linear ? nil : ramp.curve.rawValue),
      ]
    case .steps(let steps):
      return [
        ("rates", "[\(steps.rates.map(number).joined(separator: ", "))]"),
        ("each", time(steps.each)),
      ]
    case .closed(let closed):
      return [
        ("population", "\(closed.population)"),
        ("think", closed.think == .constant(0) ? nil : YAMLScalar.text(closed.think.text)),
        ("for", time(closed.duration)), ("jobs", "\(closed.jobs)"),
      ]
    case .trace(let trace):
      return [
        ("file", YAMLScalar.text(trace.file)),
        ("speed", trace.speed == 1 ? nil : number(trace.speed)),
      ]
    }
  }

  /// A poll policy.
  static func poll(_ policy: PollPolicy) -> String {
    switch policy {
    case .fixed(let every): time(every)
    case .backoff(let first, let factor, let cap):
      map([
        (
          "backoff",
          map([
            ("first", time(first)), ("factor", YAMLScalar.number(factor)), ("cap", time(cap)),
          ])
        )
      ])
    case .learned(PollPolicy.usualRequestsPerJob): "learned"
    case .learned(let count):
      map([("learned", map([("requests_per_job", YAMLScalar.number(count))]))])
    }
  }

  /// Where webhooks are listened for.
  static func webhook(_ webhook: Scenario.Webhook) -> String {
    let host = webhook.host.contains(":") ? "[\(webhook.host)]" : webhook.host
    return map([
      ("listen", YAMLScalar.quoted("\(host):\(webhook.port)")),
      ("url", webhook.url.map(YAMLScalar.text)),
    ])
  }

  /// Which jobs are cancelled.
  static func cancel(_ plan: CancelPlan) -> String {
    map([
      ("share", YAMLScalar.number(plan.share)), ("when", plan.when.rawValue),
      ("after", plan.after == 0 ? nil : time(plan.after)),
    ])
  }

  /// The seeds.
  static func seed(_ seeds: Seeds) -> String {
    let own = RandomStream.allCases.compactMap { stream in
      seeds[stream].map { (stream.name, Optional("\($0)")) }
    }
    return own.isEmpty ? "\(seeds.run)" : map([("run", "\(seeds.run)")] + own)
  }
}
