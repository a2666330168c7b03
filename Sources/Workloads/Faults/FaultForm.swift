/// How the value of a fault is written.
public enum FaultForm: Sendable, Hashable, CaseIterable {
  /// `0.05`: the share it happens to.
  case share
  /// `200ms@0.05`: how long, and the share it happens to.
  case timeAtShare
  /// `5s@10s`: how long, and when.
  case timeAtInstant
  /// `-3s@20s`: how far a clock is set ahead, and when.
  case shiftAtInstant
  /// `-3s`: how far a clock is ahead.
  case shift
  /// `50ppm`: how much too fast a clock runs.
  case rate
  /// `1ms`: what stamps are cut to.
  case resolution

  /// The words after "must be".
  public var expectation: String {
    switch self {
    case .share: "a share from 0 to 1, such as 0.05"
    case .timeAtShare: "a duration up to 1h at a share from 0 to 1, such as 200ms@0.05"
    case .timeAtInstant:
      "a duration up to 1h at a time after the server's start, such as 5s@10s"
    case .shiftAtInstant:
      "a duration, also a negative one, at a time after the server's start, such as -3s@20s"
    case .shift: "a duration, also a negative one, such as -3s"
    case .rate: "from -100000ppm to 100000ppm, such as 50ppm"
    case .resolution: "a duration from 1us to 1s, such as 1ms"
    }
  }

  /// A value in this form, for help screens.
  public var example: String {
    switch self {
    case .share: "0.05"
    case .timeAtShare: "200ms@0.05"
    case .timeAtInstant: "5s@10s"
    case .shiftAtInstant: "3s@20s"
    case .shift: "-3s"
    case .rate: "50ppm"
    case .resolution: "1s"
    }
  }

  /// An hour, the longest fault: a server that waits for longer is not slow but gone.
  private static let longest: Nanoseconds = 3_600_000_000_000
  /// Thirty days, the latest instant and the largest shift of a clock.
  private static let farthest: Nanoseconds = 30 * 86_400_000_000_000

  /// The value that `text` says; nil when it is not in this form or out of range.
  public func setting(_ text: String) -> FaultSetting? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    switch self {
    case .share: return Self.share(text[...]).map { FaultSetting(share: $0) }
    case .shift: return Self.time(text[...], Self.shifts).map { FaultSetting(time: $0) }
    case .resolution:
      return Self.time(text[...], 1_000...1_000_000_000).map { FaultSetting(time: $0) }
    case .rate: return Self.rate(text).map { FaultSetting(rate: $0) }
    case .timeAtShare:
      guard parts.count == 2, let time = Self.time(parts[0], 0...Self.longest),
        let share = Self.share(parts[1])
      else { return nil }
      return FaultSetting(share: share, time: time)
    case .timeAtInstant, .shiftAtInstant:
      let range = self == .timeAtInstant ? 0...Self.longest : Self.shifts
      guard parts.count == 2, let time = Self.time(parts[0], range),
        let instant = Self.time(parts[1], 0...Self.farthest)
      else { return nil }
      return FaultSetting(time: time, at: instant)
    }
  }

  /// The text that ``setting(_:)`` reads back as `setting`.
  public func text(_ setting: FaultSetting) -> String {
    let time = DurationText.format(setting.time)
    return switch self {
    case .share: number(setting.share)
    case .shift, .resolution: time
    case .rate: "\(number(setting.rate))ppm"
    case .timeAtShare: "\(time)@\(number(setting.share))"
    case .timeAtInstant, .shiftAtInstant: "\(time)@\(DurationText.format(setting.instant))"
    }
  }

  /// The number without a needless `.0`.
  private func number(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  private static let shifts = -farthest...farthest

  private static func time(_ text: Substring, _ range: ClosedRange<Nanoseconds>) -> Nanoseconds? {
    guard let time = DurationText.parse(text), range.contains(time) else { return nil }
    return time
  }

  private static func share(_ text: Substring) -> Double? {
    guard let share = decimal(text), (0...1).contains(share) else { return nil }
    return share
  }

  private static func rate(_ text: String) -> Double? {
    guard text.hasSuffix("ppm"), let rate = decimal(text.dropLast(3)), abs(rate) <= 100_000 else {
      return nil
    }
    return rate
  }

  /// A decimal number as ``text(_:)`` writes it: not hexadecimal, not infinite.
  private static func decimal(_ text: Substring) -> Double? {
    let allowed = text.utf8.allSatisfy { (0x30...0x39).contains($0) || ".-e".utf8.contains($0) }
    return allowed ? Double(String(text)) : nil
  }
}
