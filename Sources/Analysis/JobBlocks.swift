internal import Results
internal import Statistics
internal import Workloads

/// The block of each measured job, for the intervals of all times: blocks are stretches of the run.
struct JobBlocks {
  private var blocks: [UInt8]
  /// The last dispatch of any push.
  let lastDispatch: Nanoseconds

  /// The blocks of the rows of `table` outside of `warmUps`.
  init(_ table: JobTable, warmUps: [Range<Nanoseconds>]) {
    var last: Nanoseconds = 0
    for row in 0..<table.rows.count { last = max(last, table.rows[row].dispatched) }
    lastDispatch = last
    var (rows, instants): ([Int], [Nanoseconds]) = ([], [])
    for row in 0..<table.rows.count {
      let job = table.rows[row]
      guard job.isArrival, job.dispatched != 0 || job.intended <= last,
        !warmUps.contains(where: { $0.contains(job.intended) })
      else { continue }
      rows.append(row)
      instants.append(job.intended)
    }
    blocks = [UInt8](repeating: 0, count: table.rows.count)
    for (row, block) in zip(rows, BlockJackknife.assign(instants)) { blocks[row] = block }
  }

  /// The block of `row`; 0 for rows that are in no time.
  subscript(row: Int) -> UInt8 { blocks[row] }

  /// Whether the arrival was due when later ones, or others, were still sent, and never was sent itself.
  func isHeld(_ job: JobRecord) -> Bool { job.dispatched == 0 && job.intended <= lastDispatch }
}
