/// What the body of an accepted push says.
public enum PushReply: Sendable, Equatable {
  /// The job's id, `idLength` bytes of UTF-8, was copied out.
  case accepted(idLength: Int)
  /// The body is not JSON.
  case malformed
  /// There is no id where the dialect says, or it is empty.
  case noID
  /// The id is longer than the room for it.
  case idTooLong
}
