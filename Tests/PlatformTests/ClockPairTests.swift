import Platform
import Testing

@Suite struct ClockPairTests {
  @Test func aPairIsOneInstantOnBothClocks() {
    let before = (MonotonicClock.now(), MonotonicClock.wall())
    let pair = ClockPair.now()
    let after = (MonotonicClock.now(), MonotonicClock.wall())
    #expect(before.0 <= pair.monotonic && pair.monotonic <= after.0)
    #expect(before.1 <= pair.wall && pair.wall <= after.1)
  }
}
