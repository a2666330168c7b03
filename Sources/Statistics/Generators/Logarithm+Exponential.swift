extension Logarithm {
  /// e to the power `x`, the inverse of ``natural(_:)``, with the same bits on every machine.
  ///
  /// x = k ln 2 + r with |r| <= ln 2 / 2; the series of e^r is below 2^-53 from its 16th term on.
  ///
  /// - Precondition: `x` is finite and |x| < 700.
  public static func exponential(_ x: Double) -> Double {
    precondition(abs(x) < 700, "the exponential of \(x) is no finite number")
    let power = (x * 1.442_695_040_888_963_4).rounded()
    // ln 2 in two parts, so that the difference keeps its last bits.
    let rest = (x - power * 0.693_147_180_369_123_8) - power * 1.908_214_929_270_587_7e-10
    var sum = 1.0
    var k = 16.0
    while k >= 1 {
      sum = 1 + sum * rest / k
      k -= 1
    }
    return Double(sign: .plus, exponent: Int(power), significand: sum)
  }
}
