import Testing

@testable import Reports

/// Foreign text in reports.
@Suite struct EscapeTests {
  @Test func aSignBeforeACombiningMarkIsStillASign() {
    let mark = "\u{301}"
    #expect(
      Escape.markdown("<\(mark)b>@\(mark)x|\(mark)") == "&lt;\(mark)b&gt;&#64;\(mark)x\\|\(mark)")
    let fenced = Escape.fenced("```\(mark)", language: "")
    #expect(fenced.unicodeScalars.prefix(5).elementsEqual("````\n".unicodeScalars))
  }

  @Test func axesOfDamagedFilesAreDrawn() {
    let axis = LogAxis(from: .max, to: .max)
    #expect(axis.value(at: 1) > 0)
    _ = axis.ticks()
    let instants = InstantAxis(.min ... .max)
    _ = instants.ticks
    #expect(instants.position(0) == 0.5)
    #expect(LinearAxis(to: .max).upper > 0)
  }
}
