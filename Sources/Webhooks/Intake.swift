import Dialects
import NIOCore
import NIOHTTP1
import Platform
import Synchronization
import Workloads

/// What the listener counts, readable from any thread.
final class IntakeCounts: Sendable {
  private let strangerCount = Atomic<UInt64>(0)

  var strangers: UInt64 { strangerCount.load(ordering: .relaxed) }
  func countStranger() { strangerCount.add(1, ordering: .relaxed) }
}

/// Turns requests into what engines are told, on the listener's thread.
final class Intake {
  private let prefix: String
  private let rows: Int
  private let engines: [(queue: HookQueue, alarm: Alarm)]
  private let counts: IntakeCounts
  private var reader: ReplyReader

  init(
    secret: String, dialect: Dialect, rows: Int, engines: [(queue: HookQueue, alarm: Alarm)],
    counts: IntakeCounts
  ) {
    prefix = "/\(secret)/"
    self.rows = rows
    self.engines = engines
    self.counts = counts
    reader = ReplyReader(dialect: dialect)
  }

  /// The row that `path` names; nil for a path that is no webhook of this run, which is counted.
  func row(of path: String) -> Int? {
    // A callback URL may have a path of its own in front.
    if let range = path.firstRange(of: prefix), let row = Int(path[range.upperBound...]),
      (0..<rows).contains(row)
    {
      return row
    }
    counts.countStranger()
    return nil
  }

  /// Hands a webhook on that was received, whole, at the monotonic instant `instant`.
  func take(row: Int, body: ByteBuffer, at instant: Nanoseconds) {
    let state = unsafe body.withUnsafeReadableBytes { unsafe reader.readHook($0) }
    let engine = engines[row % engines.count]
    engine.queue.put(Hook(row: row, state: state, received: instant))
    engine.alarm.ring()
  }
}

/// One connection of a job API: requests in, empty answers out.
final class WebhookConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// The most bytes of a webhook's body that are looked at.
  private static let longestBody = 1 << 20

  private let intake: Intake
  private var row: Int?
  private var isRefused = false
  private var keepsAlive = true
  private var body = ByteBuffer()

  init(_ intake: Intake) { self.intake = intake }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      keepsAlive = head.isKeepAlive
      body.clear()
      isRefused = head.method == .GET || head.method == .HEAD
      row = intake.row(of: head.uri.prefix { $0 != "?" }.description)
    case .body(let bytes):
      guard row != nil, body.readableBytes + bytes.readableBytes <= Self.longestBody else { return }
      body.writeImmutableBuffer(bytes)
    case .end:
      if let row, !isRefused { intake.take(row: row, body: body, at: MonotonicClock.now()) }
      answer(row == nil ? .notFound : isRefused ? .methodNotAllowed : .ok, context)
    }
  }

  private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
    let fields: HTTPHeaders = [
      "content-length": "0", "connection": keepsAlive ? "keep-alive" : "close",
    ]
    let head = HTTPResponseHead(version: .http1_1, status: status, headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    if !keepsAlive {
      let channel = context.channel
      end.whenComplete { _ in channel.close(promise: nil) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
