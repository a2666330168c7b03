/// The push bodies of all job classes, in memory that is reserved once.
@safe
struct Payloads: ~Copyable {
  private let bodies: UnsafeMutableBufferPointer<UnsafeMutableRawBufferPointer>

  init(_ payloads: [[UInt8]]) {
    unsafe bodies = .allocate(capacity: payloads.count)
    for (index, payload) in payloads.enumerated() {
      let body = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(payload.count, 1), alignment: 16)
      unsafe body.copyBytes(from: payload)
      unsafe bodies.initializeElement(
        at: index, to: UnsafeMutableRawBufferPointer(rebasing: body[..<payload.count]))
    }
  }

  deinit {
    for index in unsafe bodies.indices { unsafe bodies[index].deallocate() }
    unsafe bodies.deallocate()
  }

  /// The body of class `jobClass`.
  func body(_ jobClass: UInt16) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(bodies[Int(jobClass)])
  }
}
