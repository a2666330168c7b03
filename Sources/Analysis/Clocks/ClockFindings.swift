internal import Results
internal import Statistics
internal import Workloads

/// What is odd about the clocks and the stamps of `table`.
func clockFindings(_ table: JobTable, _ clocks: ClockEvidence) -> [Finding] {
  let anomalies = clocks.anomalies
  func finding(
    _ kind: Finding.Kind, _ detail: String?, _ count: StampAnomalies.Count
  ) -> Finding? {
    guard count.jobs > 0 else { return nil }
    return Finding(
      kind: kind, detail: detail, count: count.jobs,
      example: count.row.flatMap { table.rows.example($0) },
      size: count.size > 0 ? count.size : nil)
  }
  var found = [
    finding(.stampDisorder, nil, anomalies.disorder),
    finding(.negativeTime, nil, anomalies.negative),
  ]
  for kind in StampKind.allCases {
    found += [
      finding(.stampOutside, kind.name, anomalies.outside[kind.rawValue]),
      finding(.missingStamp, kind.name, anomalies.missing[kind.rawValue]),
      finding(.visibilityLag, kind.name, anomalies.stale[kind.rawValue]),
    ]
  }
  return found.compactMap { $0 } + trouble(clocks)
}

/// Steps, clocks without a bound, and pairs of clocks.
private func trouble(_ clocks: ClockEvidence) -> [Finding] {
  let anomalies = clocks.anomalies
  var found: [Finding] = []
  if let server = clocks.server, !server.steps.isEmpty {
    found += steps(server, "server", jobs: anomalies.stamped.max() ?? 0)
  } else {
    for kind in StampKind.allCases {
      guard let fit = clocks.kinds[kind.rawValue] else { continue }
      let jobs = anomalies.stamped[kind.rawValue]
      if clocks.server == nil { found += steps(fit, kind.name, jobs: jobs) }
      if fit.segments.isEmpty {
        found.append(Finding(kind: .clockUnsteady, detail: kind.name, count: jobs, example: nil))
      }
    }
  }
  for (first, second) in clocks.differing {
    found.append(
      Finding(
        kind: .twoClocks, detail: "\(first.name) and \(second.name)",
        count: min(anomalies.stamped[first.rawValue], anomalies.stamped[second.rawValue]),
        example: nil))
  }
  return found
}

/// One finding for each step, with the middle of the bounds of its size.
private func steps(_ fit: ClockFit, _ name: String, jobs: Int) -> [Finding] {
  fit.steps.map { step in
    Finding(
      kind: .clockStep, detail: name, count: max(jobs, 1), example: nil,
      size: step.size.lowerBound + (step.size.upperBound - step.size.lowerBound) / 2)
  }
}
