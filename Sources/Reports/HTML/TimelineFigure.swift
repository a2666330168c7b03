internal import Results
internal import Workloads

/// What went on during a run: jobs in flight, pushes and ends per second, failures.
enum TimelineFigure {
  /// One curve.
  private struct Curve {
    var name: String
    var kind: String
    var values: [Double]
    var isDashed = false
  }

  private static let height = 92.0
  private static let gap = 30.0

  /// The figure of `steps`.
  static func render(_ steps: RunSteps) -> Markup {
    guard steps.count > 1 else { return .none }
    let inFlight = steps.inFlight
    let perSecond = 1e9 / Double(steps.length)
    let rates = [
      Curve(name: "ended", kind: "done", values: steps.ended.map { Double($0) * perSecond }),
      Curve(
        name: "pushed", kind: "pushed", values: steps.pushed.map { Double($0) * perSecond },
        isDashed: true),
    ]
    var panels = [
      panel(
        "in flight", 0, [Curve(name: "", kind: "flight", values: inFlight.map(Double.init))],
        isFilled: true),
      panel("pushed and ended, jobs per second", 1, rates, isFilled: false),
    ]
    let hasFailures = steps.failed.contains { $0 > 0 }
    if hasFailures { panels.append(failures(steps, 2)) }
    let count = Double(panels.count)
    let bottom = count * (height + gap)
    panels += [
      Drawing.foot(at: bottom, Drawing.ticks(until: steps.end)), hovers(steps, height: bottom),
    ]
    let key = Drawing.key(
      [("flight", "in flight"), ("pushed", "pushed (dashed)"), ("done", "ended")]
        + (hasFailures ? [("failed", "failed")] : []))
    return Drawing.figure(
      "Timeline",
      [
        key, Drawing.whole(height: Int(bottom) + 22, label: label(steps, inFlight), panels),
        Page.note("From the run's start, in steps of \(Units.duration(steps.length))."),
        numbers(steps, inFlight),
      ])
  }

  private static func panel(
    _ name: String, _ number: Int, _ curves: [Curve], isFilled: Bool
  ) -> Markup {
    let top = Double(number) * (height + gap) + gap
    let highest = curves.flatMap(\.values).max() ?? 0
    let scale = LinearAxis(to: Int64(highest.rounded(.up)), parts: 2)
    let lines = curves.map { curve in
      let points = curve.values.enumerated().map { index, value in
        let x = (Double(index) + 0.5) / Double(curve.values.count) * Drawing.width
        return (x, height * (1 - scale.position(value)))
      }
      let path = path(points)
      let dashed: Markup = curve.isDashed ? " dashed" : ""
      let area: Markup =
        isFilled
        ? """
        <path class="area fill-\(curve.kind)" d="\(path)V\(height)H\(points.first?.0 ?? 0)z"/>

        """ : .none
      return """
        \(area)<path class="curve\(dashed) stroke-\(curve.kind)" d="\(path)"/>
        """ as Markup
    }
    return frame(name, top, scale, Markup.joined(lines, separator: "\n"))
  }

  private static func failures(_ steps: RunSteps, _ number: Int) -> Markup {
    let top = Double(number) * (height + gap) + gap
    let scale = LinearAxis(to: Int64(steps.failed.max() ?? 0), parts: 2)
    let step = Drawing.width / Double(steps.count)
    let bars = steps.failed.enumerated().filter { $0.element > 0 }.map { index, count in
      let size = scale.position(Double(count)) * height
      return """
        <rect x="\(Double(index) * step + step * 0.1)" y="\(height - size)" \
        width="\(step * 0.8)" height="\(size)"/>
        """ as Markup
    }
    return frame("failed, jobs in a step", top, scale, "<g class=\"fill-failed\">\(bars)</g>")
  }

  private static func frame(
    _ name: String, _ top: Double, _ scale: LinearAxis, _ content: Markup
  ) -> Markup {
    let heights = scale.ticks.map { tick in
      (top + height * (1 - scale.position(Double(tick))), Units.count(tick))
    }
    return """
      \(Drawing.rows(heights))
      \(Drawing.stretched(top: top, height: height, box: (Drawing.width, height), content))
      <text class="name" x="0" y="\(top - 8)">\(name)</text>
      """
  }

  private static func path(_ points: [(Double, Double)]) -> Markup {
    Markup.joined(
      points.enumerated().map { index, point in
        index == 0 ? "M\(point.0) \(point.1)" : "L\(point.0) \(point.1)"
      })
  }

  /// What each step held, where the pointer is.
  private static func hovers(_ steps: RunSteps, height: Double) -> Markup {
    let inFlight = steps.inFlight
    let strips = (0..<steps.count).map { index in
      let from = Nanoseconds(index) * steps.length
      let text =
        "\(Drawing.instant(from)) to \(Units.duration(from + steps.length)): "
        + "in flight \(Units.count(inFlight[index])), pushed \(Units.count(steps.pushed[index])), "
        + "ended \(Units.count(steps.ended[index])), failed \(Units.count(steps.failed[index]))"
      return """
        <rect class="hover" x="\(index)" width="1" height="10"><title>\(text)</title></rect>
        """ as Markup
    }
    return Drawing.stretched(
      top: 0, height: height, box: (Double(steps.count), 10),
      Markup.joined(strips, separator: "\n"))
  }

  private static func label(_ steps: RunSteps, _ inFlight: [Int]) -> String {
    func peak(_ values: [Int]) -> (count: Int, instant: String) {
      let most = values.max() ?? 0
      let index = values.firstIndex(of: most) ?? 0
      return (most, Units.duration(Nanoseconds(index + 1) * steps.length))
    }
    let (flight, pushed, ended) = (peak(inFlight), peak(steps.pushed), peak(steps.ended))
    let step = Units.duration(steps.length)
    return "Timeline of \(steps.count) steps of \(step). Most jobs in flight: "
      + "\(Units.count(flight.count)), before \(flight.instant). Most pushes in a step: "
      + "\(Units.count(pushed.count)), before \(pushed.instant). Most ends in a step: "
      + "\(Units.count(ended.count)), before \(ended.instant). Failed in all: "
      + "\(Units.count(steps.failed.reduce(0, +)))."
  }

  private static func numbers(_ steps: RunSteps, _ inFlight: [Int]) -> Markup {
    let rows = (0..<steps.count).map { index in
      let cells = [steps.pushed, steps.ended, steps.failed, inFlight].map {
        "\(Units.count($0[index]))" as Markup
      }
      return (Units.duration(Nanoseconds(index + 1) * steps.length), cells)
    }
    return Page.details(
      "Numbers",
      Page.table(
        "Timeline", first: "until",
        ["pushed", "ended", "failed", "in flight"].map(Page.Column.number), rows))
  }
}
