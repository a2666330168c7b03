/// A quantile on which the verdict of a comparison hangs, of two stored runs or of pairs of runs.
public struct JudgedQuantile: Sendable, Hashable, Codable {
  /// Its name, for example `p99`.
  public var name: String
  /// A rise by this share is tolerated.
  public var tolerance: Double
  /// The probability of a false alarm by this quantile, over all looks.
  public var alpha: Double

  /// A quantile from its parts.
  public init(name: String, tolerance: Double, alpha: Double) {
    self.name = name
    self.tolerance = tolerance
    self.alpha = alpha
  }

  /// What is judged where nobody says otherwise: 1 % of false alarms in all, spent as the tails need it.
  public static let usual = [
    JudgedQuantile(name: "p50", tolerance: 0.05, alpha: 0.004),
    JudgedQuantile(name: "p95", tolerance: 0.10, alpha: 0.003),
    JudgedQuantile(name: "p99", tolerance: 0.15, alpha: 0.003),
  ]
}

extension [JudgedQuantile] {
  /// Lets the quantile `name` rise by the share `tolerance`; all of them where `name` is nil.
  public mutating func tolerate(_ tolerance: Double, of name: String? = nil) {
    for index in indices where name ?? self[index].name == self[index].name {
      self[index].tolerance = tolerance
    }
  }
}
