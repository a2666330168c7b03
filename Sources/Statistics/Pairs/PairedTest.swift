/// What the differences of pairs say about one quantile, on the logarithmic scale.
public struct PairedTest: Sendable {
  /// ln(candidate / base) of each pair.
  public let differences: [Double]
  /// The probability of such differences where the candidate is no slower.
  public let pSlower: Double
  /// The probability of such differences where the candidate is no faster.
  public let pFaster: Double
  private let averages: WalshAverages

  /// The test of `differences`, of which there is one at least.
  public init(_ differences: [Double]) {
    self.differences = differences
    let test = SignedRank(differences)
    pSlower = test.upperTail
    pFaster = test.lowerTail
    averages = WalshAverages(differences)
  }

  /// The estimate of the true difference.
  public var effect: Double { averages.median }

  /// The 95 % interval of the true difference; nil below six pairs.
  public var interval: (lower: Double, upper: Double)? {
    guard let lower = averages.lowerBound(0.025), let upper = averages.upperBound(0.025) else {
      return nil
    }
    return (lower, upper)
  }

  /// What the true difference exceeds with a probability of `alpha` at most; nil for too few pairs.
  public func upperBound(_ alpha: Double) -> Double? { averages.upperBound(alpha) }
}

extension GateRule {
  /// What a look says about one quantile.
  public enum Finding: Sendable, Hashable {
    /// Higher, beyond chance and by the least effect or more.
    case slower
    /// Surely within its tolerance.
    case within
    /// Neither.
    case open
  }

  /// What look `number`, from 0, may spend on `quantile`.
  public func alpha(of quantile: JudgedQuantile, look number: Int) -> Double {
    quantile.alpha * spending[number]
  }

  /// With which probability a rise beyond a tolerance may pass at look `number`, from 0.
  public func passAlpha(look number: Int) -> Double { passAlpha * spending[number] }

  /// What is spent of each alpha, as a share, once look `number`, from 0, is over.
  public func spent(look number: Int) -> Double { spending[...number].reduce(0, +) }

  /// What look `number`, from 0, says about `quantile` by `test`.
  ///
  /// Slower goes first: what is beyond chance is no pass, however wide the tolerance.
  public func finding(_ quantile: JudgedQuantile, _ test: PairedTest, look number: Int) -> Finding {
    let limit = Logarithm.naturalOfOnePlus(leastEffect)
    if test.pSlower <= alpha(of: quantile, look: number), test.effect >= limit { return .slower }
    if let upper = test.upperBound(passAlpha(look: number)),
      upper < Logarithm.naturalOfOnePlus(quantile.tolerance)
    {
      return .within
    }
    return .open
  }

  /// What look `number` says about all quantiles together: one that is slower is enough, and all have to
  /// be within.
  ///
  /// - Parameters:
  ///   - differences: ln(candidate / base) of each pair by the quantile's name; a quantile without any is
  ///     not judged.
  ///   - number: The look, from 0.
  /// - Returns: What the look says.
  public func finding(_ differences: [String: [Double]], look number: Int) -> Finding {
    let findings = quantiles.compactMap { quantile -> Finding? in
      guard let values = differences[quantile.name], !values.isEmpty else { return nil }
      return finding(quantile, PairedTest(values), look: number)
    }
    if findings.contains(.slower) { return .slower }
    return !findings.isEmpty && findings.allSatisfy { $0 == .within } ? .within : .open
  }

  /// How a gate ends whose pairs have these differences, in the order of time, and after how many pairs.
  ///
  /// - Returns: ``Finding/open`` where no look decides.
  public func outcome(_ differences: [String: [Double]]) -> (finding: Finding, pairs: Int) {
    for (number, pairs) in looks.enumerated() {
      let seen = differences.mapValues { Array($0.prefix(pairs)) }
      let found = finding(seen, look: number)
      if found != .open { return (found, pairs) }
    }
    return (.open, mostPairs)
  }
}
