/// A sample cut into stretches of the run, each within one block of the jackknife.
struct Strata {
  /// The fewest jobs of a stretch, unless its block has fewer.
  private static let fewest = 30
  /// The most stretches of a block.
  private static let most = 10

  /// A stretch: its places in ``Strata/rows`` and its block.
  struct Stretch {
    var rows: Range<Int>
    var block: Int
  }

  /// The rows of the sample, block by block, in their order within each.
  private(set) var rows: [Int32]
  /// The stretches of all blocks.
  private(set) var stretches: [Stretch] = []
  /// Number of jobs in each block.
  private(set) var sizes = [Int](repeating: 0, count: BlockJackknife.blocks)

  /// The rows whose blocks are `blocks`.
  ///
  /// - Complexity: O(n).
  init(_ blocks: [UInt8]) {
    for block in blocks { sizes[Int(block)] += 1 }
    var places = [0]
    for size in sizes { places.append(places[places.count - 1] + size) }
    for (block, size) in sizes.enumerated() where size > 0 {
      let parts = min(max(size / Self.fewest, 1), Self.most)
      for part in 0..<parts {
        let (from, to) = (part * size / parts, (part + 1) * size / parts)
        stretches.append(Stretch(rows: (places[block] + from)..<(places[block] + to), block: block))
      }
    }
    rows = [Int32](repeating: 0, count: blocks.count)
    var row = 0
    while row < blocks.count {
      let block = Int(blocks[row])
      rows[places[block]] = Int32(row)
      places[block] += 1
      row += 1
    }
  }
}

/// The estimated mass in the bins of a grid, block by block.
struct BlockMass {
  private var masses: [[Double]]
  private var closed = [Double](repeating: 0, count: BlockJackknife.blocks)

  /// No mass in `bins` bins.
  init(bins: Int) {
    masses = [[Double]](
      repeating: [Double](repeating: 0, count: bins), count: BlockJackknife.blocks)
  }

  /// Adds the shares of a stretch with `closed` jobs.
  mutating func add(_ shares: [Double], closed count: Double, of block: Int) {
    guard count > 0 else { return }
    let sum = shares.reduce(0, +)
    for bin in shares.indices { masses[block][bin] += shares[bin] / sum * count }
    closed[block] += count
  }

  /// The distribution of `count` jobs of all blocks, or of all but one.
  func distribution(
    on grid: LogGrid, without left: Int? = nil, count: Int
  ) -> CensoredDistribution {
    var shares = [Double](repeating: 0, count: grid.count)
    var total = 0.0
    for block in masses.indices where block != left {
      for bin in shares.indices { shares[bin] += masses[block][bin] }
      total += closed[block]
    }
    return CensoredDistribution(
      grid: grid, shares: shares, count: count, closedCount: Int(total.rounded()))
  }
}
