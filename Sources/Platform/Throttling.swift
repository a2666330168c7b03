/// How often a control group had used up its processor time and had to wait.
public struct Throttling: Sendable, Hashable {
  /// Periods in which its time was limited; 0 where it has no limit.
  public var periods: UInt64
  /// Those in which it had to wait.
  public var throttled: UInt64
  /// Nanoseconds that it waited.
  public var nanoseconds: UInt64

  /// Counts from their parts.
  public init(periods: UInt64, throttled: UInt64, nanoseconds: UInt64) {
    self.periods = periods
    self.throttled = throttled
    self.nanoseconds = nanoseconds
  }

  /// Reads a `cpu.stat` of either version: `throttled_usec` in version 2, `throttled_time` in
  /// nanoseconds in version 1; nil where the group has no such counts.
  public init?(stat: String) {
    var values: [Substring: UInt64] = [:]
    for line in stat.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2 { values[words[0]] = UInt64(words[1]) }
    }
    guard let periods = values["nr_periods"], let throttled = values["nr_throttled"] else {
      return nil
    }
    let microseconds = values["throttled_usec"].map { $0 &* 1_000 }
    self.init(
      periods: periods, throttled: throttled,
      nanoseconds: values["throttled_time"] ?? microseconds ?? 0)
  }

  /// What happened after `earlier`.
  public func since(_ earlier: Throttling) -> Throttling {
    Throttling(
      periods: periods &- earlier.periods, throttled: throttled &- earlier.throttled,
      nanoseconds: nanoseconds &- earlier.nanoseconds)
  }

  /// The files that may say so about this process: those of its group and of the groups around it, in
  /// which a limit holds for it, too.
  public static func files() -> [String] {
    TextFile.read("/proc/self/cgroup").map(files(cgroups:)) ?? []
  }

  /// As above, given the content of `/proc/self/cgroup`.
  ///
  /// A container may see its own group as the root, and the path that the kernel names then does not
  /// exist here: the roots are tried in any case.
  static func files(cgroups: String) -> [String] {
    var files: [String] = []
    for line in cgroups.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let controllers = parts[1].split(separator: ",")
      let roots: [String]
      if parts[0] == "0", controllers.isEmpty {
        roots = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]
      } else if controllers.contains("cpu") {
        roots = ["/sys/fs/cgroup/\(parts[1])", "/sys/fs/cgroup/cpu"]
      } else {
        continue
      }
      for root in roots {
        for folder in foldersAround(parts[2]) {
          let file = root + folder + "/cpu.stat"
          if !files.contains(file) { files.append(file) }
        }
      }
    }
    return files
  }

  /// `/a/b`, `/a` and the empty text for `/a/b`.
  private static func foldersAround(_ path: Substring) -> [String] {
    let names = path.split(separator: "/")
    return (0...names.count).reversed().map { count in
      names.prefix(count).map { "/" + $0 }.joined()
    }
  }
}
