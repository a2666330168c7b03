internal import Results
internal import Workloads

/// Parts of drawings that fit any width.
///
/// What stands still is placed in percent of the width, what is stretched lies in a drawing of its own,
/// so letters and marks keep their size on a telephone.
enum Drawing {
  /// Units across a stretched drawing.
  static let width = 1_000.0

  /// A drawing as wide as its place.
  ///
  /// - Parameters:
  ///   - height: Its height, in pixels.
  ///   - label: What it shows, for those who do not see it.
  ///   - content: What is in it.
  /// - Returns: The drawing.
  static func whole(height: Int, label: String, _ content: [Markup]) -> Markup {
    let parts = Markup.joined(content.filter { !$0.text.isEmpty }, separator: "\n")
    return """
      <div class="plot"><svg height="\(height)" width="100%" role="img" aria-label="\(label)">
      \(parts)
      </svg></div>
      """
  }

  /// A part of a drawing that is stretched to its width.
  ///
  /// - Parameters:
  ///   - top: Where it begins, in pixels from the top.
  ///   - height: Its height, in pixels.
  ///   - box: Units across and down.
  ///   - content: What is in it, in those units.
  /// - Returns: The part.
  static func stretched(
    top: Double, height: Double, box: (width: Double, height: Double), _ content: Markup
  ) -> Markup {
    """
    <svg x="0" y="\(top)" width="100%" height="\(height)" viewBox="0 0 \(box.width) \(box.height)" \
    preserveAspectRatio="none">
    \(content)
    </svg>
    """
  }

  /// Lines across at `heights`, in pixels from the top, the last one as an axis, with their names at the
  /// left.
  static func rows(_ heights: [(height: Double, name: String)]) -> Markup {
    let lines = heights.map {
      "<line x1=\"0\" x2=\"100%\" y1=\"\($0.height)\" y2=\"\($0.height)\"/>" as Markup
    }
    let names = heights.map {
      "<text x=\"-7\" y=\"\($0.height + 4)\" class=\"end\">\($0.name)</text>" as Markup
    }
    return "<g class=\"grid\">\(lines)</g>\n\(names)"
  }

  /// The line under a drawing at `height`, with `ticks` by their place, from 0 to 1.
  static func foot(at height: Double, _ ticks: [(place: Double, name: String)]) -> Markup {
    let marks = ticks.map {
      """
      <line x1="\($0.place * 100)%" x2="\($0.place * 100)%" y1="\(height)" y2="\(height + 4)"/>
      """ as Markup
    }
    let names = ticks.map {
      "<text x=\"\($0.place * 100)%\" y=\"\(height + 16)\" class=\"middle\">\($0.name)</text>"
        as Markup
    }
    return """
      <g class="axis"><line x1="0" x2="100%" y1="\(height)" y2="\(height)"/>\(marks)</g>
      \(names)
      """
  }

  /// The ticks of a logarithmic axis of times.
  static func ticks(_ axis: LogAxis, most: Int) -> [(place: Double, name: String)] {
    axis.ticks(most: most).map { (axis.position($0), Units.duration($0)) }
  }

  /// The ticks of an axis of instants.
  static func ticks(_ axis: InstantAxis) -> [(place: Double, name: String)] {
    axis.ticks.map { (axis.position($0), instant($0)) }
  }

  /// The ticks of an axis from the run's start to `end`.
  static func ticks(until end: Nanoseconds) -> [(place: Double, name: String)] {
    let step = LinearAxis.timeStep(for: max(end, 1), parts: 5)
    return LinearAxis.multiples(of: step, 0...max(end, 1)).map {
      (Double($0) / Double(max(end, 1)), instant($0))
    }
  }

  /// An instant of a run; its start is `0 s`.
  static func instant(_ instant: Nanoseconds) -> String {
    instant == 0 ? "0 s" : Units.duration(instant)
  }

  /// An entry of a key: a swatch in the colour of `kind`, and its name.
  static func key(_ entries: [(kind: String, name: String)]) -> Markup {
    let items = entries.map { kind, name in
      """
      <li><svg viewBox="0 0 10 8" aria-hidden="true">\
      <rect class="fill-\(kind)" width="10" height="8" rx="1.5"/></svg>\(name)</li>
      """ as Markup
    }
    return "<ul class=\"key\">\(items)</ul>"
  }

  /// A figure with its name and what is said about it.
  static func figure(_ name: String, _ content: [Markup]) -> Markup {
    let parts = Markup.joined(content.filter { !$0.text.isEmpty }, separator: "\n")
    return """
      <figure>
      <figcaption><h3>\(name)</h3></figcaption>
      \(parts)
      </figure>
      """
  }
}
