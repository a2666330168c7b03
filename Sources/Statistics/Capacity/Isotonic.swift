/// Least squares among the sequences that never fall.
public enum Isotonic {
  /// The sequence that never falls and is nearest to `values`, by the pool of adjacent violators.
  ///
  /// Neighbours in the wrong order are replaced by their weighted mean, until none are.
  ///
  /// Source: Barlow, Bartholomew, Bremner, Brunk, "Statistical Inference under Order Restrictions", 1972.
  ///
  /// - Parameters:
  ///   - values: In the order of what they may not fall with.
  ///   - weights: How much each value counts, above 0; nil for all the same.
  /// - Returns: As many values.
  /// - Complexity: O(n).
  public static func fit(_ values: [Double], weights: [Double]? = nil) -> [Double] {
    precondition(weights.map { $0.count == values.count } ?? true, "a weight for each value")
    var pools: [(mean: Double, weight: Double, count: Int)] = []
    for (index, value) in values.enumerated() {
      var pool = (mean: value, weight: weights?[index] ?? 1, count: 1)
      while let last = pools.last, last.mean > pool.mean {
        let weight = last.weight + pool.weight
        pool = (
          (last.mean * last.weight + pool.mean * pool.weight) / weight, weight,
          last.count + pool.count
        )
        pools.removeLast()
      }
      pools.append(pool)
    }
    return pools.flatMap { [Double](repeating: $0.mean, count: $0.count) }
  }

  /// Where the values that never fall with `places`, fitted to `values`, come to be above 0.
  ///
  /// Between two places the fit is a straight line. Values at one place are pooled to their mean.
  ///
  /// - Parameters:
  ///   - places: In any order.
  ///   - values: The value at each.
  ///   - weights: How much each counts.
  /// - Returns: The first place where all are above 0, the last one where none is; nil for no values.
  public static func crossing(
    _ places: [Double], _ values: [Double], weights: [Double]
  ) -> Double? {
    var points: [(place: Double, value: Double, weight: Double)] = []
    for index in places.indices.sorted(by: { places[$0] < places[$1] }) {
      if let last = points.last, last.place == places[index] {
        let weight = last.weight + weights[index]
        let value = (last.value * last.weight + values[index] * weights[index]) / weight
        points[points.count - 1] = (last.place, value, weight)
      } else {
        points.append((places[index], values[index], weights[index]))
      }
    }
    let fitted = fit(points.map(\.value), weights: points.map(\.weight))
    guard let above = fitted.firstIndex(where: { $0 > 0 }) else { return points.last?.place }
    guard above > 0 else { return points[0].place }
    let (low, high) = (points[above - 1].place, points[above].place)
    return low + (high - low) * -fitted[above - 1] / (fitted[above] - fitted[above - 1])
  }
}

/// The straight line through points.
public enum Line {
  /// The slope of the least-squares line through the points (`places`, `values`); nil where the places do not
  /// differ.
  public static func slope(_ places: [Double], _ values: [Double]) -> Double? {
    let count = Double(places.count)
    let (middle, mean) = (places.reduce(0, +) / count, values.reduce(0, +) / count)
    let spread = places.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    guard spread > 0 else { return nil }
    return zip(places, values).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - mean) } / spread
  }
}
