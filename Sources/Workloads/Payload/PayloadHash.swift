/// A fingerprint of the bodies of all pushes: two runs with the same one sent the same payloads.
///
/// FNV-1a with 64 bits over the rows in order, each the 8 bytes, lowest first, of the FNV-1a of its
/// body. It tells mistakes apart, not forgeries.
public struct PayloadHash: Sendable, Hashable {
  private var fingerprint = Fingerprint()

  /// The hash of no pushes.
  public init() {}

  /// Adds the body of the next arrival by its own hash; see ``hash(of:)``.
  public mutating func add(_ body: UInt64) { fingerprint.add(body, bytes: 8) }

  /// The hash of one body.
  public static func hash(of body: UnsafeRawBufferPointer) -> UInt64 {
    var fingerprint = Fingerprint()
    unsafe fingerprint.add(body)
    return fingerprint.state
  }

  /// The hash as 16 hexadecimal digits.
  public var text: String { fingerprint.text }
}
