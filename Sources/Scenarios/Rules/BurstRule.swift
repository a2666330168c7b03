import Workloads

extension PhaseRule {
  /// `burst: { jobs: 500, every: 2s, times: 3 }`, one burst when `every` and `times` are left out;
  /// `skew: 500ms` and `spread: random` smear each.
  static let burst = PhaseRule(
    name: "burst",
    fields: [
      Field("jobs", isRequired: true), Field("every"), Field("times"), Field("skew"),
      Field("spread"),
    ]
  ) { section, problems in
    let counts = 1...Limits.mostArrivals
    let jobs = section.read("jobs", .integer(counts), &problems)
    var burst = Burst(jobs: jobs ?? 1)
    let before = problems.count
    section.read("every", length, into: &burst.every, &problems)
    section.read("times", .integer(counts), into: &burst.times, &problems)
    section.read("skew", .duration(0...Limits.longest), into: &burst.skew, &problems)
    section.read("spread", .word, into: &burst.spread, &problems)
    if let node = section.node, burst.times > 1, section["every"] == nil {
      problems.append(Problem(node.place, "'burst' needs the key 'every' when 'times' is above 1"))
    }
    if let spread = section["spread"], section["skew"] == nil {
      problems.append(
        Problem(
          spread.place, "'spread' needs the key 'skew', the time to spread over",
          hint: "write for example 'skew: 500ms' beside it"))
    }
    if let skew = section["skew"], burst.every > 0, burst.skew > burst.every {
      let (high, low) = (DurationText.format(burst.skew), DurationText.format(burst.every))
      problems.append(
        Problem(skew.place, "'skew' must be at most 'every', but \(high) is above \(low)"))
    }
    return jobs != nil && problems.count == before ? .burst(burst) : nil
  }
}
