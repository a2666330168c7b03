internal import Dialects
internal import Results
internal import Workloads

/// The server's stamps, beside each other and beside the client's clock.
extension ProbeJudge {
  mutating func judgeStamps(
    _ said: PollReply, _ matches: [PathMatch], _ exchange: inout ProbeExchange
  ) {
    var seen: [DialectPaths.Stamp: Timestamp] = [:]
    for stamp in DialectPaths.Stamp.allCases {
      let candidates = Set(paths.candidates(stamp))
      for match in matches where candidates.contains(match.name) {
        let reading = match.stamp(as: dialect.stampFormat)
        var meaning: String?
        switch reading {
        case .notYet: meaning = match.isThere ? "not yet" : nil
        case .unreadable: doubtUnreadable(match)
        case .instant(let instant):
          let isUsed = seen[stamp] == nil
          meaning = self.meaning(instant) + (isUsed ? "" : "; not used")
          if isUsed {
            seen[stamp] = instant
            judge(instant, stamp, match, said, exchange)
          }
        }
        exchange.findings.append(match.finding(meaning: meaning))
      }
    }
    if seen[.completed] == nil, said.completed != 0, !said.hasRelativeStamps {
      // It is the instant of the condition that holds, which no path leads to.
      seen[.completed] = Timestamp(
        nanoseconds: said.completed, fractionDigits: said.stampDigits)
    }
    findDurations(matches, &exchange)
    judgeOrder(seen)
    for (stamp, instant) in seen { stamps[stamp] = instant }
  }

  private mutating func findDurations(
    _ matches: [PathMatch], _ exchange: inout ProbeExchange
  ) {
    let format: Dialect.StampFormat =
      dialect.durationUnit == .seconds ? .epochSeconds : .epochMilliseconds
    for match in matches where paths.durations.contains(match.name) {
      var meaning: String?
      switch match.stamp(as: format) {
      case .notYet: break
      case .instant(let time): meaning = Units.duration(time.nanoseconds)
      case .unreadable:
        doubt(
          match.key, path: match.name.path,
          "`\(match.name.path)` is \(match.shown), which is no number of "
            + dialect.durationUnit.rawValue)
      }
      exchange.findings.append(match.finding(meaning: meaning))
    }
  }

  /// Where the path matched something that is no instant.
  private mutating func doubtUnreadable(_ match: PathMatch) {
    let others = Dialect.StampFormat.allCases.filter { format in
      guard case .instant(let instant) = match.stamp(as: format) else { return false }
      return isNearPush(instant.nanoseconds, by: 86_400_000_000_000)
    }
    doubt(
      match.key, path: match.name.path,
      "`\(match.name.path)` is \(match.shown), which does not read as \(dialect.stampFormat.rawValue)",
      hint: others.first.map { "stamps.format: \($0.rawValue) would read it" }
        ?? "leave the path out, or name another; an instant is ISO 8601 text or a number of (milli)seconds"
    )
  }

  private func isNearPush(_ instant: Nanoseconds, by distance: Nanoseconds) -> Bool {
    guard let push else { return false }
    return (instant - push.sentWall).magnitude <= distance.magnitude
  }

  private mutating func judge(
    _ instant: Timestamp, _ stamp: DialectPaths.Stamp, _ match: PathMatch, _ said: PollReply,
    _ exchange: ProbeExchange
  ) {
    if let before = stamps[stamp], before != instant {
      doubt(
        match.key, path: match.name.path, "`\(match.name.path)` changed between polls",
        hint: "leave it out if it means something else than the \(stamp) instant")
    }
    if stamp == .started, said.state == .queued {
      doubt(
        match.key, path: match.name.path,
        "`\(match.name.path)` has an instant while the job is queued",
        hint: "leave it out if it is the submission or an estimate")
    }
    if stamp == .completed, said.state == .queued || said.state == .processing {
      doubt(
        match.key, path: match.name.path,
        "`\(match.name.path)` has an instant while the job is \(said.state)",
        hint: "leave it out if it is an estimate")
    }
    judgeClock(instant, stamp, match, exchange)
  }

  /// A stamp cannot be before the push was sent, or after the reply was there, by more than clocks differ.
  private mutating func judgeClock(
    _ instant: Timestamp, _ stamp: DialectPaths.Stamp, _ match: PathMatch,
    _ exchange: ProbeExchange
  ) {
    guard let push else { return }
    let tolerance: Nanoseconds = 2_000_000_000
    let end = stamp == .created ? push.sentWall + push.took : exchange.sentWall + exchange.took
    let isEarly = instant.nanoseconds < push.sentWall - tolerance
    guard isEarly || instant.nanoseconds > end + tolerance else { return }
    let off = isEarly ? push.sentWall - instant.nanoseconds : instant.nanoseconds - end
    let quarter: Nanoseconds = 900_000_000_000
    let rest = (off + quarter / 2) % quarter - quarter / 2
    let isZone = off <= 15 * 3_600_000_000_000 && off >= quarter && rest.magnitude < 5_000_000_000
    let hint =
      isZone
      ? "a local time without a zone? ISO 8601 without a zone is taken for UTC"
      : off > 86_400_000_000_000
        ? "check stamps.format" : "the clocks of the machines differ, or it means something else"
    doubt(
      match.key, path: match.name.path,
      "`\(match.name.path)` is \(Units.duration(off)) \(isEarly ? "before the push" : "in the future")",
      hint: hint)
  }

  private mutating func judgeOrder(_ seen: [DialectPaths.Stamp: Timestamp]) {
    let order: [(DialectPaths.Stamp, DialectPaths.Stamp)] = [
      (.created, .started), (.started, .completed), (.created, .completed),
    ]
    for (first, second) in order {
      guard let one = seen[first], let other = seen[second], one.nanoseconds > other.nanoseconds
      else { continue }
      doubt(
        second.key,
        "the \(second) stamp is \(Units.duration(one.nanoseconds - other.nanoseconds)) before the "
          + "\(first) one",
        hint: "two clocks, or a stamp that means something else; leave that one out")
    }
  }

  /// An instant in UTC, how fine it is, and where it is from the push.
  private func meaning(_ instant: Timestamp) -> String {
    let seconds = InstantText.iso(instant.nanoseconds).dropLast(5)
    let all = String(instant.nanoseconds % 1_000_000_000 + 1_000_000_000).dropFirst()
    let fraction = instant.fractionDigits == 0 ? "" : ".\(all.prefix(instant.fractionDigits))"
    let steps = ["1 s", "100 ms", "10 ms", "1 ms", "100 us", "10 us", "1 us", "100 ns", "10 ns"]
    let step = steps.dropFirst(instant.fractionDigits).first ?? "1 ns"
    let text = "\(seconds)\(fraction)Z, to \(step)"
    guard let push else { return text }
    let distance = instant.nanoseconds - push.sentWall
    return "\(text), \(Units.duration(Nanoseconds(distance.magnitude))) "
      + (distance < 0 ? "before the push" : "after the push")
  }
}
