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
        list:
          # `~` stands for every DAG; the latest come first.
          method: GET
          path: /api/v2/dags/~/dagRuns?limit=${{ most }}&offset=${{ offset }}&order_by=-run_after
          jobs: dag_runs
          id: dag_run_id
          most: 100
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
        contract:
          dag_run_id: string
          dag_id: string
          state: string
          queued_at: [string, null]
          start_date: [string, null]
          end_date: [string, null]
          run_type: string
          conf: [object, null]

        """#
    ),
    (
      name: "aws-batch",
      text: #"""
        # Jobs of AWS Batch. `inputs` are the whole body: jobName, jobQueue, jobDefinition and what else there is;
        # `function` is not used. Each request must be signed (SigV4), which a dialect cannot say: go through a
        # proxy that signs, or use a stand-in that asks for no signature.
        #
        # Polls are POSTs and answer 200 with an empty list for an unknown id. There is no cancelled state: a job
        # that was cancelled or terminated reads failed. statusReason may be there for a job that succeeded, too.
        name: aws-batch
        description: AWS Batch jobs, without the signature
        push:
          method: POST
          path: /v1/submitjob
          body: ${{ inputs }}
          success: [200]
        id:
          path: jobId
          poll_path: jobs[0].jobId
        poll:
          method: POST
          path: /v1/describejobs
          body:
            jobs: ["${{ id }}"]
        list:
          # 100 are allowed, but a job takes some kB.
          method: POST
          path: /v1/describejobs
          body:
            jobs: ${{ ids }}
          jobs: jobs
          id: jobId
          as: jobs[0]
          most: 50
        state:
          path: jobs[0].status
          words:
            queued: [SUBMITTED, PENDING, RUNNABLE]
            processing: [STARTING, RUNNING]
            finished: [SUCCEEDED]
            error: [FAILED]
        stamps:
          created: ["jobs[0].createdAt"]
          started: ["jobs[0].startedAt"]
          completed: ["jobs[0].stoppedAt"]
          format: epoch_milliseconds
        error: jobs[0].statusReason
        cancel:
          # Answers 200 with an empty body.
          method: POST
          path: /v1/terminatejob
          body:
            jobId: ${{ id }}
            reason: cancelled by the load test
        contract:
          jobs: array
          jobs[0].jobId: string
          jobs[0].jobName: string
          jobs[0].jobQueue: string
          jobs[0].status: string
          jobs[0].createdAt: [number, absent]
          jobs[0].startedAt: [number, absent]
          jobs[0].stoppedAt: [number, absent]

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
        list:
          # An object whose keys are the ids; the latest come first.
          method: GET
          path: /api/tasks?limit=${{ most }}&offset=${{ offset }}
          jobs: ""
          most: 100
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
        output: result
        cancel:
          # Answers 200 whatever the id. A worker that is busy notices a revoked task late.
          method: POST
          path: /api/task/revoke/${{ id }}?terminate=true
        contract:
          uuid: string
          name: [string, null]
          state: string
          sent: [number, null]
          received: [number, null]
          started: [number, null]
          succeeded: [number, null]
          failed: [number, null]
          revoked: [number, null]
          exception: [string, null]

        """#
    ),
    (
      name: "fal",
      text: #"""
        # Queues of fal. `function` is the model, such as fal-ai/fast-sdxl, `inputs` are its input. The target
        # is https://queue.fal.run. Give the key in the scenario's target.headers as `Authorization: Key ...`.
        #
        # The reply to a push has the URLs of the request: it leaves out what follows the model's name, so they
        # cannot be made of `function`. A job that failed is COMPLETED and has an error. Only a job that waits
        # can be cancelled, and no word says that one was.
        name: fal
        description: Queues of fal
        push:
          method: POST
          path: /${{ function_path }}
          body: ${{ inputs }}
          success: [200, 202]
        id:
          url: response_url
          capacity: 256
        poll:
          # Answers 202 until the job has ended.
          method: GET
          path: ${{ url }}/status
        webhook:
          query: fal_webhook=${{ webhook }}
          state: status
        state:
          path: status
          words:
            queued: [IN_QUEUE]
            processing: [IN_PROGRESS]
            finished: [COMPLETED, OK]   # OK and ERROR are the words of webhooks
            error: [ERROR]
          qualify:
            - { when: finished, if: error, then: error }
        stamps:
          # There is no time of waiting.
          processing_time: [metrics.inference_time]
          unit: seconds
        error: error
        result:
          method: GET
          path: ${{ url }}
        cancel:
          method: PUT
          path: ${{ url }}/cancel
        contract:
          status: string
          request_id: [string, absent]
          response_url: string
          queue_position: [number, null, absent]
          metrics: [object, null, absent]

        """#
    ),
    (
      name: "hatchet",
      text: #"""
        # Workflow runs of Hatchet (v1). `function` is the id of the tenant, `inputs` are the whole body:
        # workflowName and input. Give the token in the scenario's target.headers as `Authorization: Bearer ...`.
        #
        # There is a list, but each request needs the instant from which on it lists.
        name: hatchet
        description: Hatchet workflow runs
        push:
          method: POST
          path: /api/v1/stable/tenants/${{ function }}/workflow-runs/trigger
          body: ${{ inputs }}
          success: [200]
        id:
          path: run.metadata.id
          poll_path: run.metadata.id
        poll:
          method: GET
          path: /api/v1/stable/workflow-runs/${{ id }}
        state:
          path: run.status
          words:
            queued: [QUEUED]
            processing: [RUNNING]
            finished: [COMPLETED]
            error: [FAILED]
            cancelled: [CANCELLED]
        stamps:
          created: [run.createdAt, run.metadata.createdAt]
          started: [run.startedAt]
          completed: [run.finishedAt]
          format: iso8601
        error: run.errorMessage
        output: run.output
        cancel:
          method: POST
          path: /api/v1/stable/tenants/${{ function }}/tasks/cancel
          body:
            externalIds: ["${{ id }}"]
        contract:
          run.metadata.id: string
          run.status: string
          run.startedAt: [string, null, absent]
          run.finishedAt: [string, null, absent]
          run.errorMessage: [string, null, absent]

        """#
    ),
    (
      name: "kubernetes-jobs",
      text: #"""
        # Jobs of Kubernetes (batch/v1). `function` is the namespace, `inputs` are the job's spec. Give the token
        # in the scenario's target.headers as `Authorization: Bearer ...`, or go through `kubectl proxy`.
        #
        # A job has conditions and counts of pods instead of a state. A pod that waits for a node is active, too,
        # so `processing` begins early; and startTime is when the controller first saw the job, so there is no
        # stamp of the start. A job that was cancelled is deleted, and reads `lost`. Stamps are whole seconds.
        name: kubernetes-jobs
        description: Kubernetes jobs
        push:
          method: POST
          path: /apis/batch/v1/namespaces/${{ function }}/jobs
          body:
            apiVersion: batch/v1
            kind: Job
            metadata: { name: "${{ id }}" }
            spec: ${{ inputs }}
          success: [200, 201, 202]
        id:
          chosen: sojourn-${{ run }}-${{ n }}
          poll_path: metadata.name
        poll:
          method: GET
          path: /apis/batch/v1/namespaces/${{ function }}/jobs/${{ id }}
        list:
          # A job takes some kB, so pages are small.
          method: GET
          path: /apis/batch/v1/namespaces/${{ function }}/jobs?limit=${{ most }}&continue=${{ cursor }}
          jobs: items
          id: metadata.name
          next: metadata.continue
          most: 50
        state:
          path: status.active    # left out when it is 0
          conditions:
            path: status.conditions
            word: type
            holds: status
            is: "True"
            stamp: lastTransitionTime
          words:
            queued: ["0", Suspended]
            processing: [SuccessCriteriaMet, FailureTarget]
            finished: [Complete]
            error: [Failed]
          none: queued
          other: processing
          qualify:
            # All pods have ended, but the controller has not said so yet.
            - { when: queued, if: status.succeeded, then: processing }
            - { when: queued, if: status.failed, then: processing }
        stamps:
          created: [metadata.creationTimestamp]
          completed: [status.completionTime]   # there is none when a job failed
          format: iso8601
          resolution: 1s
        cancel:
          method: DELETE
          path: /apis/batch/v1/namespaces/${{ function }}/jobs/${{ id }}?propagationPolicy=Background
        contract:
          kind: string
          metadata.name: string
          metadata.uid: string
          metadata.creationTimestamp: string
          spec: object
          status: object
          status.conditions: [array, null, absent]

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
        list:
          # The latest come first. The last page names its last batch, too, and an empty one follows.
          method: GET
          path: /v1/batches?limit=${{ most }}&after=${{ cursor }}
          jobs: data
          id: id
          next: last_id
          most: 100
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
        output: output_file_id   # a file, whose content another request gives
        cancel:
          method: POST
          path: /v1/batches/${{ id }}/cancel
        contract:
          id: string
          status: string
          created_at: number
          in_progress_at: [number, null, absent]
          completed_at: [number, null, absent]
          failed_at: [number, null, absent]
          expired_at: [number, null, absent]
          cancelled_at: [number, null, absent]

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
        list:
          # 200 are allowed, but a run takes more than 2 kB.
          method: POST
          path: /api/flow_runs/filter
          body:
            flow_runs: { id: { any_: "${{ ids }}" } }
            limit: ${{ most }}
          jobs: ""
          id: id
          most: 50
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
        contract:
          id: string
          created: string
          deployment_id: string
          state_type: string
          start_time: [string, null]
          end_time: [string, null]
          total_run_time: number
          state: object
          state.type: string
          state.timestamp: string
          state.message: [string, null]

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
        list:
          # All jobs that the cluster remembers.
          method: GET
          path: /api/jobs/
          jobs: ""
          id: submission_id
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
        contract:
          type: string
          submission_id: string
          status: string
          entrypoint: string
          message: [string, null]
          error_type: [string, null]
          start_time: [number, null]
          end_time: [number, null]
          driver_exit_code: [number, null]

        """#
    ),
    (
      name: "replicate",
      text: #"""
        # Replicate's predictions. `function` is the version of the model. Give the key in the scenario's
        # target.headers as `Authorization: Bearer ...`.
        #
        # Cog, the server of one model, is not this API: it answers no polls. There is a list of predictions,
        # but it names the next page by a whole URL, which a dialect cannot ask for.
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
        webhook:
          body:
            webhook: ${{ webhook }}
            webhook_events_filter: [completed]
          state: status
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
        output: output
        cancel:
          method: POST
          path: /v1/predictions/${{ id }}/cancel
        contract:
          id: string
          status: string
          created_at: string
          started_at: [string, null, absent]
          completed_at: [string, null, absent]
          error: [string, null, absent]

        """#
    ),
    (
      name: "runpod",
      text: #"""
        # RunPod's serverless endpoints. `function` is the id of the endpoint. Give the key in the
        # scenario's target.headers as `Authorization: Bearer ...`.
        #
        # A reply says how long a job waited and ran, but no instants. A job that ended is forgotten after 30
        # minutes. A job that timed out or was cancelled has no error text.
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
        webhook:
          body:
            webhook: ${{ webhook }}
          state: status
        state:
          path: status
          words:
            queued: [IN_QUEUE]
            processing: [IN_PROGRESS, RUNNING]
            finished: [COMPLETED]
            error: [FAILED, TIMED_OUT]
            cancelled: [CANCELLED]
        stamps:
          queue_time: [delayTime]
          processing_time: [executionTime]
          unit: milliseconds
        error: error
        output: output
        retention: 30m
        cancel:
          method: POST
          path: /v2/${{ function }}/cancel/${{ id }}
        contract:
          id: string
          status: string
          delayTime: [number, absent]
          executionTime: [number, absent]

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
        await:
          # Answers after ten minutes at the latest.
          path: /v2/jobs/${{ id }}/await
          timeouts: [408]
        list:
          method: GET
          path: /v2/jobs?limit=${{ most }}&offset=${{ offset }}
          jobs: data
          id: id
          next: next_offset      # -1 at the end
          most: 100
        webhook:
          # Called for jobs that failed or were cancelled, too, until it answers 200.
          body:
            webhooks:
              - type: job.complete
                url: ${{ webhook }}
          state: body.status
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
        error: error             # "" means none
        output: outputs
        cancel:
          method: DELETE
          path: /v2/jobs/${{ id }}
        contract:
          id: string
          function_id: string
          organization_id: string
          function: [object, null]
          status: string
          created_at: [string, null]
          started_at: [string, null]
          completed_at: [string, null]
          error: [string, null]
          visibility: string
          run_id: [string, null]
          # Its documentation gives the next four in several shapes.
          inputs: [object, absent]
          outputs: [array, absent]
          children: [object, array, null, absent]
          restarts: [array, number, null, absent]

        """#
    ),
    (
      name: "temporal",
      text: #"""
        # Workflows of Temporal through its HTTP API. `function` is the namespace, `inputs` are the whole body:
        # workflowType, taskQueue and input. Give a key in the scenario's target.headers as
        # `Authorization: Bearer ...`.
        #
        # A workflow is RUNNING from the push on, also while it waits for a worker, so nothing tells queue time
        # from processing time. A push of an id that is running answers 200 or 409, as `inputs` ask for.
        name: temporal
        description: Temporal workflows through the HTTP API
        push:
          method: POST
          path: /api/v1/namespaces/${{ function }}/workflows/${{ id }}
          body: ${{ inputs }}
          success: [200]
        id:
          chosen: sojourn-${{ run }}-${{ n }}
          poll_path: workflowExecutionInfo.execution.workflowId
        poll:
          method: GET
          path: /api/v1/namespaces/${{ function }}/workflows/${{ id }}
        state:
          path: workflowExecutionInfo.status
          words:
            queued: [WORKFLOW_EXECUTION_STATUS_PAUSED]
            # A workflow that goes on as a new one has the same id, under which that one is asked about.
            processing: [WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW]
            finished: [WORKFLOW_EXECUTION_STATUS_COMPLETED]
            error:
              - WORKFLOW_EXECUTION_STATUS_FAILED
              - WORKFLOW_EXECUTION_STATUS_TIMED_OUT
              - WORKFLOW_EXECUTION_STATUS_TERMINATED
            cancelled: [WORKFLOW_EXECUTION_STATUS_CANCELED]
        stamps:
          created: [workflowExecutionInfo.startTime]
          completed: [workflowExecutionInfo.closeTime]
          format: iso8601
        cancel:
          method: POST
          path: /api/v1/namespaces/${{ function }}/workflows/${{ id }}/cancel
          body: {}
        contract:
          workflowExecutionInfo: object
          workflowExecutionInfo.execution.workflowId: string
          workflowExecutionInfo.execution.runId: string
          workflowExecutionInfo.status: string
          workflowExecutionInfo.startTime: string
          workflowExecutionInfo.closeTime: [string, null, absent]

        """#
    ),
  ]
}
