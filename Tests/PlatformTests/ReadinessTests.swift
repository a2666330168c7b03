import Glibc
import Platform
import Testing

@Suite struct ReadinessTests {
  /// A pipe that is closed with its owner.
  private final class Pipe {
    var reader: Int32 = -1
    var writer: Int32 = -1

    init() {
      var ends: [Int32] = [-1, -1]
      unsafe pipe(&ends)
      (reader, writer) = (ends[0], ends[1])
    }

    deinit {
      close(reader)
      if writer >= 0 { close(writer) }
    }

    func put() { unsafe write(writer, "x", 1) }

    func take() {
      var byte: UInt8 = 0
      unsafe read(reader, &byte, 1)
    }

    func hangUp() {
      close(writer)
      writer = -1
    }
  }

  private let minute: Int64 = 60_000_000_000

  @Test func aPipeWithBytesIsReadableAndGivesItsToken() throws {
    let set = try Readiness()
    let pipe = Pipe()
    let token: UInt64 = 0xFEDC_BA98_7654_3210
    let isAccepted = set.add(pipe.reader, .read, token: token)
    #expect(isAccepted)
    pipe.put()
    let count = set.wait(nanoseconds: minute)
    try #require(count == 1)
    let event = set.event(0)
    #expect(event.token == token)
    #expect(event.isReadable && !event.isWritable && !event.hasError)
    pipe.take()
    let later = set.wait(nanoseconds: 0)
    #expect(later == 0)
  }

  @Test func anEmptyPipeIsWritable() throws {
    let set = try Readiness()
    let pipe = Pipe()
    set.add(pipe.reader, .read, token: 1)
    set.add(pipe.writer, .write, token: 2)
    let count = set.wait(nanoseconds: minute)
    try #require(count == 1)
    let event = set.event(0)
    #expect(event.token == 2 && event.isWritable && !event.isReadable)
  }

  @Test func aPipeWithoutAWriterIsReadable() throws {
    let set = try Readiness()
    let pipe = Pipe()
    set.add(pipe.reader, .read, token: 3)
    pipe.hangUp()
    let count = set.wait(nanoseconds: minute)
    try #require(count == 1)
    let event = set.event(0)
    #expect(event.isReadable && event.token == 3)
  }

  @Test func aPipeWithoutAReaderHasFailed() throws {
    let set = try Readiness()
    let pipe = Pipe()
    set.add(pipe.writer, [], token: 4)
    close(pipe.reader)
    pipe.reader = -1
    let count = set.wait(nanoseconds: minute)
    try #require(count == 1)
    let event = set.event(0)
    #expect(event.hasError)
  }

  @Test func changesAndRemovalsTakeEffect() throws {
    let set = try Readiness()
    let pipe = Pipe()
    set.add(pipe.reader, .read, token: 1)
    pipe.put()
    let isChanged = set.change(pipe.reader, to: [], token: 5)
    let silent = set.wait(nanoseconds: 0)
    set.change(pipe.reader, to: .read, token: 6)
    let heard = set.wait(nanoseconds: 0)
    let token = set.event(0).token
    set.remove(pipe.reader)
    let removed = set.wait(nanoseconds: 0)
    #expect(isChanged && silent == 0 && heard == 1 && token == 6 && removed == 0)
  }

  @Test func whatTheKernelRefusesIsReported() throws {
    let set = try Readiness()
    let pipe = Pipe()
    let (bad, unknown) = (
      set.add(-1, .read, token: 1), set.change(pipe.reader, to: .read, token: 1)
    )
    set.add(pipe.reader, .read, token: 1)
    let twice = set.add(pipe.reader, .read, token: 1)
    #expect(!bad && !unknown && !twice)
  }

  @Test(arguments: [-1, 0, 1, 2_000_000] as [Int64])
  func aWaitEndsWhenItsTimeHasCome(nanoseconds: Int64) throws {
    let set = try Readiness()
    let pipe = Pipe()
    set.add(pipe.reader, .read, token: 1)
    let before = MonotonicClock.now()
    let count = set.wait(nanoseconds: nanoseconds)
    #expect(count == 0)
    #expect(MonotonicClock.now() - before >= nanoseconds)
  }

  @Test func moreThan256AreReportedInTurns() throws {
    let set = try Readiness()
    let pipes = (0..<300).map { _ in Pipe() }
    for (index, pipe) in pipes.enumerated() {
      set.add(pipe.reader, .read, token: UInt64(index))
      pipe.put()
    }
    var seen: Set<UInt64> = []
    for _ in 0..<4 {
      let count = set.wait(nanoseconds: 0)
      #expect(count <= 256)
      for index in 0..<count {
        let token = set.event(index).token
        seen.insert(token)
        pipes[Int(token)].take()
      }
    }
    #expect(seen.count == 300)
  }
}
