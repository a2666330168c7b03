extension Dialect {
  /// A request about many jobs.
  public struct ListEndpoint: Sendable, Hashable, Codable {
    /// Which jobs a reply is about.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
      /// Those whose ids are in the request.
      case batch
      /// A page that begins at an offset.
      case offset
      /// A page that a cursor of the page before names.
      case cursor
      /// A page with a number, from 1.
      case page
      /// All.
      case whole
    }

    /// The request.
    ///
    /// Its path and body may have `${{ function }}`, `${{ most }}`, and one of
    /// `${{ ids }}`, `${{ offset }}`, `${{ cursor }}` and `${{ page }}`.
    public var request: Endpoint
    /// Where the jobs are in the reply: an array, or an object whose keys are the ids.
    public var jobs: JSONPath
    /// Where the id is in an element; nil for the key.
    public var id: JSONPath?
    /// Where in the reply to a poll an element would be; the dialect's other paths lead through it.
    public var place: JSONPath
    /// Where the offset, cursor or number of the next page is in the reply; null, `""`, false, a
    /// negative number or nothing there is the end.
    public var next: JSONPath?
    /// The most ids in a request, or jobs in a page.
    public var most: Int

    /// A list from its parts.
    public init(
      _ request: Endpoint, jobs: JSONPath, id: JSONPath?, place: JSONPath = JSONPath(),
      next: JSONPath? = nil, most: Int = 100
    ) {
      self.request = request
      self.jobs = jobs
      self.id = id
      self.place = place
      self.next = next
      self.most = most
    }

    /// Which jobs a reply is about, by the place that the request has.
    public var kind: Kind {
      let places = Template(request.path).places + Template(request.body ?? "").places
      return places.lazy.compactMap { Template.Place.listKinds[$0] }.first ?? .whole
    }

    enum CodingKeys: String, CodingKey {
      case request, jobs, id, next, most
      case place = "as"
    }
  }
}

extension Template.Place {
  /// The places that decide which jobs a list is about.
  public static let listKinds: [String: Dialect.ListEndpoint.Kind] = [
    ids: .batch, offset: .offset, cursor: .cursor, page: .page,
  ]
}

extension Dialect.ListEndpoint {
  /// `path` without the parameter of its query that is nothing but the cursor: an API may take an empty
  /// cursor for a wrong one.
  public static func withoutCursor(_ path: String) -> String {
    let parts = Template(path).split(at: Template.Place.cursor)
    guard let after = parts.after, after.isEmpty || after.hasPrefix("&"),
      let start = parts.before.lastIndex(where: { $0 == "?" || $0 == "&" }),
      parts.before.hasSuffix("="), parts.before[start...].count(where: { $0 == "=" }) == 1
    else { return path }
    let rest = after.isEmpty ? "" : "\(parts.before[start])\(after.dropFirst())"
    return parts.before[..<start] + rest
  }
}
