public import Engines
internal import Platform
public import Results
internal import Workloads

/// The instrument tested on the machine it stands on, against jobs whose true times are known.
///
/// Real runs against the embedded server, one after another, and calculations on numbers whose
/// distribution is known; every figure has a limit, and one outside of it fails the test.
public struct SelfTest: Sendable {
  /// Whether the short form is carried out: fewer jobs, the same claims.
  public var isQuick = false
  /// The seed of every random sequence.
  public var seed: UInt64 = 1
  /// An existing folder for the runs.
  public var root: String
  /// The subjects to test, by their names; nil for all.
  public var subjects: [String]?

  /// The whole test, with its runs in the folder `root`.
  public init(root: String) { self.root = root }

  /// The names of all subjects, in order.
  public static let names = SelfTestSubject.allCases.map(\.rawValue)

  /// Carries the tests out.
  ///
  /// - Parameters:
  ///   - stop: Raised to end early; what was tested by then is in the result.
  ///   - observe: Called with the name of each run before it begins.
  /// - Returns: Each figure beside its limit.
  /// - Throws: ``RunTrouble`` when a run cannot be carried out.
  public func carryOut(
    stop: StopSignal, observe: @escaping (String) -> Void = { _ in }
  ) throws(RunTrouble) -> SelfTestResult {
    let start = MonotonicClock.now()
    var checks: [SelfTestCheck] = []
    let bench = TestBench(isQuick: isQuick, seed: seed, root: root, stop: stop, observe: observe)
    for subject in SelfTestSubject.allCases where subjects?.contains(subject.rawValue) ?? true {
      if bench.isStopped { break }
      checks.append(try subject.check(on: bench))
    }
    return SelfTestResult(
      version: Version.current, environment: RunEnvironment(.current()), isQuick: isQuick,
      seed: seed, durationNanoseconds: MonotonicClock.now() - start, checks: checks)
  }
}

/// What the self-test makes claims about.
enum SelfTestSubject: String, CaseIterable {
  case intervals, quantiles, freeze, clocks, brackets, anomalies, queueing

  func check(on bench: TestBench) throws(RunTrouble) -> SelfTestCheck {
    switch self {
    case .intervals: IntervalSubject.check(on: bench)
    case .quantiles: try QuantileSubject.check(on: bench)
    case .freeze: try FreezeSubject.check(on: bench)
    case .clocks: try ClockSubject.check(on: bench)
    case .brackets: try BracketSubject.check(on: bench)
    case .anomalies: try AnomalySubject.check(on: bench)
    case .queueing: try QueueSubject.check(on: bench)
    }
  }
}

/// What a subject is tested with.
struct TestBench {
  let isQuick: Bool
  let seed: UInt64
  let root: String
  let stop: StopSignal
  let observe: (String) -> Void

  /// Whether somebody asked to end early.
  var isStopped: Bool { stop.reason != .none }

  /// Carries `trial` out.
  func run(_ trial: Trial) throws(RunTrouble) -> Trial.Outcome {
    observe(trial.name)
    return try trial.carryOut(under: root, seed: seed, stop: stop)
  }

  /// How far `estimate` is from `truth`, relative to it; no number where there is either not.
  func error(_ estimate: Nanoseconds?, _ truth: Nanoseconds?) -> Double {
    guard let estimate, let truth, truth > 0 else { return .nan }
    return Double(estimate) / Double(truth) - 1
  }
}
