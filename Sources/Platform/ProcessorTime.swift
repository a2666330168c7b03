/// How the time of all processors was spent since the machine started, in the kernel's ticks.
public struct ProcessorTime: Sendable, Hashable {
  /// Ticks that a hypervisor gave to others although the machine had work to do.
  public var stolen: UInt64
  /// All ticks.
  public var all: UInt64

  /// Times from their parts.
  public init(stolen: UInt64, all: UInt64) {
    self.stolen = stolen
    self.all = all
  }

  /// The times of this machine, or nil where they cannot be read.
  public static func current() -> ProcessorTime? {
    TextFile.read("/proc/stat").flatMap { ProcessorTime(stat: $0) }
  }

  /// Reads the line `cpu` of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal; the
  /// two that may follow are parts of the first two.
  public init?(stat: String) {
    guard let line = stat.split(separator: "\n").first(where: { $0.hasPrefix("cpu ") }) else {
      return nil
    }
    let ticks = line.split(separator: " ").dropFirst().prefix(8).map { UInt64($0) }
    guard ticks.count == 8, let stolen = ticks[7], ticks.allSatisfy({ $0 != nil }) else {
      return nil
    }
    self.init(stolen: stolen, all: ticks.reduce(0) { $0 &+ ($1 ?? 0) })
  }
}
