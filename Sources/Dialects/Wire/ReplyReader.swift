// Hot path: see Documentation.docc/HotPath.md

import Workloads

/// Reads the bodies of one job API's replies, as its dialect describes them.
///
/// Everything is allocated in `init`; reading a reply allocates nothing.
public struct ReplyReader: ~Copyable {
  /// The numbers of the paths that stand for one stamp, in order of preference.
  private typealias Candidates = Range<Int>

  private var pushScanner: JSONScanner
  private var pollScanner: JSONScanner
  private let states: StateTable
  private let stampFormat: Dialect.StampFormat
  /// The numbers of the paths of `pollScanner`; the state is number 0.
  private let created: Candidates
  private let started: Candidates
  private let completed: Candidates
  private let polledID: Int?
  private let error: Int?
  private let failedIf: Int?

  /// A reader of the replies that `dialect` describes.
  public init(dialect: Dialect) {
    pushScanner = JSONScanner([dialect.id])
    states = StateTable(dialect.stateWords)
    stampFormat = dialect.stampFormat

    var paths = [dialect.state]
    created = Self.add(dialect.createdStamp, to: &paths)
    started = Self.add(dialect.startedStamp, to: &paths)
    completed = Self.add(dialect.completedStamp, to: &paths)
    polledID = dialect.polledID.map { Self.add([$0], to: &paths).lowerBound }
    error = dialect.error.map { Self.add([$0], to: &paths).lowerBound }
    failedIf = dialect.failedIf.map { Self.add([$0], to: &paths).lowerBound }
    pollScanner = JSONScanner(paths)
  }

  private static func add(_ new: [JSONPath], to paths: inout [JSONPath]) -> Range<Int> {
    paths += new
    return paths.count - new.count..<paths.count
  }

  /// Reads the reply to a push and copies the id, unescaped, into `id`.
  ///
  /// An id may be a string or a number; a number is copied as it is written.
  public mutating func readPush(
    _ body: UnsafeRawBufferPointer, id: UnsafeMutableRawBufferPointer
  ) -> PushReply {
    guard unsafe pushScanner.scan(body) == nil else { return .malformed }
    let value = pushScanner.value(0)
    guard value.kind == .string || value.kind == .number, value.count > 0 else { return .noID }
    guard let length = unsafe value.copyText(of: body, into: id) else { return .idTooLong }
    return .accepted(idLength: length)
  }

  /// Reads the reply to a poll of the job `id`.
  public mutating func readPoll(
    _ body: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer
  ) -> PollReply {
    var reply = PollReply()
    guard unsafe pollScanner.scan(body) == nil else { return reply }
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    reply.isReadable = true

    let word = pollScanner.value(0)
    reply.hasState = word.kind != .absent && word.kind != .null
    if word.isScalar, let state = states.state(word, in: bytes) {
      reply.state = state
    } else if reply.hasState {
      reply.oddities.insert(.unknownState)
    }
    if let failedIf, reply.state == .finished, !pollScanner.value(failedIf).isBlank(bytes) {
      reply.state = .error
    }

    reply.created = unsafe stamp(created, of: body, &reply)
    reply.started = unsafe stamp(started, of: body, &reply)
    reply.completed = unsafe stamp(completed, of: body, &reply)

    if let polledID {
      let value = pollScanner.value(polledID)
      if value.isScalar, unsafe !value.hasText(id, in: body) { reply.oddities.insert(.foreignID) }
    }
    if let error {
      let value = pollScanner.value(error)
      if !value.isBlank(bytes) { reply.error = value }
    }
    return reply
  }

  /// The first of the `candidates` that holds an instant, or 0.
  private func stamp(
    _ candidates: Candidates, of body: UnsafeRawBufferPointer, _ reply: inout PollReply
  ) -> Nanoseconds {
    for path in candidates {
      switch unsafe Timestamp.read(pollScanner.value(path), of: body, as: stampFormat) {
      case .notYet:
        continue
      case .unreadable:
        reply.oddities.insert(.unreadableStamp)
      case .instant(let instant):
        reply.stampDigits = max(reply.stampDigits, instant.fractionDigits)
        return instant.nanoseconds
      }
    }
    return 0
  }
}
