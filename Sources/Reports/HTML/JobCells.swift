internal import Statistics
internal import Workloads

/// A grid over intended instants and times in which jobs are counted.
struct JobCells: Sendable {
  /// Cells side by side.
  static let columns = 220
  /// Cells above each other.
  static let rows = 90

  /// The number of jobs in each cell, row by row from the longest time.
  private(set) var counts = [Int](repeating: 0, count: columns * rows)
  private let instants: InstantAxis
  private let times: LogAxis

  /// An empty grid over `instants` and `times`.
  init(instants: InstantAxis, times: LogAxis) {
    self.instants = instants
    self.times = times
  }

  /// Counts `point`.
  mutating func add(_ point: ChartedJobs.Point) {
    let across = instants.position(point.intended) * Double(Self.columns)
    let up = times.position(point.time) * Double(Self.rows)
    let column = min(max(Int(across), 0), Self.columns - 1)
    let row = Self.rows - 1 - min(max(Int(up), 0), Self.rows - 1)
    counts[row * Self.columns + column] += 1
  }

  /// The most jobs in one cell.
  var most: Int { counts.max() ?? 0 }

  /// Number of shades.
  static let levels = 4

  /// The fewest jobs of each shade from the second on: equal ratios up to the fullest cell.
  var limits: [Int] {
    guard most > 1 else { return [] }
    let whole = Logarithm.natural(Double(most))
    let limits = (1..<Self.levels).map { level in
      Int(Logarithm.exponential(whole * Double(level) / Double(Self.levels)).rounded(.up))
    }
    // A cell of one job has the lightest shade.
    return limits.map { max($0, 2) }
  }

  /// Each shade as the path of its cells, one unit wide and high; neighbours in a row are one stretch.
  var paths: [Markup] {
    let limits = limits
    let shades = counts.map { count in count == 0 ? -1 : limits.count { $0 <= count } }
    return (0..<Self.levels).map { level in
      var path: Markup = .none
      for row in 0..<Self.rows {
        var column = 0
        while column < Self.columns {
          let first = column
          while column < Self.columns, shades[row * Self.columns + column] == level { column += 1 }
          if column > first { path += "M\(first) \(row)h\(column - first)v1H\(first)z" }
          column = max(column, first + 1)
        }
      }
      return path
    }
  }
}
