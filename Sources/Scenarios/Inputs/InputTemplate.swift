internal import Statistics
internal import Workloads

/// The inputs of a job class, taken apart at their places.
public struct InputTemplate: Sendable, Hashable {
  /// A piece of the inputs.
  public enum Piece: Sendable, Hashable {
    /// JSON text, which need not be a whole value.
    case json(String)
    /// A value; where it `isText`, inside a JSON string, else as a JSON value of its own.
    case place(InputPlace, isText: Bool)
  }

  /// The pieces in order.
  public private(set) var pieces: [Piece] = []

  /// The places in order.
  public var places: [InputPlace] {
    pieces.compactMap { if case .place(let place, _) = $0 { place } else { nil } }
  }

  /// Takes `inputs` apart, the JSON text of a validated class; strings that are no keys may have
  /// places.
  public init(_ inputs: String) {
    let bytes = Array(inputs.utf8)
    var literal: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let start = position
      position += 1
      guard bytes[start] == UInt8(ascii: "\"") else {
        literal.append(bytes[start])
        continue
      }
      position = Self.end(ofString: bytes, start)
      let content = String(decoding: bytes[start + 1..<position - 1], as: UTF8.self)
      let isKey = position < bytes.count && bytes[position] == UInt8(ascii: ":")
      guard !isKey, content.contains(InputText.opening),
        let parts = try? InputText.pieces(Self.unescaped(content))
      else {
        literal += bytes[start..<position]
        continue
      }
      append(parts, to: &literal)
    }
    flush(&literal)
  }

  /// Appends a string with places: without its quotes when a place is all there is.
  private mutating func append(_ parts: [InputText.Piece], to literal: inout [UInt8]) {
    if case .place(let place) = parts.first, parts.count == 1 {
      flush(&literal)
      pieces.append(.place(place, isText: false))
      return
    }
    literal.append(UInt8(ascii: "\""))
    for part in parts {
      switch part {
      case .text(let text): literal += JSONText.string(text).utf8.dropFirst().dropLast()
      case .place(let place):
        flush(&literal)
        pieces.append(.place(place, isText: true))
      }
    }
    literal.append(UInt8(ascii: "\""))
  }

  private mutating func flush(_ literal: inout [UInt8]) {
    if !literal.isEmpty { pieces.append(.json(String(decoding: literal, as: UTF8.self))) }
    literal = []
  }

  /// Where the string that begins with the quote at `start` has ended.
  private static func end(ofString bytes: [UInt8], _ start: Int) -> Int {
    var position = start + 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, bytes.count)
  }

  /// The text of a JSON string as ``JSONText`` writes it, which escapes no more than it must.
  static func unescaped(_ content: String) -> String {
    guard content.contains("\\") else { return content }
    var result = ""
    var rest = content[...]
    while let character = rest.popFirst() {
      guard character == "\\", let letter = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch letter {
      case "n": result.append("\n")
      case "r": result.append("\r")
      case "t": result.append("\t")
      case "u":
        let code = UInt32(rest.prefix(4), radix: 16) ?? 0xFFFD
        rest = rest.dropFirst(4)
        result.unicodeScalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
      default: result.append(letter)
      }
    }
    return result
  }
}

extension Scenario {
  /// The seed of place number `place` in the inputs of class number `jobClass`, so that each place has
  /// random numbers of its own.
  public func seed(ofPlace place: Int, inClass jobClass: Int) -> UInt64 {
    // The low numbers are those of the arrivals, whose classes are drawn with them.
    SplitMix.bits(
      seed: RandomStream.payloads.seed(of: seed), index: UInt64(jobClass + 1) << 32 | UInt64(place))
  }
}
