/// Gates made from stored pairs, to see how often they err: as many as one likes from a few real runs.
public struct StoredPairs: Sendable {
  /// The differences of each pair, by the quantile's name.
  private let pairs: [[String: Double]]

  /// Gates made from `pairs`, of which there is one at least.
  public init(_ pairs: [[String: Double]]) {
    precondition(!pairs.isEmpty, "no gate is made of nothing")
    self.pairs = pairs
  }

  /// How the gates ended.
  public struct Count: Sendable, Hashable {
    /// Gates in which the candidate was found slower.
    public var slower = 0
    /// Gates in which it was found within the tolerances.
    public var within = 0
    /// Gates that did not decide.
    public var open = 0
    /// Pairs of all gates together.
    public var pairs = 0

    /// Number of gates.
    public var gates: Int { slower + within + open }
  }

  /// Makes `count` gates, each of pairs drawn with repetition.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - rule: How they are judged.
  ///   - flips: Whether a new coin is tossed for each drawn pair, which decides anew which of its two
  ///     runs is the candidate's: so neither side is slower, whatever the pairs are.
  ///   - change: What is added to each difference: ln(1.05) makes each candidate 5 % slower.
  ///   - seed: The seed of the draws and the coins.
  /// - Returns: How they ended.
  public func gates(
    _ count: Int, rule: GateRule, flips: Bool, change: Double = 0, seed: UInt64
  ) -> Count {
    var random = Xoshiro(seed: seed)
    var result = Count()
    for _ in 0..<count {
      var drawn: [String: [Double]] = [:]
      for _ in 0..<rule.mostPairs {
        let pair = pairs[Int(random.next().multipliedFullWidth(by: UInt64(pairs.count)).high)]
        let sign = flips && random.next() & 1 == 1 ? -1.0 : 1.0
        for (name, difference) in pair {
          drawn[name, default: []].append(sign * difference + change)
        }
      }
      // A quantile that a pair does not tell is judged in none.
      let whole = drawn.filter { $0.value.count == rule.mostPairs }
      let outcome = rule.outcome(whole)
      result.pairs += outcome.pairs
      switch outcome.finding {
      case .slower: result.slower += 1
      case .within: result.within += 1
      case .open: result.open += 1
      }
    }
    return result
  }
}
