// Hot path: see Documentation.docc/HotPath.md

public import Workloads

/// Reads the bodies of one job API's replies, as its dialect describes them.
///
/// Everything is allocated in `init`; reading a reply allocates nothing.
public struct ReplyReader: ~Copyable {
  /// Where the id is in the reply to a push.
  private enum Identity: BitwiseCopyable {
    case value
    case url
    case chosen
  }

  private let identity: Identity
  private var pushScanner: JSONScanner
  private var polled: JobReader
  private var listScanner: JSONScanner
  private var listed: JobReader
  private let listHasNext: Bool
  private var elements = JSONElements()
  private var hookScanner: JSONScanner
  private let hookHasState: Bool
  private let states: StateTable

  /// A reader of the replies that `dialect` describes.
  public init(dialect: Dialect) {
    let pushPaths: [JSONPath]
    switch dialect.id {
    case .path(let path): (identity, pushPaths) = (.value, [path])
    case .url(let path): (identity, pushPaths) = (.url, [path])
    case .chosen: (identity, pushPaths) = (.chosen, [])
    }
    pushScanner = JSONScanner(pushPaths, alike: .documents)
    polled = JobReader(
      dialect, at: JSONPath(), id: dialect.polledID, contract: dialect.contract)
    let list = dialect.list
    listScanner = JSONScanner(
      [list?.jobs ?? JSONPath(), list?.next ?? JSONPath()], alike: .elements)
    listed = JobReader(dialect, at: list?.place ?? JSONPath(), id: list?.id, contract: [])
    listHasNext = list?.next != nil
    hookScanner = JSONScanner([dialect.webhook?.state ?? JSONPath()], alike: .documents)
    hookHasState = dialect.webhook?.state != nil
    states = StateTable(dialect.stateWords)
  }

  /// Reads the reply to a push and copies the id, unescaped, into `id`.
  ///
  /// An id may be a string or a number; a number is copied as it is written. Of an id that is a URL
  /// the path and the query are copied. Where the id was chosen nothing is read or copied.
  public mutating func readPush(
    _ body: UnsafeRawBufferPointer, id: UnsafeMutableRawBufferPointer
  ) -> PushReply {
    if identity == .chosen { return .accepted(idLength: 0) }
    guard unsafe pushScanner.scan(body) == nil else { return .malformed }
    guard let length = unsafe copyID(pushScanner.value(0), of: body, into: id) else {
      return .idTooLong
    }
    return length > 0 ? .accepted(idLength: length) : .noID
  }

  /// Reads the reply to a poll of the job `id`.
  public mutating func readPoll(
    _ body: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer
  ) -> PollReply {
    guard unsafe polled.scanner.scan(body) == nil else { return PollReply() }
    var reply = unsafe polled.reply(in: body)
    if let path = polled.id {
      let value = polled.scanner.value(path)
      if value.isScalar, unsafe !value.hasText(id, in: body) { reply.oddities.insert(.foreignID) }
    }
    return reply
  }

  /// Reads what the reply to a list says as a whole, and begins with its jobs, which
  /// ``nextListed(_:id:)`` reads one by one.
  public mutating func beginList(_ body: UnsafeRawBufferPointer) -> ListPage {
    var page = ListPage()
    elements = JSONElements()
    guard unsafe listScanner.scan(body) == nil else { return page }
    let jobs = listScanner.value(0)
    guard jobs.kind == .array || jobs.kind == .object else { return page }
    page.isReadable = true
    elements = JSONElements(jobs)
    let next = listScanner.value(1)
    if listHasNext, unsafe !isEnd(next, in: body) { page.next = next }
    return page
  }

  /// Reads the next job of the list that began in `body` and copies its id, as of a push, into `id`;
  /// nil at the end.
  public mutating func nextListed(
    _ body: UnsafeRawBufferPointer, id: UnsafeMutableRawBufferPointer
  ) -> ListedJob? {
    guard let key = unsafe elements.next(&listed.scanner, in: body) else { return nil }
    var job = ListedJob()
    let value = listed.id.map { listed.scanner.value($0) } ?? key
    job.idLength = unsafe copyID(value, of: body, into: id) ?? 0
    job.reply = unsafe listed.reply(in: body)
    return job
  }

  /// The state that the body of a webhook tells; unknown when it tells none.
  public mutating func readHook(_ body: UnsafeRawBufferPointer) -> JobState {
    guard hookHasState, unsafe hookScanner.scan(body) == nil else { return .unknown }
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    return states.state(hookScanner.value(0), in: bytes) ?? .unknown
  }

  /// The length of the id, 0 when `value` is none; nil when there is no room for it.
  private func copyID(
    _ value: JSONValue, of body: UnsafeRawBufferPointer, into id: UnsafeMutableRawBufferPointer
  ) -> Int? {
    if identity == .url { return unsafe value.copyURLPath(of: body, into: id) }
    guard value.kind == .string || value.kind == .number else { return 0 }
    return unsafe value.copyText(of: body, into: id)
  }

  /// Whether there is no page after the one that says `next` of it.
  private func isEnd(_ next: JSONValue, in body: UnsafeRawBufferPointer) -> Bool {
    switch next.kind {
    case .absent, .null, .object, .array: true
    case .bool: next.count == 5
    case .string: next.count == 0
    case .number: unsafe body[next.offset] == UInt8(ascii: "-")
    }
  }
}
