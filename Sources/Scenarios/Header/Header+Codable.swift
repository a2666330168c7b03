extension Header: Codable {
  private enum CodingKeys: String, CodingKey {
    case name
    case template = "value"
  }

  /// Reads a header as ``encode(to:)`` writes it; what was masked stays masked.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    template = try container.decode(String.self, forKey: .template)
  }

  /// Writes the name and the value as written, without what may be secret.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(maskedTemplate, forKey: .template)
  }
}

extension Header: CustomStringConvertible {
  /// The name and the value as written, without what may be secret.
  public var description: String { "\(name): \(maskedTemplate)" }
}

extension Header {
  /// What stands for a secret.
  public static let mask = "<masked>"

  /// Words in the names of headers whose values are secret.
  private static let sensitiveWords = [
    "auth", "cookie", "key", "token", "secret", "password", "credential", "session",
  ]

  /// Whether the value of a header of this name is secret.
  public static func isSensitive(_ name: String) -> Bool {
    let lowercased = name.lowercased()
    return sensitiveWords.contains { lowercased.contains($0) }
  }

  /// Headers whose values are never secret; who knows what the others hold.
  private static let harmlessNames: Set<String> = [
    "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control",
    "content-type", "origin", "prefer", "referer", "user-agent",
  ]

  /// The value as written, with every literal and every default masked unless the header is harmless;
  /// references to environment variables stay.
  var maskedTemplate: String {
    guard !Self.harmlessNames.contains(name.lowercased()) else { return template }
    guard let parts = try? HeaderTemplate(template).parts else { return Self.mask }
    return parts.map { part in
      switch part {
      case .literal: Self.mask
      case .variable(let name, nil): "${\(name)}"
      case .variable(let name, _?): "${\(name):-\(Self.mask)}"
      }
    }.joined()
  }
}
