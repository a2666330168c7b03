internal import ArgumentParser

/// Every exit code of the tool. They are git-bisect's contract, too.
extension ExitCode {
  /// The run was carried out, is valid, and every threshold holds.
  static let pass = ExitCode(0)
  /// The run is valid, and a threshold does not hold.
  static let fail = ExitCode(1)
  /// The run is valid, and too small to decide every threshold.
  static let inconclusive = ExitCode(2)
  /// The command line or a file is wrong; nothing was run.
  static let usage = ExitCode(64)
  /// The run is not valid, or could not be carried out.
  static let invalid = ExitCode(125)
  /// A step of `git bisect run` met a trouble that is not the commit's: git ends the search from 128 on.
  static let abort = ExitCode(128)
  /// Left at once at the second interrupt; the run can be resumed.
  static let left = ExitCode(130)

  /// The table at the end of `sojourn --help`.
  static let table = """
    EXIT CODES
      0    the run is valid and every threshold holds
      1    the run is valid and a threshold does not hold
      2    the run is valid and too small to decide every threshold
      64   the command line or a file is wrong; nothing was run
      125  the run is not valid, or could not be carried out
      128  a step of `git bisect run` met a trouble that is not the commit's
      130  left at the second interrupt; `sojourn resume` goes on
    """
}
