/// Natural logarithms with the same bits on every machine.
///
/// The `log` of C libraries may differ from one to the next in its last bit. These use nothing but
/// addition, multiplication and division, which IEEE 754 rounds in one way only, in a fixed order;
/// Swift does not contract them into fused operations.
public enum Logarithm {
  /// ln 2, rounded to a double.
  private static let ln2 = 0.693_147_180_559_945_3

  /// ln `x`, within a few units of the last place.
  ///
  /// - Precondition: `x` is finite and above 0.
  public static func natural(_ x: Double) -> Double {
    precondition(x > 0 && x.isFinite, "a logarithm needs a finite number above 0")
    // x = m 2^e with m in [0.75, 1.5), so that m - 1 is exact and small.
    var (m, e) = (x.significand, Double(x.exponent))
    if m >= 1.5 { (m, e) = (m / 2, e + 1) }
    return e * ln2 + series((m - 1) / (m + 1))
  }

  /// ln(1 + `x`), exact to a few units of the last place for small `x`, too.
  ///
  /// - Precondition: `x` is finite and above -1.
  public static func naturalOfOnePlus(_ x: Double) -> Double {
    abs(x) < 0.25 ? series(x / (2 + x)) : natural(1 + x)
  }

  /// 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...), for |s| <= 0.2: the 12th term is below 2^-53 of the sum.
  private static func series(_ s: Double) -> Double {
    let square = s * s
    var sum = 0.0
    for k in stride(from: 25.0, through: 3, by: -2) { sum = (sum + 1 / k) * square }
    return 2 * (s + s * sum)
  }
}
