internal import Results
internal import Statistics
internal import Workloads

/// How each quantile of a time changed from base to candidate, on the scale of logarithms.
struct ShiftFigure {
  /// One quantile.
  struct Point {
    /// The quantile, for example `p99`.
    var name: String
    /// The natural logarithm of candidate over base; nil where it is not known.
    var logRatio: Double?
    /// Between which values of ``logRatio`` the truth is taken to be; nil without an interval.
    var interval: ClosedRange<Double>?
  }

  /// What the figure is of.
  var name: String
  /// The colour of the time.
  var kind: String
  /// The quantiles in order.
  var points: [Point]
  /// What the intervals are.
  var remark: String

  private static let top = 14.0
  private static let height = 190.0

  /// The figure; nothing where no quantile is known.
  func render() -> Markup {
    let known = points.filter { $0.logRatio != nil }
    guard !known.isEmpty else { return .none }
    let values = points.flatMap { point in
      [point.logRatio, point.interval?.lowerBound, point.interval?.upperBound].compactMap(\.self)
    }
    let (low, high) = Self.ends(values)
    func y(_ value: Double) -> Double {
      let clamped = min(max(value, low), high)
      return Self.top + Self.height * (high - clamped) / (high - low)
    }
    let columns = points.enumerated().map { index, point in
      (place: (Double(index) + 0.5) / Double(points.count), name: point.name)
    }
    let bottom = Self.top + Self.height
    let drawing = Drawing.whole(
      height: Int(bottom) + 22, label: label,
      [
        Drawing.rows(
          Self.ticks(low, high).map {
            (y($0), ComparisonPhrases.share(Logarithm.exponential($0) - 1))
          }),
        "<g class=\"axis\"><line x1=\"0\" x2=\"100%\" y1=\"\(y(0))\" y2=\"\(y(0))\"/></g>",
        curve(y), Drawing.foot(at: bottom, columns), marks(y),
      ])
    return Drawing.figure(name, [drawing, Page.note(remark)])
  }

  /// The ends of the axis: no change is on it, and both sides have room.
  ///
  /// Changes beyond a factor of 20 stand at the edge; their numbers are in the table.
  private static func ends(_ values: [Double]) -> (low: Double, high: Double) {
    let low = min(max((values.min() ?? 0) * 1.1, -3), 0)
    let high = max(min((values.max() ?? 0) * 1.1, 3), 0)
    let least = max((high - low) / 5, 0.01)
    return (min(low, -least), max(high, least))
  }

  /// Round changes between `low` and `high`, two at most on each side of no change.
  private static func ticks(_ low: Double, _ high: Double) -> [Double] {
    let rises = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4, 9].map(
      Logarithm.naturalOfOnePlus)
    let falls = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 0.9].map {
      Logarithm.naturalOfOnePlus(-$0)
    }
    let apart = (high - low) / 9
    func chosen(_ ticks: [Double], _ limit: Double) -> [Double] {
      var found: [Double] = []
      for tick in ticks.reversed() where abs(tick) <= abs(limit) && abs(tick) >= apart {
        if found.allSatisfy({ abs($0 - tick) >= apart }) { found.append(tick) }
      }
      return Array(found.prefix(2))
    }
    return chosen(falls, low) + [0] + chosen(rises, high)
  }

  private func curve(_ y: (Double) -> Double) -> Markup {
    let step = Drawing.width / Double(points.count)
    var (path, isOpen): (Markup, Bool) = (.none, false)
    for (index, point) in points.enumerated() {
      guard let value = point.logRatio else {
        isOpen = false
        continue
      }
      let x = (Double(index) + 0.5) * step
      path += isOpen ? "L\(x) \(y(value) - Self.top)" : "M\(x) \(y(value) - Self.top)"
      isOpen = true
    }
    return Drawing.stretched(
      top: Self.top, height: Self.height, box: (Drawing.width, Self.height),
      "<path class=\"curve stroke-\(kind)\" d=\"\(path)\"/>")
  }

  private func marks(_ y: (Double) -> Double) -> Markup {
    Markup.joined(
      points.enumerated().compactMap { index, point -> Markup? in
        guard let value = point.logRatio else { return nil }
        let x = (Double(index) + 0.5) / Double(points.count) * 100
        let title = "\(point.name): \(words(point))"
        let spread: Markup =
          point.interval.map {
            """
            <line class="spread stroke-\(kind)" x1="\(x)%" x2="\(x)%" y1="\(y($0.upperBound))" \
            y2="\(y($0.lowerBound))"/>
            """
          } ?? .none
        return """
          <g>\(spread)<circle class="fill-\(kind)" cx="\(x)%" cy="\(y(value))" r="4"/>\
          <title>\(title)</title></g>

          """
      })
  }

  private func words(_ point: Point) -> String {
    func share(_ logRatio: Double) -> String {
      ComparisonPhrases.share(Logarithm.exponential(min(max(logRatio, -40), 40)) - 1)
    }
    let value = point.logRatio.map(share) ?? "n/a"
    guard let interval = point.interval else { return value }
    return "\(value), \(share(interval.lowerBound)) to \(share(interval.upperBound))"
  }

  private var label: String {
    "Change of each quantile of \(name) times: "
      + points.map { "\($0.name) \(words($0))" }.joined(separator: "; ") + "."
  }
}
