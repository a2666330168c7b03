internal import Results
internal import Workloads

/// Stamps that lie where they cannot, by what the client saw of the same job.
///
/// The two clocks are brought together by the median, over all jobs, of the created stamp's distance
/// from the middle of the push exchange. Then a job is created between the sending of its push and the
/// reply, starts after the sending, and completes before the terminal state is seen, each give or
/// take a second, or the resolution of the stamps where that is coarser.
func stampsOutside(_ table: JobTable) -> [Finding] {
  var offsets: [Nanoseconds] = []
  var resolution: Nanoseconds = 0
  for row in 0..<table.rows.count {
    let job = table.rows[row]
    guard job.isPlaced else { continue }
    offsets.append(job.createdStamp &- job.exchangeMiddle)
    for stamp in [job.createdStamp, job.startedStamp, job.completedStamp] {
      resolution = commonDivisor(resolution, stamp)
    }
  }
  guard offsets.count >= 5 else { return [] }
  offsets.sort()
  let offset = offsets[offsets.count / 2]
  // Stamps of few jobs that happen to be alike say nothing about the resolution.
  let slack = max(1_000_000_000, min(resolution, 3_600_000_000_000))
  var counts = [0, 0, 0]
  var examples: [String?] = [nil, nil, nil]
  for row in 0..<table.rows.count {
    let job = table.rows[row]
    guard job.isPlaced else { continue }
    for (index, isOutside) in job.stampsOutside(offset: offset, slack: slack).enumerated()
    where isOutside {
      counts[index] += 1
      examples[index] = examples[index] ?? table.rows.example(row)
    }
  }
  return zip(["created", "started", "completed"], zip(counts, examples)).compactMap { name, found in
    found.0 == 0
      ? nil
      : Finding(kind: .stampOutside, detail: name, count: found.0, example: found.1)
  }
}

extension JobRecord {
  /// Whether its stamps can be set beside the client's instants.
  fileprivate var isPlaced: Bool {
    isArrival && dispatched != 0 && acknowledged >= dispatched && createdStamp != 0
      && !traits.contains(.relativeStamps)
  }

  /// Half way between the sending of the push and its reply.
  fileprivate var exchangeMiddle: Nanoseconds { dispatched + (acknowledged - dispatched) / 2 }

  /// Whether the stamps created, started and completed lie outside of where they can.
  fileprivate func stampsOutside(offset: Nanoseconds, slack: Nanoseconds) -> [Bool] {
    let created = createdStamp &- offset
    return [
      created < dispatched - slack || created > acknowledged + slack,
      startedStamp != 0 && startedStamp &- offset < dispatched - slack,
      completedStamp != 0 && detected != 0 && completedStamp &- offset > detected + slack,
    ]
  }
}

/// The greatest common divisor; 0 counts as nothing known.
private func commonDivisor(_ first: Nanoseconds, _ second: Nanoseconds) -> Nanoseconds {
  var (a, b) = (first.magnitude, second.magnitude)
  while b != 0 { (a, b) = (b, a % b) }
  return Nanoseconds(clamping: a)
}
