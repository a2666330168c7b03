/// How many pairs it takes to see a change, and which change so many pairs can show.
///
/// R = ((z_a + z_b) s / ln(1 + δ))² / 0.955 pairs find a rise by δ in 19 of 20 cases (b = 0.05) with
/// false alarms in a share a of those without one, where s is the spread of the logarithmic ratio from
/// pair to pair; 0.955 = 3 / π is what ranks lose against a mean of normal values.
public enum PairSizing {
  /// What ranks can do of what means could.
  private static let efficiency = 0.955
  /// One in twenty real changes is missed.
  private static let beta = 0.05

  /// The spread of `differences`: 1.4826 times their median absolute deviation, which is the standard
  /// deviation of normal values and takes no notice of a few wild ones; nil without two of them.
  public static func deviation(of differences: [Double]) -> Double? {
    guard differences.count > 1 else { return nil }
    let centre = median(differences)
    let robust = 1.4826 * median(differences.map { abs($0 - centre) })
    guard robust == 0 else { return robust }
    // More than half of them are equal: what the others do is all there is.
    let squares = differences.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return (squares / Double(differences.count - 1)).squareRoot()
  }

  /// The smallest rise, as a share, that `pairs` pairs show in 19 of 20 cases at the level `alpha`.
  public static func detectable(pairs: Int, deviation: Double, alpha: Double) -> Double {
    let reach = (Normal.upper(min(alpha, 0.5)) + Normal.upper(beta)) * deviation
    let logarithm = reach / (efficiency * Double(max(pairs, 1))).squareRoot()
    return Logarithm.exponential(min(logarithm, 30)) - 1
  }

  /// How many pairs show a rise by the share `effect` in 19 of 20 cases at the level `alpha`.
  public static func pairs(toSee effect: Double, deviation: Double, alpha: Double) -> Int {
    let reach = (Normal.upper(min(alpha, 0.5)) + Normal.upper(beta)) * deviation
    let ratio = reach / Logarithm.naturalOfOnePlus(effect)
    return Int(min(ratio * ratio / efficiency, 1e9).rounded(.up))
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
