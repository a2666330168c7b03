internal import CCurl
internal import Glibc

/// The library itself: started once per process, and asked what it is.
public enum CurlLibrary {
  private static let startCode = curl_global_init(Int(CURL_GLOBAL_ALL))

  /// Starts libcurl, before any thread uses it; later calls do nothing.
  public static func start() throws(TransportSetupError) {
    guard startCode == CURLE_OK else {
      throw TransportSetupError("start libcurl", reason: CurlCode(startCode).description)
    }
  }

  /// libcurl's version line, for example `libcurl/7.88.1 OpenSSL/3.0.15 zlib/1.2.13`.
  public static var version: String { unsafe String(cString: curl_version()) }

  /// Whether the library at hand is release `major.minor`, whatever its patch level.
  static func isOfSeries(_ major: UInt32, _ minor: UInt32) -> Bool {
    guard let information = unsafe curl_version_info(CURLVERSION_FIRST) else { return false }
    return unsafe information.pointee.version_num >> 8 == major << 8 | minor
  }

  /// Connects to the target of `options`, TLS included, and closes the connection again.
  ///
  /// - Throws: ``TransportSetupError`` with libcurl's full reason when there is no connection.
  public static func checkReachable(_ options: TransportOptions) throws(TransportSetupError) {
    try start()
    let easy = unsafe try EasySetup(options).target()
    defer { unsafe curl_easy_cleanup(easy) }
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe text.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    defer { unsafe text.deallocate() }
    unsafe sojourn_easy_setopt_pointer(easy, CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(text))
    unsafe sojourn_easy_setopt_long(easy, CURLOPT_CONNECT_ONLY, 1)
    let code = unsafe CurlCode(curl_easy_perform(easy))
    guard code != .ok else { return }
    let detail = unsafe options.shown(in: String(cString: text))
    throw TransportSetupError(
      "connect to \(options.shownOrigin)", reason: detail.isEmpty ? code.description : detail,
      failure: code.failure(wasSent: false))
  }
}
