public import ArgumentParser
public import ReferenceServer
public import Reports
internal import Results
public import Workloads

// How values of other modules are written on the command line.

extension ServiceLaw: ExpressibleByArgument {
  /// Reads a law as scenarios write it.
  public init?(argument: String) { self.init(argument) }
  /// The law as scenarios write it.
  public var defaultValueDescription: String { text }
}

extension ReportFormat: ExpressibleByArgument {}
extension ComparisonFormat: ExpressibleByArgument {}
extension GateFormat: ExpressibleByArgument {}
extension TrendFormat: ExpressibleByArgument {}
extension CapacityFormat: ExpressibleByArgument {}
extension ProbeFormat: ExpressibleByArgument {}
extension JobServer.ActiveWord: ExpressibleByArgument {}

/// A duration on the command line, as scenarios write it.
struct DurationArgument: ExpressibleByArgument {
  let nanoseconds: Nanoseconds

  init(nanoseconds: Nanoseconds) { self.nanoseconds = nanoseconds }

  init?(argument: String) {
    guard let nanoseconds = DurationText.parse(argument), nanoseconds >= 0 else { return nil }
    self.nanoseconds = nanoseconds
  }

  var defaultValueDescription: String { DurationText.format(nanoseconds) }
}

extension ExportFormat: ExpressibleByArgument {}
extension ExportMetric: ExpressibleByArgument {}

/// A share on the command line, as a percentage: `5%`.
struct PercentArgument: ExpressibleByArgument {
  let share: Double

  init(share: Double) { self.share = share }

  init?(argument: String) {
    guard argument.hasSuffix("%"), let percent = Double(argument.dropLast()),
      (0...10_000).contains(percent)
    else { return nil }
    share = percent / 100
  }

  var defaultValueDescription: String { "\(Units.significant(share * 100))%" }
}

/// A range of rows on the command line: `0-999`, both ends included.
struct RowsArgument: ExpressibleByArgument {
  let rows: ClosedRange<Int>

  init?(argument: String) {
    let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else {
      return nil
    }
    rows = first...last
  }
}
