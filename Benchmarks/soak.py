"""Runs at 30 % of the generator's capacity for ten minutes and watches the memory."""

import json
import os
import pathlib
import subprocess
import tempfile
import threading
import time

from Benchmarks import generator, measure
from Benchmarks.results import Figure, Section, at_most

SCENARIO = "soak.yaml"
SERVICE = ["--workers", "10000", "--service", "lognormal(1s, 0.5)"]
SHARE, REQUESTS = 0.3, 7  # Requests per job: a push, and six status requests.
WARM_UP = 120  # Seconds.


class Watch(threading.Thread):
    """Reads the resident set of a process once a second, in bytes."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process, self.start_time, self.samples = process, time.monotonic(), []

    def run(self):
        page = os.sysconf("SC_PAGE_SIZE")
        while True:
            try:
                fields = pathlib.Path(f"/proc/{self.process}/statm").read_text().split()
            except OSError:
                return
            if int(fields[1]) > 0:  # A process that has ended and is not waited for has none.
                self.samples.append((time.monotonic() - self.start_time, int(fields[1]) * page))
            time.sleep(1)


def section(runs):
    capacity = generator.Result(1).capacity
    # A job of the capacity's trials costs two requests.
    rate = int(SHARE * capacity * 2 / REQUESTS)
    with tempfile.TemporaryDirectory() as folder, measure.Server(SERVICE) as url:
        command = [measure.TOOL, "run", f"Benchmarks/scenarios/{SCENARIO}", "--set",
                   f"load.poisson.rate={rate}", "--quiet", "--target"]
        child = subprocess.Popen(
            measure.pinned(measure.CLIENT_CORE, [*command, url, "--out", folder]), cwd=measure.ROOT)
        watch = Watch(child.pid)
        watch.start()
        code = child.wait()
        watch.join()
        report = json.loads(next(pathlib.Path(folder).rglob("report.json")).read_text())
    # The last push ends the soak; what follows is the draining and the report.
    end = report["run"]["duration_ns"] / 1e9
    steady = [size for second, size in watch.samples if WARM_UP <= second <= end]
    if not steady:
        raise SystemExit("script/benchmark: the soak ended before its third minute")
    change = max(abs(size / steady[0] - 1) for size in steady) * 100
    lost = report["jobs"]["scheduled"] - report["jobs"]["outcomes"]["finished"]
    minutes = "\n".join(
        f"| {second / 60:.0f} | {size / 1e6:.1f} |"
        for second, size in watch.samples if int(second) % 60 == 0)
    return Section(
        "A soak of ten minutes",
        [at_most("resident set after minute 2 of 10, at 30 % of the capacity", change, 2,
                 "{:.2f} % off"),
         Figure("jobs of the soak that did not finish", f"{lost:,} of {report['jobs']['scheduled']:,}",
                "0", lost == 0)],
        f"""| minute | resident MB |
|--:|--:|
{minutes}

{rate:,} jobs/s in one run, {SHARE:.0%} of a capacity of {capacity:,.0f} jobs/s with two requests each, followed with
{report['requests']['per_job']:.1f} requests per job; p99 dispatch delay \
{report['metrics']['dispatch_delay_ns']['quantiles']['p99']['estimate'] / 1e6:.2f} ms; exit code {code}.""",
        " ".join(measure.pinned(measure.CLIENT_CORE, [
            *command, "$URL", "--out", "$DIR"])))
