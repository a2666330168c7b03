import Dialects
import Glibc
import Statistics
import Testing
import Workloads

@Suite struct TimestampTests {
  /// What the JSON value `text` says as a stamp.
  private func read(_ text: String, _ format: Dialect.StampFormat) -> Timestamp.Reading? {
    let guarded = GuardedBytes()
    let body = unsafe guarded.place(Array(text.utf8))
    var scanner = JSONScanner([JSONPath()])
    guard unsafe scanner.scan(body) == nil else { return nil }
    return unsafe Timestamp.read(scanner.value(0), of: body, as: format)
  }

  private func instant(_ nanoseconds: Nanoseconds, _ digits: Int) -> Timestamp.Reading {
    .instant(Timestamp(nanoseconds: nanoseconds, fractionDigits: digits))
  }

  @Test(
    "ISO 8601 texts are read to the nanosecond",
    arguments: [
      ("2024-12-04T14:07:38.463000", 1_733_321_258_463_000_000, 6),
      ("2024-12-04T14:07:38", 1_733_321_258_000_000_000, 0),
      ("2024-12-04T14:07:38Z", 1_733_321_258_000_000_000, 0),
      ("2024-12-04t14:07:38z", 1_733_321_258_000_000_000, 0),
      ("2024-12-04 14:07:38.4+00:00", 1_733_321_258_400_000_000, 1),
      ("2024-12-04 14:07:38,46", 1_733_321_258_460_000_000, 2),
      ("2024-12-04T14:07:38.123456789Z", 1_733_321_258_123_456_789, 9),
      ("2024-12-04T14:07:38.1234567899999Z", 1_733_321_258_123_456_789, 9),
      ("2024-12-04T14:07:38-0530", 1_733_341_058_000_000_000, 0),
      ("2024-12-04T14:07:38-05:30", 1_733_341_058_000_000_000, 0),
      ("2024-12-04T16:07:38.5+02", 1_733_321_258_500_000_000, 1),
      ("2024-12-31T23:30:00-01:00", 1_735_691_400_000_000_000, 0),
      ("2024-02-29T23:59:59", 1_709_251_199_000_000_000, 0),
      ("2000-02-29T00:00:00", 951_782_400_000_000_000, 0),
      ("2100-02-28T23:59:59", 4_107_542_399_000_000_000, 0),
      ("2100-03-01T00:00:00", 4_107_542_400_000_000_000, 0),
      ("1970-01-01T00:00:01", 1_000_000_000, 0),
      ("1970-01-01T00:00:00.000000001", 1, 9),
      ("2261-12-31T23:59:59.999999999", 9_214_646_399_999_999_999, 9),
      ("2026-11-23T21:57:35.465820Z", 1_795_471_055_465_820_000, 6),
      ("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000, 0),
      ("2016-12-31T23:59:60.75Z", 1_483_228_800_000_000_000, 2),
      (#"2024\u002d12-04T14:07:38\u005a"#, 1_733_321_258_000_000_000, 0),
    ] as [(String, Nanoseconds, Int)])
  func isoTextsAreRead(text: String, nanoseconds: Nanoseconds, digits: Int) {
    #expect(read("\"\(text)\"", .iso8601) == instant(nanoseconds, digits))
  }

  @Test(
    "what is no instant of the calendar is unreadable",
    arguments: [
      "2023-02-29T00:00:00", "2100-02-29T00:00:00", "2024-02-30T00:00:00", "2024-04-31T00:00:00",
      "2024-13-01T00:00:00", "2024-00-01T00:00:00", "2024-01-00T00:00:00", "2024-01-32T00:00:00",
      "2024-01-01T24:00:00", "2024-01-01T00:60:00", "2024-01-01T00:00:61", "2024-01-01",
      "2024-01-01T00:00", "2024-01-01T00:00:00.", "2024-01-01T00:00:00.Z", "2024-01-01_00:00:00",
      "2024-01-01T00:00:00+", "2024-01-01T00:00:00+1", "2024-01-01T00:00:00+24:00",
      "2024-01-01T00:00:00+01:60", "2024-01-01T00:00:00+01-00", "2024-01-01T00:00:00ZZ",
      "2024-01-01T00:00:00 UTC", "2024-1-01T00:00:00Z", "+024-01-01T00:00:00",
      " 2024-01-01T00:00:0",
      "1969-12-31T23:59:59", "1970-01-01T00:00:00+00:01", "2262-01-01T00:00:00", "1733321258",
      "yesterday", "0000-00-00T00:00:00", "0000-01-01T00:00:00Z",
      "2024-01-01T00:00:00.0000000000000000000000000000000000000000000000000000000\\u0030",
    ])
  func nonInstantsAreUnreadable(text: String) {
    #expect(read("\"\(text)\"", .iso8601) == .unreadable)
  }

  @Test(
    "epoch numbers are read to the nanosecond, as numbers and as texts",
    arguments: [
      ("1795469114.1416762", .epochSeconds, 1_795_469_114_141_676_200, 7),
      ("1795469114", .epochSeconds, 1_795_469_114_000_000_000, 0),
      ("1795469114.123456789", .epochSeconds, 1_795_469_114_123_456_789, 9),
      ("1795469114.1234567899", .epochSeconds, 1_795_469_114_123_456_789, 9),
      ("1.795469114e9", .epochSeconds, 1_795_469_114_000_000_000, 0),
      ("1.7954691145E+9", .epochSeconds, 1_795_469_114_500_000_000, 1),
      ("17954691145e-1", .epochSeconds, 1_795_469_114_500_000_000, 1),
      ("0.000000001", .epochSeconds, 1, 9),
      ("9214646399.999999999", .epochSeconds, 9_214_646_399_999_999_999, 9),
      ("1795472806235", .epochMilliseconds, 1_795_472_806_235_000_000, 3),
      ("1795472806235.25", .epochMilliseconds, 1_795_472_806_235_250_000, 5),
      ("1.795472806235e12", .epochMilliseconds, 1_795_472_806_235_000_000, 3),
      ("1795472806235.9999999", .epochMilliseconds, 1_795_472_806_235_999_999, 9),
    ] as [(String, Dialect.StampFormat, Nanoseconds, Int)])
  func epochNumbersAreRead(
    text: String, format: Dialect.StampFormat, nanoseconds: Nanoseconds, digits: Int
  ) {
    #expect(read(text, format) == instant(nanoseconds, digits))
    #expect(read("\"\(text)\"", format) == instant(nanoseconds, digits))
  }

  @Test(
    "what is no epoch number of 1970 to 2261 is unreadable",
    arguments: [
      "-1", "-0.5", "9214646400", "1e30", "1e999999999999999999999", "\"12x\"", "\"+12\"",
      "\"01\"", "\" 12\"", "\"2024-12-04T14:07:38\"", "true", "[]", "{}", "\"null\"",
    ])
  func nonNumbersAreUnreadable(text: String) {
    #expect(read(text, .epochSeconds) == .unreadable)
  }

  @Test(
    "null, 0 and the empty text mean not yet in every format",
    arguments: ["null", "0", "0.0", "-0", "0e5", "\"\""])
  func nothingMeansNotYet(text: String) {
    for format in [Dialect.StampFormat.iso8601, .epochSeconds, .epochMilliseconds] {
      #expect(read(text, format) == .notYet)
    }
  }

  @Test func zeroTimesMeanNotYet() {
    #expect(read("\"0001-01-01T00:00:00Z\"", .iso8601) == .notYet)
    #expect(read("\"1970-01-01T00:00:00.000Z\"", .iso8601) == .notYet)
    #expect(read("\"0\"", .epochSeconds) == .notYet)
    #expect(read("\"0001-01-01T00:00:01Z\"", .iso8601) == .unreadable)
  }

  @Test func numbersAreNoISOTexts() {
    #expect(read("1733321258", .iso8601) == .unreadable)
    #expect(read("false", .iso8601) == .unreadable)
  }

  @Test("3,000 random instants in random spellings are read back", arguments: [1, 2, 3])
  func randomInstantsAreReadBack(seed: UInt64) throws {
    var random = Xoshiro(seed: seed)
    for _ in 0..<1000 {
      let digits = Int.random(in: 0...9, using: &random)
      let unit = Nanoseconds(pow(10, Double(9 - digits)))
      let limit: Nanoseconds = 9_214_560_000_000_000_000
      let instant = Nanoseconds.random(in: 86_400_000_000_000..<limit, using: &random)
      let rounded = instant / unit * unit
      let fraction = String(String(rounded % 1_000_000_000 + 1_000_000_000).dropFirst())
        .prefix(digits)
      let tail = digits == 0 ? "" : "." + fraction
      let expected = self.instant(rounded, digits)

      let iso = try #require(isoText(rounded / 1_000_000_000, tail, &random))
      #expect(read("\"\(iso)\"", .iso8601) == expected, "seed \(seed): \(iso)")
      let seconds = "\(rounded / 1_000_000_000)\(tail)"
      #expect(read(seconds, .epochSeconds) == expected, "seed \(seed): \(seconds)")
    }
  }

  /// Spells an instant with the C library's calendar.
  private func isoText(_ seconds: Int64, _ tail: String, _ random: inout Xoshiro) -> String? {
    let zone = Int.random(in: -1439...1439, using: &random)
    let hasZone = Bool.random(using: &random)
    var local = time_t(seconds) + (hasZone ? zone * 60 : 0)
    var parts = unsafe tm()
    guard unsafe gmtime_r(&local, &parts) != nil else { return nil }
    func two(_ number: some BinaryInteger) -> String { String(String(number + 100).dropFirst()) }
    let date = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    let time = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    let separator = ["T", "t", " "].randomElement(using: &random) ?? "T"
    let colon = Bool.random(using: &random) ? ":" : ""
    let offset = "\(zone < 0 ? "-" : "+")\(two(abs(zone) / 60))\(colon)\(two(abs(zone) % 60))"
    let utc = ["Z", "z", ""].randomElement(using: &random) ?? "Z"
    return date + separator + time + tail + (hasZone ? offset : utc)
  }
}
