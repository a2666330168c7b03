import Foundation
import Glibc
import Platform
import Synchronization
import Testing

@Suite struct ThreadsTests {
  @Test func everyIndexRunsOnceAndAllHaveEndedOnReturn() throws {
    let ended = Mutex<[Int]>([])
    try onThreads(16, name: "worker") { index in
      for _ in 0..<100 { sched_yield() }
      ended.withLock { $0.append(index) }
    }
    #expect(ended.withLock { $0.sorted() } == Array(0..<16))
  }

  @Test func theCallingThreadWorksAlongside() throws {
    let theirs = Atomic(false)
    let ours = Atomic(false)
    // Each waits for the other, which works only when both run.
    try onThreads(1, name: "worker") {
    } alongside: {
      ours.store(true, ordering: .sequentiallyConsistent)
      while !theirs.load(ordering: .sequentiallyConsistent) { sched_yield() }
    } body: { _ in
      theirs.store(true, ordering: .sequentiallyConsistent)
      while !ours.load(ordering: .sequentiallyConsistent) { sched_yield() }
    }
    let haveMet = theirs.load(ordering: .sequentiallyConsistent)
    #expect(haveMet)
  }

  @Test func noThreadsIsNoError() throws {
    var ranAlongside = false
    try onThreads(0, name: "none") {
      Issue.record("cancelled")
    } alongside: {
      ranAlongside = true
    } body: { _ in
      Issue.record("a thread ran")
    }
    #expect(ranAlongside)
  }

  @Test(
    "Threads carry their name and index, cut to what the system allows",
    arguments: [
      ("engine", "engine0"), ("", "0"), ("a-name-of-more-than-15", "a-name-of-mor0"),
      ("äöüäöüäöüäöü", "äöüäöü0"),
    ])
  func names(name: String, expected: String) throws {
    let found = Mutex("")
    try onThreads(1, name: name) { _ in found.withLock { $0 = Self.currentName() } }
    #expect(found.withLock { $0 } == expected)
  }

  @Test func aLongNameGivesWayToALongIndex() throws {
    let found = Mutex<[Int: String]>([:])
    try onThreads(101, name: "thirteen-byte") { index in
      let name = Self.currentName()
      found.withLock { $0[index] = name }
    }
    #expect(found.withLock { $0[99] } == "thirteen-byte99")
    #expect(found.withLock { $0[100] } == "thirteen-byt100")
  }

  private static func currentName() -> String {
    String((TextFile.read("/proc/thread-self/comm") ?? "").dropLast())
  }

  /// In a process of its own, whose address space has room for a few stacks only.
  @Test func theThreadsThatRunAreJoinedWhenOneCannotBeCreated() async {
    await #expect(processExitsWith: .success) {
      let pages = (TextFile.read("/proc/self/statm") ?? "").split(separator: " ").first
      let used = pages.flatMap { UInt($0) }.map { $0 * UInt(getpagesize()) } ?? 0
      var limit = rlimit(rlim_cur: used + 256 << 20, rlim_max: used + 256 << 20)
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      let isCancelled = Atomic(false)
      let started = Atomic(0)
      let ended = Atomic(0)
      let error = #expect(throws: SystemError.self) {
        try onThreads(10_000, name: "many") {
          isCancelled.store(true, ordering: .sequentiallyConsistent)
        } alongside: {
          Issue.record("ran alongside an incomplete set")
        } body: { _ in
          started.add(1, ordering: .sequentiallyConsistent)
          while !isCancelled.load(ordering: .sequentiallyConsistent) { sched_yield() }
          ended.add(1, ordering: .sequentiallyConsistent)
        }
      }
      let count = started.load(ordering: .sequentiallyConsistent)
      let joined = ended.load(ordering: .sequentiallyConsistent)
      #expect(count > 0 && count == joined)
      #expect(error?.operation == "create thread \(count + 1) of 10000")
      #expect(error?.code == EAGAIN)
    }
  }
}
