internal import Results
internal import Workloads

/// Everything that was found, in the order of the kinds: what engines flagged, and what shows only when
/// jobs are set beside each other.
///
/// `contract` are the paths of the fields of the dialect's contract, by their number.
func findings(
  _ table: JobTable, _ tallies: [EngineTally], flags: FlagLog, clocks: ClockEvidence,
  contract: [String]
) -> [Finding] {
  let found =
    breaches(table, tallies, contract: contract) + flags.findings + duplicateIDs(table)
    + clockFindings(table, clocks)
  return Finding.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
}

/// The fields of the contract that replies lacked or had with another type.
private func breaches(
  _ table: JobTable, _ tallies: [EngineTally], contract: [String]
) -> [Finding] {
  (0..<EngineTally.contractFields).flatMap { field in
    [Finding.Kind.missingField, .mistypedField].compactMap { kind in
      let found = tallies.compactMap {
        $0.breaches(field: field, isMistyped: kind == .mistypedField)
      }
      guard let row = found.map(\.row).min() else { return nil }
      return Finding(
        kind: kind, detail: field < contract.count ? contract[field] : "field \(field + 1)",
        count: Int(clamping: found.reduce(0) { $0 &+ $1.count }), example: table.rows.example(row))
    }
  }
}

/// Jobs whose id an earlier one has.
///
/// - Complexity: O(n log n) in the number of jobs with an id. Only the hashes are sorted; ids are
///   compared where hashes are equal, and a job API cannot know the seed of the hashes.
private func duplicateIDs(_ table: JobTable) -> [Finding] {
  let rows = table.rows
  func hash(_ row: Int) -> UInt64? {
    let length = min(Int(rows[row].idLength), rows.idCapacity)
    guard length > 0 else { return nil }
    var hasher = Hasher()
    unsafe hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: rows.idSpace(row)[..<length]))
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
  let hashes = (0..<rows.count).compactMap(hash).sorted()
  let shared = Set(zip(hashes, hashes.dropFirst()).lazy.filter { $0 == $1 }.map(\.0))
  guard !shared.isEmpty else { return [] }
  var seen: Set<String> = []
  var count = 0
  var example: String?
  for row in 0..<rows.count {
    guard let hash = hash(row), shared.contains(hash) else { continue }
    let id = rows.id(row)
    if seen.insert(id).inserted { continue }
    count += 1
    example = example ?? id
  }
  return count == 0 ? [] : [Finding(kind: .duplicateID, count: count, example: example)]
}

extension JobRows {
  /// The id of row `n` to show; nil when it has none or there is no such row.
  func example(_ n: Int) -> String? {
    guard n >= 0, n < count else { return nil }
    let text = id(n)
    return text.isEmpty ? nil : text
  }
}
