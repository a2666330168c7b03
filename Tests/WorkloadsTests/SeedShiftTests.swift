import Testing
import Workloads

/// Seeds of runs that are to differ by chance alone.
@Suite struct SeedShiftTests {
  @Test func everySeedThereIsIsShifted() {
    var seeds: Seeds = 7
    seeds[.arrivals] = 100
    let shifted = seeds.shifted(by: 3)
    #expect(shifted.run == 10)
    #expect(shifted[.arrivals] == 103)
    #expect(shifted[.service] == nil)
    #expect(seeds.shifted(by: 0) == seeds)
    #expect(Seeds(.max).shifted(by: 1).run == 0)
  }
}
