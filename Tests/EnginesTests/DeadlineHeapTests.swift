import Statistics
import Testing

@testable import Engines

@Suite struct DeadlineHeapTests {
  @Test func entriesComeOutInOrderOfTheirDeadlines() {
    var generator = Xoshiro(seed: 7)
    var heap = DeadlineHeap(capacity: 5_000)
    let deadlines = (0..<5_000).map { _ in Int64(generator.next() % 1_000) }
    for (row, deadline) in deadlines.enumerated() { heap.push(.init(deadline: deadline, row: row)) }
    var out: [Int64] = []
    var rows = Set<Int>()
    while let top = heap.top {
      out.append(top.deadline)
      rows.insert(top.row)
      heap.pop()
    }
    #expect(out == deadlines.sorted())
    #expect(rows.count == 5_000)
  }

  @Test func pushesAndPopsMixLikeASortedList() {
    var generator = Xoshiro(seed: 11)
    var heap = DeadlineHeap(capacity: 1_000)
    var model: [Int64] = []
    for step in 0..<20_000 {
      if model.isEmpty || (generator.next() % 2 == 0 && model.count < 1_000) {
        let deadline = Int64(generator.next() % 100_000)
        heap.push(.init(deadline: deadline, row: step))
        model.append(deadline)
        model.sort()
      } else {
        #expect(heap.top?.deadline == model.removeFirst())
        heap.pop()
      }
    }
    #expect(heap.count == model.count)
  }

  @Test func everyEntryIsDueOnceExpired() {
    var heap = DeadlineHeap(capacity: 100)
    for row in 0..<100 { heap.push(.init(deadline: Int64(1_000 + row), row: row)) }
    heap.expire()
    var rows = Set<Int>()
    while let top = heap.top {
      #expect(top.deadline == 0)
      rows.insert(top.row)
      heap.pop()
    }
    #expect(rows == Set(0..<100))
  }
}
