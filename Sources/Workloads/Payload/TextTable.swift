/// Texts by number, one after another in one piece of memory.
public struct TextTable: Sendable, Hashable {
  /// The bytes of all texts.
  public private(set) var bytes: [UInt8] = []
  /// Where each text ends in ``bytes``, and the next one begins.
  public private(set) var ends: [Int] = []

  /// A table without texts.
  public init() {}

  /// Number of texts.
  public var count: Int { ends.count }

  /// The length of the longest text, in bytes.
  public private(set) var longest = 0

  /// Adds a text.
  public mutating func append(_ text: some Sequence<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    longest = max(longest, bytes.count - start)
  }

  /// The first `count` texts.
  public func prefix(_ count: Int) -> TextTable {
    var table = TextTable()
    for number in 0..<min(count, self.count) { table.append(bytes[range(number)]) }
    return table
  }

  /// Where text `number`, from 0, is in ``bytes``.
  public func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  /// A fingerprint of the texts, as 16 hexadecimal digits: FNV-1a with 64 bits over the 8 bytes of the
  /// length of each, lowest first, and its bytes.
  public var hash: String {
    var fingerprint = Fingerprint()
    fingerprint.add(self)
    return fingerprint.text
  }

  /// Text `number`, from 0, which is UTF-8.
  public subscript(number: Int) -> String {
    String(decoding: bytes[range(number)], as: UTF8.self)
  }
}
