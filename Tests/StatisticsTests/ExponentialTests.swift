import Foundation
import Statistics
import Testing

@Suite struct ExponentialTests {
  @Test(arguments: [-600, -20.5, -1, -1e-9, 0, 1e-9, 0.346, 0.347, 1, 2.5, 43.7, 600])
  func exponentialsAreThoseOfTheLibrary(x: Double) {
    #expect(abs(Logarithm.exponential(x) / exp(x) - 1) < 1e-14)
  }

  @Test func theyAreTheInverseOfLogarithms() {
    for step in 1...1_000 {
      let value = Double(step) * 12_345.678_9
      #expect(abs(Logarithm.exponential(Logarithm.natural(value)) / value - 1) < 1e-14)
    }
  }
}
