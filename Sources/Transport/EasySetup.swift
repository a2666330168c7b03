internal import CCurl
internal import Glibc

/// Makes easy handles as the options say: everything that stays the same from transfer to transfer.
struct EasySetup {
  private let options: TransportOptions

  init(_ options: TransportOptions) { self.options = options }

  /// A header list; libcurl copies the texts.
  static func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines { unsafe list = curl_slist_append(list, line) }
    return unsafe list
  }

  /// A handle whose transfers run in `slot`.
  func easy(
    for slot: UnsafeMutablePointer<TransferSlot>, sockets: UnsafeMutablePointer<SocketTable>,
    origin: borrowing ParsedOrigin
  ) throws(TransportSetupError) -> UnsafeMutableRawPointer {
    let easy = unsafe try target()
    let address = UnsafeMutableRawPointer(slot)
    let table = UnsafeMutableRawPointer(sockets)
    unsafe sojourn_easy_setopt_pointer(easy, CURLOPT_PRIVATE, address)
    unsafe sojourn_easy_setopt_pointer(easy, CURLOPT_WRITEDATA, address)
    unsafe sojourn_easy_setopt_write_callback(easy, bodyArrived)
    unsafe sojourn_easy_setopt_pointer(easy, CURLOPT_PREREQDATA, address)
    unsafe sojourn_easy_setopt_prerequest_callback(easy, requestStarts)
    unsafe sojourn_easy_setopt_pointer(easy, CURLOPT_OPENSOCKETDATA, table)
    unsafe sojourn_easy_setopt_open_callback(easy, openSocket)
    unsafe sojourn_easy_setopt_pointer(easy, CURLOPT_CLOSESOCKETDATA, table)
    unsafe sojourn_easy_setopt_close_callback(easy, closeSocket)
    if origin.canReplaceText {
      // No error is known; libcurl keeps the pointer.
      unsafe sojourn_easy_setopt_pointer(
        easy, CURLOPT_CURLU, UnsafeMutableRawPointer(origin.handle))
    }
    return unsafe easy
  }

  /// A handle that knows where to connect and how, and has no callbacks yet.
  func target() throws(TransportSetupError) -> UnsafeMutableRawPointer {
    guard let easy = unsafe curl_easy_init() else {
      throw TransportSetupError("create an easy handle", reason: "out of memory")
    }
    do throws(TransportSetupError) { unsafe try configure(easy) } catch {
      unsafe curl_easy_cleanup(easy)
      throw error
    }
    return unsafe easy
  }

  private func configure(_ easy: UnsafeMutableRawPointer) throws(TransportSetupError) {
    let milliseconds = options.timeoutMilliseconds
    unsafe try string(easy, CURLOPT_URL, options.origin, "use the URL '\(options.shownOrigin)'")
    unsafe try string(easy, CURLOPT_USERAGENT, options.userAgent, "set the user agent")
    unsafe try long(easy, CURLOPT_NOSIGNAL, 1, "work without signals")
    unsafe try long(easy, CURLOPT_TIMEOUT_MS, milliseconds, "set a timeout")
    unsafe try long(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds, "set a connect timeout")
    unsafe try string(easy, CURLOPT_PROXY, options.proxy ?? "", "use the proxy")
    // Else the environment's `no_proxy` decides for which hosts the proxy is left out.
    unsafe try string(easy, CURLOPT_NOPROXY, "", "use the proxy for every host")
    if options.proxy != nil {
      unsafe try long(easy, CURLOPT_HTTPPROXYTUNNEL, 1, "tunnel through the proxy")
    }
    if let path = options.unixSocket {
      unsafe try string(easy, CURLOPT_UNIX_SOCKET_PATH, path, "use the Unix socket '\(path)'")
    }
    if let path = options.caFile {
      unsafe try string(easy, CURLOPT_CAINFO, path, "use the authorities in '\(path)'")
      // Else the system's folder of authorities is trusted as well.
      unsafe try string(easy, CURLOPT_CAPATH, nil, "use no other authorities")
    }
    if options.isInsecure {
      unsafe try long(easy, CURLOPT_SSL_VERIFYPEER, 0, "skip the certificate check")
      unsafe try long(easy, CURLOPT_SSL_VERIFYHOST, 0, "skip the host name check")
    }
    let isTLS = options.origin.hasPrefix("https:")
    if options.http == .http2, !isTLS { try checkPriorKnowledge() }
    let version =
      switch options.http {
      case .automatic: CURL_HTTP_VERSION_2TLS
      case .http1: CURL_HTTP_VERSION_1_1
      case .http2: isTLS ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
      }
    unsafe try long(easy, CURLOPT_HTTP_VERSION, Int(version), "choose the HTTP version")
    if options.http != .http1, isTLS || options.http == .http2 {
      unsafe try long(easy, CURLOPT_PIPEWAIT, 1, "share connections")
    }
  }

  /// libcurl 7.88 fails every request but the first of a connection with prior knowledge of HTTP/2.
  ///
  /// See https://github.com/curl/curl/issues/10634
  private func checkPriorKnowledge() throws(TransportSetupError) {
    guard CurlLibrary.isOfSeries(7, 88) else { return }
    throw TransportSetupError(
      "use HTTP/2 without TLS", reason: "libcurl 7.88 cannot, use libcurl 8 or TLS")
  }

  private func long(
    _ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int, _ operation: String
  ) throws(TransportSetupError) {
    unsafe try check(sojourn_easy_setopt_long(easy, option, value), operation)
  }

  private func string(
    _ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String?, _ operation: String
  ) throws(TransportSetupError) {
    unsafe try check(sojourn_easy_setopt_string(easy, option, value), operation)
  }

  private func check(_ code: CURLcode, _ operation: String) throws(TransportSetupError) {
    guard code == CURLE_OK else {
      throw TransportSetupError(operation, reason: CurlCode(code).description)
    }
  }
}

/// A piece of the reply body: kept in the slot, or refused when it does not fit.
private func bodyArrived(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ slot: UnsafeMutableRawPointer?
) -> Int {
  guard let slot = unsafe slot?.assumingMemoryBound(to: TransferSlot.self), let bytes = unsafe bytes
  else { return 0 }
  let length = size * count
  let end = unsafe slot.pointee.bodyLength + length
  guard unsafe end <= slot.pointee.bodyCapacity else { return 0 }
  unsafe memcpy(slot.pointee.body + slot.pointee.bodyLength, bytes, length)
  unsafe slot.pointee.bodyLength = end
  return length
}

/// libcurl is about to send the request.
///
/// A second time means that a kept connection was dead; a request that must not be repeated ends
/// there, because the first sending may have arrived.
private func requestStarts(
  _ slot: UnsafeMutableRawPointer?, _ peer: UnsafeMutablePointer<CChar>?,
  _ local: UnsafeMutablePointer<CChar>?, _ peerPort: Int32, _ localPort: Int32
) -> Int32 {
  guard let slot = unsafe slot?.assumingMemoryBound(to: TransferSlot.self) else { return 0 }
  let isAllowed = unsafe slot.pointee.sends == 0 || slot.pointee.isRepeatable
  unsafe slot.pointee.sends += 1
  return isAllowed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private func openSocket(
  _ table: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
  _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let table = unsafe table?.assumingMemoryBound(to: SocketTable.self),
    let address = unsafe address
  else { return CURL_SOCKET_BAD }
  return unsafe table.pointee.open(address)
}

private func closeSocket(_ table: UnsafeMutableRawPointer?, _ socket: curl_socket_t) -> Int32 {
  guard let table = unsafe table?.assumingMemoryBound(to: SocketTable.self) else {
    return close(socket)
  }
  return unsafe table.pointee.close(socket)
}
