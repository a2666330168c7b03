/// The closed brackets of a sample by the bins that they reach from and to; like ones are counted
/// together, so that a fit costs no more for a million jobs than for as many as there are kinds.
struct BracketGroups: Sendable {
  let grid: LogGrid
  /// The first bin of each group.
  private(set) var first: [Int32] = []
  /// The bin after the last one of each group.
  private(set) var end: [Int32] = []
  /// The number of brackets in each group.
  private(set) var counts: [Double] = []
  /// The group of each bracket; -1 for an open one.
  private(set) var groupOf: [Int32] = []
  /// Number of closed brackets.
  private(set) var closedCount = 0

  /// - Complexity: O(n + m^2) with n brackets and m bins.
  init(_ brackets: [Bracket]) {
    grid = LogGrid(brackets)
    var table = [Int32](repeating: -1, count: grid.count * grid.count)
    groupOf.reserveCapacity(brackets.count)
    var row = 0
    while row < brackets.count {
      let bracket = brackets[row]
      row += 1
      if bracket.isOpen {
        groupOf.append(-1)
        continue
      }
      closedCount += 1
      let from = grid.firstBin(bracket.lower)
      let to = max(from, grid.lastBin(bracket.upper))
      var group = table[from * grid.count + to]
      if group < 0 {
        group = Int32(first.count)
        table[from * grid.count + to] = group
        first.append(Int32(from))
        end.append(Int32(to + 1))
        counts.append(0)
      }
      counts[Int(group)] += 1
      groupOf.append(group)
    }
  }

  /// The counts without the brackets of `block`, given the block of each bracket.
  func counts(without block: UInt8, blocks: [UInt8]) -> [Double] {
    var left = counts
    var row = 0
    while row < groupOf.count {
      if blocks[row] == block, groupOf[row] >= 0 { left[Int(groupOf[row])] -= 1 }
      row += 1
    }
    return left
  }
}
