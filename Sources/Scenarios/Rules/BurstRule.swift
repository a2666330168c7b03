import Workloads

extension PhaseRule {
  /// `burst: { jobs: 500, every: 2s, times: 3 }`; one burst when `every` and `times` are left out.
  static let burst = PhaseRule(
    name: "burst", fields: [Field("jobs", isRequired: true), Field("every"), Field("times")]
  ) { section, problems in
    let counts = 1...Limits.mostArrivals
    let jobs = section.read("jobs", .integer(counts), &problems)
    let every = section.read("every", .duration(Limits.shortest...Limits.longest), &problems)
    let times = section.read("times", .integer(counts), &problems)
    if let node = section.node, let times, times > 1, section["every"] == nil {
      problems.append(Problem(node.place, "'burst' needs the key 'every' when 'times' is above 1"))
    }
    guard let jobs, section["every"] == nil || every != nil, section["times"] == nil || times != nil
    else { return nil }
    return .burst(jobs: jobs, every: every ?? 0, times: times ?? 1)
  }
}
