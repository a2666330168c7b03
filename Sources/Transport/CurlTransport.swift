// Hot path: see Documentation.docc/HotPath.md
internal import CCurl
internal import Glibc
internal import Platform

/// HTTP transfers over libcurl multi handles, in numbered slots: begin, wait, next completion.
///
/// Created, used and destroyed on one thread. Slots are spread over several multi handles
/// ("lanes"), because libcurl walks the connection list of a multi handle to find an idle one; all
/// lanes share one readiness set. Nothing is allocated here after `init`.
@safe
public struct CurlTransport: ~Copyable {
  /// Slots of one lane: few enough that libcurl's walk over its connections stays cheap.
  private static let slotsPerLane = 32

  private let slots: UnsafeMutableBufferPointer<TransferSlot>
  private let bodies: UnsafeMutableRawPointer
  private let lanes: UnsafeMutableBufferPointer<Lane>
  private let sockets: UnsafeMutablePointer<SocketTable>
  private let origin: ParsedOrigin
  private let plainHeaders: UnsafeMutablePointer<curl_slist>?
  private let bodyHeaders: UnsafeMutablePointer<curl_slist>?
  private var nextLane = 0
  /// How long a transfer may take where nothing else is said, in milliseconds.
  private let usualTimeout: Int
  /// The last `Date` that was read.
  private var lastDate = HTTPDate()
  /// What ends a wait from another thread.
  private let alarm: Alarm?
  /// The token under which the alarm is watched; no lane has it.
  private static let alarmToken = UInt64.max

  /// The address of lane `index`.
  @inline(__always)
  private func lane(_ index: Int) -> UnsafeMutablePointer<Lane> {
    guard let first = unsafe lanes.baseAddress, index >= 0, index < laneCount else {
      preconditionFailure("lane out of range")
    }
    return unsafe first + index
  }

  private var laneCount: Int { unsafe lanes.count }

  /// Number of slots.
  public var slotCount: Int { unsafe slots.count }

  /// Connections opened so far.
  public var connectionsOpened: Int { unsafe sockets.pointee.opened }

  /// A transport whose slots are all set up for requests as `options` say.
  ///
  /// - Throws: ``TransportSetupError`` when libcurl refuses an option, for example a URL it cannot
  ///   parse or a file of authorities it cannot use.
  public static func open(_ options: TransportOptions) throws(TransportSetupError) -> CurlTransport
  {
    try CurlLibrary.start()
    let origin = try ParsedOrigin(options)
    let transport = CurlTransport(options, origin: origin, sockets: try makeSocketTable())
    try transport.configure(options)
    return transport
  }

  private init(
    _ options: TransportOptions, origin: consuming ParsedOrigin,
    sockets table: consuming SocketTable
  ) {
    let laneCount = (options.slots + Self.slotsPerLane - 1) / Self.slotsPerLane
    usualTimeout = options.timeoutMilliseconds
    self.origin = origin
    alarm = options.alarm
    unsafe slots = .allocate(capacity: options.slots)
    unsafe bodies = .allocate(byteCount: options.slots * options.replyCapacity, alignment: 64)
    unsafe lanes = .allocate(capacity: laneCount)
    unsafe sockets = .allocate(capacity: 1)
    unsafe sockets.initialize(to: table)
    unsafe plainHeaders = EasySetup.list(options.headers)
    unsafe bodyHeaders = EasySetup.list(
      options.headers + ["Expect:"] + options.contentTypeLines)
    unsafe lanes.initialize(repeating: Lane())
    for index in 0..<options.slots {
      unsafe slots.initializeElement(
        at: index,
        to: TransferSlot(
          body: bodies + index * options.replyCapacity, bodyCapacity: options.replyCapacity,
          timeout: options.timeoutMilliseconds))
    }
    if let alarm {
      unsafe sockets.pointee.readiness.add(alarm.descriptor, .read, token: Self.alarmToken)
    }
  }

  private func configure(_ options: TransportOptions) throws(TransportSetupError) {
    let setup = EasySetup(options)
    for index in unsafe lanes.indices {
      unsafe try lane(index).open(index, sockets: sockets, keeping: Self.slotsPerLane)
    }
    for index in 0..<slotCount {
      guard let slot = unsafe slots.baseAddress.map({ unsafe $0 + index }) else { continue }
      unsafe slot.pointee.easy = try setup.easy(for: slot, sockets: sockets, origin: origin)
      unsafe Self.use(plainHeaders, on: slot)
    }
  }

  private static func makeSocketTable() throws(TransportSetupError) -> SocketTable {
    do throws(SystemError) { return try SocketTable() } catch {
      throw TransportSetupError(error.operation, reason: error.reason)
    }
  }

  deinit {
    for index in 0..<slotCount {
      guard let easy = unsafe slots[index].easy else { continue }
      if unsafe slots[index].isBusy {
        unsafe curl_multi_remove_handle(lanes[index / Self.slotsPerLane].multi, easy)
      }
      unsafe curl_easy_cleanup(easy)
    }
    for index in unsafe lanes.indices { unsafe lane(index).close() }
    unsafe slots.deallocate()
    unsafe bodies.deallocate()
    unsafe lanes.deallocate()
    unsafe sockets.deinitialize(count: 1)
    unsafe sockets.deallocate()
    unsafe curl_slist_free_all(plainHeaders)
    unsafe curl_slist_free_all(bodyHeaders)
  }

  /// Hands a request to libcurl, which sends it at once if a connection is free.
  ///
  /// - Parameters:
  ///   - index: A free slot.
  ///   - method: The request method. A `POST`, `PUT` or `PATCH` is never sent twice: when libcurl
  ///     would repeat it on a new connection, the transfer fails instead.
  ///   - path: Path and query, percent-encoded; copied.
  ///   - body: The request body, which must stay valid until the completion; nil for none.
  ///   - timeout: How long the transfer may take, in nanoseconds; nil for what the options say.
  ///   - isFresh: Whether a new connection is opened for it.
  public func begin(
    _ index: Int, _ method: Method, path: UnsafePointer<CChar>, body: UnsafeRawBufferPointer?,
    timeout: Int64? = nil, isFresh: Bool = false
  ) {
    precondition(index >= 0 && index < slotCount, "slot out of range")
    guard let slot = unsafe slots.baseAddress.map({ unsafe $0 + index }),
      let easy = unsafe slot.pointee.easy
    else { return }
    precondition(unsafe !slot.pointee.isBusy, "slot \(index) is busy")
    unsafe slot.pointee.isBusy = true
    unsafe slot.pointee.bodyLength = 0
    unsafe slot.pointee.sends = 0
    if unsafe slot.pointee.method != method { unsafe prepare(slot, easy, for: method) }
    let milliseconds = timeout.map { Int(max($0 / 1_000_000, 1)) } ?? usualTimeout
    if unsafe slot.pointee.timeout != milliseconds {
      unsafe slot.pointee.timeout = milliseconds
      unsafe sojourn_easy_setopt_long(easy, CURLOPT_TIMEOUT_MS, milliseconds)
    }
    if unsafe slot.pointee.isFresh != isFresh {
      unsafe slot.pointee.isFresh = isFresh
      unsafe sojourn_easy_setopt_long(easy, CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0)
    }
    if method == .post || method == .put || method == .patch {
      unsafe sojourn_easy_setopt_pointer(
        easy, CURLOPT_POSTFIELDS,
        UnsafeMutableRawPointer(mutating: body?.baseAddress ?? UnsafeRawPointer(path)))
      unsafe sojourn_easy_setopt_large(
        easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body?.count ?? 0))
    }
    unsafe sojourn_easy_setopt_string(easy, CURLOPT_REQUEST_TARGET, path)
    unsafe lane(index / Self.slotsPerLane).start(easy)
  }

  /// Switches a slot to another method.
  private func prepare(
    _ slot: UnsafeMutablePointer<TransferSlot>, _ easy: UnsafeMutableRawPointer, for method: Method
  ) {
    unsafe slot.pointee.method = method
    let hasBody = method == .post || method == .put || method == .patch
    unsafe slot.pointee.isRepeatable = !hasBody
    unsafe sojourn_easy_setopt_long(easy, hasBody ? CURLOPT_POST : CURLOPT_HTTPGET, 1)
    let word: StaticString? =
      switch method {
      case .get, .post: nil
      case .put: "PUT"
      case .delete: "DELETE"
      case .patch: "PATCH"
      }
    if let word {
      word.withUTF8Buffer { text in
        _ = unsafe text.baseAddress?.withMemoryRebound(to: CChar.self, capacity: text.count + 1) {
          unsafe sojourn_easy_setopt_string(easy, CURLOPT_CUSTOMREQUEST, $0)
        }
      }
    } else {
      unsafe sojourn_easy_setopt_string(easy, CURLOPT_CUSTOMREQUEST, nil)
    }
    unsafe Self.use(hasBody ? bodyHeaders : plainHeaders, on: slot)
  }

  private static func use(
    _ headers: UnsafeMutablePointer<curl_slist>?, on slot: UnsafeMutablePointer<TransferSlot>
  ) {
    guard let easy = unsafe slot.pointee.easy else { return }
    unsafe sojourn_easy_setopt_pointer(easy, CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headers))
  }

  /// Blocks until a transfer may have ended, the monotonic instant `deadline` has come, or the alarm of
  /// the options rings.
  ///
  /// Lets libcurl work, too. The only blocking call of an engine.
  ///
  /// - Returns: Nanoseconds spent blocked.
  @discardableResult
  public func wait(until deadline: Int64) -> Int64 {
    var earliest = deadline
    for index in unsafe lanes.indices {
      if unsafe lanes[index].hasMessages { earliest = 0 }
      earliest = unsafe min(earliest, lanes[index].deadline)
    }
    let before = MonotonicClock.now()
    let count = unsafe sockets.pointee.readiness.wait(nanoseconds: earliest - before)
    let after = MonotonicClock.now()
    for index in 0..<count {
      let event = unsafe sockets.pointee.readiness.event(index)
      if event.token == Self.alarmToken {
        alarm?.silence()
        continue
      }
      let socket = Int32(truncatingIfNeeded: event.token & 0xFFFF_FFFF)
      guard unsafe sockets.pointee.isWanted(socket) else {
        unsafe sockets.pointee.forget(socket)
        continue
      }
      var bits: Int32 = 0
      if event.isReadable { bits |= CURL_CSELECT_IN }
      if event.isWritable { bits |= CURL_CSELECT_OUT }
      if event.hasError { bits |= CURL_CSELECT_ERR }
      unsafe lane(Int(event.token >> 32)).act(on: socket, bits)
    }
    for index in unsafe lanes.indices where unsafe lanes[index].deadline <= after {
      unsafe lane(index).timersDue()
    }
    return after - before
  }

  /// The next transfer that has ended, or nil when there is none for now.
  public mutating func nextCompletion() -> Completion? {
    while unsafe nextLane < lanes.count {
      if unsafe lanes[nextLane].hasMessages, let message = unsafe lane(nextLane).nextMessage() {
        return unsafe finish(message.easy, CurlCode(message.code), lane: nextLane)
      }
      nextLane += 1
    }
    nextLane = 0
    return nil
  }

  private func finish(
    _ easy: UnsafeMutableRawPointer, _ code: CurlCode, lane: Int
  ) -> Completion {
    var address: UnsafeMutableRawPointer?
    unsafe sojourn_easy_getinfo_pointer(easy, CURLINFO_PRIVATE, &address)
    var status = 0
    unsafe sojourn_easy_getinfo_long(easy, CURLINFO_RESPONSE_CODE, &status)
    unsafe curl_multi_remove_handle(lanes[lane].multi, easy)
    guard let slot = unsafe address?.assumingMemoryBound(to: TransferSlot.self),
      let first = unsafe slots.baseAddress
    else { preconditionFailure("libcurl returned a handle that is none of ours") }
    unsafe slot.pointee.isBusy = false
    return unsafe Completion(
      slot: slot - first, code: code, status: status, wasSent: slot.pointee.sends > 0,
      body: UnsafeRawBufferPointer(start: slot.pointee.body, count: slot.pointee.bodyLength))
  }

  /// What the last reply in slot `index` said in `Retry-After`, in nanoseconds; 0 where it did not.
  public func retryAfter(_ index: Int) -> Int64 {
    guard let easy = unsafe slots[index].easy else { return 0 }
    var seconds: curl_off_t = 0
    unsafe sojourn_easy_getinfo_large(easy, CURLINFO_RETRY_AFTER, &seconds)
    return Int64(min(max(seconds, 0), 86_400)) * 1_000_000_000
  }

  /// When the last reply in slot `index` was made, by its `Date`, in seconds since the Unix epoch; 0
  /// where it does not say, or not in the one form that is not obsolete.
  public mutating func date(_ index: Int) -> Int64 {
    guard let easy = unsafe slots[index].easy, let text = unsafe sojourn_easy_date(easy) else {
      return 0
    }
    return unsafe lastDate.read(text)
  }
}

@available(*, unavailable, message: "a transport belongs to one thread")
extension CurlTransport: Sendable {}
