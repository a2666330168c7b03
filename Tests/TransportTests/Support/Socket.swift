import Glibc
import Platform

/// Sockets of the loopback interface.
enum Socket {
  /// A socket bound to a free port of 127.0.0.1.
  ///
  /// As long as it does not listen, connecting to the
  /// port is refused, and nobody else can take it.
  static func bound() throws -> Int32 {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    try bind(socket, &address)
    return socket
  }

  /// A socket bound to a path of the file system.
  static func bound(toPath path: String) throws -> Int32 {
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { space in
      unsafe space.copyBytes(from: Array(path.utf8.prefix(space.count - 1)))
    }
    try bind(socket, &address)
    return socket
  }

  /// The port of a socket bound to an IPv4 address.
  static func port(of socket: Int32) -> Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe getsockname(socket, address, &size)
      }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Calls `body` with a port that refuses every connection.
  static func withRefusingPort<Value>(_ body: (Int) throws -> Value) throws -> Value {
    let socket = try bound()
    defer { close(socket) }
    return try body(port(of: socket))
  }

  private static func bind<Address>(_ socket: Int32, _ address: inout Address) throws {
    let size = socklen_t(MemoryLayout<Address>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe Glibc.bind(socket, address, size)
      }
    }
    guard code == 0 else { throw SystemError.current("bind a socket") }
  }
}
