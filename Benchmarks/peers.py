"""Follows the same jobs with sojourn, Locust and AIPerf.

A job is pushed and asked about until it has ended, 50 ms later; each generator does that in its own
way. The server logs when each job truly ended and all read one clock, so how late a side learned is
known for each job. CPU time is that of the whole process with its children; because an interpreter
takes long to start, the cost beyond a run with almost no jobs is shown as well.
"""

import filecmp
import json
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

from Benchmarks import measure
from Benchmarks.results import Figure, Section, at_least, missing as missing_figure

SCENARIO = "peers.yaml"
FILES = "Benchmarks/peers"
ENVIRONMENTS = ".build/benchmark-peers"
SERVICE = "constant(50ms)"
SECONDS = 10
# Jobs a second: what one core of Locust carries well, what AIPerf carries, and what is much for ours.
CALM, AIPERF_RATE, MUCH = 150, 60, 5_000
LIMIT_SECONDS = "150"  # A peer that takes longer hangs.
FEW_JOBS = 5  # As many as a run with almost no jobs has.
HELD, HELD_SERVICE = 1_000, "constant(30s)"  # Jobs in flight for the memory.
LOCUST_CALM, LOCUST_MOST = f"Locust, every 10 ms, {CALM}/s", "Locust, every 10 ms, what one core carries"
POLL_MOST = f"sojourn, learned, 2 requests per job, {MUCH:,}/s"
LIST_MOST = f"sojourn, list every 20 ms, {MUCH:,}/s"
TARGETS = {POLL_MOST: 20, LIST_MOST: 60}


class Result:
    """One run of one side; `learned` and `truth` are nanoseconds by the id of each job."""

    def __init__(self, usage, requests, seconds, learned, truth):
        delays = measure.delays(learned, truth)
        self.jobs = len(delays)
        self.rate = self.jobs / seconds
        self.seconds = usage.cpu
        self.cpu = usage.cpu * 1e3 / self.jobs
        self.beyond = self.cpu  # Milliseconds per job beyond start-up, once that is known.
        self.per_second = self.jobs / usage.cpu
        self.requests = requests / self.jobs
        self.delay = statistics.median(delays)
        self.p99 = delays[int(0.99 * len(delays))]
        self.megabytes = usage.kilobytes / 1024


def server(service, truth):
    return measure.Server(["--workers", "100000", "--service", service, "--truth", str(truth)])


def sojourn(follow):
    def run(rate, seconds, service=SERVICE):
        with tempfile.TemporaryDirectory() as folder:
            truth = pathlib.Path(folder, "truth.jsonl")
            with server(service, truth) as url:
                # A busy core makes a run invalid, which does not matter to what it costs.
                run = measure.Run(
                    SCENARIO, url, "--set", f"load.constant.rate={rate}", "--set",
                    f"load.constant.for={seconds}s", "--set", f"follow={follow}",
                    allowed=(0, 125))
            with run:
                table = run.folder / "jobs.table"
                rows = [row for row in measure.jobtable.read(table) if row.detected]
                learned = measure.learned(table)
                span = (max(row.detected for row in rows) - min(row.dispatched for row in rows)) / 1e9
                return Result(
                    run.usage, run.report["requests"]["total"], span, learned, measure.truth(truth))

    return run


def installed(program):
    """The path of a peer's program, in an environment of its own, made at the first call and reused."""
    folder = measure.ROOT / ENVIRONMENTS / program
    wanted, made = measure.ROOT / FILES / f"{program}-requirements.txt", folder / "installed.txt"
    if not made.exists() or not filecmp.cmp(wanted, made, shallow=False):
        print(f"installing {program} into {folder.relative_to(measure.ROOT)}", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=100)
            subprocess.run(
                [folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-input",
                 "--disable-pip-version-check", "--requirement", wanted], check=True, timeout=300)
        except (subprocess.SubprocessError, OSError) as problem:
            shutil.rmtree(folder, ignore_errors=True)
            raise measure.Missing(f"cannot be installed: {problem}") from problem
        shutil.copy(wanted, made)
    return str(folder / "bin" / program)


def locust(users):
    """With a rate of 0 each user takes the next job at once."""
    def run(rate, seconds, service=SERVICE, poll=0.01):
        with tempfile.TemporaryDirectory() as folder:
            truth, out = pathlib.Path(folder, "truth.jsonl"), pathlib.Path(folder, "out.json")
            command = [
                "env", f"PEERS_OUT={out}", f"PEERS_POLL={poll}",
                f"PEERS_JOBS_PER_USER_SECOND={rate / users}", "timeout", LIMIT_SECONDS,
                installed("locust"), "-f", f"{FILES}/locustfile.py", "--headless", "-u", str(users),
                "-r", str(users), "-t", f"{seconds}s", "--stop-timeout", "60", "--only-summary",
                "--skip-log", "--exit-code-on-error", "1", "--host"]
            # Users that are in the middle of a job when the time is over finish it.
            with server(service, truth) as url:
                usage = measure.measured([*command, url])
            said = json.loads(out.read_text())
            span = (max(instant for _, instant in said["learned"]) - min(said["pushed"])) / 1e9
            requests = len(said["learned"]) + sum(said["polls"])
            return Result(usage, requests, span, dict(said["learned"]), measure.truth(truth))

    return run


class VideoServer:
    """The job API that AIPerf speaks, with the same service time, for the length of a `with` block."""

    def __init__(self, service, truth):
        milliseconds = re.sub(r"[^0-9.]", "", service)
        self.command = [
            sys.executable, f"{FILES}/video_api.py", milliseconds, str(truth)]

    def __enter__(self):
        self.process = subprocess.Popen(
            measure.pinned(measure.SERVER_CORE, self.command), cwd=measure.ROOT,
            stdout=subprocess.PIPE, text=True)
        return self.process.stdout.readline().strip()

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self.process.stdout.close()


def aiperf(rate, seconds, service=SERVICE):
    with tempfile.TemporaryDirectory() as folder:
        truth = pathlib.Path(folder, "truth.json")
        command = [
            "env", "AIPERF_HTTP_VIDEO_POLL_INTERVAL=0.01", "timeout",
            LIMIT_SECONDS, installed("aiperf"), "profile", "--model", "none", "--tokenizer",
            str(measure.ROOT / FILES / "tokenizer"), "--input-file", f"{FILES}/prompts.jsonl",
            "--custom-dataset-type", "single_turn", "--endpoint-type", "video_generation",
            "--request-rate", str(rate), "--arrival-pattern", "constant", "--request-count",
            str(max(1, int(rate * seconds))), "--workers-max", "1", "--ui", "none",
            "--no-server-metrics", "--no-gpu-telemetry", "--export-level", "records",
            "--artifact-dir", folder, "--url"]
        with VideoServer(service, truth) as url:
            usage = measure.measured([*command, url])
        said = json.loads(truth.read_text())
        records = next(pathlib.Path(folder).rglob("profile_export.jsonl")).read_text()
        rows = [json.loads(line)["metadata"] for line in records.splitlines()]
        # AIPerf writes instants by the wall clock, and so does its server.
        learned = {row["x_request_id"]: row["request_end_ns"] for row in rows}
        span = (max(learned.values()) - min(row["request_start_ns"] for row in rows)) / 1e9
        return Result(usage, said["requests"], span, learned, said["ended"])


# Name: how it is run, and the jobs per second; 0 for as many as go.
SIDES = {
    f"sojourn, every 10 ms, {CALM}/s": (sojourn("{ poll: 10ms }"), CALM),
    LOCUST_CALM: (locust(users=30), CALM),
    f"AIPerf, every 10 ms, {AIPERF_RATE}/s": (aiperf, AIPERF_RATE),
    LOCUST_MOST: (locust(users=60), 0),
    f"sojourn, every 10 ms, {MUCH // 2:,}/s": (sojourn("{ poll: 10ms }"), MUCH // 2),
    POLL_MOST: (sojourn("{ poll: { learned: { requests_per_job: 2 } } }"), MUCH),
    LIST_MOST: (sojourn("{ mode: list, poll: 20ms }"), MUCH),
}


def side(name):
    """Measures a side; the first of its kind also measures a run with almost no jobs."""
    run, rate = SIDES[name]

    def measured(_):
        if name not in starts:
            starts[name] = run(FEW_JOBS, 1)
        result, start = run(rate, SECONDS), starts[name]
        result.beyond = (result.seconds - start.seconds) * 1e3 / (result.jobs - start.jobs)
        return result

    return measured


starts = {}  # A run with almost no jobs, by the side's name.


def figure(name, results, missing):
    """How many times the jobs per CPU second of Locust; only where our delay is at most its."""
    target = TARGETS[name]
    title = f"jobs per CPU second against Locust: {name}"
    if name in missing or LOCUST_MOST in missing:
        return missing_figure(title, missing.get(name) or missing[LOCUST_MOST], f"at least {target}.0 times")
    ours, rival = results[name], results[LOCUST_MOST]
    if measure.median(ours, "delay") > measure.median(rival, "delay"):
        return Figure(title, "learned later than Locust", f"at least {target}.0 times", False)
    ratio = measure.median(ours, "per_second") / measure.median(rival, "per_second")
    return at_least(title, ratio, target, "{:.1f} times")


def held(name, few, many):
    """Kilobytes per job in flight: what `many` take, less what `few` do."""
    try:
        few, many = few(), many()
    except (measure.Missing, OSError, KeyError, ValueError) as problem:
        return missing_figure(f"memory per job in flight, {name}", str(problem))
    kilobytes = (many.megabytes - few.megabytes) * 1024 / many.jobs
    return Figure(f"memory per job in flight, {name}", f"{kilobytes:.1f} kB")


def section(runs):
    results, missing = measure.rounds({name: side(name) for name in SIDES}, runs)
    table = measure.table(
        "side", [("jobs", "jobs:,.0f"), ("jobs/s", "rate:,.0f"), ("requests per job", "requests:.2f"),
                 ("detection delay: median ms", "delay:.1f"), ("p99 ms", "p99:.1f"),
                 ("CPU ms per job", "cpu:.3f"), ("beyond start-up", "beyond:.3f"),
                 ("jobs per CPU second", "per_second:,.0f"),
                 ("resident at most MB", "megabytes:.0f")], results, missing)
    ours = sojourn("{ poll: 1s }")
    memory = [
        held("sojourn", lambda: ours(FEW_JOBS, 1), lambda: ours(HELD, 1, HELD_SERVICE)),
        held("Locust", lambda: locust(FEW_JOBS)(FEW_JOBS, 1),
             lambda: locust(HELD)(HELD, 1, HELD_SERVICE, poll=1))]
    server = measure.pinned(measure.SERVER_CORE, [
        measure.TOOL, "serve", "--port", "0", "--workers", "100000", "--service", f"'{SERVICE}'",
        "--truth", "$FILE"])
    client = measure.pinned(measure.CLIENT_CORE, [
        measure.TOOL, "run", f"Benchmarks/scenarios/{SCENARIO}", "--set", "load.constant.rate=$RATE",
        "--set", "follow=$FOLLOW", "--quiet", "--out", "$DIR", "--target", "$URL"])
    rival = measure.pinned(measure.CLIENT_CORE, [
        f"{ENVIRONMENTS}/locust/bin/locust", "-f", f"{FILES}/locustfile.py", "--headless", "-u",
        "$USERS", "-t", f"{SECONDS}s", "--host", "$URL"])
    return Section(
        "What it costs to follow a job, against other load generators",
        [*(figure(name, results, missing) for name in TARGETS), *memory],
        f"""{table}

Medians of {runs} runs, sides alternating, {SECONDS} s of load each. Every job takes 50 ms of service and is followed to
its end. The detection delay is the instant at which a side knew less the instant at which the job truly
ended, by the server's log; a ratio is claimed only where our median delay is at most Locust's. CPU is that
of the whole process with its children, start-up included, and beyond a run with {FEW_JOBS} jobs. AIPerf speaks one
job API, that of videos, so it has a server of its own with the same service time. In the mode `list` each reply
holds the jobs of a whole page. The memory per job in flight is that of {HELD:,} jobs of 30 s.""",
        "\n".join(" ".join(command) for command in (server, client, rival)))
