internal import ArgumentParser

/// The forms of what a procedure prints.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
  case terminal, json

  /// The text in this form; the other one is not made.
  func choose(terminal: @autoclosure () -> String, json: @autoclosure () -> String) -> String {
    switch self {
    case .terminal: terminal()
    case .json: json()
    }
  }
}
