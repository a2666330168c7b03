/// A page that stands for itself: one file, no script, nothing fetched, and nothing that a foreign text
/// could make run.
enum Page {
  /// Forbids everything but the page's own style sheet.
  static var policy: String {
    "default-src 'none'; style-src \(PageStyle.source); base-uri 'none'; form-action 'none'"
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - title: The text of the window's title.
  ///   - version: The version of sojourn that made what is shown.
  ///   - body: What is between header and footer, both included.
  /// - Returns: The text of the file.
  static func render(title: String, version: String, body: [Markup]) -> String {
    // The style sheet is text of the source, and its bytes are those that were hashed.
    let style = Markup.trusted(PageStyle.text)
    let parts = Markup.joined(body.filter { !$0.text.isEmpty }, separator: "\n")
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Markup.trusted(policy))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="sojourn \(version)">
      <title>\(title)</title>
      <style>\(style)</style>
      </head>
      <body>
      \(parts)
      </body>
      </html>

      """
    return page.text
  }

  /// The verdict and what it is about, at the head of a page.
  static func header(
    verdict word: String, kind: String, title: String, reason: String, more: [Markup] = []
  ) -> Markup {
    """
    <header class="\(kind)">
    <p class="verdict">\(word)</p>
    <h1>\(title)</h1>
    <p class="reason">\(reason).</p>
    \(Markup.joined(more, separator: "\n"))
    </header>
    """
  }

  /// A section under its heading; nothing without content.
  static func section(_ title: String, _ content: [Markup]) -> Markup {
    let parts = content.filter { !$0.text.isEmpty }
    guard !parts.isEmpty else { return .none }
    return """
      <section>
      <h2>\(title)</h2>
      \(Markup.joined(parts, separator: "\n"))
      </section>
      """
  }

  /// A paragraph in small type; nothing for no text.
  static func note(_ text: String?) -> Markup {
    guard let text, !text.isEmpty else { return .none }
    return "<p class=\"note\">\(text)</p>"
  }

  /// A list with a point for each of `texts`; nothing without any.
  static func list(_ texts: [String]) -> Markup {
    guard !texts.isEmpty else { return .none }
    return "<ul>\(texts.map { "<li>\($0)</li>" as Markup })</ul>"
  }

  /// Names and values, as a column.
  static func facts(_ facts: [(name: String, value: String)]) -> Markup {
    let rows = facts.map { "<dt>\($0.name)</dt><dd>\($0.value)</dd>" as Markup }
    return "<dl class=\"facts\">\n\(Markup.joined(rows, separator: "\n"))\n</dl>"
  }

  /// What can be opened: `content` behind `summary`.
  static func details(_ summary: String, _ content: Markup) -> Markup {
    "<details>\n<summary>\(summary)</summary>\n\(content)\n</details>"
  }

  /// Tables side by side where both have the room they need.
  static func beside(_ tables: [Markup]) -> Markup {
    let filled = tables.filter { !$0.text.isEmpty }
    guard filled.count > 1 else { return Markup.joined(filled) }
    return "<div class=\"beside\">\n\(Markup.joined(filled, separator: "\n"))\n</div>"
  }

  /// A word of a verdict or a standing in its colour, with what follows it after a colon.
  static func word(_ word: String) -> Markup {
    let known = ["pass", "fail", "inconclusive", "invalid", "warn"]
    guard let kind = known.first(where: { word == $0 || word.hasPrefix($0 + ":") }) else {
      return "\(word)"
    }
    return "<span class=\"word \(kind)\">\(kind)</span>\(String(word.dropFirst(kind.count)))"
  }

  /// Sections side by side where there is room.
  static func pair(_ sections: [Markup]) -> Markup {
    let filled = sections.filter { !$0.text.isEmpty }
    guard filled.count > 1 else { return Markup.joined(filled) }
    return "<div class=\"pair\">\n\(Markup.joined(filled, separator: "\n"))\n</div>"
  }
}

extension Page {
  /// One column of a table.
  struct Column {
    /// What it holds.
    enum Kind {
      /// Numbers, which stand on the right.
      case number
      /// A few words.
      case word
      /// Sentences, which need room.
      case text
    }

    var name: String
    var kind: Kind

    /// A column of numbers called `name`.
    static func number(_ name: String) -> Column { Column(name: name, kind: .number) }
    /// A column of words called `name`.
    static func word(_ name: String) -> Column { Column(name: name, kind: .word) }
    /// A column of sentences called `name`.
    static func text(_ name: String) -> Column { Column(name: name, kind: .text) }

    fileprivate var attribute: Markup {
      switch kind {
      case .number: " class=\"number\""
      case .word: ""
      case .text: " class=\"text\""
      }
    }
  }

  /// A table that scrolls in itself where it is too wide.
  ///
  /// - Parameters:
  ///   - caption: What it shows, for those who do not see it.
  ///   - first: The heading of the rows' names.
  ///   - columns: The other columns.
  ///   - rows: Each row's name and cells.
  ///   - hasLongNames: Whether the rows' names are sentences.
  /// - Returns: The table; nothing without rows.
  static func table(
    _ caption: String, first: String, _ columns: [Column], _ rows: [(String, [Markup])],
    hasLongNames: Bool = false
  ) -> Markup {
    guard !rows.isEmpty else { return .none }
    let heads = columns.map { "<th scope=\"col\"\($0.attribute)>\($0.name)</th>" as Markup }
    let long: Markup = hasLongNames ? " class=\"long\"" : ""
    let lines = rows.map { name, cells in
      let cells = zip(columns, cells).map { "<td\($0.attribute)>\($1)</td>" as Markup }
      return "<tr><th scope=\"row\"\(long)>\(name)</th>\(cells)</tr>" as Markup
    }
    return """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
      <table>
      <caption>\(caption)</caption>
      <thead><tr><th scope="col">\(first)</th>\(heads)</tr></thead>
      <tbody>
      \(Markup.joined(lines, separator: "\n"))
      </tbody>
      </table>
      </div>
      """
  }
}
