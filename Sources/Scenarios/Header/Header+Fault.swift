extension Header {
  /// Why a header cannot be sent.
  public struct Fault: Error, Sendable, Hashable {
    /// What is wrong, in one line; lower case, no final full stop, and never the value.
    public var message: String
    /// What to do, where it is not obvious.
    public var hint: String?
  }

  /// Headers that the transport writes itself.
  private static let reserved = ["content-length", "transfer-encoding", "connection"]

  /// What is wrong with the name `name`; nil when HTTP allows it (RFC 9110, section 5).
  public static func fault(inName name: String) -> Fault? {
    let isToken = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
    if name.isEmpty || name.utf8.count > 256 || !isToken {
      return Fault(
        message: "a header's name must be letters, digits and '-', but is \(Wording.quoted(name))")
    }
    guard reserved.contains(name.lowercased()) else { return nil }
    return Fault(message: "header '\(name)' is set by the transport", hint: "leave it out")
  }

  /// What is wrong with `value` of the header `name`; nil when it can be sent.
  ///
  /// The value itself is never shown: it may be secret.
  public static func fault(inValue value: String, of name: String) -> Fault? {
    let subject = "the value of header \(Wording.quoted(name))"
    if value.hasControls {
      return Fault(message: "\(subject) has a line break or another control character")
    }
    guard value.utf8.count > 8_192 else { return nil }
    return Fault(message: "\(subject) has \(value.utf8.count) bytes; at most 8192 are allowed")
  }
}
