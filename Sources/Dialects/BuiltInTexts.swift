// Made by script/embed-dialects from Sources/Dialects/APIs/*.yaml; change those.
// swift-format-ignore-file

extension Dialect {
  /// The text of every built-in dialect, as its file is, by name.
  public static let builtInTexts: [(name: String, text: String)] = [
    (
      name: "airflow",
      text: #"""
        # Airflow 3. `function` is the id of the DAG, `inputs` are the run's conf. Give the token in the
        # scenario's target.headers as `Authorization: Bearer ...`; GET /auth/token hands one out.
        #
        # Airflow has no cancelled state: cancelling marks the run as failed, and so it reads.
        name: airflow
        description: Airflow 3 runs of a DAG
        push:
          method: POST
          path: /api/v2/dags/${{ function }}/dagRuns
          body:
            logical_date: null   # must be there
            conf: ${{ inputs }}
          success: [200]
        id:
          path: dag_run_id       # has ':' and '+' in it
          poll_path: dag_run_id
          capacity: 128
        poll:
          method: GET
          path: /api/v2/dags/${{ function }}/dagRuns/${{ id }}
        state:
          path: state
          words:
            queued: [queued]
            processing: [running]
            finished: [success]
            error: [failed]
        stamps:
          created: [queued_at]
          started: [start_date]
          completed: [end_date]
          format: iso8601
        cancel:
          method: PATCH
          path: /api/v2/dags/${{ function }}/dagRuns/${{ id }}
          body:
            state: failed

        """#
    ),
    (
      name: "celery-flower",
      text: #"""
        # Celery behind Flower 2, whose API must be switched on (FLOWER_UNAUTHENTICATED_API=true, or
        # basic authentication). `function` is the task's name, `inputs` are its keyword arguments.
        #
        # Flower learns of tasks from the workers' events (celery worker -E). Right after a push it may
        # answer 404 for a moment, which the scenario's follow.grace forgives. PROGRESS and other words of
        # a task's own are seen only by /api/task/result, which has no stamps, so they are not listed here.
        name: celery-flower
        description: Celery tasks through Flower's API
        push:
          method: POST
          path: /api/task/async-apply/${{ function }}
          body:
            args: []
            kwargs: ${{ inputs }}
          success: [200]
        id:
          path: "['task-id']"
          poll_path: uuid
        poll:
          method: GET
          path: /api/task/info/${{ id }}
        state:
          path: state
          words:
            queued: [PENDING, RECEIVED, RETRY]
            processing: [STARTED]
            finished: [SUCCESS]
            error: [FAILURE]
            cancelled: [REVOKED]
        stamps:
          # `received` can be earlier than `sent`: two clocks.
          created: [sent, received]
          started: [started]
          completed: [succeeded, failed, revoked]
          format: epoch_seconds
        error: exception
        cancel:
          # Answers 200 whatever the id. A worker that is busy notices a revoked task late.
          method: POST
          path: /api/task/revoke/${{ id }}?terminate=true

        """#
    ),
    (
      name: "openai-batches",
      text: #"""
        # Batches of OpenAI's API. `inputs` are the whole body: input_file_id, endpoint and
        # completion_window; `function` is not used. Give the key in the scenario's target.headers as
        # `Authorization: Bearer ...`.
        #
        # The terminal instant is in a field of its own for each outcome.
        name: openai-batches
        description: OpenAI batches
        push:
          method: POST
          path: /v1/batches
          body: ${{ inputs }}
          success: [200]
        id:
          path: id
          poll_path: id
        poll:
          method: GET
          path: /v1/batches/${{ id }}
        state:
          path: status
          words:
            queued: [validating]
            processing: [in_progress, finalizing, cancelling]
            finished: [completed]
            error: [failed, expired]
            cancelled: [cancelled]
        stamps:
          created: [created_at]
          started: [in_progress_at]
          completed: [completed_at, failed_at, expired_at, cancelled_at]
          format: epoch_seconds
        error: errors
        cancel:
          method: POST
          path: /v1/batches/${{ id }}/cancel

        """#
    ),
    (
      name: "prefect",
      text: #"""
        # Prefect 3. `function` is the id of the deployment, `inputs` are its parameters.
        #
        # A run that is cancelled before it ran has start_time = end_time = the cancel. With SQLite the
        # server answers 503 to most pushes that come at once; PostgreSQL does not.
        name: prefect
        description: Prefect 3 flow runs of a deployment
        push:
          method: POST
          path: /api/deployments/${{ function }}/create_flow_run
          body:
            parameters: ${{ inputs }}
          # 200: a run with the same idempotency key was there already.
          success: [200, 201]
        id:
          path: id
          poll_path: id
        poll:
          method: GET
          path: /api/flow_runs/${{ id }}
        state:
          path: state_type
          words:
            queued: [SCHEDULED, PENDING, PAUSED]
            processing: [RUNNING, CANCELLING]
            finished: [COMPLETED]
            error: [FAILED, CRASHED]
            cancelled: [CANCELLED]
        stamps:
          created: [created]
          started: [start_time]
          completed: [end_time]
          format: iso8601
        error: state.message
        cancel:
          # Answers 201 also when it refuses; the state then stays as it was.
          method: POST
          path: /api/flow_runs/${{ id }}/set_state
          body:
            state: { type: CANCELLING, name: Cancelling }

        """#
    ),
    (
      name: "ray-jobs",
      text: #"""
        # Ray's job submission API. `function` is the entrypoint, a shell command; `inputs` are the
        # runtime_env. The slash at the end of the push path matters. Each job starts processes.
        #
        # start_time is the submission, not the start of the work, so there is no stamp of the start.
        name: ray-jobs
        description: Ray jobs through the dashboard's REST API
        push:
          method: POST
          path: /api/jobs/
          body:
            entrypoint: ${{ function }}
            runtime_env: ${{ inputs }}
          success: [200]
        id:
          path: submission_id
          poll_path: submission_id
        poll:
          method: GET
          path: /api/jobs/${{ id }}
        state:
          path: status
          words:
            queued: [PENDING]
            processing: [RUNNING]
            finished: [SUCCEEDED]
            error: [FAILED]
            cancelled: [STOPPED]
        stamps:
          created: [start_time]
          completed: [end_time]
          format: epoch_milliseconds
        error: error_type
        cancel:
          method: POST
          path: /api/jobs/${{ id }}/stop

        """#
    ),
    (
      name: "replicate",
      text: #"""
        # Replicate's predictions. `function` is the version of the model. Give the key in the scenario's
        # target.headers as `Authorization: Bearer ...`.
        #
        # Cog, the server of one model, is not this API: it answers no polls.
        name: replicate
        description: Replicate predictions
        push:
          method: POST
          path: /v1/predictions
          body:
            version: ${{ function }}
            input: ${{ inputs }}
          success: [201, 202]
        id:
          path: id
          poll_path: id
        poll:
          method: GET
          path: /v1/predictions/${{ id }}
        state:
          path: status
          words:
            queued: [starting]
            processing: [processing]
            finished: [succeeded]
            error: [failed]
            cancelled: [canceled]
        stamps:
          created: [created_at]
          started: [started_at]
          completed: [completed_at]
          format: iso8601
        error: error
        cancel:
          method: POST
          path: /v1/predictions/${{ id }}/cancel

        """#
    ),
    (
      name: "runpod",
      text: #"""
        # RunPod's serverless endpoints. `function` is the id of the endpoint. Give the key in the
        # scenario's target.headers as `Authorization: Bearer ...`.
        #
        # A reply says how long a job waited and ran, but no instants, so there are no stamps. A job that
        # ended is forgotten after 30 minutes.
        name: runpod
        description: RunPod serverless endpoints
        push:
          method: POST
          path: /v2/${{ function }}/run
          body:
            input: ${{ inputs }}
          success: [200]
        id:
          path: id
          poll_path: id
        poll:
          method: GET
          path: /v2/${{ function }}/status/${{ id }}
        state:
          path: status
          words:
            queued: [IN_QUEUE]
            processing: [IN_PROGRESS, RUNNING]
            finished: [COMPLETED]
            error: [FAILED, TIMED_OUT]
            cancelled: [CANCELLED]
        error: error
        cancel:
          method: POST
          path: /v2/${{ function }}/cancel/${{ id }}

        """#
    ),
    (
      name: "sieve",
      text: #"""
        # Sieve's v2 job API. `function` is owner/name. Give the key in the scenario's target.headers as
        # X-API-Key.
        name: sieve
        description: Sieve v2, which the embedded server speaks, too
        push:
          method: POST
          path: /v2/push
          body:
            function: ${{ function }}
            inputs: ${{ inputs }}
          success: [200]
        id:
          path: id
          poll_path: id
        poll:
          method: GET
          path: /v2/jobs/${{ id }}
        state:
          path: status
          words:
            queued: [queued]
            processing: [processing, started]
            finished: [finished]
            error: [error]
            cancelled: [cancelled]
        stamps:
          created: [created_at]
          started: [started_at]
          completed: [completed_at]
          format: iso8601
        error: error
        cancel:
          method: DELETE
          path: /v2/jobs/${{ id }}

        """#
    ),
  ]
}
