internal import Workloads

extension Dialect {
  /// Sieve's v2 job API, which the reference server speaks too.
  public static let sieve = Dialect(
    name: "sieve",
    push: Endpoint(.post, "/v2/push"),
    pushBody: #"{"function": ${{ function }}, "inputs": ${{ inputs }}}"#,
    pushSuccess: [200],
    id: JSONPath("id"),
    poll: Endpoint(.get, "/v2/jobs/{id}"),
    cancel: Endpoint(.delete, "/v2/jobs/{id}"),
    polledID: JSONPath("id"),
    state: JSONPath("status"),
    stateWords: [
      StateWord("queued", .queued),
      StateWord("processing", .processing),
      StateWord("started", .processing),
      StateWord("finished", .finished),
      StateWord("error", .error),
      StateWord("cancelled", .cancelled),
    ],
    createdStamp: [JSONPath("created_at")],
    startedStamp: [JSONPath("started_at")],
    completedStamp: [JSONPath("completed_at")],
    stampFormat: .iso8601,
    error: JSONPath("error"))

  /// The job APIs that need no file, by name.
  public static let builtIn: [Dialect] = [.sieve]
}
