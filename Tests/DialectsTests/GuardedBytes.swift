import Glibc

/// A place for bytes that ends at a page that may not be touched, so that a read past the end
/// ends the test process.
@safe struct GuardedBytes: ~Copyable {
  private let base: UnsafeMutableRawPointer
  private let room: Int
  private let page = 4096

  init(room pages: Int = 16) {
    room = pages * page
    unsafe base = mmap(nil, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    precondition(unsafe base != MAP_FAILED, "memory for the guarded bytes")
    let result = unsafe mprotect(base + room, page, PROT_NONE)
    precondition(result == 0, "a page that may not be touched")
  }

  deinit { unsafe munmap(base, room + page) }

  /// The bytes, placed right before the forbidden page; valid until the next call.
  func place(_ bytes: some Collection<UInt8>) -> UnsafeRawBufferPointer {
    precondition(bytes.count <= room, "room for the bytes")
    let target = unsafe UnsafeMutableRawBufferPointer(
      start: base + (room - bytes.count), count: bytes.count)
    unsafe target.copyBytes(from: bytes)
    return UnsafeRawBufferPointer(target)
  }
}
