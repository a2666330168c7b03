"""A Prefect 3 server on SQLite, and a process that serves its deployments."""

import datetime

import checks
import processes
from http_json import call

OUTCOMES = {"COMPLETED": "finished", "FAILED": "error", "CRASHED": "error",
            "CANCELLED": "cancelled"}
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
PAGE = 200  # The most that the server gives at once.


class System:
    name = "prefect"
    outcomes = {"work": "finished", "fail": "error", "crash": "error", "long": "cancelled",
                "doomed": "cancelled"}
    # The process of a run stamps its end and then reports it, to a server on SQLite that is slow
    # while other runs start.
    lag = 2_000_000_000

    def __init__(self, started, python, folder, sources):
        self.started, self.python, self.folder, self.sources = started, python, folder, sources
        self.url = f"http://127.0.0.1:{processes.free_port()}"
        self.api = f"{self.url}/api"

    def start(self):
        options = {
            "cwd": self.sources, "env": processes.environment(
                PREFECT_HOME=str(self.folder), PREFECT_API_URL=self.api,
                PREFECT_SERVER_ANALYTICS_ENABLED="false", DO_NOT_TRACK="1",
                PREFECT_LOGGING_TO_API_ENABLED="false", PREFECT_RUNNER_POLL_FREQUENCY="1")}
        self.started.start("server", [
            self.python, "-m", "prefect", "server", "start", "--no-ui", "--host", "127.0.0.1",
            "--port", self.url.rpartition(":")[2]], **options)
        self.started.wait(
            "the server is healthy", lambda: call(f"{self.api}/health")[1] is True, 120)
        self.started.start("serve", [self.python, "flows.py"], **options)
        self.started.wait("three deployments are served", lambda: len(self.deployments()) == 3, 60)

    def deployments(self):
        """The ids of the deployments, by the name of their flow."""
        _, deployments = call(f"{self.api}/deployments/filter", "POST", {})
        return {each["name"]: each["id"] for each in deployments}

    def overrides(self, functions):
        """The scenarios name flows as functions; sojourn needs the ids of their deployments."""
        ids = self.deployments()
        return [f"jobs[{index}].function={ids[name]}" for index, name in enumerate(functions)]

    def listed(self):
        found = set()
        while True:
            page = call(f"{self.api}/flow_runs/filter", "POST",
                        {"offset": len(found), "limit": PAGE, "sort": "ID_DESC"})[1]
            found.update(run["id"] for run in page)
            if len(page) < PAGE:
                return found

    def truth(self, key):
        status, job = call(f"{self.api}/flow_runs/{key}")
        if status != 200:
            return None
        return checks.Truth(
            job["state_type"], OUTCOMES.get(job["state_type"], "open"), instant(job["created"]),
            instant(job["start_time"]), instant(job["end_time"]), job)

    def cancel(self, key, class_name, truth):
        """Cancels a run from outside when its time has come; whether it did."""
        if truth.state == "RUNNING":
            return self.set_state(key, "CANCELLING")["status"] == "ACCEPT"
        if truth.state == "SCHEDULED" and class_name == "doomed":
            return self.set_state(key, "CANCELLED")["status"] == "ACCEPT"
        return False

    def set_state(self, key, word):
        """The answer; SQLite may be too busy for one."""
        status, answer = call(f"{self.api}/flow_runs/{key}/set_state", "POST",
                              {"state": {"type": word, "name": word.capitalize()}})
        return answer if status in (200, 201) else {"status": f"HTTP {status}"}

    def check_traps(self, check, run, truths):
        unknown = f"{self.api}/flow_runs/00000000-0000-0000-0000-000000000000"
        check.equal("prefect: an unknown run is a 404", call(unknown)[0], 404)
        replies = run.report["requests"]["by_kind"]["push"]["replies"]
        ended = next(row.id for row in run.of_class("work") if row.id)
        check.equal("prefect: cancelling a run that has ended is refused with a success status",
                    (self.set_state(ended, "CANCELLING")["status"], self.truth(ended).state),
                    ("ABORT", "COMPLETED"))
        check.that("prefect: a run cancelled while it was queued has its end for a start", [
            key for key, truth in truths.items()
            if self.never_ran(truth) and truth.started != truth.completed],
            "its queue time is that until the cancel, and its processing time 0")
        pushes = run.report["requests"]["by_kind"]["push"]
        busy = pushes["replies"].get("503", 0)
        check.that("prefect: a push came to nothing only after it was answered with 503", [
            row for row in run.rows if not row.id and row.push_status != 503
            and row.push_attempts < 2],
            ", ".join(f"{replies[status]} replies {status}" for status in sorted(replies)))

    @staticmethod
    def never_ran(truth):
        return truth.raw["run_count"] == 0


def instant(text):
    """Nanoseconds since the epoch of an RFC 3339 instant, exactly."""
    if not text:
        return 0
    elapsed = datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH
    return elapsed // datetime.timedelta(microseconds=1) * 1_000
