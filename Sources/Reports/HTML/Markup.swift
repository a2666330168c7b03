/// Text of a page that may be put into it as it is.
///
/// What is written in the source is markup; every text that is interpolated is foreign and is escaped,
/// so a forgotten escape cannot happen:
/// ```
/// let cell: Markup = "<td>\(job.id)</td>"
/// ```
struct Markup: ExpressibleByStringInterpolation {
  /// The characters of the page.
  private(set) var text: String

  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  private init(_ text: String) { self.text = text }

  /// No text at all.
  static let none: Markup = ""

  /// `parts` one after another.
  static func joined(_ parts: some Sequence<Markup>, separator: String = "") -> Markup {
    Markup(parts.map(\.text).joined(separator: separator))
  }

  /// Foreign text of several lines, which stay lines.
  static func lines(_ text: String) -> Markup {
    joined(
      text.split(separator: "\n", omittingEmptySubsequences: false).map { "\(String($0))" },
      separator: "\n")
  }

  /// Text of this module's own source that must not be escaped; never foreign text.
  static func trusted(_ text: String) -> Markup { Markup(text) }

  static func += (left: inout Markup, right: Markup) { left.text += right.text }

  /// Collects a literal with what is interpolated.
  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 8 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ foreign: String) { text += Escape.html(foreign) }

    mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

    mutating func appendInterpolation(_ parts: [Markup]) { for part in parts { text += part.text } }

    mutating func appendInterpolation(_ number: Int) { text += String(number) }

    /// A coordinate with at most two decimals; drawings need no more.
    mutating func appendInterpolation(_ coordinate: Double) { text += Self.decimal(coordinate) }

    private static func decimal(_ value: Double) -> String {
      let hundredths = Int((min(max(value, -1e12), 1e12) * 100).rounded())
      let sign = hundredths < 0 ? "-" : ""
      let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
      if rest == 0 { return "\(sign)\(whole)" }
      let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
      return "\(sign)\(whole).\(digits)"
    }
  }
}
