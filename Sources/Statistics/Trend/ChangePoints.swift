/// When two stretches of a series are taken for different.
public struct ChangeRule: Sendable, Hashable {
  /// As many of the newest values are looked at together at most.
  public var window = 50
  /// As many values are on each side of a change at least.
  public var shortest = 4
  /// Below this number of values nothing is judged.
  public var fewest = 10
  /// A split with a smaller probability under no change is a change point.
  public var changePoint = 3e-5
  /// A split with a smaller probability under no change is suspect.
  public var suspect = 3e-4
  /// A change of the logarithm by less is none that anybody asks for.
  public var smallest = Logarithm.naturalOfOnePlus(0.025)

  /// A window of 50 values, at least four on each side, 3e-5 and 3e-4, and 2.5 %.
  public init() {}

  /// How many values are needed on both sides together before a split may get the probability `limit`.
  public func needed(_ limit: Double) -> Int {
    var count = 2 * shortest
    while 2 / MannWhitney.choices(count / 2, of: count) >= limit { count += 1 }
    return count
  }

  /// How many values are needed before a change after which there are `after`; nil where no number in the
  /// window is enough.
  public func needed(before after: Int, _ limit: Double) -> Int? {
    (shortest...max(window, shortest)).first { before in
      before + after <= window && 2 / MannWhitney.choices(after, of: before + after) < limit
    }
  }
}

/// A place at which a series of values changes.
public struct ChangePoint: Sendable, Hashable {
  /// The number of values before the change.
  public var position: Int
  /// Whether it is only suspect.
  public var isSuspect: Bool
  /// After how many values it was found.
  public var foundAfter: Int
  /// The probability of two sides as different as these under no change, had the place been chosen
  /// beforehand.
  public var probability: Double
  /// The number of values before it that the probability was computed from.
  public var countBefore: Int
  /// The number of values after it that the probability was computed from.
  public var countAfter: Int
  /// By how much the values after it are above those before.
  public var shift: SampleShift
}

extension ChangePoint {
  /// The changes of `values`, as somebody finds them who asks after every value.
  ///
  /// Asked after each value are the newest ``ChangeRule/window``, back to the last change point: where they
  /// are split best (``EDivisive``), and whether the sides differ (``MannWhitney``). What is found is kept, so that
  /// a longer series has the same change points in its beginning, and two changes that take each other
  /// back do not hide each other. Suspect is only what the last question finds.
  ///
  /// - Parameters:
  ///   - values: The series; logarithms, where a change is a ratio.
  ///   - rule: When two stretches are different.
  ///   - sums: Keeps what was counted, for the next series.
  /// - Returns: The changes in their order.
  /// - Complexity: O(n · window²).
  public static func all(
    in values: [Double], _ rule: ChangeRule, _ sums: inout RankSums
  ) -> [ChangePoint] {
    var found: [ChangePoint] = []
    guard values.count >= rule.fewest else { return found }
    for end in rule.fewest...values.count {
      let start = max(found.last?.position ?? 0, end - rule.window)
      guard let change = change(in: values[start..<end], rule, &sums) else { continue }
      if !change.isSuspect || end == values.count { found.append(change) }
    }
    return settled(found, in: values, rule, &sums)
  }

  /// The best split of `values`, where it is one.
  private static func change(
    in values: ArraySlice<Double>, _ rule: ChangeRule, _ sums: inout RankSums
  ) -> ChangePoint? {
    guard let split = EDivisive.split(values, shortest: rule.shortest) else { return nil }
    let position = values.startIndex + split.position
    let (before, after) = (values[..<position], values[position...])
    let test = MannWhitney(before, after)
    // Nearer than two standard deviations no probability is small.
    guard test.score > 2 else { return nil }
    let probability = test.probability(&sums)
    guard probability < rule.suspect else { return nil }
    let shift = SampleShift(from: before, to: after, &sums)
    guard abs(shift.estimate) >= rule.smallest else { return nil }
    return ChangePoint(
      position: position, isSuspect: probability >= rule.changePoint,
      foundAfter: values.endIndex, probability: probability,
      countBefore: before.count, countAfter: after.count, shift: shift)
  }

  /// The changes of `found`, each at the place that the values up to its neighbours give it, now that
  /// there are more of them; where those do not make it a change point, as it was found.
  private static func settled(
    _ found: [ChangePoint], in values: [Double], _ rule: ChangeRule, _ sums: inout RankSums
  ) -> [ChangePoint] {
    var settled = found
    for index in settled.indices where !settled[index].isSuspect {
      let place = settled[index].position
      let lower = index > 0 ? settled[index - 1].position : 0
      let upper = index + 1 < settled.count ? settled[index + 1].position : values.count
      // Counting orders takes memory as the fourth power of the length: a large window is one for both sides.
      let reach = max(rule.window / 2, min(rule.window, 50))
      let near = values[max(lower, place - reach)..<min(upper, place + reach)]
      if let change = change(in: near, rule, &sums), !change.isSuspect {
        settled[index] = change
        settled[index].foundAfter = max(found[index].foundAfter, change.position + 1)
      }
    }
    return settled
  }
}
