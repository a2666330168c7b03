/// A JSON value as it was written: numbers keep their digits, objects their order.
///
/// Only what a client sends is ever parsed; what the server says is written without a document.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// The value of the last member with this name, as Python's dictionaries keep it.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The text, if the value is one.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}

/// One name and value of a JSON object.
struct JSONMember: Hashable, Sendable {
  var name: String
  var value: JSONValue
}

/// Where a text stops being JSON, and what was expected there.
struct JSONError: Error, Hashable {
  /// The count of bytes before the offence.
  var offset: Int
  var expectation: String
}
