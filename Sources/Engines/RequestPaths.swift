// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Workloads

/// The request paths of a dialect for each job class, as C strings in memory that is reserved once.
@safe
struct RequestPaths: ~Copyable {
  /// The paths of one job class.
  @unsafe
  private struct ClassPaths {
    let push: UnsafeMutablePointer<CChar>
    let poll: PathTemplate
    let cancel: PathTemplate
  }

  private let classes: UnsafeMutableBufferPointer<ClassPaths>
  private let scratch: UnsafeMutablePointer<CChar>

  /// - Parameters:
  ///   - dialect: Its endpoints.
  ///   - functions: The function of each job class.
  ///   - prefix: What goes before every path.
  ///   - idCapacity: The longest id, in bytes.
  init(_ dialect: Dialect, functions: [String], prefix: String, idCapacity: Int) {
    unsafe classes = .allocate(capacity: functions.count)
    var longest = 0
    for (index, function) in functions.enumerated() {
      let values = [Template.Place.function: PathText.encoded(function)]
      func path(_ endpoint: Dialect.Endpoint) -> String {
        prefix + Template(endpoint.path).filled(values)
      }
      let paths = unsafe ClassPaths(
        push: Self.copy(path(dialect.push)), poll: PathTemplate(path(dialect.poll)),
        cancel: PathTemplate(path(dialect.cancel ?? dialect.poll)))
      longest = unsafe max(longest, paths.poll.fixedLength, paths.cancel.fixedLength)
      unsafe classes.initializeElement(at: index, to: paths)
    }
    unsafe scratch = .allocate(capacity: longest + 3 * idCapacity + 1)
  }

  deinit {
    for index in unsafe classes.indices {
      unsafe classes[index].push.deallocate()
      unsafe classes[index].poll.deallocate()
      unsafe classes[index].cancel.deallocate()
    }
    unsafe classes.deallocate()
    unsafe scratch.deallocate()
  }

  /// The path of a request of `kind` about the job `id` of class `jobClass`; valid until the next
  /// call.
  func path(
    _ kind: RequestKind, jobClass: UInt16, id: UnsafeRawBufferPointer
  ) -> UnsafePointer<CChar> {
    let index = Int(jobClass)
    return switch kind {
    case .push: unsafe UnsafePointer(classes[index].push)
    case .poll: unsafe classes[index].poll.fill(scratch, id)
    case .cancel: unsafe classes[index].cancel.fill(scratch, id)
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

/// A path with a place for the id, or none.
@unsafe
private struct PathTemplate {
  let before: UnsafeMutablePointer<CChar>
  let beforeLength: Int
  let after: UnsafeMutablePointer<CChar>
  let afterLength: Int
  let hasID: Bool
  var fixedLength: Int { unsafe beforeLength + afterLength }

  init(_ template: String) {
    let parts = Template(template).split(at: Template.Place.id)
    unsafe before = RequestPaths.copy(parts.before)
    unsafe beforeLength = parts.before.utf8.count
    unsafe after = RequestPaths.copy(parts.after ?? "")
    unsafe afterLength = parts.after?.utf8.count ?? 0
    unsafe hasID = parts.after != nil
  }

  func deallocate() {
    unsafe before.deallocate()
    unsafe after.deallocate()
  }

  /// Writes the path of `id`, percent-encoded where RFC 3986 wants it, into `space`.
  func fill(
    _ space: UnsafeMutablePointer<CChar>, _ id: UnsafeRawBufferPointer
  ) -> UnsafePointer<CChar> {
    guard unsafe hasID else { return unsafe UnsafePointer(before) }
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
