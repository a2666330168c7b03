/// What the body of an accepted push says.
public enum PushReply: Sendable, Equatable {
  /// The job's id, `idLength` bytes of UTF-8, was copied out; 0 for one that was chosen before.
  case accepted(idLength: Int)
  /// The body is not JSON.
  case malformed
  /// There is no id where the dialect says, or it is empty, or not a URL where it should be one.
  case noID
  /// The id is longer than the room for it.
  case idTooLong
}
