import NIOCore
import NIOHTTP1
import Workloads

/// One request, complete.
struct Request {
  var method: HTTPMethod
  var target: String
  var key: String?
  var isHTTP10 = false
  var keepsAlive: Bool
  var body = ByteBuffer()
}

/// What a request leads to, unless it is a ``Problem``.
enum Answer {
  /// 200 and the body that was written.
  case ready
  /// The Job object, as soon as the job is terminal.
  case whenTerminal(Job, offset: Int)
}

/// Decides about requests, in the order of checks that FastAPI has: path, method, JSON syntax, key,
/// fields, and only then what the fields mean.
///
/// Faults are in front of `answer` (requests that never get here, or whose answers are lost) and in
/// the store's transitions; nothing below knows of them.
struct Routes {
  let store: JobStore

  /// The most jobs of one page, whatever `limit` says.
  static let longestPage = 1_000

  /// Answers the request; the body of the answer is appended to `body`.
  func answer(_ request: Request, into body: inout Text) throws(Problem) -> Answer {
    let target = Target(request.target)
    guard let route = Route(path: target.path) else { throw .notFound }
    guard route.methods.contains(request.method.rawValue) else {
      throw .methodNotAllowed(route.methods)
    }
    if case .push = route {
      try push(request, target, into: &body)
      return .ready
    }
    try authorize(request)
    switch route {
    case .push: break
    case .job(let id) where request.method == .DELETE: try cancel(id, into: &body)
    case .job(let id):
      let (job, offset) = try job(id, target)
      body.writeJob(job, of: store, offset: offset)
    case .await(let id):
      let (job, offset) = try job(id, target)
      guard job.state.isTerminal else { return .whenTerminal(job, offset: offset) }
      body.writeJob(job, of: store, offset: offset)
    case .jobs: try list(target, into: &body) { () throws(Problem) in store.jobs }
    case .functionJobs(let name):
      try list(target, into: &body) { () throws(Problem) in
        guard let jobs = store.jobs(of: name) else { throw .functionNotFound }
        return jobs
      }
    case .concurrency: body.writeConcurrency(store.concurrency)
    }
    return .ready
  }

  private func authorize(_ request: Request) throws(Problem) {
    guard let key = store.configuration.apiKey else { return }
    guard request.key == key else { throw .unauthorized }
  }

  private func push(
    _ request: Request, _ target: Target, into body: inout Text
  ) throws(Problem) {
    var document: JSONValue?
    if request.body.readableBytes > 0 {
      do {
        document = try JSONParser.parse(Array(request.body.readableBytesView))
      } catch {
        throw PushRequest.malformed(error)
      }
    }
    try authorize(request)
    if let source = target["source"], !["api", "dashboard", "search"].contains(source) {
      throw .fields([
        FieldProblem(
          location: [.name("query"), .name("source")],
          message: "Input should be 'api', 'dashboard' or 'search'", type: "enum")
      ])
    }
    guard let document else { throw PushRequest.missing }
    let job = try store.push(PushRequest(document))
    body.writePushed(job, of: store)
  }

  private func job(_ id: String, _ target: Target) throws(Problem) -> (Job, offset: Int) {
    let offset = try target.integer("offset", default: 0)
    guard offset >= 0 else { throw .invalidValues }
    guard let bits = UUIDBits(id), let job = store.job(bits) else { throw .jobNotFound }
    return (job, offset)
  }

  private func cancel(_ id: String, into body: inout Text) throws(Problem) {
    guard let bits = UUIDBits(id), let job = store.job(bits) else { throw .jobNotFound }
    guard !job.state.isTerminal else { throw .notProcessing }
    store.cancel(job)
    body.writeStaticString("{\"message\":\"Job cancelled.\"}")
  }

  private func list(
    _ target: Target, into body: inout Text, _ jobs: () throws(Problem) -> [Job]
  ) throws(Problem) {
    let limit = try target.integer("limit", default: 500, atLeast: 1)
    let offset = try target.integer("offset", default: 0, atLeast: 0)
    let page = store.page(
      of: try jobs(), status: target["status"] ?? "", offset: offset,
      limit: min(limit, Self.longestPage))
    body.writePage(page, of: store)
  }
}
