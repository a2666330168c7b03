public import Foundation
public import Testing

/// Texts that are compared as a whole with a file of the repository.
///
/// `UPDATE_GOLDEN=1 swift test` writes the files anew; the change is then reviewed like code.
public enum Golden {
  /// Records a failure with a minus/plus diff unless `text` is what the file holds.
  ///
  /// The file is `directory`/`named`, where `directory` stands beside the calling test's source.
  public static func check(
    _ text: String, named: String, in directory: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let url = folder(directory, beside: file).appendingPathComponent(named)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      do {
        try text.write(to: url, atomically: true, encoding: .utf8)
      } catch {
        Issue.record("\(named) cannot be written: \(error)", sourceLocation: sourceLocation)
      }
      return
    }
    guard let expected = try? String(contentsOf: url, encoding: .utf8) else {
      Issue.record(
        "\(named) is missing; UPDATE_GOLDEN=1 swift test writes it", sourceLocation: sourceLocation)
      return
    }
    if text != expected {
      Issue.record(
        "\(named) differs (- expected, + found)\n\(difference(from: expected, to: text))",
        sourceLocation: sourceLocation)
    }
  }

  /// The folder `directory` beside a source file, the caller's by default.
  public static func folder(_ directory: String, beside file: String = #filePath) -> URL {
    URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(directory)
  }

  /// The lines of both texts in order: common ones indented, expected ones with `-`, found with `+`.
  public static func difference(from expected: String, to found: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = found.split(separator: "\n", omittingEmptySubsequences: false)
    let changes = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [String] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if removed.contains(i) {
        lines.append("- \(old[i])")
        i += 1
      } else if inserted.contains(j) {
        lines.append("+ \(new[j])")
        j += 1
      } else {
        lines.append("  \(old[i])")
        i += 1
        j += 1
      }
    }
    return lines.joined(separator: "\n")
  }
}
