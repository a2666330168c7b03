public import Workloads

extension Dialect {
  /// A word of the API and the state it means.
  public struct StateWord: Sendable, Hashable, Codable {
    /// The API's own word, compared byte by byte.
    public var word: String
    /// The state it means.
    public var state: JobState

    /// `word` means `state`.
    public init(_ word: String, _ state: JobState) {
      self.word = word
      self.state = state
    }
  }

  /// A list of conditions, each of which may hold: the state is that of the first one that holds and
  /// whose word is listed; terminal ones go before others.
  public struct Conditions: Sendable, Hashable, Codable {
    /// Where the list is in the reply to a poll.
    public var path: JSONPath
    /// Where the state word is in a condition.
    public var word: JSONPath
    /// Where a condition says whether it holds.
    public var holds: JSONPath
    /// The text that means that it does.
    public var value: String
    /// Where the instant is in a condition since when it holds: the stamp of the terminal state where
    /// there is no other.
    public var stamp: JSONPath?

    /// Conditions from their parts.
    public init(
      path: JSONPath, word: JSONPath, holds: JSONPath, value: String = "True",
      stamp: JSONPath? = nil
    ) {
      self.path = path
      self.word = word
      self.holds = holds
      self.value = value
      self.stamp = stamp
    }
  }

  /// Another value of a reply that turns one state into another.
  public struct Qualification: Sendable, Hashable, Codable {
    /// The state that the word means.
    public var state: JobState
    /// Where the other value is in the reply to a poll.
    public var path: JSONPath
    /// The texts of that value that matter, `null` for none; empty for any that says something: not
    /// null, false, 0 or empty.
    public var values: [String]
    /// The state that the job is then in.
    public var result: JobState

    /// `state` with one of `values` at `path` is `result`.
    public init(
      _ state: JobState, if path: JSONPath, is values: [String] = [], then result: JobState
    ) {
      self.state = state
      self.path = path
      self.values = values
      self.result = result
    }

    enum CodingKeys: String, CodingKey {
      case state = "when"
      case path = "if"
      case values = "is"
      case result = "then"
    }
  }
}
