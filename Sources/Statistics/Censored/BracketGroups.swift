/// Closed brackets by the bins that they reach from and to; like ones are counted together, so that a fit
/// costs no more for a million jobs than for as many as there are kinds.
struct BracketCounts: Sendable {
  /// The first bin of each kind.
  var first: [Int32] = []
  /// The bin after the last one of each kind.
  var end: [Int32] = []
  /// The number of brackets of each kind.
  var counts: [Double] = []
  /// The number of all.
  var total = 0.0
}

/// The closed brackets of a sample on its grid, counted by kind, as a whole and stretch by stretch.
struct BracketGroups: Sendable {
  let grid: LogGrid
  /// All closed brackets.
  private(set) var all = BracketCounts()
  /// The kind of each bracket; -1 for an open one.
  private var kinds: [Int32] = []

  /// - Complexity: O(n + m^2) with n brackets and m bins.
  init(_ brackets: [Bracket]) {
    grid = LogGrid(brackets)
    var table = [Int32](repeating: -1, count: grid.count * grid.count)
    kinds.reserveCapacity(brackets.count)
    var row = 0
    while row < brackets.count {
      let bracket = brackets[row]
      row += 1
      if bracket.isOpen {
        kinds.append(-1)
        continue
      }
      let from = grid.firstBin(bracket.lower)
      let to = max(from, grid.lastBin(bracket.upper))
      var kind = table[from * grid.count + to]
      if kind < 0 {
        kind = Int32(all.first.count)
        table[from * grid.count + to] = kind
        all.first.append(Int32(from))
        all.end.append(Int32(to + 1))
        all.counts.append(0)
      }
      all.counts[Int(kind)] += 1
      all.total += 1
      kinds.append(kind)
    }
  }

  /// The closed brackets of the rows `rows`.
  ///
  /// - Complexity: O(r log r) with r rows.
  func counts(of rows: ArraySlice<Int32>) -> BracketCounts {
    var result = BracketCounts()
    var last: Int32 = -1
    for kind in rows.map({ kinds[Int($0)] }).sorted() where kind >= 0 {
      if kind != last {
        result.first.append(all.first[Int(kind)])
        result.end.append(all.end[Int(kind)])
        result.counts.append(0)
        last = kind
      }
      result.counts[result.counts.count - 1] += 1
      result.total += 1
    }
    return result
  }
}
