// Hot path: see Documentation.docc/HotPath.md

/// How JSON objects were written before: the bytes between their scalars, and what those bytes mean.
///
/// An API's replies differ in their scalars and seldom in anything else. An object whose other bytes are
/// those of an earlier one has its structure, which was checked then, so that only scalars are read anew.
/// Any other object is left to ``JSONScanner``, which notes down here how it is written.
///
/// The layouts share one tree of steps: after a step comes its `next`; where it does not fit, its `sibling`
/// is tried. Two siblings never fit both, as their bytes differ before the next scalar or bracket ends.
@safe struct JSONLayouts: ~Copyable {
  /// What is done after the bytes of a step.
  enum Action: UInt8 {
    case scalar
    /// The bytes end with the bracket that opens the container of a node.
    case open
    /// The bytes end with the bracket that closes it.
    case close
    /// The bytes end with the object.
    case end
  }

  private struct Step {
    /// Where the bytes are: in `texts`, or in the document while this is a draft.
    var start: Int
    var count: Int
    var action: Action
    /// The node of the value in the scanner's table, or -1.
    var node: Int
    var next = -1
    var sibling = -1
  }

  /// All layouts together, and one object's; larger objects are read as if there were no layouts.
  private static var stepLimit: Int { 512 }
  private static var textLimit: Int { 16 << 10 }
  /// In how many ways objects may go on at one place, as keys that are ids would in endless ones.
  private static var siblingLimit: Int { 8 }
  /// After so many more objects that were not written like any before than objects that were, layouts are
  /// not worth it.
  private static var missLimit: Int { 64 }

  private let steps: UnsafeMutableBufferPointer<Step>
  private let texts: UnsafeMutableBufferPointer<UInt8>
  private let draft: UnsafeMutableBufferPointer<Step>
  private(set) var stepCount = 0
  private var textCount = 0
  private var draftCount = 0
  /// The end of the draft's last step in the document.
  private var draftEnd = 0
  /// How many more objects did not match than did, since those that did were last ahead.
  private(set) var misses = 0
  /// How many containers were open where the drafted object begins; -1 without a draft.
  private(set) var draftDepth = -1

  /// No layouts yet; none ever unless `isUsed`.
  init(isUsed: Bool) {
    unsafe steps = .allocate(capacity: isUsed ? Self.stepLimit : 0)
    unsafe draft = .allocate(capacity: isUsed ? Self.stepLimit : 0)
    unsafe texts = .allocate(capacity: isUsed ? Self.textLimit : 0)
    let none = Step(start: 0, count: 0, action: .end, node: -1)
    unsafe steps.initialize(repeating: none)
    unsafe draft.initialize(repeating: none)
    unsafe texts.initialize(repeating: 0)
  }

  deinit {
    unsafe steps.deallocate()
    unsafe draft.deallocate()
    unsafe texts.deallocate()
  }

  /// Whether objects have been written alike so far.
  @inline(__always)
  var isUseful: Bool { misses < Self.missLimit }

  @inline(__always)
  var isDrafting: Bool { draftDepth >= 0 }

  /// Reads the object at `start` if it is written like one before.
  ///
  /// - Returns: The offset after it; nil when it is not, with some values written.
  mutating func match(
    _ bytes: Span<UInt8>, from start: Int, into values: UnsafeMutableBufferPointer<JSONValue>
  ) -> Int? {
    let known = unsafe texts.span
    var position = start
    var number = stepCount > 0 ? 0 : -1
    while number >= 0 {
      let step = unsafe steps[number]
      var reached = position + step.count
      guard reached <= bytes.count,
        JSONText.isSame(bytes, position, known, step.start, count: step.count),
        unsafe Self.act(step, bytes, &reached, values)
      else {
        number = step.sibling
        continue
      }
      if step.action == .end {
        misses = max(misses - 1, 0)
        return reached
      }
      position = reached
      number = step.next
    }
    misses += 1
    return nil
  }

  /// Whether what follows the bytes of `step` is as it says.
  @inline(__always)
  private static func act(
    _ step: Step, _ bytes: Span<UInt8>, _ position: inout Int,
    _ values: UnsafeMutableBufferPointer<JSONValue>
  ) -> Bool {
    switch step.action {
    case .scalar:
      guard position < bytes.count else { return false }
      var value = JSONValue.absent
      guard JSONLexer.readScalar(bytes, &position, &value) == nil else { return false }
      if step.node >= 0 { unsafe values[step.node] = value }
    case .open:
      let isObject = bytes[position - 1] == UInt8(ascii: "{")
      unsafe values[step.node] = JSONValue(
        isObject ? .object : .array, offset: position - 1, count: 0)
    case .close:
      unsafe values[step.node].count = position - values[step.node].offset
    case .end:
      break
    }
    return true
  }

  /// Begins to note down how the object at `start` is written.
  mutating func beginDraft(at start: Int, depth: Int) {
    draftCount = 0
    draftEnd = start
    draftDepth = depth
  }

  mutating func dropDraft() { draftDepth = -1 }

  /// Notes down that the bytes from the last step's end until `end` are followed by `action`, after which
  /// the document goes on at `resumption`, or at once.
  mutating func note(
    _ action: Action, _ node: Int, until end: Int, resumingAt resumption: Int? = nil
  ) {
    guard draftCount < Self.stepLimit else { return dropDraft() }
    unsafe draft[draftCount] = Step(
      start: draftEnd, count: end - draftEnd, action: action, node: node)
    draftCount += 1
    draftEnd = resumption ?? end
  }

  /// Ends the draft where the object ends, and keeps it as a layout.
  mutating func keepDraft(of bytes: Span<UInt8>, until end: Int) {
    note(.end, -1, until: end)
    guard isDrafting else { return }
    dropDraft()
    var (parent, number) = (-1, stepCount > 0 ? 0 : -1)
    for index in 0..<draftCount {
      let wanted = unsafe draft[index]
      var (elder, tries) = (-1, 0)
      while number >= 0, unsafe !isSame(steps[number], wanted, of: bytes) {
        (elder, number) = unsafe (number, steps[number].sibling)
        tries += 1
      }
      if number < 0 {
        if tries < Self.siblingLimit { append(from: index, of: bytes, after: parent, elder) }
        return
      }
      (parent, number) = unsafe (number, steps[number].next)
    }
  }

  private func isSame(_ step: Step, _ drafted: Step, of bytes: Span<UInt8>) -> Bool {
    unsafe step.action == drafted.action && step.node == drafted.node
      && step.count == drafted.count
      && JSONText.isSame(bytes, drafted.start, texts.span, step.start, count: step.count)
  }

  /// Appends what is left of the draft as the next step of `parent`, or as a sibling of `elder`.
  ///
  /// When there is no room left for it, all layouts are forgotten, and learned anew.
  private mutating func append(
    from first: Int, of bytes: Span<UInt8>, after parent: Int, _ elder: Int
  ) {
    var (whole, size) = (0, 0)
    for index in 0..<draftCount {
      unsafe whole += draft[index].count
      if index >= first { unsafe size += draft[index].count }
    }
    guard whole <= Self.textLimit else { return }
    guard stepCount + draftCount - first <= Self.stepLimit, textCount + size <= Self.textLimit
    else {
      (stepCount, textCount) = (0, 0)
      return
    }
    if elder >= 0 {
      unsafe steps[elder].sibling = stepCount
    } else if parent >= 0 {
      unsafe steps[parent].next = stepCount
    }
    for index in first..<draftCount {
      var step = unsafe draft[index]
      for offset in 0..<step.count { unsafe texts[textCount + offset] = bytes[step.start + offset] }
      step.start = textCount
      step.next = index + 1 < draftCount ? stepCount + 1 : -1
      unsafe steps[stepCount] = step
      textCount += step.count
      stepCount += 1
    }
  }
}
