import Workloads

// The JSON form of a scenario has the keys of the file; durations are whole nanoseconds under keys
// that end in `_ns`; secrets are masked.

extension Scenario.Address: Codable {
  /// Reads `embedded` or a URL.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    self = text == "embedded" ? .embedded : .url(text)
  }

  /// Writes `embedded` or the URL, its user and password masked.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Scenario.Address: CustomStringConvertible {
  /// `embedded` or the URL, its user and password masked.
  public var description: String {
    switch self {
    case .embedded: "embedded"
    case .url(let url): URLText.masked(url)
    }
  }
}

extension Scenario.Target {
  enum CodingKeys: String, CodingKey {
    case api
    case address = "url"
    case headers
    case connections
    case requestTimeout = "request_timeout_ns"
    case caFile = "ca_file"
    case isInsecure = "insecure"
    case unixSocket = "unix_socket"
    case proxy
    case http
  }

  /// Writes every field, the proxy's user and password masked.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(api, forKey: .api)
    try container.encode(address, forKey: .address)
    try container.encode(headers, forKey: .headers)
    try container.encode(connections, forKey: .connections)
    try container.encode(requestTimeout, forKey: .requestTimeout)
    try container.encodeIfPresent(caFile, forKey: .caFile)
    try container.encode(isInsecure, forKey: .isInsecure)
    try container.encodeIfPresent(unixSocket, forKey: .unixSocket)
    try container.encodeIfPresent(proxy.map(URLText.masked), forKey: .proxy)
    try container.encode(http, forKey: .http)
  }
}

extension Scenario.Embedded {
  enum CodingKeys: String, CodingKey {
    case workers
    case service
    case failureShare = "failure_share"
    case coldStart = "cold_start_ns"
    case faults
  }

  /// Reads every field; scenarios of earlier versions have no faults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    workers = try container.decode(Int.self, forKey: .workers)
    service = try container.decode(ServiceLaw.self, forKey: .service)
    failureShare = try container.decode(Double.self, forKey: .failureShare)
    coldStart = try container.decode(Nanoseconds.self, forKey: .coldStart)
    faults = try container.decodeIfPresent(Faults.self, forKey: .faults) ?? Faults()
  }

  /// Writes every field, and faults where there are any.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(workers, forKey: .workers)
    try container.encode(service, forKey: .service)
    try container.encode(failureShare, forKey: .failureShare)
    try container.encode(coldStart, forKey: .coldStart)
    if !faults.isEmpty { try container.encode(faults, forKey: .faults) }
  }
}

extension Scenario.Webhook {
  enum CodingKeys: String, CodingKey {
    case host, port, url
  }

  /// Writes every field, the URL's user and password masked.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(host, forKey: .host)
    try container.encode(port, forKey: .port)
    try container.encodeIfPresent(url.map(URLText.masked), forKey: .url)
  }
}

extension Scenario.Follow {
  enum CodingKeys: String, CodingKey {
    case mode, poll, webhook, recheck
    case pollsPerSecond = "polls_per_second"
    case timeout = "timeout_ns"
    case onTimeout = "on_timeout"
    case grace = "grace_ns"
  }
}
