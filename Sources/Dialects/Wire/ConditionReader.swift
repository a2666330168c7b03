// Hot path: see Documentation.docc/HotPath.md

import Workloads

/// Finds the condition that says a job's state.
struct ConditionReader: ~Copyable {
  /// A condition that holds and whose word is listed.
  struct Hit {
    var state: JobState
    var stamp: JSONValue
  }

  private var scanner: JSONScanner
  private let value: TextTable

  /// A reader of `conditions`; one of nothing when there are none.
  init(_ conditions: Dialect.Conditions?) {
    let none = JSONPath()
    scanner = JSONScanner(
      conditions.map { [$0.word, $0.holds, $0.stamp ?? none] } ?? [none, none, none],
      alike: .documents)
    value = TextTable([conditions?.value ?? ""])
  }

  /// The first terminal condition of `list`, else the first; nil when none holds or is listed.
  mutating func find(
    _ list: JSONValue, in body: UnsafeRawBufferPointer, _ states: borrowing StateTable
  ) -> Hit? {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    var elements = JSONElements(list)
    var found: Hit?
    while unsafe elements.next(&scanner, in: body) != nil {
      let holds = scanner.value(1)
      guard holds.isScalar, value.index(of: holds, in: bytes, among: 0..<1) != nil,
        let state = states.state(scanner.value(0), in: bytes)
      else { continue }
      let hit = Hit(state: state, stamp: scanner.value(2))
      if state.isTerminal { return hit }
      if found == nil { found = hit }
    }
    return found
  }
}
