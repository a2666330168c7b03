internal import CCurl

/// The origin as libcurl's URL handle, so that it is not parsed for every transfer.
///
/// libcurl only reads it; it must live as long as the easy handles that know it.
@safe
struct ParsedOrigin: ~Copyable {
  /// The URL handle.
  let handle: OpaquePointer
  /// Whether transfers may use it instead of the text of the origin.
  ///
  /// Each transfer copies it, and libcurl 7.88 then loses the zone of a link-local address.
  let canReplaceText: Bool

  /// Parses the origin of `options`.
  init(_ options: TransportOptions) throws(TransportSetupError) {
    guard let handle = unsafe curl_url() else {
      throw TransportSetupError("create a URL handle", reason: "out of memory")
    }
    let code = unsafe curl_url_set(handle, CURLUPART_URL, options.origin, 0)
    guard code == CURLUE_OK else {
      unsafe curl_url_cleanup(handle)
      throw unsafe TransportSetupError(
        "use the URL '\(options.shownOrigin)'", reason: String(cString: curl_url_strerror(code)))
    }
    var zone: UnsafeMutablePointer<CChar>?
    canReplaceText = unsafe curl_url_get(handle, CURLUPART_ZONEID, &zone, 0) != CURLUE_OK
    unsafe curl_free(zone)
    unsafe self.handle = unsafe handle
  }

  deinit { unsafe curl_url_cleanup(handle) }
}
