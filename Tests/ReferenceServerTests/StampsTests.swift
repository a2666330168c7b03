import Foundation
import Statistics
import Testing
import Workloads

@testable import ReferenceServer

struct StampsTests {
  private func stamp(_ wall: Int64, _ style: StampStyle = StampStyle()) -> String {
    var written = Text()
    written.writeStamp(wall, style)
    return written.string
  }

  @Test(
    "a stamp is naive UTC, cut to milliseconds, in six digits",
    arguments: [
      (Int64(0), "1970-01-01T00:00:00.000000"),
      (1_733_321_258_463_999_999, "2024-12-04T14:07:38.463000"),
      (1_709_164_800_000_000_000, "2024-02-29T00:00:00.000000"),
      (4_107_542_399_999_000_000, "2100-02-28T23:59:59.999000"),
      (Int64.max, "2262-04-11T23:47:16.854000"), (-1, "1970-01-01T00:00:00.000000"),
    ])
  func examples(wall: Int64, text: String) {
    #expect(stamp(wall) == text)
    #expect(stamp(wall, StampStyle(zoned: true)) == text + "Z")
  }

  @Test func aWholeSecondCanGoWithoutFraction() {
    let style = StampStyle(omitsZeroFraction: true)
    #expect(stamp(1_000_000_000, style) == "1970-01-01T00:00:01")
    #expect(stamp(1_000_999_999, style) == "1970-01-01T00:00:01")
    #expect(stamp(1_001_000_000, style) == "1970-01-01T00:00:01.001000")
  }

  @Test func theCalendarAgreesWithFoundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    var generator = Xoshiro(seed: 3)
    for _ in 0..<2_000 {
      let second = Int64.random(in: 0..<9_000_000_000, using: &generator)
      let ours = CalendarTime(second * 1_000_000_000)
      let theirs = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second, .weekday],
        from: Date(timeIntervalSince1970: TimeInterval(second)))
      #expect(ours.year == theirs.year && ours.month == theirs.month && ours.day == theirs.day)
      #expect(ours.hour == theirs.hour && ours.minute == theirs.minute)
      #expect(ours.second == theirs.second && ours.weekday + 1 == theirs.weekday)
    }
  }

  @Test func theDateFieldIsThatOfTheRFC() {
    var written = Text()
    written.writeHTTPDate(784_111_777_000_000_000)
    #expect(written.string == "Sun, 06 Nov 1994 08:49:37 GMT")
  }

  @Test func aUUIDIsReadAsItIsWritten() throws {
    let id = UUIDBits(.job, seed: 5, index: 9)
    #expect(UUIDBits(id.text) == id)
    #expect(UUIDBits(id.text.uppercased()) == id)
    #expect(id.text.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
    let theirs = try #require(UUID(uuidString: id.text))
    #expect(theirs.uuid.6 >> 4 == 4)
    #expect(theirs.uuid.8 >> 6 == 0b10)
    for text in ["", "x", String(id.text.dropLast()), id.text + "0", id.text + "-"] {
      #expect(UUIDBits(text) == nil)
    }
    #expect(UUIDBits(String(repeating: "-", count: 36)) == nil)
  }
}
