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
/// pushed     0.95 of the way to the predicted start, + p10 of processing       started
///   ├────────────────┼──────────────┼───┼─┤                                       │ │  │   │
///   └─ waits: no longer than twice its age ─┘                                     └ processing hazard
/// ```
/// Polls of a job that waits cost requests. Those of its processing get what is left of the requests per
/// job, but not less than half of them.
///
/// Until the queue is known, a burst of jobs that outlive all that was learned so far would be asked about
/// in vain over and over. So a job that is known to wait is asked about once per doubling of its age or so,
/// while the requests are overdrawn: the sum of those sent, and of a share for each open job that it
/// will still need, is above what all jobs so far are to cost.
@safe
struct Learner: ~Copyable {
  /// A refit comes after this many replies, or a share of all so far, but not more than that.
  private static let refitInterval = (least: 25, share: 0.05, most: 1_000)
  /// The least share of the requests per job that the wavefront spends on processing.
  private static let leastProcessingShare = 0.5
  /// The share of the requests per job that an open job is taken to need still.
  private static let openShare = 2.0 / 3
  /// How far towards its predicted start a job is asked about, and the longest wait in ages of the job.
  private static let approach = 0.95
  private static let longestGapInAges = 2.0
  /// The shortest wait of a job in the queue, and the cap of that wait for a young job, in seconds.
  private static let queueGap = 0.05
  private static let youngCap = 0.5
  /// Ends that the 10 % quantile of processing needs; until then it is taken for `youngCap`.
  private static let endsNeeded = 10
  /// Starts of jobs by the wavefront before their cost is relied on.
  private static let startsNeeded = 20

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
  private var left = 0
  /// Jobs that the wavefront has led to their start, those among them that were open then, and the requests
  /// that all of them had had by then.
  private var started = (jobs: 0, open: 0, requests: 0)
  private var isOverdrawn = false
  private var replies = 0
  private var repliesSinceRefit = 0

  /// A learner that knows nothing.
  init(requestsPerJob: Double) {
    lifeDensity = PollDensity(requestsPerJob: requestsPerJob)
    processingDensity = PollDensity(requestsPerJob: requestsPerJob)
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
    let lived = seconds(sent - record.dispatched)
    var age = lifeDensity.age(after: lived, steps: steps)
    // Jobs of one burst are of one age: they are spread anew each time.
    if isOverdrawn, isKnownToWait(seat, record) { age = max(age, lived * (1.75 + 0.5 * phase)) }
    return (max(record.dispatched &+ nanoseconds(age), now), false)
  }

  private func isKnownToWait(_ seat: Seat, _ record: JobRecord) -> Bool {
    seat.start == 0 && record.stillQueued != 0 && record.state != .processing
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
  /// longer.
  private func longestGap(_ age: Double) -> Double {
    max(Self.longestGapInAges * age, Self.youngCap)
  }

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
    guard seat.isEntered else { return }
    defer { leave(&seat) }
    guard record.cancelSent == 0 else { return }
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
  }

  /// Forgets a job that is followed no more, whatever the reason; the tables stay as they are.
  mutating func leave(_ seat: inout Seat) {
    guard seat.isEntered else { return }
    seat.isEntered = false
    seat.isRunning = false
    left += 1
  }

  /// Takes in the start of a job, once it is known.
  private mutating func noteStart(_ seat: inout Seat, _ record: JobRecord) {
    guard seat.start == 0, let start = start(of: record) else { return }
    seat.start = max(start, 1)
    seat.isRunning = true
    seat.runBin = bin(record.stillOpen - seat.start)
    processing.enter(Int(seat.runBin))
    if wavefront.isOn {
      started.jobs += 1
      started.open += record.detected == 0 ? 1 : 0
      started.requests += Int(record.polls)
    }
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
    let interval = min(max(least, Int(share * Double(replies))), most)
    guard repliesSinceRefit >= interval else { return false }
    repliesSinceRefit = 0
    let gap = max(seconds(PollPolicy.shortestLearnedDelay), roundTrip)
    life.refit()
    lifeDensity.refit(life, shortestGap: gap)
    medianLife = life.age(ofShare: 0.5)
    processing.refit()
    processingDensity.requestsPerJob = requestsLeftForProcessing()
    processingDensity.refit(processing, shortestGap: gap)
    let isKnown = processing.closed > Self.endsNeeded
    quick = isKnown ? processing.age(ofShare: 0.1) : Self.youngCap
    usual = isKnown ? processing.age(ofShare: 0.5) : Self.youngCap
    wavefront.refit(processing: usual)
    let wanted = lifeDensity.requestsPerJob
    let open = Double(Int(nextRank) - left)
    isOverdrawn = Double(replies) + Self.openShare * wanted * open > wanted * Double(nextRank)
    return true
  }

  /// What a job that was seen started, and is still open, may cost from there on, so that all jobs together
  /// cost what they are to.
  private func requestsLeftForProcessing() -> Double {
    let wanted = lifeDensity.requestsPerJob
    guard started.open >= Self.startsNeeded else { return wanted * Self.openShare }
    let left = wanted * Double(started.jobs) - Double(started.requests)
    let least = max(wanted * Self.leastProcessingShare, PollPolicy.requestsPerJobRange.lowerBound)
    return min(max(left / Double(started.open), least), max(wanted, least))
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
