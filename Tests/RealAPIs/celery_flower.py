"""Celery with Redis, asked through Flower."""

import checks
import processes
from http_json import call

OUTCOMES = {"SUCCESS": "finished", "FAILURE": "error", "REVOKED": "cancelled"}
ENDS = {"SUCCESS": "succeeded", "FAILURE": "failed", "REVOKED": "revoked"}


class System:
    name = "celery"
    outcomes = {"work": "finished", "fail": "error", "retry": "finished", "long": "cancelled",
                "doomed": "cancelled", "unknown": "rejected"}
    # Events go from the worker through Redis to Flower, which is busy with requests.
    lag = 1_000_000_000

    def __init__(self, started, python, folder, sources):
        self.started, self.python, self.folder, self.sources = started, python, folder, sources
        self.url = f"http://127.0.0.1:{processes.free_port()}"

    def start(self):
        place = self.folder / "redis.sock"
        self.started.start("redis", [
            "redis-server", "--port", 0, "--unixsocket", place, "--dir", self.folder,
            "--save", "", "--appendonly", "no"])
        self.started.wait("Redis listens", place.exists, 20)
        options = {
            "cwd": self.sources, "env": processes.environment(
                SOJOURN_REDIS=f"redis+socket://{place}", FLOWER_UNAUTHENTICATED_API="true")}
        celery = [self.python, "-m", "celery", "--app", "app"]
        self.started.start("worker", [
            *celery, "worker", "--task-events", "--concurrency", 3, "--loglevel", "INFO",
            "--without-mingle", "--without-gossip"], **options)
        self.started.start("flower", [
            *celery, "flower", "--address=127.0.0.1", f"--port={self.url.rpartition(':')[2]}"],
            **options)
        self.started.wait("the worker answers a ping", lambda: self.started.finish(
            "ping", [*celery, "inspect", "ping", "--timeout", 2], 20, **options) == 0, 60)
        # Flower is ready once it has seen a task through, by the worker's events.
        self.started.wait("Flower knows the worker", lambda: call(
            f"{self.url}/api/workers?refresh=true")[1], 30)
        _, reply = call(
            f"{self.url}/api/task/async-apply/app.work", "POST", {"kwargs": {"seconds": 0}})
        self.started.wait("Flower has seen a task finish", lambda: (
            (truth := self.truth(reply["task-id"])) and truth.state == "SUCCESS"), 30)

    def overrides(self, functions):
        return []

    def listed(self):
        return set(call(f"{self.url}/api/tasks")[1])

    def truth(self, key):
        status, job = call(f"{self.url}/api/task/info/{key}")
        if status != 200:
            return None
        end = ENDS.get(job["state"])
        return checks.Truth(
            job["state"], OUTCOMES.get(job["state"], "open"),
            instant(job["sent"] or job["received"]), instant(job["started"]),
            instant(end and job[end]), job)

    def cancel(self, key, class_name, truth):
        """Cancels a job from outside when its time has come; whether it did."""
        if class_name == "long" and truth.state != "STARTED" or truth.outcome != "open":
            return False
        return call(f"{self.url}/api/task/revoke/{key}?terminate=true", "POST")[0] == 200

    def check_traps(self, check, run, truths):
        raws = {row.id: truths[row.id].raw for row in run.known if truths[row.id]}
        check.equal("celery: the info of an unknown id is a 404",
                    call(f"{self.url}/api/task/info/unknown")[0], 404)
        check.equal("celery: the result of an unknown id is PENDING for ever",
                    call(f"{self.url}/api/task/result/unknown")[1].get("state"), "PENDING")
        check.equal("celery: revoking an unknown id is answered with 200",
                    call(f"{self.url}/api/task/revoke/unknown", "POST")[0], 200)
        check.that("celery: an unknown task is refused with a 404", [
            row for row in run.of_class("unknown") if row.push_status != 404 or row.id])
        check.that("celery: each end is stamped in the field of its outcome alone", [
            key for key, raw in raws.items()
            if [field for field in ENDS.values() if raw[field]] != [ENDS[raw["state"]]]])
        check.that("celery: a job that was tried again has the stamps of its last try", [
            (row.id, raws[row.id]["retries"]) for row in run.of_class("retry")
            if raws[row.id]["retries"] != 1 or row.started < row.created + 400_000_000],
            "its queue time is that before its last try")
        changed = [each for each in run.report["findings"] if each["kind"] == "stamp_changed"]
        check.that("celery: sojourn reports that stamps changed", [] if changed else ["none did"],
                   ", ".join(f"{each['count']} jobs" for each in changed))
        # `sent` is Flower's, stamped after the push; `received` and `started` are the worker's.
        early = [sum(raw[field] < raw["sent"] for raw in raws.values() if raw[field])
                 for field in ("received", "started")]
        check.that("celery: the instant of the push is `sent`, also where others are before it", [
            row.id for row in run.known if row.created != instant(raws[row.id]["sent"])],
            f"received {early[0]} and started {early[1]} of {len(raws)} times")
        missing = run.report["requests"]["by_kind"]["poll"]["replies"].get("404", 0)
        check.that("celery: 404s right after a push are forgiven", [
            row.id for row in run.rows if row.outcome == "lost"], f"{missing} polls")

    @staticmethod
    def never_ran(truth):
        return not truth.started


def instant(value):
    """Nanoseconds of seconds since the epoch, exactly."""
    return int(value * 1_000_000_000) if value else 0
