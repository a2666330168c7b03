// Hot path: see Documentation.docc/HotPath.md
internal import Dialects

/// The body of polls, or of cancels, with the job's id in it, in memory that is reserved once.
///
/// A body must stay valid until its transfer has ended, so each transfer slot has its own room.
@safe
struct RequestBodies: ~Copyable {
  private let before: UnsafeMutableRawBufferPointer
  private let after: UnsafeMutableRawBufferPointer
  private let room: UnsafeMutableRawPointer
  private let roomPerSlot: Int
  private let hasBody: Bool
  private let hasID: Bool

  /// - Parameters:
  ///   - template: The body with `${{ id }}` where the id goes; nil for none.
  ///   - slots: Number of transfer slots.
  ///   - idCapacity: The longest id, in bytes.
  init(_ template: String?, slots: Int, idCapacity: Int) {
    let parts = Template(template ?? "").split(at: Template.Place.id)
    unsafe before = Self.copy(parts.before)
    unsafe after = Self.copy(parts.after ?? "")
    hasBody = template != nil
    hasID = parts.after != nil
    // A byte of the id takes up to six: `\u00xx`.
    roomPerSlot =
      hasID ? parts.before.utf8.count + (parts.after?.utf8.count ?? 0) + 2 + 6 * idCapacity : 0
    unsafe room = .allocate(byteCount: max(slots * roomPerSlot, 1), alignment: 16)
  }

  deinit {
    unsafe before.deallocate()
    unsafe after.deallocate()
    unsafe room.deallocate()
  }

  private static func copy(_ text: String) -> UnsafeMutableRawBufferPointer {
    let bytes = Array(text.utf8)
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    unsafe copy.copyBytes(from: bytes)
    return unsafe copy
  }

  /// The body of a request through `slot`, or nil when there is none.
  ///
  /// The job's `id` becomes a JSON string in it. Valid until the slot's next request.
  func body(slot: Int, id: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard hasBody else { return nil }
    guard hasID else { return unsafe UnsafeRawBufferPointer(before) }
    let space = unsafe UnsafeMutableRawBufferPointer(
      start: room + slot * roomPerSlot, count: roomPerSlot)
    var end = 0
    unsafe append(UnsafeRawBufferPointer(before), to: space, &end)
    unsafe append(0x22, to: space, &end)
    for index in id.indices { unsafe appendEscaped(id[index], to: space, &end) }
    unsafe append(0x22, to: space, &end)
    unsafe append(UnsafeRawBufferPointer(after), to: space, &end)
    return unsafe UnsafeRawBufferPointer(rebasing: space[..<end])
  }

  private func append(
    _ bytes: UnsafeRawBufferPointer, to space: UnsafeMutableRawBufferPointer, _ end: inout Int
  ) {
    for index in bytes.indices { unsafe append(bytes[index], to: space, &end) }
  }

  @inline(__always)
  private func append(
    _ byte: UInt8, to space: UnsafeMutableRawBufferPointer, _ end: inout Int
  ) {
    unsafe space[end] = byte
    end &+= 1
  }

  /// A byte inside a JSON string (RFC 8259, section 7).
  private func appendEscaped(
    _ byte: UInt8, to space: UnsafeMutableRawBufferPointer, _ end: inout Int
  ) {
    if byte == 0x22 || byte == 0x5C {
      unsafe append(0x5C, to: space, &end)
      unsafe append(byte, to: space, &end)
    } else if byte < 0x20 {
      unsafe append(0x5C, to: space, &end)
      unsafe append(0x75, to: space, &end)
      unsafe append(0x30, to: space, &end)
      unsafe append(0x30, to: space, &end)
      unsafe append(0x30 + byte &>> 4, to: space, &end)
      let low = byte & 0xF
      unsafe append(low < 10 ? 0x30 + low : 0x61 + low - 10, to: space, &end)
    } else {
      unsafe append(byte, to: space, &end)
    }
  }
}
