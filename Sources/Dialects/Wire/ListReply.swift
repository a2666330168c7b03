// Hot path: see Documentation.docc/HotPath.md

/// What the body of a reply to a list says apart from its jobs.
public struct ListPage: Sendable, Equatable {
  /// Whether the body is JSON and has jobs, or room for them, where the dialect says.
  public var isReadable = false
  /// Where the offset, cursor or number of the next page is; absent at the end.
  public var next = JSONValue.absent

  /// A page that says nothing.
  public init() {}
}

/// One job in the body of a reply to a list.
public struct ListedJob: Sendable, Equatable {
  /// The length of the id that was copied out; 0 when there is none, or it is too long.
  public var idLength = 0
  /// What is said of the job; the contract of polls does not hold here.
  public var reply = PollReply()

  /// A job of which nothing is said.
  public init() {}
}
