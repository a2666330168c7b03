/// How much memory this process may still take.
public enum FreeMemory {
  /// In bytes: what the machine has free without swapping, or the smallest limit of a control group when
  /// that is less; nil where the system does not say.
  public static func bytes() -> Int? {
    let groups =
      ControlGroups.files("memory.max", of: "memory")
      + ControlGroups.files("memory.limit_in_bytes", of: "memory")
    return bytes(
      memory: TextFile.read("/proc/meminfo") ?? "", limits: groups.compactMap(TextFile.read))
  }

  /// As above, given the content of `/proc/meminfo` and of the files with limits.
  static func bytes(memory: String, limits: [String]) -> Int? {
    let line = memory.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    let available = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    // A group without a limit says `max`, or in the first version a number beyond any memory.
    let known = limits.compactMap { Int($0.prefix { !$0.isWhitespace }) }
    return ([available.map { $0 * 1_024 }].compactMap(\.self) + known).min()
  }
}
