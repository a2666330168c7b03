internal import Results
internal import Workloads

/// Every job by its intended instant and its end-to-end time.
enum ScatterFigure {
  private static let top = 12.0
  private static let height = 320.0

  /// The figure of `jobs`, whose end-to-end times `summary` has.
  static func render(_ jobs: ChartedJobs, _ summary: TimeSummary) -> Markup {
    guard let instants = jobs.instants, let times = jobs.times else { return .none }
    let (axis, across) = (ChartedJobs.axis(times), InstantAxis(instants))
    let rows = axis.ticks().map { tick in
      (top + height * (1 - axis.position(tick)), Units.duration(tick))
    }
    let drawing = Drawing.whole(
      height: Int(top + height) + 22, label: label(jobs, instants, times, summary),
      [
        shapes, Drawing.rows(rows),
        Drawing.foot(at: top + height, Drawing.ticks(across)),
        cells(jobs), points(jobs, across, axis), quantiles(summary, axis),
      ])
    return Drawing.figure(
      "Jobs by intended instant and end-to-end time",
      [key(jobs), drawing, Page.note(remark(jobs))])
  }

  /// The marks, drawn once and used for each job; they differ in shape, not in colour alone.
  private static let shapes: Markup = """
    <defs><circle id="ended" r="2.6"/><path id="failed" d="M-3.5-3.5 3.5 3.5M-3.5 3.5 3.5-3.5"/>\
    <path id="open" d="M-4 3H4L0-4z"/></defs>
    """

  private static func points(
    _ jobs: ChartedJobs, _ across: InstantAxis, _ axis: LogAxis
  ) -> Markup {
    let groups: [(ChartedJobs.Point.Mark, Markup, Markup)] = [
      (.ended, "point fill-end", "ended"), (.failed, "cross stroke-failed", "failed"),
      (.open, "fill-failed", "open"),
    ]
    return Markup.joined(
      groups.map { mark, style, shape in
        let marks = jobs.points.filter { $0.mark == mark }.map { point in
          let x = across.position(point.intended) * 100
          let y = top + height * (1 - axis.position(point.time))
          return """
            <use href="#\(shape)" x="\(x)%" y="\(y)"><title>\(title(point))</title></use>
            """ as Markup
        }
        guard !marks.isEmpty else { return .none }
        return "<g class=\"\(style)\">\n\(Markup.joined(marks, separator: "\n"))\n</g>\n"
      })
  }

  private static func title(_ point: ChartedJobs.Point) -> String {
    "row \(point.row), \(outcome(point)): \(time(point)) from \(instant(point))"
  }

  private static func cells(_ jobs: ChartedJobs) -> Markup {
    guard let cells = jobs.cells else { return .none }
    let paths = cells.paths.enumerated().filter { !$0.element.text.isEmpty }.map { level, path in
      "<path class=\"level-\(level + 1)\" d=\"\(path)\"/>" as Markup
    }
    return Drawing.stretched(
      top: top, height: height, box: (Double(JobCells.columns), Double(JobCells.rows)),
      "<g class=\"fill-end\">\n\(Markup.joined(paths, separator: "\n"))\n</g>")
  }

  /// Where the estimated quantiles lie.
  private static func quantiles(_ summary: TimeSummary, _ axis: LogAxis) -> Markup {
    let known = [("p50", summary.p50), ("p99", summary.p99)]
    return Markup.joined(
      known.compactMap { name, value -> Markup? in
        guard let value, value > axis.lower, value < axis.upper else { return nil }
        let y = top + height * (1 - axis.position(value))
        return """
          <line class="mark" x1="0" x2="100%" y1="\(y)" y2="\(y)"/>
          <text class="end halo" x="100%" y="\(y - 4)">\(name) \(Units.duration(value))</text>

          """
      })
  }

  private static func key(_ jobs: ChartedJobs) -> Markup {
    let marks = Set(jobs.points.map(\.mark))
    func entry(_ style: Markup, _ shape: Markup, _ name: String) -> Markup {
      """
      <li><svg viewBox="-5 -4 10 8" aria-hidden="true"><use class="\(style)" href="#\(shape)"/></svg>\
      \(name)</li>
      """
    }
    var items: [Markup] = []
    if let cells = jobs.cells {
      let most = cells.most
      items.append(
        """
        <li><svg viewBox="0 0 10 8" aria-hidden="true">\
        <rect class="fill-end" width="10" height="8"/></svg>\
        \("jobs, fuller where there are more (up to \(Units.count(most)) in a cell)")</li>
        """)
    }
    if marks.contains(.ended) { items.append(entry("fill-end", "ended", "ended")) }
    if marks.contains(.failed) { items.append(entry("cross stroke-failed", "failed", "failed")) }
    if marks.contains(.open) {
      items.append(entry("fill-failed", "open", "not seen to end: at least so long"))
    }
    return "<ul class=\"key\">\(items)</ul>"
  }

  /// What is drawn and what is not.
  private static func remark(_ jobs: ChartedJobs) -> String {
    let seen = "Times are as seen: up to the reply that showed the end."
    guard jobs.cells != nil else {
      return "Every one of \(Phrases.jobs(jobs.count)) that \(jobs.count == 1 ? "was" : "were") "
        + "pushed is drawn. \(seen)"
    }
    let which = jobs.failureStride == 1 ? "each" : "one in \(jobs.failureStride)"
    let apart =
      jobs.failureCount == 0
      ? ""
      : " Of the \(Units.count(jobs.failureCount)) that failed or were not seen to end, "
        + "\(which) has a mark besides."
    return "All of \(Phrases.jobs(jobs.count)) that were pushed are drawn, counted in a grid of "
      + "\(JobCells.columns) by \(JobCells.rows) cells; a cell with a single job is drawn, too.\(apart) "
      + seen
  }

  private static func label(
    _ jobs: ChartedJobs, _ instants: ClosedRange<Nanoseconds>, _ times: ClosedRange<Nanoseconds>,
    _ summary: TimeSummary
  ) -> String {
    let p50 = summary.p50.map { ", the median is \(Units.duration($0))" } ?? ""
    let p99 = summary.p99.map { ", p99 is \(Units.duration($0))" } ?? ""
    return "Scatter of \(Phrases.jobs(jobs.count)) by intended instant, from "
      + "\(Drawing.instant(instants.lowerBound)) to \(Drawing.instant(instants.upperBound)) of the run, and end-to-end "
      + "time as seen, from \(Drawing.instant(times.lowerBound)) to \(Drawing.instant(times.upperBound)) on a logarithmic "
      + "axis\(p50)\(p99). Failed or not seen to end: \(Units.count(jobs.failureCount))."
  }
}

extension ScatterFigure {
  /// The slowest jobs, and the first ones that failed.
  static func named(_ jobs: ChartedJobs) -> [Markup] {
    let columns: [Page.Column] = [
      .word("id"), .word("class"), .word("outcome"), .number("intended at"),
      .number("end-to-end, seen"),
    ]
    func rows(_ list: [ChartedJobs.Named]) -> [(String, [Markup])] {
      list.map { job in
        (
          "\(job.point.row)",
          [
            "\(job.id.isEmpty ? "none" : Wrap.cut(job.id, 60))", "\(Wrap.cut(job.className, 60))",
            "\(outcome(job.point))", "\(instant(job.point))", "\(time(job.point))",
          ]
        )
      }
    }
    let failures =
      jobs.failures.isEmpty
      ? Markup.none
      : Page.details(
        "The first \(jobs.failures.count) of \(Phrases.jobs(jobs.failureCount)) that failed or were "
          + "not seen to end",
        Page.table("Jobs that failed", first: "row", columns, rows(jobs.failures)))
    guard !jobs.slowest.isEmpty else { return [failures] }
    return [
      Page.details(
        "The \(jobs.slowest.count) slowest jobs",
        Page.table("Slowest jobs", first: "row", columns, rows(jobs.slowest))), failures,
    ]
  }

  private static func outcome(_ point: ChartedJobs.Point) -> String {
    point.outcome.name.replacing("_", with: " ")
  }

  private static func instant(_ point: ChartedJobs.Point) -> String {
    Drawing.instant(point.intended)
  }

  private static func time(_ point: ChartedJobs.Point) -> String {
    (point.mark == .open ? "> " : "") + Units.duration(point.time)
  }
}
