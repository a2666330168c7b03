/// Where a value was written.
enum Place: Hashable {
  /// In the file: line and column, from 1.
  case text(line: Int, column: Int)
  /// On the command line: the option as diagnostics show it.
  case option(String)
  /// The file as a whole.
  case file
}

/// One thing wrong, before the file's name is known.
struct Problem: Hashable {
  var place: Place
  var message: String
  var hint: String?

  init(_ place: Place, _ message: String, hint: String? = nil) {
    self.place = place
    self.message = message
    self.hint = hint
  }

  /// The diagnostic of a problem with `file`.
  func diagnostic(file: String) -> Diagnostic {
    switch place {
    case .text(let line, let column):
      Diagnostic(file: file, line: line, column: column, message: message, hint: hint)
    case .option(let option):
      Diagnostic(file: option, line: 0, column: 0, message: message, hint: hint)
    case .file:
      Diagnostic(file: file, line: 0, column: 0, message: message, hint: hint)
    }
  }
}

extension [Problem] {
  /// The diagnostics in file order, those of the command line last, none twice: a value that is
  /// used through an alias would otherwise be reported once per use.
  func diagnostics(file: String) -> [Diagnostic] {
    func order(_ place: Place) -> (Int, Int, Int) {
      switch place {
      case .file: (0, 0, 0)
      case .text(let line, let column): (1, line, column)
      case .option: (2, 0, 0)
      }
    }
    var seen: Set<Problem> = []
    let inOrder = enumerated().sorted { a, b in
      let (first, second) = (order(a.element.place), order(b.element.place))
      return first == second ? a.offset < b.offset : first < second
    }
    return inOrder.map(\.element).filter { seen.insert($0).inserted }
      .map { $0.diagnostic(file: file) }
  }
}
