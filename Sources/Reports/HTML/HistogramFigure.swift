internal import Histogram
internal import Results
internal import Statistics
internal import Workloads

/// The histogram of one time on a logarithmic axis.
enum HistogramFigure {
  /// Bars that share the axis in equal ratios.
  struct Bars {
    /// Number of bars on the axis.
    static let count = 40

    /// The axis; the bars lie between its ends.
    let axis: LogAxis
    /// Where the bars begin and end: one edge more than there are bars.
    let edges: [Nanoseconds]
    /// The number of values in each bar.
    let counts: [UInt64]
    /// The number of values below the axis, which have a bar of their own before it.
    let below: UInt64

    /// Where `position` on the axis is on the drawing, from 0 to 1.
    func place(_ position: Double) -> Double {
      below > 0 ? Self.room + (1 - Self.room) * position : position
    }

    /// What the bar before the axis takes of the drawing.
    static let room = 0.05

    /// The bars of `summary`; nil when nothing was observed.
    ///
    /// The axis begins at the shortest time, or at a quarter of that which 1 % of all do not reach, or at
    /// five times the resolution of stamps, below which bars would be narrower than that.
    init?(_ summary: TimeSummary) {
      guard summary.count > 0, let histogram = try? HistogramLog.decode(summary.histogram) else {
        return nil
      }
      let recorded = histogram.recordedBins().map { bin in
        Chart.Bin(lower: histogram.medianEquivalentForValue(bin.lowest), count: bin.count)
      }
      guard let last = recorded.last else { return nil }
      let longest = Nanoseconds(clamping: last.lower)
      let first = recorded.first { $0.lower > 0 }?.lower ?? 0
      let usual = Chart.lowerEnd(recorded, total: histogram.totalCount)
      // The few that are shorter by far would press the rest together.
      let lowest = Nanoseconds(clamping: max(first, usual / 4))
      let start = min(max(lowest, 5 * min(summary.resolution, longest), 1), max(longest, 1))
      axis = LogAxis(from: start, to: longest)
      let axis = axis
      edges = (0...Self.count).map { axis.value(at: Double($0) / Double(Self.count)) }
      var counts = [UInt64](repeating: 0, count: Self.count)
      var below: UInt64 = 0
      for bin in recorded {
        let value = Nanoseconds(clamping: bin.lower)
        if value < start {
          below += bin.count
        } else {
          counts[min(Int(axis.position(value) * Double(Self.count)), Self.count - 1)] += bin.count
        }
      }
      (self.counts, self.below) = (counts, below)
    }
  }

  private static let top = 40.0
  private static let height = 150.0

  /// The figure called `name` in the colour of `kind`; nothing when nothing was observed.
  static func render(_ name: String, kind: String, _ summary: TimeSummary) -> Markup {
    guard let bars = Bars(summary) else { return .none }
    let most = max(bars.counts.max() ?? 0, bars.below)
    let scale = LinearAxis(to: Int64(clamping: most))
    let heights = scale.ticks.map { tick in
      (top + height * (1 - scale.position(Double(tick))), Units.count(tick))
    }
    let drawing = Drawing.whole(
      height: Int(top + height) + 22, label: label(name, summary, bars),
      [
        Drawing.rows(heights),
        Drawing.stretched(
          top: top, height: height, box: (Drawing.width, height), rects(bars, scale, kind)),
        Drawing.foot(
          at: top + height,
          Drawing.ticks(bars.axis, most: 5).map { (bars.place($0.place), $0.name) }),
        marks(summary, bars),
      ])
    return Drawing.figure(name, [drawing, Page.note(remark(summary, bars)), numbers(name, bars)])
  }

  private static func rects(_ bars: Bars, _ scale: LinearAxis, _ kind: String) -> Markup {
    var rects = bars.counts.enumerated().filter { $0.element > 0 }.map { index, count in
      let ends = [index, index + 1].map { bars.place(Double($0) / Double(Bars.count)) }
      return rect(ends[0], ends[1], count, scale, "", range(bars, index))
    }
    if bars.below > 0 {
      let name = "below \(Units.duration(bars.axis.lower))"
      rects.append(
        rect(0, Bars.room * 0.8, bars.below, scale, " class=\"below\"", name))
    }
    return "<g class=\"bars fill-\(kind)\">\n\(Markup.joined(rects, separator: "\n"))\n</g>"
  }

  private static func rect(
    _ start: Double, _ end: Double, _ count: UInt64, _ scale: LinearAxis, _ style: Markup,
    _ name: String
  ) -> Markup {
    // A bar of one job among many is still seen.
    let size = max(scale.position(Double(count)) * height, 1)
    return """
      <rect\(style) x="\(start * Drawing.width + 1)" y="\(height - size)" \
      width="\((end - start) * Drawing.width - 2)" height="\(size)">\
      <title>\(name): \(Phrases.jobs(count))</title></rect>
      """
  }

  private static func range(_ bars: Bars, _ index: Int) -> String {
    "\(Units.duration(bars.edges[index])) to \(Units.duration(bars.edges[index + 1]))"
  }

  /// Where p50, p95 and p99 are, each name on a line that it has for itself.
  private static func marks(_ summary: TimeSummary, _ bars: Bars) -> Markup {
    let axis = bars.axis
    let known = [("p50", summary.p50), ("p95", summary.p95), ("p99", summary.p99)]
    var last = [Double](repeating: -1, count: 3)
    let marks = known.compactMap { name, value -> Markup? in
      guard let value, value >= axis.lower, value <= axis.upper else { return nil }
      let place = bars.place(axis.position(value))
      let line = last.firstIndex { place - $0 > 0.11 } ?? 2
      last[line] = place
      let y = 10 + 12 * Double(line)
      return """
        <line class="mark" x1="\(place * 100)%" x2="\(place * 100)%" y1="\(y + 3)" \
        y2="\(top + height)"/>
        <text class="middle halo" x="\(place * 100)%" y="\(y)">\(name)</text>
        """
    }
    return Markup.joined(marks, separator: "\n")
  }

  private static func label(_ name: String, _ summary: TimeSummary, _ bars: Bars) -> String {
    let highest = bars.counts.enumerated().max { $0.element < $1.element }?.offset ?? 0
    let quantiles = zip(Phrases.statistics, Phrases.values(summary)).map { "\($0) \($1)" }
    return
      "Histogram of \(name) times of \(Phrases.jobs(summary.count)), on a logarithmic axis from "
      + "\(Units.duration(bars.axis.lower)) to \(Units.duration(bars.axis.upper)). Most of them, "
      + "\(Units.count(bars.counts[highest])), took \(range(bars, highest)). "
      + quantiles.joined(separator: ", ") + "."
  }

  private static func remark(_ summary: TimeSummary, _ bars: Bars) -> String {
    var parts = [Phrases.jobs(summary.count)]
    if bars.below > 0 {
      parts.append(
        "\(Units.count(bars.below)) below \(Units.duration(bars.axis.lower)) in the light bar")
    }
    if summary.censored > 0 {
      parts.append("\(Units.count(summary.censored)) not seen to get so far, not drawn")
    }
    if summary.isBracketed, !JobTimes.isStamped(summary) { parts.append("drawn as seen") }
    return parts.joined(separator: "; ")
  }

  private static func numbers(_ name: String, _ bars: Bars) -> Markup {
    var rows: [(String, [Markup])] = []
    if bars.below > 0 {
      rows.append(("below \(Units.duration(bars.axis.lower))", ["\(Units.count(bars.below))"]))
    }
    rows += bars.counts.indices.filter { bars.counts[$0] > 0 }.map {
      (range(bars, $0), ["\(Units.count(bars.counts[$0]))"])
    }
    return Page.details(
      "Numbers",
      Page.table("Histogram of \(name) times", first: "time", [.number("jobs")], rows))
  }
}
