/// The corners of the convex hull of points, from above or from below.
///
/// Of a million points a hull has some dozens of corners. So the highest points of some hundreds of
/// stretches make a first hull, and only points that are not surely inside of it are sorted.
struct Hull {
  /// A bound that holds at one instant.
  struct Point: BitwiseCopyable {
    var at: Int64
    var bound: Int64
  }

  /// From where a hull is seen.
  enum Side: Int64 {
    case above = 1
    case below = -1
  }

  private static let stretches = 256

  /// In the order of time.
  private(set) var corners: [Point] = []

  /// - Complexity: O(n log c + m log m) with n points, c corners and m points that are near the hull.
  init(_ points: some Collection<Point>, side: Side) {
    guard points.count > 4 * Self.stretches else {
      self.init(sorting: Array(points), side: side)
      return
    }
    let rough = Hull(sorting: Self.extremes(points, side), side: side)
    self.init(sorting: points.filter { !rough.isSurelyInside($0, side) }, side: side)
  }

  private init(sorting points: [Point], side: Side) {
    let sign = Double(side.rawValue)
    for next in points.sorted(by: { ($0.at, $0.bound) < ($1.at, $1.bound) }) {
      while corners.count > 1 {
        let (a, b) = (corners[corners.count - 2], corners[corners.count - 1])
        let turn =
          Double(b.at - a.at) * Double(next.bound - a.bound)
          - Double(b.bound - a.bound) * Double(next.at - a.at)
        if turn * sign < 0 { break }
        corners.removeLast()
      }
      corners.append(next)
    }
  }

  /// The points that are furthest out in each stretch of time.
  private static func extremes(_ points: some Collection<Point>, _ side: Side) -> [Point] {
    var (first, last) = (Int64.max, Int64.min)
    for point in points {
      first = min(first, point.at)
      last = max(last, point.at)
    }
    let length = (last - first) / Int64(stretches) + 1
    var found = [Point?](repeating: nil, count: stretches)
    for point in points {
      let stretch = Int((point.at - first) / length)
      if let best = found[stretch], point.bound * side.rawValue <= best.bound * side.rawValue {
        continue
      }
      found[stretch] = point
    }
    return found.compactMap(\.self)
  }

  /// Whether `point` is inside by more than rounding could explain, and so is no corner.
  private func isSurelyInside(_ point: Point, _ side: Side) -> Bool {
    var (low, high) = (0, corners.count - 1)
    guard high > 0, point.at >= corners[0].at, point.at <= corners[high].at else { return false }
    while high - low > 1 {
      let middle = (low + high) / 2
      if corners[middle].at <= point.at { low = middle } else { high = middle }
    }
    let (a, b) = (corners[low], corners[high])
    let slope = Double(b.bound - a.bound) / Double(max(b.at - a.at, 1))
    let height = Double(point.bound - a.bound) - slope * Double(point.at - a.at)
    return height * Double(side.rawValue) < -1
  }
}
