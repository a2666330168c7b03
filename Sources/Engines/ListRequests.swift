// Hot path: see Documentation.docc/HotPath.md
internal import Dialects

/// The paths and bodies of a dialect's requests about many jobs, in memory that is reserved once.
///
/// A body must stay valid until its transfer has ended, so each transfer slot has its own room.
@safe
struct ListRequests: ~Copyable {
  /// The longest cursor, in bytes; one that is longer ends the list.
  static var cursorCapacity: Int { 1_024 }

  private let path: ListTemplate
  /// The path of a first page without the parameter of the query that is its cursor.
  private let firstPath: ListTemplate
  private let body: ListTemplate
  private let hasBody: Bool
  private let most: Int
  private let room: UnsafeMutableRawPointer
  private let pathRoom: Int
  private let bodyRoom: Int
  /// For each slot how many ids its batch has, and how many bytes of the part that names them.
  private let batches: UnsafeMutableBufferPointer<(ids: Int, length: Int)>

  /// - Parameters:
  ///   - dialect: Its list; without one there is nothing to ask for.
  ///   - functions: The function of each job class; the first one stands in the request.
  ///   - prefix: What goes before every path.
  ///   - idCapacity: The longest id, in bytes.
  ///   - slots: Number of transfer slots.
  init(_ dialect: Dialect, functions: [String], prefix: String, idCapacity: Int, slots: Int) {
    let list = dialect.list
    let request = list?.request ?? dialect.poll
    most = list?.most ?? 0
    hasBody = request.body != nil
    let function = functions.first ?? ""
    var values = PathText.values(function: function)
    values[Template.Place.most] = "\(most)"
    let pathText = prefix + Template(request.path).filled(values)
    let bodyText = Template(request.body ?? "").filled([
      Template.Place.function: Self.quoted(function), Template.Place.most: "\(most)",
    ])
    unsafe path = ListTemplate(pathText)
    unsafe firstPath = ListTemplate(Dialect.ListEndpoint.withoutCursor(pathText))
    unsafe body = ListTemplate(bodyText)
    // A byte takes up to three in a path (`%xx`) and six in a JSON string (`\u00xx`), commas divide
    // ids; numbers are shorter than cursors.
    let cursorRoom = Self.cursorCapacity
    let idsInPath = unsafe path.isBatch ? most * (3 * idCapacity + 1) : 3 * cursorRoom
    let idsInBody = unsafe body.isBatch ? most * (6 * idCapacity + 3) : 6 * cursorRoom
    unsafe pathRoom = path.fixedLength + idsInPath + 1
    unsafe bodyRoom = body.fixedLength + idsInBody + 2
    unsafe room = .allocate(byteCount: max(slots, 1) * (pathRoom + bodyRoom), alignment: 16)
    unsafe batches = .allocate(capacity: slots)
    unsafe batches.initialize(repeating: (0, 0))
  }

  deinit {
    unsafe path.deallocate()
    unsafe firstPath.deallocate()
    unsafe body.deallocate()
    unsafe room.deallocate()
    unsafe batches.deallocate()
  }

  /// A writer of the path of `slot`, which has `count` bytes so far.
  private func pathWriter(_ slot: Int, count: Int = 0) -> ByteWriter {
    unsafe ByteWriter(room + slot * (pathRoom + bodyRoom), room: pathRoom, count: count)
  }

  /// A writer of the body of `slot`, which has `count` bytes so far.
  private func bodyWriter(_ slot: Int, count: Int = 0) -> ByteWriter {
    unsafe ByteWriter(
      room + (slot * (pathRoom + bodyRoom) + pathRoom), room: bodyRoom, count: count)
  }

  /// Begins a batch through `slot`.
  mutating func begin(slot: Int) {
    let isInPath = unsafe path.isBatch
    var writer = unsafe isInPath ? pathWriter(slot) : bodyWriter(slot)
    unsafe writer.append(isInPath ? path.before.bytes : body.before.bytes)
    if !isInPath { unsafe writer.append(0x5B) }
    unsafe batches[slot] = unsafe (0, writer.count)
  }

  /// Puts a job into the batch of `slot`, of at most as many ids as the dialect says.
  mutating func append(id: UnsafeRawBufferPointer, slot: Int) {
    let (ids, length) = unsafe batches[slot]
    precondition(ids < most, "room for one more id")
    let isInPath = unsafe path.isBatch
    var writer =
      unsafe isInPath ? pathWriter(slot, count: length) : bodyWriter(slot, count: length)
    if ids > 0 { unsafe writer.append(0x2C) }
    if isInPath { unsafe writer.appendEncoded(id) } else { unsafe writer.appendString(id) }
    unsafe batches[slot] = unsafe (ids + 1, writer.count)
  }

  /// The request for the batch of `slot`; valid until the next one through it.
  mutating func finishBatch(
    slot: Int
  ) -> (path: UnsafePointer<CChar>, body: UnsafeRawBufferPointer?) {
    let length = unsafe batches[slot].length
    let isInPath = unsafe path.isBatch
    var paths = unsafe pathWriter(slot, count: isInPath ? length : 0)
    if !isInPath { unsafe paths.append(path.before.bytes) }
    unsafe paths.append(path.after.bytes)
    guard hasBody else { return unsafe (paths.endString(), nil) }
    var bodies = unsafe bodyWriter(slot, count: isInPath ? 0 : length)
    if isInPath { unsafe bodies.append(body.before.bytes) } else { unsafe bodies.append(0x5D) }
    unsafe bodies.append(body.after.bytes)
    return unsafe (paths.endString(), bodies.bytes)
  }

  /// The request for a page through `slot`: the one behind `offset` jobs, number `page` from 1, or what
  /// `cursor` names, empty for the first page, at most ``cursorCapacity`` bytes.
  ///
  /// Valid until the next one through the slot.
  mutating func page(
    slot: Int, offset: Int, page: Int, cursor: UnsafeRawBufferPointer
  ) -> (path: UnsafePointer<CChar>, body: UnsafeRawBufferPointer?) {
    var paths = unsafe pathWriter(slot)
    let template = unsafe cursor.isEmpty ? firstPath : path
    unsafe paths.append(template.before.bytes)
    switch unsafe template.place {
    case .offset: unsafe paths.append(number: offset)
    case .page: unsafe paths.append(number: page)
    case .cursor: unsafe paths.appendEncoded(cursor)
    case .batch, .whole: break
    }
    unsafe paths.append(template.after.bytes)
    guard hasBody else { return unsafe (paths.endString(), nil) }
    var bodies = unsafe bodyWriter(slot)
    unsafe bodies.append(body.before.bytes)
    switch unsafe body.place {
    case .offset: unsafe bodies.append(number: offset)
    case .page: unsafe bodies.append(number: page)
    case .cursor:
      if unsafe cursor.isEmpty {
        unsafe bodies.append(body.null.bytes)
      } else {
        unsafe bodies.appendString(cursor)
      }
    case .batch, .whole: break
    }
    unsafe bodies.append(body.after.bytes)
    return unsafe (paths.endString(), bodies.bytes)
  }
}

/// Text with one place that differs from request to request, or none.
@unsafe
private struct ListTemplate {
  let before: FixedText
  let after: FixedText
  /// What a cursor is in a body where there is none.
  let null = unsafe FixedText("null")
  let place: Dialect.ListEndpoint.Kind
  var isBatch: Bool { unsafe place == .batch }
  var fixedLength: Int { unsafe before.bytes.count + after.bytes.count }

  init(_ text: String) {
    let template = Template(text)
    let name = template.places.first { Template.Place.listKinds[$0] != nil }
    unsafe place = name.flatMap { Template.Place.listKinds[$0] } ?? .whole
    let parts = template.split(at: name ?? "")
    unsafe before = FixedText(parts.before)
    unsafe after = FixedText(parts.after ?? "")
  }

  func deallocate() {
    unsafe before.deallocate()
    unsafe after.deallocate()
    unsafe null.deallocate()
  }
}
