internal import Dialects
internal import Platform
internal import Scenarios
internal import Webhooks
internal import Workloads

/// The way of webhooks from the job API to the engines of a run.
struct Hooks {
  /// Webhooks on their way to each engine.
  let queues: [HookQueue]
  /// What wakes each engine.
  let alarms: [Alarm]
  private let listener: WebhookListener

  /// What the URL of a job's webhook begins with; its row follows.
  var base: String { listener.base }

  /// Listens as `follow` says, for a run of `rows` arrivals with `engines` engines.
  init(
    _ follow: Scenario.Follow, _ dialect: Dialect, rows: Int, engines: Int
  ) throws(RunTrouble) {
    queues = (0..<engines).map { _ in HookQueue() }
    do throws(SystemError) {
      var alarms: [Alarm] = []
      for _ in 0..<engines { alarms.append(try Alarm()) }
      self.alarms = alarms
    } catch {
      throw .system(error)
    }
    do throws(WebhookListenerError) {
      listener = try WebhookListener.start(
        host: follow.webhook.host, port: follow.webhook.port, callback: follow.webhook.url,
        dialect: dialect, rows: rows,
        engines: zip(queues, alarms).map { (queue: $0, alarm: $1) })
    } catch {
      throw .webhooks(error)
    }
  }

  /// Stops listening.
  func stop() { listener.stop() }
}
