internal import Workloads

/// Where within its bracket a value is put, as a histogram needs one value for each job.
struct Placement: Sendable {
  /// The rule in words, for comment lines.
  static let words = "the geometric middle of its bracket"

  /// The value for the bracket `lower...upper`.
  ///
  /// A bracket that starts at 0 has no geometric middle; its value is half the upper end.
  func value(lower: Nanoseconds, upper: Nanoseconds) -> Nanoseconds {
    guard lower > 0, upper > lower else { return lower <= 0 ? upper / 2 : upper }
    let middle = (Double(lower).squareRoot() * Double(upper).squareRoot()).rounded()
    return min(max(Nanoseconds(middle), lower), upper)
  }
}
