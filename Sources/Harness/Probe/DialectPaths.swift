internal import Dialects
internal import Results
internal import Workloads

/// The places in replies that a dialect names, each under the key that its file has for it.
struct DialectPaths {
  /// The instants of a job.
  enum Stamp: String, CaseIterable {
    case created, started, completed

    var key: String { "stamps.\(rawValue)" }
  }

  let dialect: Dialect

  /// Where the id is in the reply to a push; nil where it is chosen before.
  var id: NamedPath? {
    switch dialect.id {
    case .path(let path): NamedPath("id.path", path)
    case .url(let path): NamedPath("id.url", path)
    case .chosen: nil
    }
  }

  var state: NamedPath? { dialect.state.map { NamedPath("state.path", $0) } }
  var conditions: NamedPath? {
    dialect.conditions.map { NamedPath("state.conditions", $0.path) }
  }
  var polledID: NamedPath? { dialect.polledID.map { NamedPath("id.poll_path", $0) } }
  var error: NamedPath? { dialect.error.map { NamedPath("error", $0) } }
  var output: NamedPath? { dialect.output.map { NamedPath("output", $0) } }

  /// What else decides about the state, in the order of the dialect's rules.
  var qualifiers: [NamedPath] {
    dialect.qualifications.map { NamedPath("state.qualify", $0.path) }
  }

  /// What every reply to a poll must have.
  var contract: [NamedPath] { dialect.contract.map { NamedPath("contract", $0.path) } }

  /// Lengths of time in place of instants.
  var durations: [NamedPath] {
    dialect.queueTime.map { NamedPath("stamps.queue_time", $0) }
      + dialect.processingTime.map { NamedPath("stamps.processing_time", $0) }
  }

  func candidates(_ stamp: Stamp) -> [NamedPath] {
    let paths =
      switch stamp {
      case .created: dialect.createdStamp
      case .started: dialect.startedStamp
      case .completed: dialect.completedStamp
      }
    return paths.map { NamedPath(stamp.key, $0) }
  }

  /// Every path into a reply to a poll.
  var polled: [NamedPath] {
    let all =
      [conditions, state].compactMap { $0 } + qualifiers + [polledID].compactMap { $0 }
      + Stamp.allCases.flatMap(candidates) + durations + [output, error].compactMap { $0 }
      + contract
    var known: Set<NamedPath> = []
    return all.filter { known.insert($0).inserted }
  }
}

/// Replies as a run would read them.
enum ReplyReading {
  /// What the reply to a push says of the id.
  static func push(_ body: String, _ dialect: Dialect) -> (reply: PushReply, id: String?) {
    var reader = ReplyReader(dialect: dialect)
    var room = [UInt8](repeating: 0, count: dialect.idCapacity)
    let bytes = Array(body.utf8)
    let reply = unsafe bytes.withUnsafeBytes { body in
      unsafe room.withUnsafeMutableBytes { unsafe reader.readPush(body, id: $0) }
    }
    guard case .accepted(let length) = reply else { return (reply, nil) }
    return (reply, String(decoding: room[..<length], as: UTF8.self))
  }

  /// Whether the reply to a list has the job `id`; nil when it has no list of jobs.
  static func list(_ body: String, has id: String, _ dialect: Dialect) -> Bool? {
    var reader = ReplyReader(dialect: dialect)
    var room = [UInt8](repeating: 0, count: dialect.idCapacity)
    let bytes = Array(body.utf8)
    return unsafe bytes.withUnsafeBytes { body in
      guard unsafe reader.beginList(body).isReadable else { return nil }
      while let job = unsafe room.withUnsafeMutableBytes({
        unsafe reader.nextListed(body, id: $0)
      }) {
        if String(decoding: room[..<job.idLength], as: UTF8.self) == id { return true }
      }
      return false
    }
  }

  /// What the reply to a poll of `id` says.
  static func poll(_ body: String, id: String, _ dialect: Dialect) -> PollReply {
    var reader = ReplyReader(dialect: dialect)
    let bytes = Array(body.utf8)
    let ownID = Array(id.utf8)
    return unsafe bytes.withUnsafeBytes { body in
      unsafe ownID.withUnsafeBytes { unsafe reader.readPoll(body, id: $0) }
    }
  }
}
