/// Service laws as scenarios and options write them:
/// `constant(200ms)`, `exponential(200ms)`, `lognormal(1s, 0.5)`, `bimodal(200ms, 5s, 0.3)`.
extension ServiceLaw {
  /// The words to show when a text was not a service law.
  public static let expectation =
    "constant(200ms), exponential(200ms), lognormal(1s, 0.5) or bimodal(200ms, 5s, 0.3)"

  /// Reads a law in the form of ``expectation``; nil when the text is none, a duration is negative,
  /// sigma is negative or above 5, or a share is outside 0...1.
  public init?(_ text: some StringProtocol) {
    let compact = String(text.filter { !$0.isWhitespace })
    guard let open = compact.firstIndex(of: "("), compact.hasSuffix(")") else { return nil }
    let inner = compact[compact.index(after: open)..<compact.index(before: compact.endIndex)]
    let arguments = inner.split(separator: ",", omittingEmptySubsequences: false)
    func time(_ i: Int) -> Nanoseconds? {
      guard let value = DurationText.parse(arguments[i]), value >= 0 else { return nil }
      return value
    }
    func number(_ i: Int, in range: ClosedRange<Double>) -> Double? {
      guard let value = Double(String(arguments[i])), range.contains(value) else { return nil }
      return value
    }
    switch (compact[..<open], arguments.count) {
    case ("constant", 1):
      guard let value = time(0) else { return nil }
      self = .constant(value)
    case ("exponential", 1):
      guard let mean = time(0) else { return nil }
      self = .exponential(mean: mean)
    case ("lognormal", 2):
      guard let median = time(0), let sigma = number(1, in: 0...5) else { return nil }
      self = .logNormal(median: median, sigma: sigma)
    case ("bimodal", 3):
      guard let short = time(0), let long = time(1), let share = number(2, in: 0...1) else {
        return nil
      }
      self = .bimodal(short: short, long: long, share: share)
    default: return nil
    }
  }

  /// The law in the form of ``expectation``.
  public var text: String {
    switch self {
    case .constant(let time): "constant(\(DurationText.format(time)))"
    case .exponential(let mean): "exponential(\(DurationText.format(mean)))"
    case .logNormal(let median, let sigma): "lognormal(\(DurationText.format(median)), \(sigma))"
    case .bimodal(let short, let long, let share):
      "bimodal(\(DurationText.format(short)), \(DurationText.format(long)), \(share))"
    }
  }
}
