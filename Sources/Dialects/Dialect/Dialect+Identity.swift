extension Dialect {
  /// What a job's id is and where it comes from.
  public enum Identity: Sendable, Hashable, Codable {
    /// It is in the reply to a push: a string or a number.
    case path(JSONPath)
    /// It is the path with the query of a URL in the reply to a push; the origin does not matter.
    case url(JSONPath)
    /// It is chosen before the push: a ``Template`` that ``ChosenID`` fills.
    case chosen(String)

    private enum CodingKeys: String, CodingKey { case path, url, chosen }

    /// Decodes an object with one of the keys `path`, `url` and `chosen`.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if let path = try container.decodeIfPresent(JSONPath.self, forKey: .path) {
        self = .path(path)
      } else if let path = try container.decodeIfPresent(JSONPath.self, forKey: .url) {
        self = .url(path)
      } else {
        self = .chosen(try container.decode(String.self, forKey: .chosen))
      }
    }

    /// Encodes an object with the one key.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      switch self {
      case .path(let path): try container.encode(path, forKey: .path)
      case .url(let path): try container.encode(path, forKey: .url)
      case .chosen(let template): try container.encode(template, forKey: .chosen)
      }
    }
  }
}
