internal import Results
internal import Statistics

/// Earlier runs that tell how much one run differs from the next.
struct History {
  private let documents: [RunDocument]

  /// Those of `runs` that are like `base`: the same load on the same class of machine, valid, and neither
  /// of the two runs themselves, whose difference is to be judged by others.
  init(_ runs: [StoredRun], of base: StoredRun, and candidate: StoredRun) {
    var used: [StoredRun] = []
    for run in runs {
      let isKnown = ([base, candidate] + used).contains { $0.isSame(as: run) }
      let differences = differences(base, run)
      guard !isKnown, run.document.validity.verdict == .valid,
        differences.allSatisfy({ $0.kind == .version })
      else { continue }
      used.append(run)
    }
    documents = used.map(\.document)
  }

  /// How many runs there are.
  var count: Int { documents.count }

  /// The spread of the logarithm of a quantile from run to run; nil below ``RunHistory/needed`` runs
  /// that have it.
  func deviation(_ metric: String, _ quantile: String) -> LogChange.Deviation? {
    let values = documents.compactMap { document in
      document.metrics[metric]?.quantiles[quantile]?.estimate
    }
    let logarithms = values.filter { $0 > 0 }.map { Logarithm.natural(Double($0)) }
    guard logarithms.count >= RunHistory.needed else { return nil }
    return LogChange.Deviation(of: logarithms)
  }
}
