import TestSupport
import Testing

@testable import Statistics

/// Hulls of many points, against the definition.
@Suite struct HullTests {
  private func points(_ count: Int, seed: UInt64) -> [Hull.Point] {
    (0..<count).map { index in
      let number = UInt64(index)
      let at = SplitMix.unit(seed: seed, index: 2 * number) * 1e12
      // A slope, a bend and noise, far from 0 as stamps are.
      let noise = SplitMix.unit(seed: seed, index: 2 * number + 1) * 1e6
      let bound = 1.7e18 + 3e-5 * at - (at - 5e11) * (at - 5e11) * 1e-17 + noise
      return Hull.Point(at: Int64(at), bound: Int64(bound))
    }
  }

  @Test(
    "Every point is on or below the upper hull, and every corner is a point",
    arguments: [3, 1_024, 1_025, 20_000])
  func theUpperHullIsAboveAllPoints(count: Int) {
    let points = points(count, seed: 7)
    let corners = Hull(points, side: .above).corners
    let known = Set(points.map(\.at))
    #expect(corners.allSatisfy { known.contains($0.at) })
    #expect(corners.first?.at == points.map(\.at).min())
    #expect(corners.last?.at == points.map(\.at).max())
    for (a, b) in zip(corners, corners.dropFirst()) {
      let slope = Double(b.bound - a.bound) / Double(b.at - a.at)
      for point in points where a.at <= point.at && point.at <= b.at {
        #expect(Double(point.bound - a.bound) <= slope * Double(point.at - a.at) + 1)
      }
    }
    for (a, (b, c)) in zip(corners, zip(corners.dropFirst(), corners.dropFirst(2))) {
      let before = Double(b.bound - a.bound) / Double(b.at - a.at)
      let after = Double(c.bound - b.bound) / Double(c.at - b.at)
      #expect(after < before)
    }
  }

  @Test func fromBelowIsFromAboveUpsideDown() {
    let points = points(5_000, seed: 11)
    let turned = points.map { Hull.Point(at: $0.at, bound: -$0.bound) }
    let above = Hull(points, side: .above).corners.map { [$0.at, $0.bound] }
    let below = Hull(turned, side: .below).corners.map { [$0.at, -$0.bound] }
    #expect(above == below)
    #expect(above.count > 4)
  }

  @Test func pointsOfOneInstantHaveOneCorner() {
    let points = (0..<3_000).map { Hull.Point(at: 5, bound: Int64($0)) }
    #expect(Hull(points, side: .above).corners.last?.bound == 2_999)
  }
}
