import Foundation
import Statistics
import Testing

@Suite struct LogarithmTests {
  @Test func logarithmsAgreeWithTheCLibrary() {
    var generator = Xoshiro(seed: 1)
    var values = [
      1, 2, 0.75, 1.5, 0x1p-53, .leastNormalMagnitude, .greatestFiniteMagnitude, 1e-300,
    ]
    values += (0..<10_000).map { _ in generator.positiveUnit() }
    values += (0..<10_000).map { _ in exp(generator.unit() * 200 - 100) }
    for x in values {
      let (found, expected) = (Logarithm.natural(x), log(x))
      #expect(abs(found - expected) <= 8 * max(abs(expected).ulp, 0x1p-56), "ln \(x)")
    }
    #expect(Logarithm.natural(1) == 0)
  }

  @Test func smallArgumentsKeepTheirDigits() {
    var generator = Xoshiro(seed: 2)
    for _ in 0..<10_000 {
      let x = (generator.unit() - 0.5) * pow(10, -12 * generator.unit())
      let (found, expected) = (Logarithm.naturalOfOnePlus(x), log1p(x))
      #expect(abs(found - expected) <= 8 * abs(expected).ulp, "ln(1 + \(x))")
    }
    #expect(Logarithm.naturalOfOnePlus(0) == 0)
    #expect(Logarithm.naturalOfOnePlus(1e-300) == 1e-300)
  }
}
