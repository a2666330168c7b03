import Foundation
import Glibc
import Platform
import Testing

@Suite struct MachineTests {
  @Test func factsAreThoseOfThisMachine() {
    let machine = Machine.current()
    #expect(!machine.cpu.isEmpty)
    #expect((1...ProcessInfo.processInfo.processorCount).contains(machine.cores))
    #expect(machine.memoryBytes == Int64(ProcessInfo.processInfo.physicalMemory))
    #expect(machine.kernel.hasPrefix("Linux "))
    #expect(machine.architecture.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" })
    #expect(machine.architecture.count >= 3)
    #expect(machine.governor?.isEmpty != true)
    #expect(UUID(uuidString: machine.bootID) != nil)
    #expect(machine == Machine.current())
    for text in [machine.cpu, machine.kernel, machine.architecture, machine.governor ?? "x"] {
      #expect(text == text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  @Test func theProcessUsesSomeOfTheMemory() {
    let resident = ProcessUsage.residentBytes()
    #expect(resident > 1 << 20 && resident < Machine.current().memoryBytes)
    #expect(ProcessUsage.descriptorLimit() >= 3)
  }

  @Test func raisingTheDescriptorLimitNeverLowersIt() {
    let before = ProcessUsage.descriptorLimit()
    ProcessUsage.raiseDescriptorLimit()
    #expect(ProcessUsage.descriptorLimit() >= before)
  }

  @Test func aFileThatIsNotThereIsNil() {
    #expect(TextFile.read("/proc/no-such-file") == nil)
    #expect(TextFile.read("/proc/self/comm")?.isEmpty == false)
  }

  @Test func clocksMoveForwardAndThreadsUseLessThanTheirProcess() {
    let (first, second) = (MonotonicClock.now(), MonotonicClock.now())
    #expect(first > 0 && second >= first)
    let thread = MonotonicClock.threadCPU()
    #expect(thread >= 0 && thread <= MonotonicClock.processCPU())
    #expect(MonotonicClock.wall() > 1_700_000_000_000_000_000)
  }
}

@Suite struct SystemErrorTests {
  @Test(arguments: [
    ("open results/x", ENOENT, "cannot open results/x: No such file or directory"),
    (
      "create thread 2 of 3", EAGAIN,
      "cannot create thread 2 of 3: Resource temporarily unavailable"
    ),
  ])
  func errorsReadAsSentences(operation: String, code: Int32, expected: String) {
    let error = SystemError(operation, code: code)
    #expect("\(error)" == expected)
    #expect(expected.hasSuffix(error.reason))
  }

  @Test func theCurrentErrorIsThatOfTheCallingThread() {
    #expect(close(-1) == -1)
    let error = SystemError.current("close a file")
    #expect(error == SystemError("close a file", code: EBADF))
  }
}
