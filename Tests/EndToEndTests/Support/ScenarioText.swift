/// The text of a scenario that asks for little and ends soon.
struct ScenarioText {
  var url = "embedded"
  var connections = 16
  var headers: [String] = []
  var embedded = "{ workers: 50, service: constant(20ms) }"
  var jobs = "{ function: sojourn/echo }"
  var load = "burst: { jobs: 20 }"
  var poll = "20ms"
  var timeout = "1m"
  var seed = 7

  var text: String {
    var lines = ["target:", "  url: \(url)", "  connections: \(connections)"]
    if !headers.isEmpty { lines += ["  headers:"] + headers.map { "    \($0)" } }
    if url == "embedded" { lines.append("embedded: \(embedded)") }
    lines += ["jobs: \(jobs)", "load:", "  - \(load)"]
    lines += ["follow: { poll: \(poll), timeout: \(timeout) }", "seed: \(seed)"]
    return lines.joined(separator: "\n") + "\n"
  }
}
