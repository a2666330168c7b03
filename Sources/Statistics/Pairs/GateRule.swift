/// By what pairs of runs are judged: which quantiles, when, and how strictly.
///
/// The pairs are looked at several times, and each look may end the gate. So that many looks do not make
/// false alarms likely, each quantile has a probability of false alarm in all, of which each look spends
/// a part; the parts add up to the whole (the union bound, so the rate is below it).
public struct GateRule: Sendable, Hashable, Codable {
  /// The judged quantiles.
  public var quantiles = JudgedQuantile.usual
  /// After how many pairs to look, ascending.
  public var looks = [14, 20, 28, 40, 60]
  /// Which part of each alpha each look spends.
  public var spending = [0.10, 0.15, 0.20, 0.25, 0.30]
  /// How often, for each quantile and over all looks, a rise beyond its tolerance may pass.
  public var passAlpha = 0.01
  /// A rise below this share never fails, however sure it is.
  public var leastEffect = 0.02

  /// The usual rule: false alarms in 1 of 100 gates at most.
  public init() {}

  /// The short form: one look after 14 pairs, as strict as the first of several.
  public static var quick: GateRule {
    var rule = GateRule()
    rule.looks = [rule.looks[0]]
    rule.spending = [rule.spending[0]]
    return rule
  }

  enum CodingKeys: String, CodingKey {
    case quantiles, looks, spending
    case passAlpha = "pass_alpha"
    case leastEffect = "least_effect"
  }

  /// The most pairs.
  public var mostPairs: Int { looks.last ?? 0 }

  /// The probability of a false alarm over all quantiles.
  public var alpha: Double { quantiles.reduce(0) { $0 + $1.alpha } }

  /// The fewest pairs at the last look with which a gate can fail and can pass.
  ///
  /// So many pairs of one sign have the smallest probability there is: 1 of 2ⁿ. A rule is of use when a
  /// look is at no fewer pairs than its part of the alphas needs.
  public var fewestPairs: Int {
    let part = spending.last ?? 0
    let least = min(quantiles.map(\.alpha).max() ?? 0, passAlpha) * part
    guard least > 0 else { return .max }
    var (pairs, probability) = (0, 1.0)
    while probability > least {
      probability /= 2
      pairs += 1
    }
    return max(pairs, 1)
  }

  /// Whether some look can fail a gate, and some look can pass one.
  public var canDecide: Bool {
    func holds(_ alpha: (Int) -> Double) -> Bool {
      looks.indices.contains { look in
        var probability = 1.0
        for _ in 0..<min(looks[look], 1_000) { probability /= 2 }
        return alpha(look) >= probability
      }
    }
    return holds { look in quantiles.map { alpha(of: $0, look: look) }.max() ?? 0 }
      && holds { passAlpha(look: $0) }
  }

  /// Looks after these numbers of pairs, each of which spends more than the one before: 2 parts, 3, 4 and
  /// so on.
  ///
  /// - Precondition: `looks` is ascending and not empty.
  public mutating func look(after looks: [Int]) {
    precondition(!looks.isEmpty && zip(looks, looks.dropFirst()).allSatisfy { $0 < $1 })
    self.looks = looks
    let parts = looks.indices.map { Double($0 + 2) }
    spending = parts.map { $0 / parts.reduce(0, +) }
  }

  /// The same rule with every probability of error multiplied by `factor`, at most ½ of each.
  public func scaled(by factor: Double) -> GateRule {
    var rule = self
    for index in rule.quantiles.indices {
      rule.quantiles[index].alpha = min(quantiles[index].alpha * factor, 0.5)
    }
    rule.passAlpha = min(passAlpha * factor, 0.5)
    return rule
  }

  /// The same rule for an effect of half of `effect`, a known rise of the median.
  ///
  /// What rises less is no part of it. Tolerances keep their ratios.
  public func searching(_ effect: Double) -> GateRule {
    var rule = self
    let first = quantiles.first?.tolerance ?? 1
    for index in rule.quantiles.indices {
      rule.quantiles[index].tolerance = effect / 2 * (quantiles[index].tolerance / first)
    }
    rule.leastEffect = effect / 2
    return rule
  }
}
