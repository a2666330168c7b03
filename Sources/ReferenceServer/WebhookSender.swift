import NIOCore
import NIOHTTP1
import NIOPosix
import Workloads

/// Delivers webhooks: each until it is answered with 200, a bounded number at once.
final class WebhookSender {
  private struct Delivery {
    let url: WebhookURL
    let body: ByteBuffer
    var repetitions = 0
  }

  /// How many connections may be open at once.
  private static let width = 64

  private let retries: JobServer.WebhookRetries
  private let injector: FaultInjector?
  private let loop: NIOIsolatedEventLoop
  private var pending = CircularBuffer<Delivery>()
  private var openCount = 0
  private var isHalted = false

  init(
    _ retries: JobServer.WebhookRetries, _ injector: FaultInjector?, on loop: any EventLoop
  ) {
    self.retries = retries
    self.injector = injector
    self.loop = loop.assumeIsolated()
  }

  /// Tells whoever asked for `kind` what has just happened to `job`.
  func send(_ kind: Webhook.Kind, _ job: Job, _ store: JobStore) {
    for webhook in job.webhooks where webhook.kind == kind {
      var body = Text()
      body.writeWebhook(kind, job, of: store)
      let delivery = Delivery(url: webhook.url, body: ByteBuffer(bytes: body.bytes))
      if injector == nil { pending.append(delivery) } else { misdeliver(delivery, job) }
    }
    deliverPending()
  }

  /// Lets happen to a webhook what faults want of it.
  private func misdeliver(_ delivery: Delivery, _ job: Job) {
    guard let injector else { return }
    let faults = injector.faultsOfNextWebhook()
    if faults.contains(.webhookLost) {
      injector.note(.webhookLost, id: job.id)
      return
    }
    if faults.contains(.webhookTwice) {
      injector.note(.webhookTwice, id: job.id)
      pending.append(delivery)
    }
    guard faults.contains(.webhookLate) else {
      pending.append(delivery)
      return
    }
    let time = injector.faults.time(.webhookLate)
    injector.note(.webhookLate, id: job.id, time: time)
    loop.scheduleTask(in: .nanoseconds(time)) {
      self.pending.append(delivery)
      self.deliverPending()
    }
  }

  /// Starts nothing more.
  func halt() {
    isHalted = true
    pending.removeAll()
  }

  private func deliverPending() {
    while !isHalted, openCount < Self.width, let delivery = pending.popFirst() {
      openCount += 1
      deliver(delivery)
    }
  }

  private func deliver(_ delivery: Delivery) {
    let timeout = TimeAmount.nanoseconds(retries.timeout)
    ClientBootstrap(group: loop.nonisolated())
      .connectTimeout(timeout)
      .connect(host: delivery.url.host, port: delivery.url.port)
      .assumeIsolated()
      .whenComplete { result in
        guard case .success(let channel) = result else { return self.end(delivery, status: nil) }
        let exchange = WebhookExchange(timeout: timeout) { self.end(delivery, status: $0) }
        do {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(exchange)
          exchange.send(to: delivery.url, delivery.body, on: channel)
        } catch {
          channel.close(promise: nil)
          self.end(delivery, status: nil)
        }
      }
  }

  private func end(_ delivery: Delivery, status: Int?) {
    openCount -= 1
    if status != 200, delivery.repetitions < retries.limit, !isHalted {
      var again = delivery
      again.repetitions += 1
      loop.scheduleTask(in: pause(before: again.repetitions)) {
        self.pending.append(again)
        self.deliverPending()
      }
    }
    deliverPending()
  }

  /// The base, doubled for each repetition after the first, at most a day.
  private func pause(before repetition: Int) -> TimeAmount {
    let (product, overflows) = retries.base.multipliedReportingOverflow(by: 1 << (repetition - 1))
    let day: Int64 = 86_400_000_000_000
    return .nanoseconds(overflows ? day : min(product, day))
  }
}

/// One POST and its answer.
private final class WebhookExchange: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let timeout: TimeAmount
  private var done: ((_ status: Int?) -> Void)?
  private var status: Int?
  private var timer: Scheduled<Void>?

  init(timeout: TimeAmount, done: @escaping (_ status: Int?) -> Void) {
    self.timeout = timeout
    self.done = done
  }

  func send(to url: WebhookURL, _ body: ByteBuffer, on channel: any Channel) {
    timer = channel.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
      self.finish(nil)
      channel.close(promise: nil)
    }
    var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: url.target)
    head.headers = [
      "host": url.authority, "content-type": "application/json",
      "content-length": "\(body.readableBytes)", "connection": "close",
    ]
    channel.write(HTTPClientRequestPart.head(head), promise: nil)
    channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil)
    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): status = Int(head.status.code)
    case .body: break
    case .end:
      finish(status)
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) { finish(nil) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    finish(nil)
    context.close(promise: nil)
  }

  private func finish(_ status: Int?) {
    timer?.cancel()
    timer = nil
    let done = self.done
    self.done = nil
    done?(status)
  }
}
