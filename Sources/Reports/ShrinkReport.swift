public import Results

/// The search for a small scenario in words, at most 100 columns wide.
public enum ShrinkReport {
  /// One question and its answer on one line, without a line break.
  public static func line(_ step: ShrinkStep) -> String {
    let verdict =
      switch step.answer.ruling {
      case .shown: "shows"
      case .gone: "gone"
      case .undecided: "undecided"
      }
    return Wrap.padded("\(step.number)", 4) + Wrap.padded(step.dimension.rawValue, 10)
      + Wrap.padded(Escape.plain(step.change), 34) + Wrap.padded(verdict, 11)
      + evidence(step.answer)
  }

  /// What the pairs say, for example `p50 +11.2 % (+8.0 % to +14.1 %), 14 pairs`.
  public static func evidence(_ answer: ShrinkAnswer) -> String {
    var parts: [String] = []
    if let rise = answer.rise {
      let interval = answer.interval.map { " (\(ComparisonPhrases.interval($0)))" } ?? ""
      parts.append("\(answer.quantile) \(ComparisonPhrases.share(rise))\(interval)")
    }
    if answer.pairs > 0 { parts.append(answer.pairs == 1 ? "1 pair" : "\(answer.pairs) pairs") }
    if let reason = answer.reason { parts.append(Escape.plain(reason)) }
    return parts.joined(separator: ", ")
  }

  /// The comment at the head of the scenario that was found: the effect, where it came from, and the one
  /// command that shows it.
  ///
  /// - Parameters:
  ///   - answer: What the scenario showed.
  ///   - metric: The time that was judged, as thresholds call it.
  ///   - run: The run from which the search started.
  ///   - steps: Every question.
  ///   - command: The command.
  ///   - cut: What ended the search early; nil for nothing.
  /// - Returns: Lines without the marks of a comment.
  public static func comment(
    _ answer: ShrinkAnswer, metric: String, run: String, steps: [ShrinkStep], command: String,
    cut: String? = nil
  ) -> [String] {
    let pairs = steps.reduce(0) { $0 + $1.answer.pairs }
    let questions = steps.count == 1 ? "1 question" : "\(steps.count) questions"
    let early = cut.map {
      let line = $0.split(whereSeparator: \.isNewline).joined(separator: " ")
      return ["Ended early: \(Escape.plain(line)); a smaller scenario may show it, too."]
    }
    return [
      "Effect: \(metric) \(evidence(answer)), candidate against base.",
      "From: \(Escape.plain(run)), made smaller in \(questions) with \(pairs) pairs of runs.",
      "Shown by: \(Escape.plain(command))",
    ] + (early ?? [])
  }
}
