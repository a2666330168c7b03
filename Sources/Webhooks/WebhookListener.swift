public import Dialects
import NIOCore
import NIOHTTP1
import NIOPosix
public import Platform
public import Workloads

/// Listens for the webhooks of a run, and hands them to the engines.
///
/// ```
/// job API ──POST /<secret>/<row>──▶ one thread ──HookQueue──▶ the engine of the row
///                                       └────────Alarm─────────▶ wakes it
/// ```
/// Each job has a URL of its own, so a webhook needs no id in its body; what is under no such path is
/// answered 404 and counted. Nothing is believed: an engine asks the API before a webhook counts.
public struct WebhookListener: Sendable {
  /// What the URL of a job's webhook begins with, the secret included; its row in decimal follows.
  public let base: String
  private let intake: IntakeCounts
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel

  /// Starts to listen; when this returns, webhooks are taken in.
  ///
  /// - Parameters:
  ///   - host: The address to listen on.
  ///   - port: The port; 0 lets the system choose.
  ///   - callback: The URL under which the job API reaches this listener; nil for its own address.
  ///   - dialect: How a webhook says which state it is about.
  ///   - rows: Number of rows of the run.
  ///   - engines: The queue and the alarm of each engine; row n belongs to engine n mod their number.
  /// - Returns: The listener, which runs until ``stop()``.
  /// - Throws: ``WebhookListenerError`` when the system refuses the address.
  public static func start(
    host: String, port: Int, callback: String?, dialect: Dialect, rows: Int,
    engines: [(queue: HookQueue, alarm: Alarm)]
  ) throws(WebhookListenerError) -> WebhookListener {
    let secret = Self.secret()
    let counts = IntakeCounts()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    do {
      let intake = try loop.submit {
        NIOLoopBound(
          Intake(secret: secret, dialect: dialect, rows: rows, engines: engines, counts: counts),
          eventLoop: loop)
      }.wait()
      let channel = try ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 4_096)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
              withPipeliningAssistance: false, withErrorHandling: true)
            try channel.pipeline.syncOperations.addHandler(WebhookConnection(intake.value))
          }
        }
        .bind(host: host, port: port).wait()
      let authority = host.contains(":") ? "[\(host)]" : host
      let own = "http://\(authority):\(channel.localAddress?.port ?? port)"
      return WebhookListener(
        base: "\(callback ?? own)/\(secret)/", intake: counts, group: group, channel: channel)
    } catch {
      try? group.syncShutdownGracefully()
      let reason = (error as? IOError).map { SystemError("", code: $0.errnoCode).reason }
      throw WebhookListenerError(host: host, port: port, reason: reason ?? "\(error)")
    }
  }

  /// 128 random bits as hexadecimal digits.
  private static func secret() -> String {
    (0..<2).map { _ in
      let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Requests that were no webhook of a job of this run.
  public var strangers: UInt64 { intake.strangers }

  /// Stops listening and ends the thread.
  public func stop() {
    try? channel.close().wait()
    try? group.syncShutdownGracefully()
  }
}

/// Why no webhooks can be listened for.
public struct WebhookListenerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The address that was asked for.
  public let host: String
  /// The port that was asked for.
  public let port: Int
  /// The system's own text.
  public let reason: String

  /// One sentence for a person, without a full stop.
  public var description: String {
    "cannot listen for webhooks on \(host) port \(port): \(reason)"
  }
}
