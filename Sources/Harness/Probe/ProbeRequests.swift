internal import Dialects
internal import Results
internal import Scenarios

/// The requests of a probe, made of the endpoints of a dialect.
struct ProbeRequests {
  let dialect: Dialect
  let prefix: String
  let function: String
  let inputs: String

  /// The id of the job where ids are chosen; nil otherwise.
  let chosenID: String?

  init(dialect: Dialect, prefix: String, function: String, inputs: String, run: String) {
    self.dialect = dialect
    self.prefix = prefix
    self.function = function
    self.inputs = inputs
    chosenID = Self.chosenID(dialect, run: run)
  }

  private static func chosenID(_ dialect: Dialect, run: String) -> String? {
    guard case .chosen(let template) = dialect.id else { return nil }
    let writer = ChosenID(template: template, run: run)
    var room = [UInt8](repeating: 0, count: dialect.idCapacity)
    let length = unsafe room.withUnsafeMutableBytes { unsafe writer.write(row: 0, into: $0) }
    return String(decoding: room[..<length], as: UTF8.self)
  }

  var push: ProbeExchange.Request { request(.push, dialect.push, id: chosenID) }

  func poll(_ id: String, _ kind: ProbeExchange.Kind = .poll) -> ProbeExchange.Request {
    request(kind, dialect.poll, id: id)
  }

  func cancel(_ id: String) -> ProbeExchange.Request? {
    dialect.cancel.map { request(.cancel, $0, id: id) }
  }

  func result(_ id: String) -> ProbeExchange.Request? {
    dialect.result.map { request(.result, $0, id: id) }
  }

  func longPoll(_ id: String) -> ProbeExchange.Request? {
    dialect.longPoll.map { request(.longPoll, $0.request, id: id) }
  }

  /// The first page, or the batch of the one job.
  func list(_ id: String) -> ProbeExchange.Request? {
    dialect.list.map { list in
      let numbers = [
        Template.Place.most: "\(list.most)", Template.Place.offset: "0", Template.Place.page: "1",
      ]
      let path = [Template.Place.ids: PathText.encoded(id), Template.Place.cursor: ""]
      let body = [
        Template.Place.ids: "[\(JSONText.string(id))]", Template.Place.cursor: "null",
      ]
      var first = list.request
      first.path = Dialect.ListEndpoint.withoutCursor(first.path)
      return request(
        .list, first, id: id, inPath: path.merging(numbers) { $1 },
        inBody: body.merging(numbers) { $1 })
    }
  }

  private func request(
    _ kind: ProbeExchange.Kind, _ endpoint: Dialect.Endpoint, id: String?,
    inPath: [String: String] = [:], inBody: [String: String] = [:]
  ) -> ProbeExchange.Request {
    var inPath = inPath.merging(PathText.values(function: function)) { $1 }
    var inBody = inBody
    inBody[Template.Place.function] = JSONText.string(function)
    inBody[Template.Place.inputs] = inputs
    if let id {
      inPath[Template.Place.id] = PathText.encoded(id)
      inPath[Template.Place.url] = id
      inBody[Template.Place.id] = JSONText.string(id)
    }
    // A path that the API gave has its prefix already.
    let path = Template(endpoint.path)
    let isWhole = path.pieces.first == .place(Template.Place.url)
    return ProbeExchange.Request(
      kind, method: endpoint.method.rawValue, path: (isWhole ? "" : prefix) + path.filled(inPath),
      body: endpoint.body.map { Template($0).filled(inBody) })
  }
}
