import Testing

@testable import Platform

@Suite struct ProcessorTimeTests {
  @Test(
    "the line of all processors is read",
    arguments: [
      (
        "cpu  10 20 30 40 50 60 70 80 900 1000\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 7\n",
        ProcessorTime(stolen: 80, all: 360)
      ),
      ("cpu 1 2 3 4 5 6 7 0\n", ProcessorTime(stolen: 0, all: 28)),
      ("cpu0 1 2 3 4 5 6 7 8\n", nil), ("cpu 1 2 3 4 5 6 7\n", nil), ("cpu a b\n", nil),
      ("cpu 1 2 3 x 5 6 7 8\n", nil), ("", nil),
    ] as [(String, ProcessorTime?)])
  func line(text: String, expected: ProcessorTime?) {
    #expect(ProcessorTime(stat: text) == expected)
  }

  @Test func theTimesOfThisMachineOnlyGrow() throws {
    let first = try #require(ProcessorTime.current())
    let second = try #require(ProcessorTime.current())
    #expect(first.all > 0)
    #expect(second.all >= first.all && second.stolen >= first.stolen)
  }
}

@Suite struct ThrottlingTests {
  @Test(
    "both versions of control groups are read",
    arguments: [
      (
        "usage_usec 9\nuser_usec 5\nnr_periods 100\nnr_throttled 7\nthrottled_usec 3000\n",
        Throttling(periods: 100, throttled: 7, nanoseconds: 3_000_000)
      ),
      (
        "nr_periods 100\nnr_throttled 7\nthrottled_time 3000\n",
        Throttling(periods: 100, throttled: 7, nanoseconds: 3_000)
      ),
      ("nr_periods 0\nnr_throttled 0\n", Throttling(periods: 0, throttled: 0, nanoseconds: 0)),
      ("usage_usec 9\nuser_usec 5\nsystem_usec 4\n", nil), ("", nil), ("nr_periods x\n", nil),
    ] as [(String, Throttling?)])
  func stat(text: String, expected: Throttling?) {
    #expect(Throttling(stat: text) == expected)
  }

  @Test(
    "the files of the group and of the groups around it are found",
    arguments: [
      (
        "0::/user.slice/run.scope\n",
        ["/user.slice/run.scope", "/user.slice", ""].map { "/sys/fs/cgroup\($0)/cpu.stat" }
          + ["/user.slice/run.scope", "/user.slice", ""].map {
            "/sys/fs/cgroup/unified\($0)/cpu.stat"
          }
      ),
      (
        "7:cpu,cpuacct:/docker/12\n3:cpuset:/\n",
        [
          "/sys/fs/cgroup/cpu,cpuacct/docker/12/cpu.stat",
          "/sys/fs/cgroup/cpu,cpuacct/docker/cpu.stat", "/sys/fs/cgroup/cpu,cpuacct/cpu.stat",
          "/sys/fs/cgroup/cpu/docker/12/cpu.stat", "/sys/fs/cgroup/cpu/docker/cpu.stat",
          "/sys/fs/cgroup/cpu/cpu.stat",
        ]
      ),
      ("0::/\n", ["/sys/fs/cgroup/cpu.stat", "/sys/fs/cgroup/unified/cpu.stat"]),
      ("1:cpu:/\n", ["/sys/fs/cgroup/cpu/cpu.stat"]),
      ("3:cpuset:/\n8:pids:/a\n", []), ("", []), ("nonsense\n", []),
    ] as [(String, [String])])
  func files(text: String, expected: [String]) {
    #expect(ControlGroups.files("cpu.stat", of: "cpu", cgroups: text) == expected)
  }

  @Test func whatHappenedSinceIsTheDifference() {
    let before = Throttling(periods: 10, throttled: 2, nanoseconds: 300)
    let after = Throttling(periods: 30, throttled: 3, nanoseconds: 1_000)
    #expect(after.since(before) == Throttling(periods: 20, throttled: 1, nanoseconds: 700))
  }
}

@Suite struct WallAnchorTests {
  private func anchor(_ monotonic: Int64, _ wall: Int64, width: Int64 = 100) -> WallAnchor {
    WallAnchor(monotonic: monotonic, wall: wall, width: width)
  }

  @Test(
    "only a change of the difference of both clocks is a jump",
    arguments: [
      (10_000_000_000, nil), (10_000_900_000, nil), (10_001_100_000, 1_100_000),
      (8_000_000_000, -2_000_000_000), (9_999_100_000, nil), (13_600_000_000, 3_600_000_000),
    ] as [(Int64, Int64?)])
  func jumps(wallAfterTenSeconds: Int64, expected: Int64?) {
    let before = anchor(5, 1_700_000_000_000_000_000)
    let after = anchor(10_000_000_005, 1_700_000_000_000_000_000 + wallAfterTenSeconds)
    #expect(after.jump(since: before) == expected)
  }

  @Test func aReadingThatWasInterruptedProvesNoJump() {
    let before = anchor(0, 0)
    let after = anchor(1_000_000_000, 1_002_000_000, width: 3_000_000)
    #expect(after.jump(since: before) == nil)
    #expect(anchor(1_000_000_000, 1_002_600_000, width: 3_000_000).jump(since: before) == 2_600_000)
  }

  @Test func anAnchorIsOneInstantOnBothClocks() {
    let before = (MonotonicClock.now(), MonotonicClock.wall())
    let anchor = WallAnchor.current()
    let after = (MonotonicClock.now(), MonotonicClock.wall())
    #expect(before.0 <= anchor.monotonic && anchor.monotonic <= after.0)
    #expect(before.1 <= anchor.wall && anchor.wall <= after.1)
  }

  @Test func anchorsAreRead() {
    let anchor = WallAnchor.current()
    #expect(anchor.wall > 1_700_000_000_000_000_000)
    #expect(anchor.monotonic > 0 && anchor.width >= 0)
  }
}

@Suite struct EphemeralPortsTests {
  @Test(
    "the range is read",
    arguments: [
      ("32768\t60999\n", 28_232), ("1024 65535", 64_512), ("5 5", 1), ("9 5", nil), ("", nil),
      ("1 2 3", nil), ("a b", nil), ("0 70000", nil),
    ] as [(String, Int?)])
  func range(text: String, expected: Int?) {
    #expect(EphemeralPorts.count(range: text) == expected)
  }

  @Test func thisMachineHasPorts() throws {
    #expect(try #require(EphemeralPorts.count()) > 0)
  }
}
