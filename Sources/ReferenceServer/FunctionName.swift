import Statistics

/// `owner/name` or `owner/name:version`.
struct FunctionName: Hashable {
  var owner: String
  var name: String

  init(owner: String, name: String) {
    self.owner = owner
    self.name = name
  }

  /// Reads the name without its version; nil when owner or name is missing.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let name = parts[1].split(separator: ":").first,
      !parts[0].isEmpty, !parts[1].hasPrefix(":")
    else { return nil }
    self.init(owner: String(parts[0]), name: String(name))
  }

  /// The id that this function always has under `seed`; 64-bit FNV-1a chooses it.
  func id(seed: UInt64) -> UUIDBits {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(owner)/\(name)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return UUIDBits(.function, seed: seed, index: hash)
  }
}

/// A function that jobs were or may be pushed to.
final class Function {
  let name: FunctionName
  let id: UUIDBits
  /// What a job says of it, ready to send: the members behind the job's id.
  let members: Text
  /// The `error` member of a job that failed, ready to send.
  let error: Text
  /// Its jobs in the order of pushes.
  var jobs: [Job] = []

  init(_ name: FunctionName, seed: UInt64, organization: UUIDBits) {
    self.name = name
    id = name.id(seed: seed)
    var text = Text()
    text.writeMembers(of: name, id: id, organization: organization)
    members = text
    text.clear()
    text.writeError(of: name)
    error = text
  }
}
