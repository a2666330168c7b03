"""Follows the same burst in every way.

What a way costs is the number of status requests for each job; what it gives is how soon it learns
that a job has ended. The server logs when that really was, and both processes read one monotonic
clock, so the delay of each job is known and not estimated.
"""

import pathlib
import statistics
import tempfile

from Benchmarks import measure
from Benchmarks.results import Section

SCENARIO = "burst.yaml"
SERVICE = ["--workers", "100", "--service", "lognormal(1s, 0.5)", "--seed", "42"]
WAYS = {
    "poll, learned, 6 requests per job": "{ mode: poll, poll: learned, timeout: 2m }",
    "poll, every 1 s": "{ mode: poll, poll: 1s, timeout: 2m }",
    "poll, every 250 ms": "{ mode: poll, poll: 250ms, timeout: 2m }",
    "poll, backoff 100 ms x 1.5 to 5 s":
        "{ mode: poll, poll: { backoff: { first: 100ms, factor: 1.5, cap: 5s } }, timeout: 2m }",
    "poll, every 250 ms, at most 300 a second":
        "{ mode: poll, poll: 250ms, polls_per_second: 300, timeout: 2m }",
    "list, every 250 ms": "{ mode: list, poll: 250ms, timeout: 2m }",
    "await, polls every 250 ms beyond 170 jobs": "{ mode: await, poll: 250ms, timeout: 2m }",
    "webhook, audit every 30 s": "{ mode: webhook, poll: 30s, timeout: 2m }",
}


class Result:
    """One run of one way."""

    def __init__(self, run, delays):
        report = run.report
        jobs = report["jobs"]["acknowledged"]
        kinds = report["requests"]["by_kind"]
        self.status = sum(kinds[kind]["sent"] for kind in ("poll", "list", "await")) / jobs
        self.kilobytes = report["requests"]["reply_bytes"] / jobs / 1e3
        self.delay = statistics.median(delays)
        self.p99 = delays[int(0.99 * len(delays))]
        self.width = report["metrics"]["detection_ns"]["quantiles"]["p50"]["estimate"] / 1e6
        self.cpu = run.usage.cpu * 1e3 / jobs


def side(way):
    def follow(_):
        with tempfile.TemporaryDirectory() as folder:
            truth = pathlib.Path(folder, "truth.jsonl")
            server = measure.Server([*SERVICE, "--truth", str(truth)])
            # The log is whole once the server has ended, and the folder is there as long as the run.
            with server as url:
                # A machine that holds threads up makes a run invalid; how late it learned, the log tells.
                run = measure.Run(
                    SCENARIO, url, "--set", f"follow={way}", allowed=(0, 125))
            with run:
                learned = measure.learned(run.folder / "jobs.table")
                return Result(run, measure.delays(learned, measure.truth(truth)))

    return follow


def section(runs):
    results, missing = measure.rounds({name: side(way) for name, way in WAYS.items()}, runs)
    table = measure.table(
        "way to follow",
        [("status requests per job", "status:.2f"), ("reply kB per job", "kilobytes:.1f"),
         ("detection delay: median ms", "delay:.1f"), ("p99 ms", "p99:.1f"),
         ("bracket, median ms", "width:.0f"), ("CPU ms per job", "cpu:.2f")], results, missing)
    server = measure.pinned(measure.SERVER_CORE, [
        measure.TOOL, "serve", "--port", "0", *SERVICE[:3], f"'{SERVICE[3]}'", *SERVICE[4:],
        "--truth", "$FILE"])
    client = measure.pinned(measure.CLIENT_CORE, [
        measure.TOOL, "run", f"Benchmarks/scenarios/{SCENARIO}", "--target", "$URL", "--set",
        "follow=$WAY", "--quiet", "--out", "$DIR"])
    ways = [f"# {name}: {way}" for name, way in WAYS.items()]
    return Section(
        "What each way to follow costs and gives", [],
        f"""One burst of 600 jobs into 100 workers, service times lognormal(1 s, 0.5): the last jobs wait
about six seconds. Medians of {runs} runs, ways alternating, loopback.

{table}

The detection delay is the instant at which sojourn knew less the instant at which the job truly ended,
by the server's log. The bracket is what sojourn can prove by itself: a long poll or a webhook learns of
the end at once, but only a status request can prove that a job was still open, and these modes send few.
A list's replies hold every job of the page, ended ones included, so few requests carry many bytes.""",
        "\n".join([" ".join(server), " ".join(client), *ways]))
