public import Workloads

/// Where the files are that a scenario names.
public protocol MaterialFiles {
  /// The bytes of the file at `path`, which must not be more than `limit`.
  func bytes(of path: String, limit: Int) throws(MaterialUnreadable) -> [UInt8]
  /// The arrivals of the run whose folder is at `path`.
  func run(at path: String) throws(MaterialUnreadable) -> RecordedRun
}

/// Why a file cannot be had.
public struct MaterialUnreadable: Error, Sendable {
  /// What is wrong; lower case, without a final full stop.
  public var message: String

  /// A file that cannot be had because of `message`.
  public init(_ message: String) { self.message = message }
}

/// The arrivals of a run that was made.
public struct RecordedRun: Sendable {
  /// An arrival: its intended instant, in nanoseconds from the run's start, and the number of its class.
  public struct Arrival: Sendable {
    /// The intended instant.
    public var intended: Nanoseconds
    /// The number of the class, an index into ``RecordedRun/classes``.
    public var jobClass: UInt16

    /// An arrival from its parts.
    public init(intended: Nanoseconds, jobClass: UInt16) {
      self.intended = intended
      self.jobClass = jobClass
    }
  }

  /// The names of its classes.
  public var classes: [String]
  /// The arrivals in any order.
  public var arrivals: [Arrival]

  /// A run from its parts.
  public init(classes: [String], arrivals: [Arrival]) {
    self.classes = classes
    self.arrivals = arrivals
  }

  /// The run as a trace for a scenario with the job classes `names`.
  func recording(for names: [String]) throws(FileFault) -> Trace.Recording {
    guard !arrivals.isEmpty else { throw FileFault("the run has no arrivals") }
    guard arrivals.count <= Limits.mostArrivals else {
      throw FileFault("the run has \(arrivals.count) arrivals; at most \(Limits.mostArrivals) fit")
    }
    let used = Set(arrivals.map { Int($0.jobClass) })
    var numbers: [UInt16] = []
    for (index, name) in classes.enumerated() {
      let number = names.firstIndex(of: name)
      guard number != nil || !used.contains(index) else {
        throw FileFault(
          "the run has jobs of the class \(Wording.quoted(name)), which the scenario does not have"
            + Wording.suggestion(for: name, among: names),
          hint: "give the scenario a class of that name in 'jobs'")
      }
      numbers.append(UInt16(number ?? 0))
    }
    guard used.allSatisfy(numbers.indices.contains) else {
      throw FileFault("the run has jobs of a class that it does not name")
    }
    let inOrder = arrivals.enumerated().sorted {
      ($0.element.intended, $0.offset) < ($1.element.intended, $1.offset)
    }.map(\.element)
    let first = inOrder[0].intended
    return Trace.Recording(
      instants: inOrder.map { $0.intended - first },
      classes: inOrder.map { numbers[Int($0.jobClass)] })
  }
}
