// Hot path: see Documentation.docc/HotPath.md

import Workloads

/// Reads what is said of one job: in a reply to a poll, or in an element of a list.
struct JobReader: ~Copyable {
  /// The numbers of the paths that stand for one stamp, in order of preference.
  private typealias Candidates = Range<Int>

  var scanner: JSONScanner
  private let states: StateTable
  private var conditions: ConditionReader
  private let qualifications: QualificationTable
  private let contract: ContractTable
  private let absentState: JobState?
  private let otherState: JobState?
  private let stampFormat: Dialect.StampFormat
  private let durationFormat: Dialect.StampFormat
  private let state: Int?
  private let conditionList: Int?
  private let created: Candidates
  private let started: Candidates
  private let completed: Candidates
  private let queueTime: Candidates
  private let processingTime: Candidates
  private let error: Int?
  private let output: Int?
  /// The number of the path of the id.
  let id: Int?

  /// A reader of what is at `place` in the replies that `dialect` describes, with the id at `id` there.
  ///
  /// Paths that do not lead through `place` lead nowhere.
  init(_ dialect: Dialect, at place: JSONPath, id: JSONPath?, contract: [Dialect.ContractField]) {
    var paths: [JSONPath] = []
    func add(_ new: [JSONPath]) -> Range<Int> {
      let below = new.compactMap { $0.below(place) }
      paths += below
      return paths.count - below.count..<paths.count
    }
    func add(_ new: JSONPath?) -> Int? { add(new.map { [$0] } ?? []).first }

    states = StateTable(dialect.stateWords)
    absentState = dialect.absentState
    otherState = dialect.otherState
    state = add(dialect.state)
    conditions = ConditionReader(dialect.conditions)
    conditionList = add(dialect.conditions?.path)
    created = add(dialect.createdStamp)
    started = add(dialect.startedStamp)
    completed = add(dialect.completedStamp)
    stampFormat = dialect.stampFormat
    queueTime = add(dialect.queueTime)
    processingTime = add(dialect.processingTime)
    durationFormat =
      dialect.durationUnit == .seconds ? .epochSeconds : .epochMilliseconds
    error = add(dialect.error)
    output = add(dialect.output)
    let rules = dialect.qualifications.filter { $0.path.below(place) != nil }
    qualifications = QualificationTable(rules, firstPath: add(rules.map(\.path)).lowerBound)
    let fields = contract.filter { $0.path.below(place) != nil }
    self.contract = ContractTable(fields, firstPath: add(fields.map(\.path)).lowerBound)
    if let id { paths.append(id) }
    self.id = id == nil ? nil : paths.count - 1
    scanner = JSONScanner(paths, alike: .documents)
  }

  /// What the scanner's last scan, of `body`, found.
  mutating func reply(in body: UnsafeRawBufferPointer) -> PollReply {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    var reply = PollReply()
    reply.isReadable = true
    let condition = unsafe readCondition(body)
    if let condition {
      reply.hasState = true
      reply.state = condition.state
    } else {
      readWord(bytes, &reply)
    }
    reply.state = qualifications.qualified(reply.state, scanner, in: bytes)
    unsafe readStamps(body, &reply)
    unsafe readDurations(body, &reply)
    if let condition, reply.completed == 0, reply.state.isTerminal {
      reply.completed = unsafe stamp(condition.stamp, of: body, as: stampFormat, &reply)
    }
    if let error {
      let value = scanner.value(error)
      reply.hasError = !value.isBlank(bytes)
      if reply.hasError { reply.error = value }
    }
    if let output { reply.hasOutput = !scanner.value(output).isBlank(bytes) }
    contract.check(scanner, &reply)
    return reply
  }

  private mutating func readCondition(_ body: UnsafeRawBufferPointer) -> ConditionReader.Hit? {
    guard let conditionList else { return nil }
    return unsafe conditions.find(scanner.value(conditionList), in: body, states)
  }

  private func readWord(_ bytes: Span<UInt8>, _ reply: inout PollReply) {
    let word = state.map { scanner.value($0) } ?? .absent
    reply.hasState = word.kind != .absent && word.kind != .null
    if let known = states.state(word, in: bytes) {
      reply.state = known
    } else if !reply.hasState {
      reply.state = absentState ?? .unknown
    } else if let otherState {
      reply.state = otherState
    } else {
      reply.oddities.insert(.unknownState)
    }
  }

  /// An instant that cannot have come yet is an estimate, or of an earlier attempt, and is left out.
  private func readStamps(_ body: UnsafeRawBufferPointer, _ reply: inout PollReply) {
    reply.created = unsafe stamp(created, of: body, as: stampFormat, &reply)
    reply.started = unsafe stamp(started, of: body, as: stampFormat, &reply)
    reply.completed = unsafe stamp(completed, of: body, as: stampFormat, &reply)
    if reply.state == .queued { reply.started = 0 }
    if reply.state == .queued || reply.state == .processing { reply.completed = 0 }
  }

  /// Durations become stamps; those that still grow are left out.
  private func readDurations(_ body: UnsafeRawBufferPointer, _ reply: inout PollReply) {
    if reply.state == .processing || reply.state.isTerminal {
      let queued = unsafe stamp(queueTime, of: body, as: durationFormat, &reply)
      if queued > 0 {
        reply.hasRelativeStamps = true
        (reply.created, reply.started) = (1, queued &+ 1)
      }
    }
    if reply.state.isTerminal {
      let processed = unsafe stamp(processingTime, of: body, as: durationFormat, &reply)
      if processed > 0 {
        reply.hasRelativeStamps = true
        reply.started = max(reply.started, 1)
        let (sum, isTooLong) = reply.started.addingReportingOverflow(processed)
        reply.completed = isTooLong ? Nanoseconds.max : sum
      }
    }
  }

  /// The first of the `candidates` that holds an instant, or 0.
  private func stamp(
    _ candidates: Candidates, of body: UnsafeRawBufferPointer, as format: Dialect.StampFormat,
    _ reply: inout PollReply
  ) -> Nanoseconds {
    for path in candidates {
      let instant = unsafe stamp(scanner.value(path), of: body, as: format, &reply)
      if instant != 0 { return instant }
    }
    return 0
  }

  private func stamp(
    _ value: JSONValue, of body: UnsafeRawBufferPointer, as format: Dialect.StampFormat,
    _ reply: inout PollReply
  ) -> Nanoseconds {
    switch unsafe Timestamp.read(value, of: body, as: format) {
    case .notYet:
      return 0
    case .unreadable:
      reply.oddities.insert(.unreadableStamp)
      return 0
    case .instant(let instant):
      reply.stampDigits = max(reply.stampDigits, instant.fractionDigits)
      return instant.nanoseconds
    }
  }
}
