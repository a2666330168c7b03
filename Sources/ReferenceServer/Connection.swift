import NIOCore
import NIOHTTP1
import Workloads

/// One client's connection: requests in, answers out in the same order.
///
/// Answers are written as bytes; only requests go through NIO's HTTP codec. While an `/await` is
/// open the connection reads no further, and the requests that are already here wait their turn.
final class Connection: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let store: JobStore
  private let routes: Routes
  private var context: ChannelHandlerContext?

  /// The request whose parts are arriving.
  private var partial: Request?
  /// Complete requests behind an open `/await`.
  private var backlog = CircularBuffer<Request>(initialCapacity: 2)
  private var waiter: Waiter?
  private var wantsRead = false
  /// No further request is served; what still arrives is thrown away.
  private var isEnding = false

  /// The answer's body before its length is known; reused.
  private var body = Text()
  /// Its head, likewise.
  private var head = Text()
  /// Answers not handed to the channel yet.
  private var output = ByteBuffer()

  init(_ store: JobStore) {
    self.store = store
    routes = Routes(store: store)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    waiter?.forget()
    waiter = nil
    self.context = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    waiter?.forget()
    waiter = nil
    isEnding = true
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isEnding else { return }
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head)
    case .body(let bytes): append(bytes)
    case .end:
      guard let request = partial else { return }
      partial = nil
      if waiter == nil { serve(request) } else { backlog.append(request) }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    flush()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if isEnding || waiter == nil && context.channel.isWritable {
      context.read()
    } else {
      wantsRead = true
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    readAgain()
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isEnding else { return }
    switch error as? HTTPParserError {
    case .headerOverflow: refuse(.headersTooLarge)
    case nil:
      isEnding = true
      context.close(promise: nil)
    default: refuse(.malformedRequest)
    }
  }
}

/// Requests.
extension Connection {
  private func begin(_ head: HTTPRequestHead) {
    var request = Request(
      method: head.method, target: head.uri, keepsAlive: head.isKeepAlive)
    request.isHTTP10 = head.version == .http1_0
    if store.configuration.apiKey != nil { request.key = head.headers.first(name: "x-api-key") }
    partial = request
    guard head.method != .GET else { return }
    if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }),
      length > store.configuration.maxBodyBytes
    {
      refuse(.bodyTooLarge)
    } else if head.headers.first(name: "expect")?.lowercased() == "100-continue", waiter == nil {
      output.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
    }
  }

  private func append(_ bytes: ByteBuffer) {
    let received = partial?.body.readableBytes ?? 0
    guard received + bytes.readableBytes <= store.configuration.maxBodyBytes else {
      return refuse(.bodyTooLarge)
    }
    partial?.body.writeImmutableBuffer(bytes)
  }

  private func serve(_ request: Request) {
    guard !store.isHalted else { return close() }
    body.clear()
    switch store.injector?.treatment(of: request) ?? .answer {
    case .answer: answer(request)
    case .refuse(let refusal): reply(refusal, to: request)
    case .hangUp: close()
    case .carryOutAndHangUp: carryOutAndHangUp(request)
    case .late(let time): answer(request, after: time)
    }
  }

  private func answer(_ request: Request) {
    do {
      switch try routes.answer(request, into: &body) {
      case .ready: reply(200, to: request)
      case .whenTerminal(let job, let offset): wait(for: job, offset, request)
      }
    } catch {
      reply(error, to: request)
    }
  }

  private func wait(for job: Job, _ offset: Int, _ request: Request) {
    waiter = store.wait(for: job) { isTerminal in
      self.waiter = nil
      self.body.clear()
      if isTerminal {
        self.body.writeJob(job, of: self.store, offset: offset)
        self.reply(200, to: request)
      } else {
        self.reply(Problem.timeout, to: request)
      }
      self.proceed()
    }
  }

  /// Goes on with the requests behind the one that has just been answered.
  private func proceed() {
    while waiter == nil, !isEnding, let next = backlog.popFirst() { serve(next) }
    flush()
    readAgain()
  }

  private func readAgain() {
    guard wantsRead, let context else { return }
    wantsRead = false
    read(context: context)
  }
}

/// Faults.
extension Connection {
  private func carryOutAndHangUp(_ request: Request) {
    let count = store.jobs.count
    _ = try? routes.answer(request, into: &body)
    if store.jobs.count > count, let job = store.jobs.last {
      store.injector?.note(.dropAccepted, id: job.id)
    }
    close()
  }

  /// Decides on the answer now and sends it when `time` has passed; one that waits anyway is not
  /// held back.
  private func answer(_ request: Request, after time: Nanoseconds) {
    var status = 200
    var methods: [String] = []
    do {
      if case .whenTerminal(let job, let offset) = try routes.answer(request, into: &body) {
        return wait(for: job, offset, request)
      }
    } catch {
      body.clear()
      body.writeProblem(error)
      (status, methods) = (error.status, error.allowedMethods)
    }
    let ready = body
    body = Text()
    waiter = store.pause(for: time) { [status, methods] in
      self.waiter = nil
      self.body = ready
      self.reply(status, allowing: methods, to: request)
      self.proceed()
    }
  }

  private func reply(_ refusal: Refusal, to request: Request) {
    body.writeString(refusal.text)
    head.writeHead(
      refusal.status, length: body.bytes.count, allowing: [], date: store.httpDate(),
      connection: request.keepsAlive ? nil : "close",
      type: refusal.isHTML ? "text/html" : "application/json", retryAfter: refusal.retryAfter)
    put(withBody: request.method != .HEAD)
    if !request.keepsAlive { close() }
  }
}

/// Answers.
extension Connection {
  private func reply(_ problem: Problem, to request: Request) {
    body.clear()
    body.writeProblem(problem)
    reply(problem.status, allowing: problem.allowedMethods, to: request)
  }

  /// Writes head and body of an answer; ends the connection if the client wants that.
  private func reply(_ status: Int, allowing methods: [String] = [], to request: Request) {
    head.writeHead(
      status, length: body.bytes.count, allowing: methods, date: store.httpDate(),
      connection: !request.keepsAlive ? "close" : request.isHTTP10 ? "keep-alive" : nil)
    put(withBody: request.method != .HEAD)
    if !request.keepsAlive { close() }
  }

  /// Puts the answer that has been written behind those before it.
  private func put(withBody hasBody: Bool) {
    output.reserveCapacity(minimumWritableBytes: head.bytes.count + body.bytes.count)
    output.writeBytes(head.bytes)
    if hasBody { output.writeBytes(body.bytes) }
    head.clear()
  }

  private func flush() {
    guard let context, output.readableBytes > 0 else { return }
    let bytes = output
    output = ByteBuffer()
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
  }

  /// Closes the connection behind the last answer.
  private func close() {
    isEnding = true
    partial = nil
    backlog.removeAll()
    guard let context else { return }
    let bytes = output
    output = ByteBuffer()
    context.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenComplete { _ in
      context.close(promise: nil)
    }
  }

  /// Answers a request that cannot be read to its end, and hangs up.
  ///
  /// Closing at once would reset the connection while the client is still sending, and it would
  /// never see the answer. So only the output is closed; the input is thrown away until the client
  /// has hung up or had two seconds to do so.
  private func refuse(_ problem: Problem) {
    waiter?.forget()
    waiter = nil
    backlog.removeAll()
    partial = nil
    isEnding = true
    body.clear()
    body.writeProblem(problem)
    head.writeHead(
      problem.status, length: body.bytes.count, allowing: [], date: store.httpDate(),
      connection: "close")
    put(withBody: true)
    guard let context else { return }
    let bytes = output
    output = ByteBuffer()
    context.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenComplete { _ in
      context.close(mode: .output, promise: nil)
    }
    store.loop.scheduleTask(in: .seconds(2)) { context.close(promise: nil) }
    readAgain()
  }
}
