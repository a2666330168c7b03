/// A target's URL in the two parts that requests need.
struct TargetURL {
  /// Scheme, user, host and port.
  let origin: String
  /// What goes before every path, without a final slash; usually empty.
  let prefix: String

  init(_ url: String) throws(RunTrouble) {
    guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) })
    else { throw .unusableURL(url) }
    let rest = url.dropFirst(scheme.count)
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let host = rest[..<end]
    let path = rest[end...]
    guard !host.isEmpty, !path.contains("?"), !path.contains("#"),
      rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .unusableURL(url) }
    origin = scheme + host
    prefix = String(path.reversed().drop { $0 == "/" }.reversed())
  }
}
