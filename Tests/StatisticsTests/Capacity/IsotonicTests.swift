import Statistics
import Testing

/// Fits that never fall, against cases worked out by hand.
@Suite struct IsotonicTests {
  @Test(
    "neighbours in the wrong order are pooled",
    arguments: [
      ([], []), ([2], [2]), ([1, 2, 3], [1, 2, 3]), ([3, 2, 1], [2, 2, 2]),
      ([1, 3, 2, 4], [1, 2.5, 2.5, 4]), ([4, 1, 1, 8, 7], [2, 2, 2, 7.5, 7.5]),
      // The third value pulls the pool of the first two below nothing, and takes them in.
      ([1, 5, 3, 0, 6], [1, 8.0 / 3, 8.0 / 3, 8.0 / 3, 6]), ([1, 1, 1], [1, 1, 1]),
    ] as [([Double], [Double])])
  func pooled(values: [Double], expected: [Double]) {
    let fitted = Isotonic.fit(values)
    #expect(fitted.count == expected.count)
    for (one, other) in zip(fitted, expected) { #expect(abs(one - other) < 1e-12) }
  }

  @Test func weightsCount() {
    #expect(Isotonic.fit([3, 1], weights: [3, 1]) == [2.5, 2.5])
    #expect(Isotonic.fit([3, 1, 2], weights: [1, 1, 10]) == [2, 2, 2])
  }

  @Test("no fit that never falls is nearer", arguments: 1...20)
  func nearest(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let values = (0..<8).map { Double($0) / 8 + unitInterval(random.next()) }
    let fitted = Isotonic.fit(values)
    #expect(zip(fitted, fitted.dropFirst()).allSatisfy { $0 <= $1 })
    func distance(_ fit: [Double]) -> Double {
      zip(fit, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    for _ in 0..<200 {
      let other = fitted.map { $0 + (unitInterval(random.next()) - 0.5) / 10 }.sorted()
      #expect(distance(other) >= distance(fitted) - 1e-12)
    }
  }

  @Test func theCrossingLiesOnTheLineBetweenTwoPlaces() throws {
    let ones = [Double](repeating: 1, count: 4)
    let found = Isotonic.crossing([13, 10, 11, 12], [3, -2, -1, 1], weights: ones)
    #expect(found == 11.5)
    // The pool of the middle two is at 0, which is not above it.
    #expect(Isotonic.crossing([10, 11, 12, 13], [-2, 1, -1, 2], weights: ones) == 12)
    #expect(Isotonic.crossing([10, 11, 12, 13], [1, 2, 3, 4], weights: ones) == 10)
    #expect(Isotonic.crossing([10, 11, 12, 13], [-4, -3, -2, -1], weights: ones) == 13)
    #expect(Isotonic.crossing([], [], weights: []) == nil)
  }

  @Test func valuesAtOnePlaceArePooledByTheirWeights() {
    let found = Isotonic.crossing([10, 12, 12], [-1, 4, -0.5], weights: [1, 1, 2])
    #expect(found == 11)
  }

  @Test func theSlopeIsThatOfLeastSquares() throws {
    #expect(Line.slope([0, 1, 2, 3], [1, 3, 5, 7]) == 2)
    #expect(Line.slope([0, 1, 2], [0, 1, 0]) == 0)
    #expect(Line.slope([0, 1, 2], [0, 0, 3]) == 1.5)
    #expect(Line.slope([1, 1], [0, 3]) == nil)
    #expect(Line.slope([], []) == nil)
  }
}
