extension ValueRule<String> {
  /// A URL of one of `schemes` with a host and nothing after its path; a final `/` is dropped.
  static func url(_ schemes: [String]) -> Self {
    ValueRule { scalar throws(Refusal) in
      if let hint = URLText.fault(scalar.text, schemes: schemes) {
        throw Refusal(
          expectation: "a URL such as \(schemes[0])://host[:port]", hint: hint,
          shown: Wording.quoted(URLText.maskedForMessage(scalar.text)))
      }
      var text = scalar.text[...]
      while text.last == "/" { text.removeLast() }
      return String(text)
    }
  }
}

/// The little of URLs (RFC 3986) that scenarios need.
enum URLText {
  /// What keeps `text` from being a URL of one of `schemes`; nil when nothing does.
  static func fault(_ text: String, schemes: [String]) -> String? {
    guard let parts = split(text), schemes.contains(parts.scheme.lowercased()) else {
      return "begin with \(Wording.list(schemes.map { $0 + "://" }, "or"))"
    }
    guard
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Array("<>\"\\^`{|}".utf8).contains($0) })
    else { return "percent-encode spaces and characters that are not ASCII" }
    guard !parts.path.contains(where: { $0 == "?" || $0 == "#" }) else {
      return "leave out what follows '?' or '#'"
    }
    var host = parts.host
    var port: Substring?
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return "close the IPv6 address with ']'" }
      let rest = host[host.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return "write the port as ':80'" }
      port = rest.isEmpty ? nil : rest.dropFirst()
      host = host[host.index(after: host.startIndex)..<end]
      guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else {
        return "write an IPv6 address in the brackets"
      }
    } else {
      if let colon = host.firstIndex(of: ":") {
        port = host[host.index(after: colon)...]
        host = host[..<colon]
      }
      guard host.allSatisfy({ $0.isLetter || $0.isNumber || "-._~".contains($0) }) else {
        return "write a host name or an address after '://'"
      }
    }
    guard !host.isEmpty else { return "write a host after '://'" }
    if let port, !port.allSatisfy(\.isNumber) || !(1...65_535).contains(Int(port) ?? 0) {
      return "write a port from 1 to 65535 after the host"
    }
    return nil
  }

  private struct Parts {
    var scheme: Substring
    var userinfo: Substring?
    var host: Substring
    var path: Substring
  }

  /// `scheme://[userinfo@]host[path]`, the host with its port; nil without a scheme.
  private static func split(_ text: String) -> Parts? {
    guard let mark = text.firstRange(of: "://") else { return nil }
    let rest = text[mark.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let authority = rest[..<end]
    let scheme = text[..<mark.lowerBound]
    guard let at = authority.lastIndex(of: "@") else {
      return Parts(scheme: scheme, userinfo: nil, host: authority, path: rest[end...])
    }
    return Parts(
      scheme: scheme, userinfo: authority[..<at], host: authority[authority.index(after: at)...],
      path: rest[end...])
  }

  /// A URL whose user and password, if any, are masked.
  static func masked(_ url: String) -> String {
    guard let parts = split(url), parts.userinfo != nil else { return url }
    return "\(parts.scheme)://\(Header.mask)@\(parts.host)\(parts.path)"
  }

  /// As ``masked(_:)`` for a text that may not be a URL: nothing before the last `@` is shown.
  static func maskedForMessage(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@") else { return text }
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    return (start <= at ? text[..<start] : "") + Header.mask + text[at...]
  }
}
