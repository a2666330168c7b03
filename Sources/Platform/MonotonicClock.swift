import Glibc

/// The clocks of the machine.
public enum MonotonicClock {
  /// Nanoseconds on the monotonic clock, which no clock adjustment moves (`CLOCK_MONOTONIC`).
  @inline(__always)
  public static func now() -> Int64 { read(CLOCK_MONOTONIC) }

  /// Nanoseconds since the Unix epoch on the wall clock, which may jump.
  public static func wall() -> Int64 { read(CLOCK_REALTIME) }

  /// Nanoseconds of processor time that the calling thread has used.
  public static func threadCPU() -> Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

  /// Nanoseconds of processor time that the process has used.
  public static func processCPU() -> Int64 { read(CLOCK_PROCESS_CPUTIME_ID) }

  /// Blocks the calling thread for `nanoseconds` of the monotonic clock, or longer.
  public static func sleep(for nanoseconds: Int64) {
    var time = timespec()
    time.tv_sec = Int(nanoseconds / 1_000_000_000)
    time.tv_nsec = Int(nanoseconds % 1_000_000_000)
    unsafe clock_nanosleep(CLOCK_MONOTONIC, 0, &time, nil)
  }

  @inline(__always)
  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
