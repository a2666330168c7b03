/// The rows of a job table in memory: fixed-size records, each followed by the bytes of its id.
///
/// `@unchecked Sendable`: the memory belongs to whoever made the rows and outlives every engine;
/// during a run row n is touched by engine n mod N alone, and others read only what they may find
/// half-written (the live view) or what the engines have left (the summary).
@safe
public struct JobRows: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  /// Bytes from one row to the next.
  public let stride: Int
  /// Number of rows.
  public let count: Int

  /// The longest id that fits, in bytes.
  public var idCapacity: Int { stride - MemoryLayout<JobRecord>.size }

  /// Rows over `base`, which holds at least `count * stride` bytes aligned to 64.
  ///
  /// - Precondition: `stride` is a multiple of 64 and larger than a record.
  public init(base: UnsafeMutableRawPointer, stride: Int, count: Int) {
    precondition(stride % 64 == 0 && stride > MemoryLayout<JobRecord>.size)
    unsafe self.base = unsafe base
    self.stride = stride
    self.count = count
  }

  /// The record of row `n`.
  @inline(__always)
  public func record(_ n: Int) -> UnsafeMutablePointer<JobRecord> {
    precondition(n >= 0 && n < count, "row out of range")
    return unsafe (base + n * stride).assumingMemoryBound(to: JobRecord.self)
  }

  /// The space kept for the id of row `n`; the first `record(n).idLength` bytes are the id.
  @inline(__always)
  public func idSpace(_ n: Int) -> UnsafeMutableRawBufferPointer {
    precondition(n >= 0 && n < count, "row out of range")
    return unsafe UnsafeMutableRawBufferPointer(
      start: base + n * stride + MemoryLayout<JobRecord>.size, count: idCapacity)
  }

  /// The bytes of the id of row `n`; none while it has no id.
  @inline(__always)
  public func idBytes(_ n: Int) -> UnsafeRawBufferPointer {
    let length = unsafe min(Int(record(n).pointee.idLength), idCapacity)
    return unsafe UnsafeRawBufferPointer(rebasing: idSpace(n)[..<length])
  }

  /// Whether the id of row `n` is `id`, byte by byte.
  public func hasID(_ id: UnsafeRawBufferPointer, _ n: Int) -> Bool {
    let own = unsafe idBytes(n)
    guard own.count == id.count else { return false }
    for index in own.indices where unsafe own[index] != id[index] { return false }
    return true
  }

  /// A copy of the record of row `n`.
  public subscript(n: Int) -> JobRecord { unsafe record(n).pointee }

  /// The id of row `n` as text; empty while it has none.
  public func id(_ n: Int) -> String {
    let length = min(Int(self[n].idLength), idCapacity)
    return unsafe String(decoding: idSpace(n)[..<length], as: UTF8.self)
  }

  /// A copy of the bytes of the id of row `n`; none while it has no id.
  public func idCopy(_ n: Int) -> [UInt8] { unsafe Array(idBytes(n)) }

  /// Bytes a row takes when ids of up to `idCapacity` bytes must fit.
  public static func stride(idCapacity: Int) -> Int {
    (MemoryLayout<JobRecord>.size + max(idCapacity, 1) + 63) / 64 * 64
  }
}
