/// The section `thresholds`: a list of conditions.
enum ThresholdsRule {
  static let shape = Shape.list(.scalar)

  static func read(_ node: SourceNode?, _ problems: inout [Problem]) -> [Threshold] {
    var thresholds: [Threshold] = []
    for element in node?.elements ?? [] {
      guard let text = element.scalar?.text, !element.isNull else { continue }
      do {
        thresholds.append(try Threshold.parse(text))
      } catch {
        problems.append(Problem(element.place, error.message, hint: error.hint))
      }
    }
    return thresholds
  }
}
