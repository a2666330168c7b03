/// The ports that the kernel gives to connections which name none.
public enum EphemeralPorts {
  /// How many there are towards one address, or nil where that cannot be read.
  ///
  /// The range holds for version 6 of the protocol, too.
  public static func count() -> Int? {
    TextFile.read("/proc/sys/net/ipv4/ip_local_port_range").flatMap(count(range:))
  }

  /// As above, given the content of `ip_local_port_range`: the first and the last port.
  static func count(range: String) -> Int? {
    let ports = range.split(whereSeparator: \.isWhitespace).map { Int($0) }
    guard ports.count == 2, let first = ports[0], let last = ports[1], first >= 0,
      last >= first, last <= 65_535
    else { return nil }
    return last - first + 1
  }
}
