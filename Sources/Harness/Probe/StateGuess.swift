internal import Dialects
internal import Workloads

/// What words of job APIs usually mean: for hints only.
enum StateGuess {
  private static let words: [(JobState, [String])] = [
    (
      .queued,
      [
        "queued", "pending", "waiting", "scheduled", "submitted", "created", "accepted", "received",
        "starting", "in_queue", "retry", "enqueued", "new", "not_started", "init",
      ]
    ),
    (
      .processing,
      [
        "running", "processing", "started", "in_progress", "inprogress", "working", "active",
        "executing", "progress", "cancelling", "canceling", "stopping", "finalizing", "validating",
      ]
    ),
    (
      .finished,
      ["success", "succeeded", "successful", "completed", "complete", "finished", "done"]
    ),
    (
      .error,
      [
        "failed", "failure", "error", "errored", "crashed", "timeout", "timed_out", "expired",
        "rejected", "dead", "oom",
      ]
    ),
    (
      .cancelled,
      [
        "cancelled", "canceled", "revoked", "aborted", "stopped", "killed", "terminated", "removed",
        "dismissed", "interrupted",
      ]
    ),
  ]

  /// Last keys of paths that usually lead to a state.
  private static let keys: Set<String> = [
    "status", "state", "phase", "stage", "state_type", "job_status", "task_status", "jobstatus",
  ]

  /// The state that `word` usually means; nil where that is open.
  static func state(of word: String) -> JobState? {
    let plain = word.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
    return words.first { $0.1.contains(plain) }?.0
  }

  /// The values of `body` that look like a state: those under the usual keys, then usual words.
  static func candidates(in body: String, except path: JSONPath?) -> [PathMatch] {
    let leaves = JSONLeaves.matches(in: body).filter { $0.value.isScalar && $0.name.path != path }
    func isUsual(_ leaf: PathMatch) -> Bool {
      if case .key(let key) = leaf.name.path.steps.last { return keys.contains(key.lowercased()) }
      return false
    }
    let byKey = leaves.filter(isUsual)
    let byWord = leaves.filter { leaf in
      !isUsual(leaf) && leaf.value.kind == .string && state(of: leaf.text) != nil
    }
    return Array((byKey + byWord).prefix(4))
  }
}

extension [PathMatch] {
  /// The matches for a hint: "`a` ("x") or `b` (1)"; nil for none.
  var listed: String? {
    isEmpty ? nil : map { "`\($0.name.path)` (\($0.shown(atMost: 40)))" }.joined(separator: " or ")
  }
}
