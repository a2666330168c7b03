import Reports
import Results
import Testing

@Suite struct ShrinkReportTests {
  private let steps = [
    ShrinkStep(
      number: 0, dimension: .start, change: "the whole scenario",
      answer: ShrinkAnswer(
        .shown, quantile: "p50", rise: 0.112, interval: RatioBounds(lower: 1.08, upper: 1.141),
        pairs: 14)),
    ShrinkStep(
      number: 1, dimension: .jobClass, change: "only the class 'a\u{1B}[1m'",
      answer: ShrinkAnswer(.gone, quantile: "p50", rise: -0.001, pairs: 1)),
    ShrinkStep(
      number: 2, dimension: .rate, change: "half the rate",
      answer: ShrinkAnswer(
        .undecided, quantile: "", rise: nil, pairs: 0, reason: "pair 1 was tried 3 times")),
  ]

  @Test func aStepIsALine() {
    let lines = steps.map(ShrinkReport.line)
    #expect(
      lines[0]
        == "0   start     the whole scenario                shows      "
        + "p50 +11.2 % (+8.0 % to +14.1 %), 14 pairs")
    #expect(lines[1].hasSuffix("gone       p50 -0.1 %, 1 pair"))
    #expect(!lines[1].contains("\u{1B}"))
    #expect(lines[2].hasSuffix("undecided  pair 1 was tried 3 times"))
  }

  @Test func theCommentTellsEffectOriginAndCommand() {
    let comment = ShrinkReport.comment(
      steps[0].answer, metric: "end_to_end", run: "results/a/b.run", steps: steps,
      command: "sojourn gate a.yaml --base x --candidate y")
    #expect(
      comment == [
        "Effect: end_to_end p50 +11.2 % (+8.0 % to +14.1 %), 14 pairs, candidate against base.",
        "From: results/a/b.run, made smaller in 3 questions with 15 pairs of runs.",
        "Shown by: sojourn gate a.yaml --base x --candidate y",
      ])
    let cut = ShrinkReport.comment(
      steps[0].answer, metric: "end_to_end", run: "results/a/b.run", steps: steps,
      command: "sojourn gate a.yaml --base x --candidate y", cut: "no space\nat all")
    #expect(cut.dropLast() == comment[...])
    #expect(
      cut.last == "Ended early: no space at all; a smaller scenario may show it, too.")
  }
}
