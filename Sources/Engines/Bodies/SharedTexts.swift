public import Workloads

/// Texts by number in memory that is filled once and that all engines of a run read.
///
/// `@unchecked Sendable`: the memory belongs to this object and nobody writes it after `init`.
@safe
public final class SharedTexts: @unchecked Sendable {
  /// Number of texts.
  public let count: Int
  /// The length of the longest, in bytes.
  public let longest: Int
  /// Where the texts are; valid as long as this object.
  let view: View

  /// The texts of `table`.
  public init(_ table: TextTable) {
    count = table.count
    longest = table.longest
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(table.bytes.count, 1), alignment: 16)
    unsafe bytes.copyBytes(from: table.bytes)
    let ends = UnsafeMutableBufferPointer<Int>.allocate(capacity: table.count + 1)
    unsafe ends.initializeElement(at: 0, to: 0)
    for (index, end) in table.ends.enumerated() {
      unsafe ends.initializeElement(at: index + 1, to: end)
    }
    unsafe view = View(bytes: UnsafeRawBufferPointer(bytes), ends: UnsafeBufferPointer(ends))
  }

  deinit {
    unsafe view.bytes.deallocate()
    unsafe view.ends.deallocate()
  }

  /// The memory of the texts, for the hot path.
  @unsafe
  struct View {
    let bytes: UnsafeRawBufferPointer
    /// 0, then where each text ends.
    let ends: UnsafeBufferPointer<Int>

    /// Text `number`, from 0.
    @inline(__always)
    func text(_ number: Int) -> UnsafeRawBufferPointer {
      unsafe UnsafeRawBufferPointer(rebasing: bytes[ends[number]..<ends[number + 1]])
    }
  }
}

/// Inputs that single rows have in place of those of their class.
public struct RowInputs: Sendable {
  /// Rows that follow one another, and the inputs of each as JSON text; an empty text for none.
  public struct Stretch: Sendable {
    /// The rows.
    public var rows: Range<Int>
    /// As many texts.
    public var texts: SharedTexts

    /// The inputs `texts` of `rows`.
    public init(rows: Range<Int>, texts: SharedTexts) {
      self.rows = rows
      self.texts = texts
    }
  }

  /// The stretches in order; none where classes say it all.
  public var stretches: [Stretch]

  /// The inputs of `stretches`.
  public init(_ stretches: [Stretch] = []) { self.stretches = stretches }

  /// The length of the longest inputs, in bytes.
  var longest: Int { stretches.map(\.texts.longest).max() ?? 0 }
}
