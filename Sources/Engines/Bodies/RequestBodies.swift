// Hot path: see Documentation.docc/HotPath.md
internal import Statistics
internal import Workloads

/// The bodies of one kind of request, compiled once into flat memory and rendered without allocating.
///
/// A body must stay valid until its transfer has ended, so each transfer slot has its own room. Bodies
/// that are the same for every job are not copied.
@safe
struct RequestBodies: ~Copyable {
  /// The steps of a body, or its bytes where it `isFixed`.
  private struct Body {
    var isPresent = false
    var isFixed = false
    var range = 0..<0
  }

  /// Rows with inputs of their own.
  @unsafe
  private struct Stretch {
    let rows: Range<Int>
    let texts: SharedTexts.View
  }

  private let bodies: UnsafeMutableBufferPointer<Body>
  private let steps: UnsafeMutableBufferPointer<BodyStep>
  private let literals: UnsafeMutableRawBufferPointer
  private let texts: UnsafeMutableBufferPointer<SharedTexts.View>
  private let stretches: UnsafeMutableBufferPointer<Stretch>
  private let webhook: FixedText
  private let room: UnsafeMutableRawPointer
  private let roomPerSlot: Int
  private let slots: Int
  /// Keeps the memory that views point to.
  private let owners: [SharedTexts]

  /// - Parameters:
  ///   - templates: The body of each job class, or one for all; nil for a request without a body.
  ///   - slots: Number of transfer slots.
  ///   - idCapacity: The longest id, in bytes.
  ///   - rowInputs: The inputs of single rows.
  ///   - webhookBase: What goes before the number of the row in the URL of a webhook.
  init(
    _ templates: [BodyTemplate?], slots: Int, idCapacity: Int, rowInputs: RowInputs = RowInputs(),
    webhookBase: String = ""
  ) {
    let program = BodyProgram(
      templates, idCapacity: idCapacity, webhookLength: webhookBase.utf8.count + 22,
      rowInputs: rowInputs)
    unsafe bodies = .allocate(capacity: templates.count)
    for (index, steps) in program.bodies.enumerated() {
      unsafe bodies.initializeElement(at: index, to: Self.body(steps, program))
    }
    unsafe steps = .allocate(capacity: program.steps.count)
    _ = unsafe steps.initialize(from: program.steps)
    unsafe literals = Self.copy(program.literals)
    // The base is made of characters that JSON strings take as they are.
    unsafe webhook = FixedText(webhookBase)
    unsafe texts = .allocate(capacity: program.texts.count)
    for (index, table) in program.texts.enumerated() {
      unsafe texts.initializeElement(at: index, to: table.view)
    }
    unsafe stretches = .allocate(capacity: rowInputs.stretches.count)
    for (index, stretch) in rowInputs.stretches.enumerated() {
      unsafe stretches.initializeElement(
        at: index, to: Stretch(rows: stretch.rows, texts: stretch.texts.view))
    }
    owners = program.texts + rowInputs.stretches.map(\.texts)
    let isFixed = unsafe bodies.allSatisfy { !$0.isPresent || $0.isFixed }
    roomPerSlot = isFixed ? 0 : program.longest
    self.slots = slots
    unsafe room = .allocate(byteCount: max(slots * roomPerSlot, 1), alignment: 16)
  }

  private static func body(_ steps: Range<Int>?, _ program: BodyProgram) -> Body {
    guard let steps else { return Body() }
    guard let first = steps.first else { return Body(isPresent: true, isFixed: true) }
    let step = program.steps[first]
    guard steps.count == 1, step.kind == .literal else {
      return Body(isPresent: true, range: steps)
    }
    return Body(isPresent: true, isFixed: true, range: step.offset..<step.offset + step.count)
  }

  private static func copy(_ bytes: [UInt8]) -> UnsafeMutableRawBufferPointer {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    unsafe copy.copyBytes(from: bytes)
    return unsafe copy
  }

  deinit {
    unsafe bodies.deallocate()
    unsafe steps.deallocate()
    unsafe literals.deallocate()
    unsafe texts.deallocate()
    unsafe stretches.deallocate()
    unsafe webhook.deallocate()
    unsafe room.deallocate()
  }

  /// Whether the body of jobs of the class `jobClass` is the same for all.
  func isFixed(_ jobClass: UInt16) -> Bool {
    unsafe bodies[bodies.count == 1 ? 0 : Int(jobClass)].isFixed
  }

  /// The body of a request through `slot` about the job in row `row`.
  ///
  /// - Parameters:
  ///   - slot: The transfer slot.
  ///   - row: The number of the arrival.
  ///   - jobClass: The number of its class.
  ///   - id: Its id; empty where it has none yet.
  /// - Returns: The body, valid until the slot's next request; nil when there is none.
  func body(
    slot: Int, row: Int, jobClass: UInt16, id: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    let body = unsafe bodies[bodies.count == 1 ? 0 : Int(jobClass)]
    guard body.isPresent else { return nil }
    guard !body.isFixed else {
      return unsafe UnsafeRawBufferPointer(rebasing: literals[body.range])
    }
    precondition(slot >= 0 && slot < slots, "slot out of range")
    var writer = unsafe ByteWriter(room + slot * roomPerSlot, room: roomPerSlot)
    var position = body.range.lowerBound
    while position < body.range.upperBound {
      let step = unsafe steps[position]
      position &+= 1
      switch step.kind {
      case .id: unsafe writer.appendString(id)
      case .rowInputs: if unsafe append(inputsOf: row, to: &writer) { position &+= step.count }
      default: unsafe append(step, row: row, to: &writer)
      }
    }
    return unsafe writer.bytes
  }

  /// Appends what depends on the row alone.
  private func append(_ step: BodyStep, row: Int, to writer: inout ByteWriter) {
    let index = UInt64(row)
    switch step.kind {
    case .literal:
      unsafe writer.append(
        UnsafeRawBufferPointer(rebasing: literals[step.offset..<step.offset + step.count]))
    case .number:
      unsafe writer.append(number: row)
    case .uuid:
      if !step.isText { unsafe writer.append(0x22) }
      unsafe writer.append(
        uuid: SplitMix.bits(seed: step.seed, index: 2 * index),
        SplitMix.bits(seed: step.seed, index: 2 * index + 1))
      if !step.isText { unsafe writer.append(0x22) }
    case .uniform:
      let draw = SplitMix.integer(seed: step.seed, index: index, below: step.limit)
      unsafe writer.append(step.lowest &+ Int64(draw), unit: step.unit)
    case .cell:
      let number = SplitMix.integer(seed: step.seed, index: index, below: step.limit)
      let cell = unsafe texts[step.offset].text(Int(number))
      let isQuoted = unsafe step.isText && cell.count >= 2 && cell[0] == 0x22
      unsafe writer.append(
        isQuoted ? UnsafeRawBufferPointer(rebasing: cell[1..<cell.count - 1]) : cell)
    case .webhook:
      unsafe writer.append(0x22)
      unsafe writer.append(webhook.bytes)
      unsafe writer.append(number: row)
      unsafe writer.append(0x22)
    case .id, .rowInputs:
      break
    }
  }

  /// Appends the inputs of row `row` itself, if it has some, and says whether it does.
  private func append(inputsOf row: Int, to writer: inout ByteWriter) -> Bool {
    for index in unsafe stretches.indices {
      let stretch = unsafe stretches[index]
      guard unsafe stretch.rows.contains(row) else { continue }
      let inputs = unsafe stretch.texts.text(row - stretch.rows.lowerBound)
      unsafe writer.append(inputs)
      return unsafe !inputs.isEmpty
    }
    return false
  }
}
