// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Workloads

/// The request paths of a dialect for each job class, as C strings in memory that is reserved once.
@safe
struct RequestPaths: ~Copyable {
  /// The paths of one job class.
  @unsafe
  private struct ClassPaths {
    let push: PathTemplate
    let poll: PathTemplate
    let longPoll: PathTemplate
    let cancel: PathTemplate

    var fixedLength: Int {
      unsafe max(push.fixedLength, poll.fixedLength, longPoll.fixedLength, cancel.fixedLength)
    }
  }

  /// The most digits of a row's number.
  fileprivate static var rowDigits: Int { 20 }

  private let classes: UnsafeMutableBufferPointer<ClassPaths>
  private let scratch: UnsafeMutableRawPointer
  private let room: Int

  /// - Parameters:
  ///   - dialect: Its endpoints.
  ///   - functions: The function of each job class.
  ///   - prefix: What goes before every path but those that are URLs of the API's own.
  ///   - idCapacity: The longest id, in bytes.
  ///   - webhookBase: What the URL of a job's webhook begins with; nil where none is asked for.
  init(
    _ dialect: Dialect, functions: [String], prefix: String, idCapacity: Int,
    webhookBase: String? = nil
  ) {
    let row = "${{ \(Template.Place.number) }}"
    unsafe classes = .allocate(capacity: functions.count)
    var longest = 0
    for (index, function) in functions.enumerated() {
      var values = PathText.values(function: function)
      values[Template.Place.webhook] = webhookBase.map { PathText.encoded($0) + row }
      func path(_ text: String) -> PathTemplate {
        unsafe PathTemplate(Template(text).filled(values), prefix: prefix)
      }
      let paths = unsafe ClassPaths(
        push: path(dialect.pushPath(withWebhook: webhookBase != nil)),
        poll: path(dialect.poll.path),
        longPoll: path((dialect.longPoll?.request ?? dialect.poll).path),
        cancel: path((dialect.cancel ?? dialect.poll).path))
      longest = unsafe max(longest, paths.fixedLength)
      unsafe classes.initializeElement(at: index, to: paths)
    }
    room = longest + 3 * idCapacity + 1
    unsafe scratch = .allocate(byteCount: room, alignment: 16)
  }

  deinit {
    for index in unsafe classes.indices {
      unsafe classes[index].push.deallocate()
      unsafe classes[index].poll.deallocate()
      unsafe classes[index].longPoll.deallocate()
      unsafe classes[index].cancel.deallocate()
    }
    unsafe classes.deallocate()
    unsafe scratch.deallocate()
  }

  /// The path of a request of `kind` about the job `id` of class `jobClass` at `row`.
  ///
  /// Valid until the next call. A push has an id only where ids are chosen. Lists are the business of ``ListRequests``.
  func path(
    _ kind: RequestKind, jobClass: UInt16, id: UnsafeRawBufferPointer, row: Int = 0
  ) -> UnsafePointer<CChar> {
    let paths = unsafe classes[Int(jobClass)]
    let template =
      switch kind {
      case .push: unsafe paths.push
      case .poll, .list: unsafe paths.poll
      case .longPoll: unsafe paths.longPoll
      case .cancel: unsafe paths.cancel
      }
    var writer = unsafe ByteWriter(scratch, room: room)
    unsafe template.fill(&writer, id, row: row)
    return unsafe writer.endString()
  }
}

/// A path with places for what differs from job to job, or none.
@unsafe
private struct PathTemplate {
  private enum Part: BitwiseCopyable {
    case text(start: Int, count: Int)
    case id
    case url
    case row
  }

  private let parts: UnsafeMutableBufferPointer<Part>
  private let letters: FixedText
  var fixedLength: Int { unsafe letters.bytes.count + RequestPaths.rowDigits }

  /// `text` behind `prefix`, unless it begins with a URL of the API's own, which has the prefix.
  init(_ text: String, prefix: String) {
    let pieces = Template(text).pieces
    let isURL = pieces.first == .place(Template.Place.url)
    var all = isURL ? "" : prefix
    var drafts: [Part] = isURL ? [] : [.text(start: 0, count: prefix.utf8.count)]
    for piece in pieces {
      switch piece {
      case .text(let text):
        drafts.append(.text(start: all.utf8.count, count: text.utf8.count))
        all += text
      case .place(Template.Place.id): drafts.append(.id)
      case .place(Template.Place.url): drafts.append(.url)
      case .place(Template.Place.number): drafts.append(.row)
      case .place(let name): preconditionFailure("'\(name)' is no place of a path")
      }
    }
    unsafe parts = .allocate(capacity: drafts.count)
    _ = unsafe parts.initialize(from: drafts)
    unsafe letters = FixedText(all)
  }

  func deallocate() {
    unsafe parts.deallocate()
    unsafe letters.deallocate()
  }

  /// Writes the path of the job `id` at `row`, the id percent-encoded unless it is a URL.
  func fill(_ writer: inout ByteWriter, _ id: UnsafeRawBufferPointer, row: Int) {
    for index in unsafe parts.indices {
      switch unsafe parts[index] {
      case .text(let start, let count):
        unsafe writer.append(
          UnsafeRawBufferPointer(rebasing: letters.bytes[start..<start + count]))
      case .id: unsafe writer.appendEncoded(id)
      case .url: unsafe writer.append(id)
      case .row: unsafe writer.append(number: row)
      }
    }
  }
}
