public import Results
public import Statistics
internal import Workloads

/// A quantile among jobs that were not seen to end counts as twenty times the other side's: ranks ask no
/// more of it than to be far off.
private let beyond = 3.0

/// One run of a pair by its document.
///
/// - Parameters:
///   - document: What the run says.
///   - folder: The name of its folder in the gate's.
///   - metric: The time that is judged, as thresholds call it.
///   - rule: Which quantiles are judged.
/// - Returns: What the gate keeps of it.
public func gateRun(
  _ document: RunDocument, folder: String, metric: String, rule: GateRule
) -> GateRun {
  let quantiles = document.metrics[metric]?.quantiles
  var values: [String: Nanoseconds] = [:]
  for quantile in rule.quantiles { values[quantile.name] = quantiles?[quantile.name]?.estimate }
  return GateRun(
    folder: folder, startedAt: document.run.startedAt, scheduleHash: document.run.scheduleHash,
    scheduled: document.jobs.scheduled, finished: document.jobs.outcomes.finished,
    quantiles: values)
}

/// How the candidate's run differs from the base's, by the judged quantiles that both can tell and over
/// the whole distribution: ln(candidate / base) by the quantile's name.
public func gateChanges(
  base: RunDocument, candidate: RunDocument, metric: String, rule: GateRule
) -> (quantiles: [String: Double], shift: [String: Double]) {
  guard let old = base.metrics[metric], let new = candidate.metrics[metric],
    old.source == new.source
  else { return ([:], [:]) }
  var changes: [String: Double] = [:]
  for quantile in rule.quantiles {
    guard let first = old.quantiles[quantile.name], let second = new.quantiles[quantile.name]
    else { continue }
    changes[quantile.name] = change(first, second)
  }
  let points = shift(SeenDistribution(old), SeenDistribution(new))
  return (
    changes, Dictionary(points.map { ($0.name, $0.logRatio) }, uniquingKeysWith: { $1 })
  )
}

/// ln(candidate / base) of one quantile; nil where a sample is too small for it.
private func change(_ base: QuantileSummary, _ candidate: QuantileSummary) -> Double? {
  switch (base.estimate, candidate.estimate) {
  case (let old?, let new?):
    guard old > 0, new > 0 else { return nil }
    return Logarithm.natural(Double(new)) - Logarithm.natural(Double(old))
  case (_?, nil): return candidate.above == nil ? nil : beyond
  case (nil, _?): return base.above == nil ? nil : -beyond
  case (nil, nil): return base.above == nil || candidate.above == nil ? nil : 0
  }
}

/// The shift over all pairs, with the band of all points together; points that a pair cannot tell are
/// left out.
public func gateShift(_ pairs: [GatePair]) -> [GateShiftPoint] {
  guard let first = pairs.first else { return [] }
  let names = shiftNames.filter { name in
    first.shift[name] != nil && pairs.allSatisfy { $0.shift[name] != nil }
  }
  let rows = pairs.map { pair in names.compactMap { pair.shift[$0] } }
  guard !names.isEmpty, let band = ShiftBand(rows) else { return [] }
  return zip(names, band.points).map { name, point in
    GateShiftPoint(
      name: name, logRatio: rounded(point.mean), lower: rounded(point.lower),
      upper: rounded(point.upper))
  }
}
