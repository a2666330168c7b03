internal import CLinux
internal import Glibc

/// Facts about the machine a run was made on.
public struct Machine: Sendable, Hashable {
  /// The processor's name.
  public let cpu: String
  /// Processors this process may use.
  public let cores: Int
  /// Main memory in bytes.
  public let memoryBytes: Int64
  /// Kernel name and release.
  public let kernel: String
  /// The processor architecture, for example `x86_64`.
  public let architecture: String
  /// The frequency governor of the first processor; nil where it cannot be read.
  public let governor: String?
  /// Identifies the current boot, so that monotonic instants of two processes can be compared.
  public let bootID: String

  /// Reads the facts of this machine.
  public static func current() -> Machine {
    var name = utsname()
    unsafe uname(&name)
    let cpuLine = TextFile.read("/proc/cpuinfo")?.split(separator: "\n")
      .first { $0.hasPrefix("model name") }
    return Machine(
      cpu: cpuLine?.split(separator: ":").last.map { trimmed($0) } ?? "unknown",
      cores: availableCores(),
      memoryBytes: Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE))),
      kernel: "\(text(name.sysname)) \(text(name.release))",
      architecture: text(name.machine),
      governor: TextFile.read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
        .map { trimmed($0) },
      bootID: TextFile.read("/proc/sys/kernel/random/boot_id").map { trimmed($0) } ?? "")
  }

  private static func availableCores() -> Int {
    let count = Int(sojourn_processor_count())
    return count > 0 ? count : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The text in a C character array of fixed size.
  private static func text<Tuple>(_ tuple: Tuple) -> String {
    unsafe withUnsafeBytes(of: tuple) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}

/// Small system files, read whole.
public enum TextFile {
  /// The content of `path`, or nil when it cannot be read; at most 1 MiB.
  public static func read(_ path: String) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < 1 << 20 {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(file, $0.baseAddress, $0.count)
      }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What this process has used and may use.
public enum ProcessUsage {
  /// Resident memory in bytes.
  public static func residentBytes() -> Int64 {
    let fields = TextFile.read("/proc/self/statm")?.split(separator: " ") ?? []
    guard fields.count > 1, let pages = Int64(fields[1]) else { return 0 }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// How often a thread of this process lost its processor to another while it had work to do.
  public static func involuntarySwitches() -> UInt64 {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return UInt64(max(usage.ru_nivcsw, 0))
  }

  /// How many descriptors this process may have open.
  public static func descriptorLimit() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 1_024
    }
    return limit.rlim_cur > UInt64(Int32.max) ? Int(Int32.max) : Int(limit.rlim_cur)
  }

  /// Raises the limit of open descriptors to what the system allows without privileges.
  public static func raiseDescriptorLimit() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return
    }
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
