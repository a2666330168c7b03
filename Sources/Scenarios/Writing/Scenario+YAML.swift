internal import Workloads

extension Scenario {
  /// The scenario as a file: what reads back as this scenario, but for its name, which is the file's.
  ///
  /// Values that are the defaults are left out. Secrets are written as they are: a scenario of a stored run
  /// has none, and where one was masked the mask is written. A byte order mark at the beginning of a text
  /// is lost in reading.
  ///
  /// - Parameter comment: Lines to begin with.
  /// - Returns: Text with a final line break.
  public func yaml(comment: [String] = []) -> String {
    var lines = comment.map { $0.isEmpty ? "#" : "# \($0)" }
    lines += YAMLSection.target(target)
    lines += YAMLSection.embedded(embedded)
    lines += YAMLSection.jobs(jobs)
    lines += ["load:"] + load.phases.flatMap(YAMLSection.phase)
    lines += YAMLSection.follow(follow)
    if let cancel { lines.append("cancel: \(YAMLSection.cancel(cancel))") }
    if !thresholds.isEmpty {
      lines.append("thresholds:")
      lines += thresholds.map { "  - \(YAMLScalar.text($0.text))" }
    }
    lines.append("seed: \(YAMLSection.seed(seed))")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// The sections of a scenario's file, line by line.
enum YAMLSection {
  /// A key and its value; nothing where the value is the default.
  private static func entry(_ key: String, _ value: String, unless isDefault: Bool) -> [String] {
    isDefault ? [] : ["  \(key): \(value)"]
  }

  /// The lines under a heading; nothing without any.
  private static func section(_ name: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["\(name):"] + lines
  }

  static func time(_ nanoseconds: Nanoseconds) -> String { DurationText.format(nanoseconds) }

  static func target(_ target: Scenario.Target) -> [String] {
    let usual = Scenario.Target()
    let url = if case .url(let url) = target.address { url } else { "embedded" }
    var lines = entry("api", YAMLScalar.text(target.api), unless: target.api == usual.api)
    lines.append("  url: \(YAMLScalar.url(url))")
    if !target.headers.isEmpty {
      lines.append("  headers:")
      lines += target.headers.map {
        "    \(YAMLScalar.text($0.name)): \(YAMLScalar.quoted($0.template))"
      }
    }
    lines += entry(
      "connections", "\(target.connections)", unless: target.connections == usual.connections)
    lines += entry(
      "request_timeout", time(target.requestTimeout),
      unless: target.requestTimeout == usual.requestTimeout)
    for (key, value) in [
      ("ca_file", target.caFile), ("unix_socket", target.unixSocket), ("proxy", target.proxy),
    ] {
      if let value { lines.append("  \(key): \(YAMLScalar.text(value))") }
    }
    lines += entry("insecure", "\(target.isInsecure)", unless: !target.isInsecure)
    lines += entry("http", YAMLScalar.text(target.http.rawValue), unless: target.http == usual.http)
    return section("target", lines)
  }

  static func embedded(_ embedded: Scenario.Embedded) -> [String] {
    let usual = Scenario.Embedded()
    var lines = entry("workers", "\(embedded.workers)", unless: embedded.workers == usual.workers)
    lines += entry("service", embedded.service.text, unless: embedded.service == usual.service)
    lines += entry(
      "failure_share", YAMLScalar.number(embedded.failureShare),
      unless: embedded.failureShare == usual.failureShare)
    lines += entry("cold_start", time(embedded.coldStart), unless: embedded.coldStart == 0)
    if !embedded.faults.isEmpty {
      lines.append("  faults:")
      lines += embedded.faults.names.compactMap { name in
        embedded.faults[name].map { "    \(name.rawValue): \(name.form.text($0))" }
      }
    }
    return section("embedded", lines)
  }

  static func jobs(_ jobs: [Scenario.JobClass]) -> [String] {
    let isList = jobs.count > 1
    let lines = jobs.flatMap { job -> [String] in
      let usual = Scenario.JobClass()
      var lines = entry(
        "name", YAMLScalar.text(job.name), unless: job.name == usual.name && !isList)
      lines += entry(
        "function", YAMLScalar.text(job.function), unless: job.function == usual.function)
      lines += entry(
        "inputs", YAMLScalar.flow(json: job.inputs), unless: job.inputs == usual.inputs)
      lines += entry(
        "weight", YAMLScalar.number(job.weight), unless: job.weight == usual.weight)
      return isList ? listed(lines) : lines
    }
    return section("jobs", lines)
  }

  /// The lines of one element of a list.
  private static func listed(_ lines: [String]) -> [String] {
    lines.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1.dropFirst(2) }
  }

  static func follow(_ follow: Scenario.Follow) -> [String] {
    let usual = Scenario.Follow()
    var lines = entry("mode", follow.mode.rawValue, unless: follow.mode == usual.mode)
    lines += entry("poll", poll(follow.poll), unless: follow.poll == follow.mode.defaultPolicy)
    if follow.mode == .webhook, follow.webhook != Scenario.Webhook() {
      lines.append("  webhook: \(webhook(follow.webhook))")
    }
    if let most = follow.pollsPerSecond {
      lines.append("  polls_per_second: \(YAMLScalar.number(most))")
    }
    lines += entry(
      "recheck", YAMLScalar.number(follow.recheck), unless: follow.recheck == usual.recheck)
    lines += entry("timeout", time(follow.timeout), unless: follow.timeout == usual.timeout)
    lines += entry(
      "on_timeout", follow.onTimeout.rawValue, unless: follow.onTimeout == usual.onTimeout)
    lines += entry("grace", time(follow.grace), unless: follow.grace == usual.grace)
    return section("follow", lines)
  }
}
