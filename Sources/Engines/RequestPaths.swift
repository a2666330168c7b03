// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Workloads

/// The request paths of a dialect, as C strings in memory that is reserved once.
@safe
struct RequestPaths: ~Copyable {
  private let push: UnsafeMutablePointer<CChar>
  private let poll: PathTemplate
  private let cancel: PathTemplate
  private let scratch: UnsafeMutablePointer<CChar>

  /// - Parameters:
  ///   - dialect: Its endpoints.
  ///   - prefix: What goes before every path.
  ///   - idCapacity: The longest id, in bytes.
  init(_ dialect: Dialect, prefix: String, idCapacity: Int) {
    unsafe push = Self.copy(prefix + dialect.push.path)
    unsafe poll = PathTemplate(prefix + dialect.poll.path)
    unsafe cancel = PathTemplate(prefix + (dialect.cancel ?? dialect.poll).path)
    let longest = unsafe max(poll.fixedLength, cancel.fixedLength) + 3 * idCapacity + 1
    unsafe scratch = .allocate(capacity: longest)
  }

  deinit {
    unsafe push.deallocate()
    unsafe poll.deallocate()
    unsafe cancel.deallocate()
    unsafe scratch.deallocate()
  }

  /// The path of a request of `kind` about the job `id`; valid until the next call.
  func path(_ kind: RequestKind, id: UnsafeRawBufferPointer) -> UnsafePointer<CChar> {
    switch kind {
    case .push: unsafe UnsafePointer(push)
    case .poll: unsafe poll.fill(scratch, id)
    case .cancel: unsafe cancel.fill(scratch, id)
    }
  }

  /// `text` as a C string of its own.
  fileprivate static func copy(_ text: some StringProtocol) -> UnsafeMutablePointer<CChar> {
    let bytes = Array(text.utf8)
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    for (index, byte) in bytes.enumerated() { unsafe copy[index] = CChar(bitPattern: byte) }
    unsafe copy[bytes.count] = 0
    return unsafe copy
  }
}

/// A path with a place for the id.
@unsafe
private struct PathTemplate {
  let before: UnsafeMutablePointer<CChar>
  let beforeLength: Int
  let after: UnsafeMutablePointer<CChar>
  let afterLength: Int
  var fixedLength: Int { unsafe beforeLength + afterLength }

  init(_ template: String) {
    let parts = template.split(separator: "{id}", maxSplits: 1, omittingEmptySubsequences: false)
    unsafe before = RequestPaths.copy(parts[0])
    unsafe beforeLength = parts[0].utf8.count
    let rest = parts.count > 1 ? parts[1] : ""
    unsafe after = RequestPaths.copy(rest)
    unsafe afterLength = rest.utf8.count
  }

  func deallocate() {
    unsafe before.deallocate()
    unsafe after.deallocate()
  }

  /// Writes the path of `id`, percent-encoded where RFC 3986 wants it, into `space`.
  func fill(
    _ space: UnsafeMutablePointer<CChar>, _ id: UnsafeRawBufferPointer
  ) -> UnsafePointer<CChar> {
    unsafe space.update(from: before, count: beforeLength)
    var end = unsafe space + beforeLength
    for index in id.indices {
      let byte = unsafe id[index]
      if isUnreserved(byte) {
        unsafe end.pointee = CChar(bitPattern: byte)
        unsafe end += 1
      } else {
        unsafe end[0] = 0x25
        unsafe end[1] = hexDigit(byte &>> 4)
        unsafe end[2] = hexDigit(byte & 0xF)
        unsafe end += 3
      }
    }
    unsafe end.update(from: after, count: afterLength + 1)
    return unsafe UnsafePointer(space)
  }
}

/// Letters, digits, `-`, `.`, `_` and `~`.
@inline(__always)
private func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
  default: false
  }
}

@inline(__always)
private func hexDigit(_ value: UInt8) -> CChar {
  CChar(bitPattern: value < 10 ? 0x30 + value : 0x41 + value - 10)
}
