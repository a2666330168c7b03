internal import Glibc

/// Ports of the loopback interface.
public enum LoopbackPort {
  /// A port that nobody uses at this moment.
  public static func free() throws(SystemError) -> Int {
    let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard handle >= 0 else { throw .current("make a socket") }
    defer { close(handle) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(handle, pointer, length) == 0
          ? unsafe getsockname(handle, pointer, &length) : -1
      }
    }
    guard code == 0 else { throw .current("find a free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
