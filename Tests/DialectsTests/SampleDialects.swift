import Dialects
import Workloads

extension Dialect {
  /// A dialect whose requests do not matter.
  static func sample(
    id: String = "id", polledID: String? = "id", state: String = "status",
    words: [(String, JobState)], created: [String] = [], started: [String] = [],
    completed: [String] = [], format: StampFormat, error: String? = nil
  ) -> Dialect {
    func path(_ text: String) -> JSONPath { JSONPath(parsing: text) ?? JSONPath() }
    return Dialect(
      name: "sample", push: Endpoint(.post, "/"), pushSuccess: [200], id: .path(path(id)),
      poll: Endpoint(.get, "/${{ id }}"), cancel: nil, polledID: polledID.map(path),
      state: path(state),
      stateWords: words.map { StateWord($0.0, $0.1) }, createdStamp: created.map(path),
      startedStamp: started.map(path), completedStamp: completed.map(path), stampFormat: format,
      error: error.map(path))
  }

  static let sieve = sample(
    words: [
      ("queued", .queued), ("processing", .processing), ("started", .processing),
      ("finished", .finished), ("error", .error), ("cancelled", .cancelled),
    ],
    created: ["created_at"], started: ["started_at"], completed: ["completed_at"],
    format: .iso8601, error: "error")

  static let sampleCelery = sample(
    id: "['task-id']", polledID: "uuid", state: "state",
    words: [
      ("PENDING", .queued), ("RECEIVED", .queued), ("RETRY", .queued), ("STARTED", .processing),
      ("SUCCESS", .finished), ("FAILURE", .error), ("REVOKED", .cancelled),
    ],
    created: ["sent"], started: ["started"], completed: ["succeeded", "failed", "revoked"],
    format: .epochSeconds, error: "exception")

  static let sampleRay = sample(
    id: "submission_id", polledID: "submission_id",
    words: [
      ("PENDING", .queued), ("RUNNING", .processing), ("SUCCEEDED", .finished), ("FAILED", .error),
      ("STOPPED", .cancelled),
    ],
    created: ["start_time"], completed: ["end_time"], format: .epochMilliseconds,
    error: "error_type")

  static let samplePrefect = sample(
    state: "state.type",
    words: [
      ("SCHEDULED", .queued), ("PENDING", .queued), ("RUNNING", .processing),
      ("COMPLETED", .finished), ("FAILED", .error), ("CANCELLED", .cancelled),
    ],
    created: ["created"], started: ["start_time"], completed: ["end_time"], format: .iso8601,
    error: "state.message")
}

/// Bodies that running job APIs answered, some with their less telling keys left out.
enum RecordedReply {
  static let sieveFinished = #"""
    {"id":"0b6b6b1e-6d5e-4c0c-8a61-2f6a1c3f9a10","function":{"id":"d2a1f3a","name":"speech"},
     "status":"finished","created_at":"2024-12-04T14:07:38.463000",
     "started_at":"2024-12-04T14:08:13.283000","completed_at":"2024-12-04T14:09:45.652000",
     "error":"","visibility":"private","run_id":null,"inputs":{"status":"none","id":7},
     "outputs":[{"type":"sieve.File","data":{"url":"https://x/y.wav","_path":null}}],
     "children":null,"restarts":[]}
    """#

  static let celeryFailure = #"""
    {
      "uuid": "828b5d11-e9bc-4553-b707-c1bbb569ac34",
      "name": "celery_app.boom",
      "state": "FAILURE",
      "received": 1795469117.3468366,
      "sent": 1795469117.3461926,
      "started": 1795469117.3491437,
      "rejected": null,
      "succeeded": null,
      "failed": 1795469117.5661385,
      "retried": null,
      "revoked": null,
      "args": "()",
      "kwargs": "{}",
      "retries": 0,
      "worker": "w1@localhost",
      "exception": "ValueError('boom on purpose')",
      "traceback": "Traceback:\n    raise ValueError(\"boom on purpose\")\n",
      "exchange": "",
      "children": []
    }
    """#

  static let rayRunning = #"""
    {
      "type": "SUBMISSION",
      "job_id": null,
      "submission_id": "raysubmit_BF8NzZnRkEpAnhtK",
      "driver_info": null,
      "status": "RUNNING",
      "entrypoint": "sleep 60",
      "message": "Job is currently running.",
      "error_type": null,
      "start_time": 1795472826735,
      "end_time": null,
      "driver_exit_code": null
    }
    """#

  static let prefectFailed = #"""
    {
      "id": "3b77d59a-214a-4974-a93a-998824921e38",
      "created": "2026-11-23T21:57:44.938133Z",
      "state_id": "01a20a6a-48ff-75a7-bcb4-51351ad60272",
      "labels": { "prefect.flow.id": "14e5577d-d6b8-40d7-8ba1-2ffbb9218deb" },
      "state_type": "FAILED",
      "expected_start_time": "2026-11-23T21:57:44.937971Z",
      "next_scheduled_start_time": null,
      "start_time": "2026-11-23T21:57:47.270485Z",
      "end_time": "2026-11-23T21:57:47.391548Z",
      "total_run_time": 0.121063,
      "state": {
        "id": "01a20a6a-48ff-75a7-bcb4-51351ad60272",
        "type": "FAILED",
        "timestamp": "2026-11-23T21:57:47.391548Z",
        "message": "Flow run encountered an exception: ValueError: boom on purpose",
        "data": { "serializer": { "type": "pickle" }, "storage_block_id": null }
      },
      "job_variables": {}
    }
    """#
}
