internal import Results
internal import Workloads

/// The values of a metric over the runs of a series as lines of text: a point for each run, a line for
/// the median of each segment, and a sign below each mark.
///
/// ```
///    412 ms │                    •• ── •
///           │                   ────• ──
///           │ •    •
///    341 ms │──────────••───────
///           └──────────────────────────────
///                               ▲
/// ```
struct TrendChart {
  private static let height = 9
  /// Runs stand this far apart at most.
  private static let widest = 3

  private let metric: TrendMetric
  private let runs: Int
  private let width: Int
  private let lowest: Nanoseconds
  private let highest: Nanoseconds

  /// A chart of `metric` over `runs` runs, `width` characters wide without its labels.
  init(_ metric: TrendMetric, runs: Int, width: Int) {
    self.metric = metric
    self.runs = runs
    self.width = max(min(width, runs * Self.widest), 1)
    let values = metric.values.map(\.value)
    lowest = values.min() ?? 0
    highest = values.max() ?? 0
  }

  /// The lines, none of which ends in a space.
  var lines: [String] {
    var cells = [[Character]](
      repeating: [Character](repeating: " ", count: width), count: Self.height)
    // Where runs share columns, lines would drown in points.
    if runs > width {
      draw(points: &cells)
      draw(medians: &cells)
    } else {
      draw(medians: &cells)
      draw(points: &cells)
    }
    let top = Units.duration(highest)
    let bottom = Units.duration(lowest)
    var lines = cells.enumerated().map { index, row in
      let label =
        index == 0 && lowest < highest
        ? top : index == (lowest < highest ? Self.height - 1 : Self.height / 2) ? bottom : ""
      return trimmed("\(Wrap.padded(label, -9)) │\(String(row))")
    }
    lines.append("\(Wrap.padded("", 9)) └\(String(repeating: "─", count: width))")
    var signs = [Character](repeating: " ", count: width)
    for mark in metric.marks { signs[column(mark.after)] = mark.kind == .suspect ? "?" : "▲" }
    if !metric.marks.isEmpty { lines.append(trimmed(Wrap.padded("", 11) + String(signs))) }
    return lines
  }

  private func draw(medians cells: inout [[Character]]) {
    for segment in metric.segments {
      let row = row(segment.median)
      for column in column(segment.first)...column(segment.last) { cells[row][column] = "─" }
    }
  }

  private func draw(points cells: inout [[Character]]) {
    for value in metric.values {
      cells[row(value.value)][column(value.run)] = value.isAtLeast ? "+" : "•"
    }
  }

  /// The column of a run; several share one where there are more runs than columns.
  private func column(_ run: Int) -> Int { min(run * width / max(runs, 1), width - 1) }

  private func row(_ value: Nanoseconds) -> Int {
    guard highest > lowest else { return Self.height / 2 }
    // Values that differ may be one as floating point.
    guard Double(highest) > Double(lowest) else { return Self.height / 2 }
    let share = (Double(value) - Double(lowest)) / (Double(highest) - Double(lowest))
    let bounded = min(max(share, 0), 1)
    return Self.height - 1 - Int((bounded * Double(Self.height - 1)).rounded())
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
