/// An exchange whose reply said what second it was where it was made.
public struct DatedExchange: Sendable, Hashable, BitwiseCopyable {
  /// When the request was sent, in nanoseconds since the run's start.
  public var sent: Nanoseconds
  /// When its reply was complete, likewise.
  public var received: Nanoseconds
  /// The second in its `Date`, in seconds since the Unix epoch.
  public var date: Int64

  /// An exchange from its parts.
  public init(sent: Nanoseconds, received: Nanoseconds, date: Int64) {
    self.sent = sent
    self.received = received
    self.date = date
  }

  /// The larger, the more the server's clock is ahead for certain.
  var floor: Nanoseconds { date &* 1_000_000_000 &- received }
  /// The smaller, the less it can be ahead.
  var ceiling: Nanoseconds { date &* 1_000_000_000 &- sent }
}

/// The exchanges that say most about the server's clock: in each of a fixed number of windows of time the
/// one that bounds it best from below, and the one from above.
///
/// ```
/// cells   width | exchanges | window 0: lower (sent, received, date), upper (sent, received, date) | ...
/// ```
/// When a run grows beyond its windows, neighbours are merged in place and all are twice as wide. Within
/// a window the clock may drift, which costs a little sharpness and nothing else, since each exchange
/// keeps its own instants.
extension EngineTally {
  /// Number of windows.
  public static let dateWindows = 256
  private static let cellsPerWindow = 6
  static let dateCells = 2 + dateWindows * cellsPerWindow
  /// The width of a window at first, in nanoseconds.
  private static let firstWidth: Nanoseconds = 125_000_000

  private static func base(_ window: Int) -> Int { dateBase + 2 + window * cellsPerWindow }

  /// Takes in an exchange whose reply has a `Date`.
  public func record(_ exchange: DatedExchange) {
    guard exchange.date > 0, exchange.sent <= exchange.received else { return }
    var width = Nanoseconds(bitPattern: cells[Self.dateBase])
    if width == 0 {
      width = Self.firstWidth
      cells[Self.dateBase] = UInt64(bitPattern: width)
    }
    cells[Self.dateBase + 1] &+= 1
    while max(exchange.received, 0) / width >= Nanoseconds(Self.dateWindows) {
      mergeWindows()
      width &*= 2
      cells[Self.dateBase] = UInt64(bitPattern: width)
    }
    keep(exchange, in: Int(max(exchange.received, 0) / width))
  }

  /// Exchanges taken in.
  public var datedExchanges: UInt64 { cells[Self.dateBase + 1] }

  /// The exchanges that bound the server's clock, each once.
  public var bestDated: [DatedExchange] {
    (0..<Self.dateWindows).flatMap { window -> [DatedExchange] in
      guard let lower = exchange(at: Self.base(window)),
        let upper = exchange(at: Self.base(window) + 3)
      else { return [] }
      return lower == upper ? [lower] : [lower, upper]
    }
  }

  private func keep(_ exchange: DatedExchange, in window: Int) {
    let base = Self.base(window)
    let lower = self.exchange(at: base)
    if lower.map({ $0.floor < exchange.floor }) ?? true { write(exchange, at: base) }
    let upper = self.exchange(at: base + 3)
    if upper.map({ $0.ceiling > exchange.ceiling }) ?? true { write(exchange, at: base + 3) }
  }

  /// Halves the number of used windows; the freed ones are empty.
  private func mergeWindows() {
    for window in 0..<Self.dateWindows {
      let base = Self.base(window)
      let found = (exchange(at: base), exchange(at: base + 3))
      for index in base..<base + Self.cellsPerWindow { cells[index] = 0 }
      if let lower = found.0 { keep(lower, in: window / 2) }
      if let upper = found.1 { keep(upper, in: window / 2) }
    }
  }

  private func exchange(at base: Int) -> DatedExchange? {
    let date = Int64(bitPattern: cells[base + 2])
    guard date != 0 else { return nil }
    return DatedExchange(
      sent: Nanoseconds(bitPattern: cells[base]),
      received: Nanoseconds(bitPattern: cells[base + 1]), date: date)
  }

  private func write(_ exchange: DatedExchange, at base: Int) {
    cells[base] = UInt64(bitPattern: exchange.sent)
    cells[base + 1] = UInt64(bitPattern: exchange.received)
    cells[base + 2] = UInt64(bitPattern: exchange.date)
  }
}
