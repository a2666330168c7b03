// Hot path: see Documentation.docc/HotPath.md

/// A set of HTTP statuses from 200 to 299.
struct StatusSet: BitwiseCopyable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// The set of those of `statuses` that are from 200 to 299.
  init(_ statuses: [Int]) {
    for status in statuses where (200...299).contains(status) {
      let bit = status - 200
      if bit < 64 { low |= 1 << UInt64(bit) } else { high |= 1 << UInt64(bit - 64) }
    }
  }

  /// Whether the set has `status`.
  func contains(_ status: Int) -> Bool {
    guard status >= 200, status < 300 else { return false }
    let bit = UInt64(status &- 200)
    return (bit < 64 ? low &>> bit : high &>> (bit &- 64)) & 1 == 1
  }
}
