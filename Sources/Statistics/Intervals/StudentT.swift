/// Student's t distribution, where intervals need it.
public enum StudentT {
  /// The quantile 0.975 of the normal distribution.
  private static let normal = 1.959_963_984_540_054

  /// The quantile 0.975 with `degrees` degrees of freedom, for two-sided 95 % intervals.
  ///
  /// Within 1 % at 2 degrees of freedom, 0.02 % from 5 on, and 10^-5 from 10 on.
  ///
  /// - Precondition: `degrees` is at least 2.
  public static func twoSided95(_ degrees: Double) -> Double {
    quantile(normal: normal, degrees: degrees)
  }

  /// The quantile with `degrees` degrees of freedom that belongs to the quantile `normal` of the normal
  /// distribution.
  ///
  /// By the asymptotic expansion in Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5,
  /// within 0.1 % from 7 degrees of freedom on for probabilities up to 0.999.
  ///
  /// - Precondition: `degrees` is at least 2.
  public static func quantile(normal: Double, degrees: Double) -> Double {
    precondition(degrees >= 2, "the expansion is good from two degrees of freedom on")
    let z = normal
    let square = z * z
    let terms = [
      (square + 1) / 4,
      ((5 * square + 16) * square + 3) / 96,
      (((3 * square + 19) * square + 17) * square - 15) / 384,
      ((((79 * square + 776) * square + 1_482) * square - 1_920) * square - 945) / 92_160,
    ]
    return z * (1 + terms.reversed().reduce(0) { ($0 + $1) / degrees })
  }
}
