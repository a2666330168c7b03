import NIOCore
import Workloads

extension ByteBuffer {
  /// Writes the Job object, with the outputs from `offset` on.
  ///
  /// Every member that the API documents is present; what has not happened is null.
  mutating func writeJob(_ job: Job, of store: JobStore, offset: Int = 0) {
    writeStaticString("{\"id\":\"")
    writeUUID(job.id)
    writeStaticString("\",\"function_id\":\"")
    writeUUID(job.function.id)
    writeStaticString("\",\"organization_id\":\"")
    writeUUID(store.organization)
    writeStaticString("\",\"function\":{\"name\":")
    writeJSON(job.function.name.name)
    writeStaticString(",\"owner_name\":")
    writeJSON(job.function.name.owner)
    writeStaticString("},\"status\":\"")
    writeString(store.shownWord(for: job))
    writeStaticString("\",\"created_at\":")
    writeStampOrNull(store.clock.api(job.created), store.stampStyle)
    writeStaticString(",\"started_at\":")
    writeStampOrNull(job.started.map(store.clock.worker), store.stampStyle)
    writeStaticString(",\"completed_at\":")
    writeStampOrNull(
      (job.completedAgain ?? job.completed).map(store.clock.worker), store.stampStyle)
    writeStaticString(",\"inputs\":")
    writeImmutableBuffer(job.inputs)
    writeStaticString(",\"outputs\":")
    writeOutputs(job, from: offset)
    writeStaticString(",\"error\":")
    writeJSON(job.errorText)
    writeStaticString(",\"visibility\":\"private\",\"run_id\":\"")
    writeRunID(job.id, job.runID)
    writeStaticString("\",\"children\":")
    writeChildren(job, of: store)
    writeStaticString(",\"restarts\":")
    writeRestarts(job, of: store)
    writeStaticString("}")
  }

  /// Writes `inputs`: each value under its name, with the type that Python would give it.
  mutating func writeInputs(_ inputs: [JSONMember]) {
    var last: [String: Int] = [:]
    for (i, input) in inputs.enumerated() { last[input.name] = i }
    let unique = inputs.enumerated().filter { last[$1.name] == $0 }
    writeList("{", unique, "}") { buffer, input in
      buffer.writeJSON(input.element.name)
      buffer.writeStaticString(":")
      buffer.writeValue(input.element.value, name: input.element.name, runID: nil)
    }
  }

  /// Writes the outputs of `job` from `offset` on, as a list.
  mutating func writeOutputs(_ job: Job, from offset: Int) {
    let shown = min(max(offset, 0), job.outputs)..<job.outputs
    writeList("[", shown, "]") {
      $0.writeValue(.string("output \($1 + 1)"), name: "output_\($1)", runID: job)
    }
  }

  /// Writes the page of a list of jobs.
  mutating func writePage(_ page: (jobs: [Job], next: Int), of store: JobStore) {
    writeStaticString("{\"data\":")
    writeList("[", page.jobs, "]") { $0.writeJob($1, of: store) }
    writeStaticString(",\"next_offset\":")
    writeDecimal(page.next)
    writeStaticString("}")
  }

  /// Writes the answer to a push, which says `queued` because that is what the push made.
  mutating func writePushed(_ job: Job, of store: JobStore) {
    writeStaticString("{\"id\":\"")
    writeUUID(job.id)
    writeStaticString("\",\"run_id\":\"")
    writeRunID(job.id, job.runID)
    writeStaticString("\",\"stream_output\":")
    writeString(store.configuration.outputsPerJob > 1 ? "true" : "false")
    writeStaticString(",\"status\":\"queued\",\"organization_id\":\"")
    writeUUID(store.organization)
    writeStaticString("\",\"model_id\":\"")
    writeUUID(job.function.id)
    writeStaticString("\",\"workflow_id\":null}")
  }

  /// Writes the organization's use of its limit.
  mutating func writeConcurrency(_ counts: ConcurrencyCounts) {
    writeString("{\"max_concurrency\":\(counts.limit)")
    writeString(",\"num_current\":\(counts.processing + counts.queued + counts.limited)")
    writeString(",\"num_processing\":\(counts.processing),\"num_queued\":\(counts.queued)")
    writeString(",\"num_limited\":\(counts.limited)}")
  }
}

/// Parts.
extension ByteBuffer {
  private mutating func writeStampOrNull(_ wall: Nanoseconds?, _ style: StampStyle) {
    guard let wall else {
      writeStaticString("null")
      return
    }
    writeStaticString("\"")
    writeStamp(wall, style)
    writeStaticString("\"")
  }

  private mutating func writeRunID(_ job: UUIDBits, _ run: UUIDBits) {
    writeUUID(job)
    writeStaticString("-")
    writeUUID(run)
  }

  /// Writes an InputOutput object.
  private mutating func writeValue(_ value: JSONValue, name: String, runID job: Job?) {
    writeString("{\"type\":\"\(value.pythonType)\",\"name\":")
    writeJSON(name)
    writeStaticString(",\"data\":")
    writeJSON(value)
    writeStaticString(",\"description\":null,\"schema\":null,\"run_id\":")
    if let job {
      writeStaticString("\"")
      writeRunID(job.id, job.runID)
      writeStaticString("\"")
    } else {
      writeStaticString("null")
    }
    writeStaticString(",\"is_optional\":false}")
  }

  /// Writes the ids of children under the name of their function; null until the job has run.
  private mutating func writeChildren(_ job: Job, of store: JobStore) {
    let count = store.configuration.childrenPerJob
    guard count > 0, job.started != nil else {
      writeStaticString("null")
      return
    }
    writeStaticString("{")
    writeJSON("\(job.function.name.owner)/child")
    writeStaticString(":")
    writeList("[", 0..<count, "]") {
      let index = UInt64(job.sequence * count + $1)
      $0.writeStaticString("\"")
      $0.writeUUID(UUIDBits(.child, seed: store.configuration.seed, index: index))
      $0.writeStaticString("\"")
    }
    writeStaticString("}")
  }

  private mutating func writeRestarts(_ job: Job, of store: JobStore) {
    writeList("[", job.restarts, "]") {
      $0.writeStaticString("{\"timestamp\":")
      $0.writeStampOrNull(store.clock.worker($1.instant), store.stampStyle)
      $0.writeStaticString(
        ",\"reason\":\"The worker was preempted.\",\"type\":\"preemption\",\"run_id\":\"")
      $0.writeRunID(job.id, $1.runID)
      $0.writeStaticString("\"}")
    }
  }
}

extension Job {
  /// The text of `error`: empty unless the job failed.
  var errorText: String {
    guard state == .error else { return "" }
    return """
      Traceback (most recent call last):
        File "main.py", line 7, in \(function.name.name)
      RuntimeError: the job was told to fail

      """
  }
}

extension JSONValue {
  /// The word of `type` in an InputOutput.
  fileprivate var pythonType: String {
    switch self {
    case .null: "NoneType"
    case .bool: "bool"
    case .number(let digits): digits.contains { ".eE".contains($0) } ? "float" : "int"
    case .string: "str"
    case .array: "list"
    case .object(let members):
      members.count == 1 && members[0].name == "url" ? "sieve.File" : "dict"
    }
  }
}
