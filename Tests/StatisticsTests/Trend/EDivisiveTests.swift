import Statistics
import Testing

@Suite struct EDivisiveTests {
  /// Q by its definition, with every mean distance of its own.
  private func direct(_ values: [Double], _ position: Int) -> Double {
    let (left, right) = (Array(values[..<position]), Array(values[position...]))
    func within(_ side: [Double]) -> Double {
      var sum = 0.0
      for one in side.indices {
        for other in side.indices where one != other { sum += abs(side[one] - side[other]) }
      }
      return sum / Double(side.count * (side.count - 1))
    }
    let between = left.reduce(0) { sum, old in right.reduce(sum) { $0 + abs(old - $1) } }
    let (n, m) = (Double(left.count), Double(right.count))
    return n * m / (n + m) * (2 * between / (n * m) - within(left) - within(right))
  }

  @Test func theSplitIsThatOfTheDefinition() throws {
    var generator = Xoshiro(seed: 9)
    for count in 8..<32 {
      let values = (0..<count).map { _ in generator.standardNormal() }
      let scores = (4...(count - 4)).map { direct(values, $0) }
      // A slice that does not begin at 0.
      let found = try #require(EDivisive.split(([1, 2, 3] + values)[3...], shortest: 4))
      let best = scores.indices.reduce(0) { scores[$1] > scores[$0] + 1e-9 ? $1 : $0 }
      #expect(found.position == best + 4)
      #expect(abs(found.statistic - scores[best]) < 1e-9)
    }
  }

  @Test func aStepIsFoundWhereItIs() throws {
    for place in [4, 10, 26] {
      let values = (0..<30).map { index in
        (index < place ? 0 : 1) + 0.1 * Double(index % 3)
      }
      #expect(try #require(EDivisive.split(values[...], shortest: 4)).position == place)
    }
  }

  @Test func tooFewValuesHaveNoSplit() {
    #expect(EDivisive.split([1, 2, 3, 4, 5, 6, 7], shortest: 4) == nil)
    #expect(EDivisive.split([], shortest: 2) == nil)
    #expect(EDivisive.split([1, 1, 1, 1, 1, 1, 1, 1], shortest: 4)?.position == 4)
  }
}
