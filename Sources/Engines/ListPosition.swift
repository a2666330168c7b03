// Hot path: see Documentation.docc/HotPath.md
internal import Dialects

/// Which page of a list is next, in memory that is reserved once.
@safe
struct ListPosition: ~Copyable {
  /// Where the page begins that is asked for, in jobs.
  private(set) var offset = 0
  /// Its number, from 1.
  private(set) var page = 1
  /// The offset and the number of the page that was marked last.
  private var marked = (offset: 0, page: 1)
  private let kind: Dialect.ListEndpoint.Kind
  /// Whether a reply says what is next.
  private let isTold: Bool
  private let room: UnsafeMutableRawBufferPointer
  private var cursorLength = 0

  init(_ list: Dialect.ListEndpoint?) {
    kind = list?.kind ?? .whole
    isTold = list?.next != nil
    unsafe room = .allocate(byteCount: ListRequests.cursorCapacity, alignment: 16)
  }

  deinit { unsafe room.deallocate() }

  /// What names the next page; empty for the first.
  var cursor: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: room[..<cursorLength])
  }

  /// Marks the page that was asked for last, so that one can go back to it.
  ///
  /// A cursor is not marked: it may be good for one use only, or show what was true when it was given.
  mutating func mark() { marked = (offset, page) }

  /// Goes back to the first page, or to the one that was marked.
  mutating func restart(atMark: Bool = false) {
    if !atMark { marked = (0, 1) }
    (offset, page) = marked
    cursorLength = 0
  }

  /// Goes on to the page behind one of `jobs` jobs, whose reply `body` says `next` about it.
  ///
  /// - Returns: Whether there is one.
  mutating func advance(jobs: Int, next: JSONValue, of body: UnsafeRawBufferPointer) -> Bool {
    let hasNext = isTold ? next.kind != .absent : jobs > 0
    guard hasNext else { return false }
    let number = unsafe next.int64(in: body).map { Int(clamping: $0) }
    switch kind {
    case .batch, .whole:
      return false
    case .offset:
      offset = number ?? offset &+ jobs
      return true
    case .page:
      page = number ?? page &+ 1
      return true
    case .cursor:
      cursorLength = unsafe next.copyText(of: body, into: room) ?? 0
      return cursorLength > 0
    }
  }
}
