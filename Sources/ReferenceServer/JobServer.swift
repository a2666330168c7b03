import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A job API in Sieve's wire format whose true timings are known.
///
/// A fixed number of workers takes jobs from one unbounded first-in-first-out queue and works for
/// times drawn from a law. One thread owns everything: it changes the state of jobs, notes the
/// instant of each change, and answers requests. So the truth is never ahead of what a client can
/// see, nor behind it.
public struct JobServer: Sendable {
  /// The port that the server listens on.
  public let port: Int
  /// Where the API is, without a path: `http://127.0.0.1:49152`.
  public let url: String
  private let core: Core

  /// Starts a server; when this returns, it answers.
  ///
  /// - Parameter configuration: What the server is to be.
  /// - Returns: The running server. It runs until ``stop()``, also when nothing refers to it.
  /// - Throws: ``JobServerError`` when a setting cannot be, or the system refuses the address or
  ///   the truth log.
  public static func start(_ configuration: Configuration) throws(JobServerError) -> JobServer {
    if let flaw = configuration.flaw { throw flaw }
    return try JobServer(configuration)
  }

  private init(_ configuration: Configuration) throws(JobServerError) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    do {
      let store = try loop.submit {
        let log = try configuration.truthFile.map { try TruthLog(path: $0) }
        return NIOLoopBound(JobStore(configuration, log: log, on: loop), eventLoop: loop)
      }.wait()
      let listener = try Self.listen(configuration, store, group)
      try loop.submit { store.value.begin() }.wait()
      port = listener.localAddress?.port ?? configuration.port
      let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
      url = "http://\(host):\(port)"
      core = Core(group: group, listener: listener, store: store)
    } catch {
      try? group.syncShutdownGracefully()
      if let error = error as? JobServerError { throw error }
      let reason = (error as? IOError).map { systemText($0.errnoCode) } ?? "\(error)"
      throw .cannotListen(host: configuration.host, port: configuration.port, reason: reason)
    }
  }

  private static func listen(
    _ configuration: Configuration, _ store: NIOLoopBound<JobStore>,
    _ group: MultiThreadedEventLoopGroup
  ) throws -> any Channel {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = 32 << 10
    limits.maxHeaderListSize = 128 << 10
    return try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4_096)
      // By default four connections at a turn are accepted: after a freeze, new ones would wait long
      // behind the requests of old ones.
      .serverChannelOption(.maxMessagesPerRead, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { [limits] channel in
        channel.eventLoop.makeCompletedFuture {
          let decoder = HTTPRequestDecoder(limitConfiguration: limits)
          try channel.pipeline.syncOperations.addHandlers(
            ByteToMessageHandler(decoder), Connection(store.value))
        }
      }
      .bind(host: configuration.host, port: configuration.port)
      .wait()
  }

  /// What has happened to each job so far, in the order of pushes; after ``stop()``, the last word.
  public var truth: [TruthRecord] { core.truth.records }

  /// What has gone wrong so far, in order.
  public var faults: [FaultRecord] { core.truth.faults }

  /// Why the truth log ends early, if writing it failed.
  public var truthFailure: JobServerError? { core.truth.failure }

  /// Stops listening, closes all connections, completes the truth log and ends the thread.
  ///
  /// Further calls do nothing. Must not be called on the server's own thread.
  public func stop() { core.stop() }
}

/// The parts that run, and how they end.
private final class Core: Sendable {
  struct Truth {
    var records: [TruthRecord] = []
    var faults: [FaultRecord] = []
    var failure: JobServerError?
  }

  private let group: MultiThreadedEventLoopGroup
  private let listener: any Channel
  private let store: NIOLoopBound<JobStore>
  /// What was true at the end, once it has come.
  private let end = Mutex<Truth?>(nil)

  init(
    group: MultiThreadedEventLoopGroup, listener: any Channel, store: NIOLoopBound<JobStore>
  ) {
    self.group = group
    self.listener = listener
    self.store = store
  }

  var truth: Truth {
    end.withLock { end in
      if let end { return end }
      return onLoop {
        Truth(
          records: $0.jobs.map(\.truth), faults: $0.injector?.records ?? [],
          failure: $0.log?.failure)
      } ?? Truth()
    }
  }

  func stop() {
    end.withLock { end in
      guard end == nil else { return }
      try? listener.close().wait()
      end =
        onLoop {
          Truth(
            records: $0.halt(), faults: $0.injector?.records ?? [], failure: $0.log?.failure)
        } ?? Truth()
      try? group.syncShutdownGracefully()
    }
  }

  private func onLoop<Value: Sendable>(_ read: @escaping @Sendable (JobStore) -> Value) -> Value? {
    try? listener.eventLoop.submit { [store] in read(store.value) }.wait()
  }
}
