// Hot path: see Documentation.docc/HotPath.md
internal import Statistics
internal import Workloads

/// What a learner keeps of one job; 24 bytes.
struct Seat: BitwiseCopyable {
  /// When the job started, on the client's axis; 0 while that is not known.
  var start: Nanoseconds = 0
  /// The job's place in the order of pushes.
  var rank: UInt32 = 0
  /// In which bin of the life table the job is counted as open.
  var lifeBin: UInt8 = 0
  /// In which bin of the table of processing times it is counted as open.
  var runBin: UInt8 = 0
  /// Whether it is counted there at all.
  var isRunning = false
  /// Whether its next poll by whole lives, or by processing, is the first: at a random phase.
  var needsPhase = (life: true, processing: true)
  /// Whether it is counted at all.
  var isEntered = false
}

/// Learns from the jobs of one class when to ask about them.
///
/// The age of a job counts from its dispatch: from there on the job API can work on it, and lateness of
/// the generator, which the intended instant would bring in, says nothing about the job API.
///
/// Two tables are kept: of whole lives, and of processing. By the first one jobs are polled, unless they
/// wait in a queue that is first in, first out:
///
/// ```
/// pushed      0.8 of the way to the predicted start, + p10 of processing       started
///   ├────────────────┼──────────────┼───┼─┤                                       │ │  │   │
///   └─ waits: no longer than half its age ─┘                                       └ processing hazard
/// ```
/// Polls of a job that waits then cost a few requests on top of those of its processing, which get two
/// thirds of the requests per job.
@safe
struct Learner: ~Copyable {
  /// A refit comes after this many replies, or a share of all so far, but not more than that.
  private static let refitInterval = (least: 25, share: 0.05, most: 1_000)
  /// The share of the requests per job that the wavefront spends on processing.
  private static let processingShare = 2.0 / 3
  /// How far towards its predicted start a job is asked about.
  private static let approach = 0.8
  /// The shortest wait of a job in the queue, and the cap of that wait for a young job, in seconds.
  private static let queueGap = 0.05
  private static let youngCap = 0.5
  /// Ends that the 10 % quantile of processing needs; until then it is taken for `youngCap`.
  private static let endsNeeded = 10

  private var life = HazardTable()
  private var lifeDensity: PollDensity
  private var processing = HazardTable()
  private var processingDensity: PollDensity
  private var wavefront = Wavefront()
  /// Quantiles of processing, in seconds.
  private var quick = Self.youngCap
  private var usual = Self.youngCap
  /// The median life, in seconds.
  private(set) var medianLife = 0.0
  /// The mean round trip of late, in seconds.
  private var roundTrip = 0.0
  private var nextRank: UInt32 = 0
  private var replies = 0
  private var repliesSinceRefit = 0

  /// A learner that knows nothing.
  init(requestsPerJob: Double) {
    let range = PollPolicy.requestsPerJobRange
    let share = requestsPerJob * Self.processingShare
    lifeDensity = PollDensity(requestsPerJob: requestsPerJob)
    processingDensity = PollDensity(
      requestsPerJob: min(max(share, range.lowerBound), range.upperBound))
  }

  // MARK: Instants

  /// When to ask about an open job after the request sent at `sent`, and whether the queue decided it.
  func place(
    _ seat: inout Seat, _ record: JobRecord, after sent: Nanoseconds, phase: Double,
    at now: Nanoseconds
  ) -> (due: Nanoseconds, isByWavefront: Bool) {
    if wavefront.isOn {
      if seat.start != 0 {
        let steps = seat.needsPhase.processing ? phase : 1
        seat.needsPhase.processing = false
        let age = processingDensity.age(after: seconds(sent - seat.start), steps: steps)
        return (max(seat.start &+ nanoseconds(age), now), true)
      }
      if record.state != .processing, wavefront.latest > seconds(record.dispatched) - patience {
        return (now &+ nanoseconds(queueWait(seat, record, at: now)), true)
      }
    }
    let steps = seat.needsPhase.life ? phase : 1
    seat.needsPhase.life = false
    let age = lifeDensity.age(after: seconds(sent - record.dispatched), steps: steps)
    return (max(record.dispatched &+ nanoseconds(age), now), false)
  }

  /// How long before a job was pushed the last known start may lie: further back, it was another queue.
  private var patience: Double { max(2 * usual, 1) }

  /// How long to leave a job alone that waits in the queue, in seconds.
  private func queueWait(_ seat: Seat, _ record: JobRecord, at now: Nanoseconds) -> Double {
    let ahead = wavefront.start(ofRank: Int(seat.rank)) - seconds(now)
    // A job that should have started is asked about the less often the longer ago that was.
    let wish = ahead > 0 ? Self.approach * ahead + quick : max(0.3 * quick, -0.5 * ahead)
    return max(min(wish, longestGap(seconds(now - record.dispatched))), Self.queueGap)
  }

  /// The longest wait of a job in the queue that has lived for `age` seconds: no prediction is trusted for
  /// longer than half of that.
  private func longestGap(_ age: Double) -> Double { max(0.5 * age, Self.youngCap) }

  // MARK: What was seen

  /// Counts a job that has an id; its rank is the order of acknowledgements.
  mutating func enter(_ seat: inout Seat, _ record: JobRecord) {
    seat = Seat()
    seat.rank = nextRank
    seat.isEntered = true
    nextRank &+= 1
    seat.lifeBin = bin(record.stillOpen - record.dispatched)
    life.enter(Int(seat.lifeBin))
    noteStart(&seat, record)
  }

  /// Moves a job on that was still open when a request was sent.
  mutating func noteOpen(_ seat: inout Seat, _ record: JobRecord) {
    replies += 1
    repliesSinceRefit += 1
    guard seat.isEntered else { return }
    noteStart(&seat, record)
    // Beyond its cancellation a job tells nothing about how long jobs live.
    guard record.cancelSent == 0 || record.stillOpen <= record.cancelSent else { return }
    let lived = bin(record.stillOpen - record.dispatched)
    if lived > seat.lifeBin {
      life.move(from: Int(seat.lifeBin), to: Int(lived))
      seat.lifeBin = lived
    }
    guard seat.isRunning else { return }
    let ran = bin(record.stillOpen - seat.start)
    if ran > seat.runBin {
      processing.move(from: Int(seat.runBin), to: Int(ran))
      seat.runBin = ran
    }
  }

  /// Takes in a job that was seen to end.
  ///
  /// One that was cancelled says nothing about when it would have ended: it stays at risk up to where it
  /// was last known to be open, as do jobs that time out, get lost or are abandoned.
  mutating func close(_ seat: inout Seat, _ record: JobRecord) {
    replies += 1
    repliesSinceRefit += 1
    guard seat.isEntered, record.cancelSent == 0 else { return }
    noteStart(&seat, record)
    let end = record.detected
    life.leave(Int(seat.lifeBin))
    life.close(
      after: seconds(max(record.stillOpen - record.dispatched, 0)),
      by: seconds(end - record.dispatched))
    if seat.isRunning {
      processing.leave(Int(seat.runBin))
      processing.close(
        after: seconds(max(record.stillOpen - seat.start, 0)), by: seconds(end - seat.start))
    }
    seat.isEntered = false
    seat.isRunning = false
  }

  /// Takes in the start of a job, once it is known.
  private mutating func noteStart(_ seat: inout Seat, _ record: JobRecord) {
    guard seat.start == 0, let start = start(of: record) else { return }
    seat.start = max(start, 1)
    seat.isRunning = true
    seat.runBin = bin(record.stillOpen - seat.start)
    processing.enter(Int(seat.runBin))
    wavefront.note(
      rank: Int(seat.rank), start: seconds(start), wait: seconds(start - record.dispatched),
      processing: usual)
  }

  /// When a job started, on the client's axis; nil while that is not known.
  ///
  /// The client has seen it still waiting, and then not any more; within that, the server's stamps say
  /// how long after its creation it started, and the creation lies between sending the push and its
  /// reply. So no offset of clocks is needed, and stamps in whole seconds do no harm.
  private func start(of record: JobRecord) -> Nanoseconds? {
    let end = record.seenStarted
    guard end != 0 else { return nil }
    let lower = min(max(record.stillQueued, record.dispatched), end)
    if record.createdStamp != 0, record.startedStamp >= record.createdStamp {
      let created = (record.dispatched + max(record.acknowledged, record.dispatched)) / 2
      return min(max(created + (record.startedStamp - record.createdStamp), lower), end)
    }
    // The first reply that said anything said that it had ended: between the two, anything may be.
    if record.seenStarted == record.detected { return nil }
    return lower + (end - lower) / 2
  }

  /// A status request took `time` nanoseconds.
  mutating func noteRoundTrip(_ time: Nanoseconds) {
    let time = seconds(time)
    roundTrip = roundTrip == 0 ? time : roundTrip + (time - roundTrip) / 16
  }

  // MARK: Refits

  /// Solves anew if there were replies enough since the last time; whether it did.
  mutating func refitIfDue() -> Bool {
    let (least, share, most) = Self.refitInterval
    let wanted = min(max(least, Int(share * Double(replies))), most)
    guard repliesSinceRefit >= wanted else { return false }
    repliesSinceRefit = 0
    let gap = max(seconds(PollPolicy.shortestLearnedDelay), roundTrip)
    life.refit()
    lifeDensity.refit(life, shortestGap: gap)
    medianLife = life.age(ofShare: 0.5)
    processing.refit()
    processingDensity.refit(processing, shortestGap: gap)
    let isKnown = processing.closed > Self.endsNeeded
    quick = isKnown ? processing.age(ofShare: 0.1) : Self.youngCap
    usual = isKnown ? processing.age(ofShare: 0.5) : Self.youngCap
    wavefront.refit(processing: usual)
    return true
  }

  private func bin(_ age: Nanoseconds) -> UInt8 { UInt8(AgeGrid.bin(of: seconds(max(age, 0)))) }
}

private func seconds(_ time: Nanoseconds) -> Double { Double(time) / 1e9 }

/// Far beyond any timeout a wait is as good as endless.
private func nanoseconds(_ time: Double) -> Nanoseconds {
  Nanoseconds(min(max(time, 0), 1e9) * 1e9)
}

@available(*, unavailable, message: "a learner belongs to one thread")
extension Learner: Sendable {}
