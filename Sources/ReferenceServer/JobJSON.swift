import Workloads

extension Text {
  /// Writes the Job object, with the outputs from `offset` on.
  ///
  /// Every member that the API documents is present; what has not happened is null.
  mutating func writeJob(_ job: Job, of store: JobStore, offset: Int = 0) {
    writeStaticString("{\"id\":\"")
    writeUUID(job.id)
    writeText(job.function.members)
    writeStaticString(",\"status\":\"")
    writeString(store.shownWord(for: job))
    writeStaticString("\",\"created_at\":")
    writeStampOrNull(store.clock.api(job.created), store.stampStyle)
    writeStaticString(",\"started_at\":")
    writeStampOrNull(job.started.map(store.clock.worker), store.stampStyle)
    writeStaticString(",\"completed_at\":")
    writeStampOrNull(
      (job.completedAgain ?? job.completed).map(store.clock.worker), store.stampStyle)
    writeStaticString(",\"inputs\":")
    writeText(job.inputs)
    writeStaticString(",\"outputs\":")
    writeOutputs(job, from: offset)
    writeStaticString(",\"error\":")
    if job.state == .error {
      writeText(job.function.error)
    } else {
      writeStaticString("\"\"")
    }
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
    writeList("{", unique, "}") { text, input in
      text.writeJSON(input.element.name)
      text.writeStaticString(":")
      text.writeInput(input.element)
    }
  }

  /// Writes the outputs of `job` from `offset` on, as a list.
  mutating func writeOutputs(_ job: Job, from offset: Int) {
    let shown = min(max(offset, 0), job.outputs)..<job.outputs
    writeList("[", shown, "]") { text, number in
      text.writeStaticString("{\"type\":\"str\",\"name\":\"output_")
      text.writeDecimal(number)
      text.writeStaticString("\",\"data\":\"output ")
      text.writeDecimal(number + 1)
      text.writeStaticString("\",\"description\":null,\"schema\":null,\"run_id\":\"")
      text.writeRunID(job.id, job.runID)
      text.writeStaticString("\",\"is_optional\":false}")
    }
  }

  /// Writes the page of a list of jobs.
  mutating func writePage(_ page: (jobs: ArraySlice<Job>, next: Int), of store: JobStore) {
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
extension Text {
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

  /// Writes the InputOutput object of an input.
  private mutating func writeInput(_ input: JSONMember) {
    writeString("{\"type\":\"\(input.value.pythonType)\",\"name\":")
    writeJSON(input.name)
    writeStaticString(",\"data\":")
    writeJSON(input.value)
    writeStaticString(
      ",\"description\":null,\"schema\":null,\"run_id\":null,\"is_optional\":false}")
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

/// What is the same in all jobs of a function.
extension Text {
  /// Writes the members that name the function of a job, from the end of the job's id on.
  mutating func writeMembers(of function: FunctionName, id: UUIDBits, organization: UUIDBits) {
    writeStaticString("\",\"function_id\":\"")
    writeUUID(id)
    writeStaticString("\",\"organization_id\":\"")
    writeUUID(organization)
    writeStaticString("\",\"function\":{\"name\":")
    writeJSON(function.name)
    writeStaticString(",\"owner_name\":")
    writeJSON(function.owner)
    writeStaticString("}")
  }

  /// Writes the text of `error` of a job that failed.
  mutating func writeError(of function: FunctionName) {
    writeJSON(
      """
      Traceback (most recent call last):
        File "main.py", line 7, in \(function.name)
      RuntimeError: the job was told to fail

      """)
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
