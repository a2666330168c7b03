/// A transfer that has ended.
///
/// `@safe` as long as its body is read before the slot is used again, which an engine does at once.
@safe
public struct Completion {
  /// The slot it ran in; free again.
  public let slot: Int
  /// libcurl's verdict.
  public let code: CurlCode
  /// The HTTP status; 0 where there was none.
  public let status: Int
  /// Whether the request, or a part of it, may have reached the server.
  public let wasSent: Bool
  /// The reply body, valid until the slot's next ``CurlTransport/begin(_:_:path:body:timeout:isFresh:)``.
  public let body: UnsafeRawBufferPointer
}
