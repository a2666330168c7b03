import Statistics
import Testing
import Workloads

@Suite struct DurationTextTests {
  @Test(
    "A duration is a number and a unit",
    arguments: [
      ("0", 0), ("0s", 0), ("1ns", 1), ("1us", 1_000), ("1µs", 1_000), ("250ms", 250_000_000),
      ("1.5s", 1_500_000_000), ("10m", 600_000_000_000), ("2h", 7_200_000_000_000),
      ("-1s", -1_000_000_000), (".5s", 500_000_000), ("0.1ns", 0), ("0.6ns", 1),
    ] as [(String, Nanoseconds)])
  func reads(text: String, expected: Nanoseconds) { #expect(DurationText.parse(text) == expected) }

  @Test(
    "Other texts are no durations",
    arguments: [
      "", "1", "s", "1 s", "1S", "1sec", "1e3s", "0x1s", "infs", "nans", "1.2.3s", "--1s", "1s ",
      "9e9h", "99999999999h", "1,5s", "١s",
    ])
  func refuses(text: String) { #expect(DurationText.parse(text) == nil) }

  @Test(
    "Durations are written with the unit people use",
    arguments: [
      (0, "0"), (1, "1ns"), (999, "999ns"), (1_000, "1us"), (1_001, "1.001us"),
      (250_000_000, "250ms"), (1_500_000_000, "1.5s"), (60_000_000_000, "1m"),
      (90_000_000_000, "90s"), (7_200_000_000_000, "2h"), (-250_000_000, "-250ms"),
      (-1_050_000, "-1.05ms"), (1_000_000_001, "1000000.001us"),
    ] as [(Nanoseconds, String)])
  func writes(value: Nanoseconds, expected: String) {
    #expect(DurationText.format(value) == expected)
  }

  @Test func whatIsWrittenIsReadBack() {
    var generator = Xoshiro(seed: 11)
    for _ in 0..<10_000 {
      let bits = UInt64.random(in: 0...51, using: &generator)
      let scale = ([1, 1_000, 1_000_000, 1_000_000_000] as [Int64])
        .randomElement(using: &generator)
      let raw = Int64(generator.next() & (1 << bits - 1))
      let magnitude = raw / (scale ?? 1) * (scale ?? 1)
      let value = Bool.random(using: &generator) ? magnitude : -magnitude
      let text = DurationText.format(value)
      #expect(DurationText.parse(text) == value, "\(text)")
    }
  }
}
