"""Runs sojourn against real job APIs and compares. See script/test-real-apis.

    check.py TOOL ENVIRONMENTS SYSTEM...

TOOL is sojourn, ENVIRONMENTS the folder of the systems' virtual environments.
"""

import contextlib
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback

import celery_flower
import jobtable
import prefect_server
from checks import Checks, Run, compare
from processes import Processes, Trouble

SOURCES = pathlib.Path(__file__).resolve().parent
SYSTEMS = {"celery": celery_flower.System, "prefect": prefect_server.System}


class Canceller(threading.Thread):
    """Cancels the jobs of the classes `long` and `doomed` from outside, while sojourn follows."""

    def __init__(self, system, folder, class_names):
        super().__init__(daemon=True)
        self.system, self.folder, self.class_names = system, folder, class_names
        self.ended = threading.Event()
        self.cancelled = set()  # The ids of the jobs whose cancellation the system accepted.
        self.trouble = []

    def run(self):
        try:
            while not self.ended.wait(0.05):
                for table in self.folder.glob("*/*.run/jobs.table"):
                    for row in jobtable.read(table):
                        with contextlib.suppress(OSError):  # The system was busy; next time.
                            self.consider(row)
        except Exception as error:  # What goes wrong here must show in the checks.
            self.trouble.append(repr(error))

    def consider(self, row):
        class_name = self.class_names[row.job_class]
        if class_name not in ("long", "doomed") or not row.acknowledged:
            return
        if row.id in self.cancelled or row.outcome != "unsent":
            return
        truth = self.system.truth(row.id)
        if truth and self.system.cancel(row.id, class_name, truth):
            self.cancelled.add(row.id)


class Parts:
    """How long each part took."""

    def __init__(self):
        self.seconds = {}
        self.last = time.monotonic()

    def done(self, name):
        now = time.monotonic()
        self.seconds[name] = self.seconds.get(name, 0) + now - self.last
        self.last = now


def carry_out(tool, started, system, name, folder, watch=None):
    """Runs the scenario `name`, with `watch` beside it; the finished run."""
    file = SOURCES / f"{name}.yaml"
    functions = re.findall(r"function: ([\w.]+)", file.read_text())
    options = [word for each in system.overrides(functions) for word in ("--set", each)]
    if watch:
        watch.start()
    try:
        code = started.finish(name, [
            tool, "run", file, "--target", system.url, "--out", folder, "--quiet", *options], 300)
    finally:
        if watch:
            watch.ended.set()
            watch.join()
    runs = list(folder.glob("*/*.run"))
    if len(runs) != 1:
        raise Trouble(f"sojourn run {name} ended with {code} and left no run")
    return Run(runs[0], code)


def truths_of(started, system, run):
    """What the system says of each job, as soon as it says that each has ended."""
    truths = {}

    def all_ended():
        for row in run.known:
            if not (old := truths.get(row.id)) or old.outcome == "open":
                truths[row.id] = system.truth(row.id)
        return all(truth and truth.outcome != "open" for truth in truths.values())

    with contextlib.suppress(Trouble):  # The checks say which job has not.
        started.wait("every job has ended", all_ended, 30)
    return truths


def test(system, tool, started, folder, checks, parts):
    system.start()
    parts.done("start")
    before = system.listed()
    file = SOURCES / f"{system.name}.yaml"
    watch = Canceller(system, folder / "main", re.findall(r"- { name: (\w+)", file.read_text()))
    run = carry_out(tool, started, system, system.name, folder / "main", watch)
    parts.done("run")
    truths = truths_of(started, system, run)
    listed = system.listed()
    compare(checks, system.name, run, truths, listed - before, system.outcomes, system.lag)
    ran = [not system.never_ran(truths[key]) for key in watch.cancelled]
    checks.that(f"{system.name}: jobs were cancelled while queued and while running",
                watch.trouble or ([] if True in ran and False in ran else [ran]),
                f"{ran.count(False)} and {ran.count(True)}")
    system.check_traps(checks, run, truths)
    parts.done("check")

    name = f"{system.name}-cancel"
    run = carry_out(tool, started, system, name, folder / "cancel")
    parts.done("run")
    truths = truths_of(started, system, run)
    is_load = run.report["scenario"].get("cancel") is not None
    expected = {"work": "finished", "long": "cancelled" if is_load else "timed_out"}
    compare(checks, name, run, truths, system.listed() - listed, expected, system.lag)
    sent = [row for row in run.of_class("long") if row.cancel_sent]
    checks.that(f"{name}: sojourn asked to cancel every job of class long, and the system did",
                [row.id for row in run.of_class("long")
                 if row not in sent or not truths[row.id] or truths[row.id].outcome != "cancelled"],
                f"{len(sent)} jobs")
    parts.done("check")


def main(tool, environments, *names):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    checks = Checks()
    for name in names:
        logs = pathlib.Path(tempfile.mkdtemp(prefix=f"sojourn-{name}."))
        parts, failed = Parts(), checks.failed
        is_whole = False
        try:
            with Processes(logs) as started:
                python = pathlib.Path(environments).resolve() / name / "bin/python"
                system = SYSTEMS[name](started, python, logs, SOURCES)
                test(system, pathlib.Path(tool).resolve(), started, logs, checks, parts)
            parts.done("end")
            is_whole = checks.failed == failed
        except Exception as trouble:  # One failure more, and on to the next system.
            if not isinstance(trouble, Trouble):
                traceback.print_exc()
            checks.that(f"{name}: the system can be tested", [repr(trouble)])
        finally:
            if is_whole:
                shutil.rmtree(logs)
            else:
                print(f"{name}: logs and runs are in {logs}", flush=True)
        print(f"{name}: " + ", ".join(f"{part} {s:.0f} s" for part, s in parts.seconds.items()))
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
