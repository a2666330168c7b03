import Statistics
import Testing

/// Expected values: the first outputs of `splitmix64.c` (Vigna, 2015) and `xoshiro256starstar.c`
/// (Blackman, Vigna, 2018; state filled by splitmix64), both from https://prng.di.unimi.it and run as C
/// programs apart from this package.
@Suite struct GeneratorTests {
  @Test(
    "SplitMix gives the numbers of the published program",
    arguments: [
      (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
      (1, [0x910A_2DEC_8902_5CC1, 0xBEEB_8DA1_658E_EC67, 0xF893_A2EE_FB32_555E]),
      (1_234_567, [0x599E_D017_FB08_FC85, 0x2C73_F084_5854_0FA5, 0x883E_BCE5_A3F2_7C77]),
      (.max, [0xE4D9_7177_1B65_2C20, 0xE99F_F867_DBF6_82C9, 0x382F_F84C_B272_81E9]),
    ] as [(UInt64, [UInt64])])
  func splitMix(seed: UInt64, expected: [UInt64]) {
    var generator = SplitMix(seed: seed)
    let found = expected.map { _ in generator.next() }
    #expect(found == expected)
  }

  @Test(
    "Xoshiro gives the numbers of the published program",
    arguments: [
      (0, [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0]),
      (1, [0xB3F2_AF6D_0FC7_10C5, 0x853B_5596_4736_4CEA, 0x92F8_9756_082A_4514]),
      (1_234_567, [0x30A3_A1C3_6360_0467, 0x1940_5F0F_5799_29CA, 0x115B_EAAC_046D_DBD9]),
      (.max, [0x8F55_20D5_2A7E_AD08, 0xC476_A018_CAA1_802D, 0x81DE_31C0_D260_469E]),
    ] as [(UInt64, [UInt64])])
  func xoshiro(seed: UInt64, expected: [UInt64]) {
    var generator = Xoshiro(seed: seed)
    let found = expected.map { _ in generator.next() }
    #expect(found == expected)
  }

  @Test(
    "Xoshiro is still that program after a thousand numbers",
    arguments: [
      (0, 0x2C9F_68B0_7664_2982), (1, 0xCDF9_3337_D61F_6382), (1_234_567, 0x78C6_4CD1_A893_A663),
      (.max, 0x19C0_F8F6_D5A9_588F),
    ] as [(UInt64, UInt64)])
  func xoshiroLater(seed: UInt64, expected: UInt64) {
    var generator = Xoshiro(seed: seed)
    for _ in 0..<1_000 { _ = generator.next() }
    let found = generator.next()
    #expect(found == expected)
  }

  @Test func bitsOfAnIndexDependOnSeedAndIndexAlone() {
    var seen: Set<UInt64> = []
    for seed in 0..<64 as Range<UInt64> {
      for index in 0..<64 as Range<UInt64> { seen.insert(SplitMix.bits(seed: seed, index: index)) }
    }
    #expect(seen.count == 64 * 64)
    #expect(SplitMix.bits(seed: 7, index: 9) == SplitMix.bits(seed: 7, index: 9))
  }

  @Test(
    "The unit interval begins at 0 and stays below 1",
    arguments: [
      (0, 0.0), (0x7FF, 0), (0x800, 0x1p-53), (1 << 63, 0.5), (.max, 1 - 0x1p-53),
    ] as [(UInt64, Double)])
  func unit(bits: UInt64, expected: Double) { #expect(unitInterval(bits) == expected) }

  @Test("Every integer below a limit is drawn about equally often")
  func integers() {
    var counts = [Int](repeating: 0, count: 7)
    for index in 0..<70_000 as Range<UInt64> {
      counts[Int(SplitMix.integer(seed: 9, index: index, below: 7))] += 1
    }
    // Five standard deviations of 70,000 draws with a chance of 1 in 7.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 465 })
    #expect(SplitMix.integer(seed: 9, index: 1, below: 1) == 0)
  }

  /// Means of 100,000 variates lie within five standard errors of the closed form.
  @Test(
    "Variates have the mean of their law",
    arguments: [
      ("uniform", 0.5, (1.0 / 12).squareRoot()), ("exponential", 3, 3), ("normal", 0, 1),
      // exp(s^2/2) and its standard deviation sqrt((exp(s^2) - 1) exp(s^2)) for s = 0.5.
      ("log-normal", 1.133_148_453, 0.603_900_542),
    ])
  func mean(law: String, mean: Double, deviation: Double) {
    var generator = Xoshiro(seed: 42)
    let count = 100_000
    var sum = 0.0
    for _ in 0..<count {
      let value =
        switch law {
        case "uniform": generator.unit()
        case "exponential": generator.exponential(mean: 3)
        case "normal": generator.standardNormal()
        default: generator.logNormal(median: 1, sigma: 0.5)
        }
      sum += value
    }
    #expect(abs(sum / Double(count) - mean) < 5 * deviation / Double(count).squareRoot())
  }
}
