"""Runs programs side by side and says what they cost.

Servers get one core and clients another. Sides alternate in rounds, so that a slow minute of the
machine touches all of them. CPU time is what the operating system charged the whole process, start
and end included, measured alike for every side.
"""

import datetime
import json
import os
import pathlib
import platform
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "Tests/RealAPIs"))
import jobtable  # noqa: E402
TOOL = ".build/release/sojourn"
RAW_LOOP = "Benchmarks/raw-loop/raw_loop"
PUSH_BODY = '{"function":"sojourn/echo","inputs":{}}'
SERVER_CORE, CLIENT_CORE = 1, 0


class Missing(Exception):
    """Something that cannot be measured here, and why."""


def pinned(core, command):
    if shutil.which("taskset") is None or (os.cpu_count() or 1) < 2:
        return command
    return ["taskset", "-c", str(core), *command]


class Usage:
    """What a command printed and cost."""

    def __init__(self, code, output, wall, usage, watch):
        self.code = code
        self.output = output
        self.wall = wall  # Seconds.
        self.cpu = usage.ru_utime + usage.ru_stime  # Seconds.
        self.kilobytes = watch.kilobytes  # The largest resident set.
        self.course = watch.course


class Moment:
    """What a process had used some seconds after it was started."""

    def __init__(self, second, status, stat):
        # The name of the process may hold spaces; what follows it begins with the third field.
        fields = stat.rsplit(") ", 1)[1].split()
        self.second = second
        self.kilobytes = int(first_match(r"VmRSS:\s*(\d+) kB", status, 0))
        self.cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # Seconds.


class Watch(threading.Thread):
    """Reads what a process uses until it ends.

    What `wait4` says of memory is no less than the resident set of this process, which starts it.
    """

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process, self.began = process, time.monotonic()
        self.kilobytes = 0  # The largest resident set with those of its children.
        self.course = []  # Ten moments a second, of the process alone.
        self.start()

    def run(self):
        folder = pathlib.Path(f"/proc/{self.process}")
        # A process that has ended, and that nobody has waited for, has no memory.
        while kilobytes := largest(self.process):
            self.kilobytes = max(self.kilobytes, kilobytes)
            try:
                self.course.append(Moment(
                    time.monotonic() - self.began, (folder / "status").read_text(),
                    (folder / "stat").read_text()))
            except OSError:
                return
            time.sleep(0.1)


def largest(process):
    """The largest resident sets so far of a process and of its children that live, in KiB."""
    folder = pathlib.Path(f"/proc/{process}")
    try:
        found = first_match(r"VmHWM:\s*(\d+) kB", (folder / "status").read_text(), 0)
        children = (folder / f"task/{process}/children").read_text().split()
    except OSError:
        return 0
    return int(found) + sum(map(largest, children))


def measured(command, allowed=(0,), core=CLIENT_CORE):
    """Runs `command` on `core`, or on all of them where that is None."""
    start = time.monotonic()
    child = subprocess.Popen(
        command if core is None else pinned(core, command), cwd=ROOT, stdout=subprocess.PIPE,
        text=True)
    watch = Watch(child.pid)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in allowed:
        raise Missing(f"exit code {child.returncode} of: {' '.join(command)}")
    wall = time.monotonic() - start
    watch.join()
    return Usage(child.returncode, output, wall, usage, watch)


def raw_loop(command):
    """Runs the C program, which is the first word of `command`."""
    if not (ROOT / RAW_LOOP).exists():
        raise Missing("not built: needs make, a C compiler and libcurl's headers")
    return measured(command)


class Server:
    """`sojourn serve` on a free port with `options`, for the length of a `with` block."""

    def __init__(self, options):
        self.options = options

    def __enter__(self):
        self.process = subprocess.Popen(
            pinned(SERVER_CORE, [TOOL, "serve", "--port", "0", *self.options]), cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        seen, deadline = b"", time.monotonic() + 10
        while time.monotonic() < deadline:
            if not select.select([self.process.stdout], [], [], 0.1)[0]:
                continue
            piece = os.read(self.process.stdout.fileno(), 4096)
            seen += piece
            found = re.search(rb"(http://[^\s/]+)[\s/]", seen)
            if found:
                return found.group(1).decode()
            if not piece:
                break
        self.__exit__()
        raise SystemExit(f"script/benchmark: the server gave no URL; it said: {seen.decode()}")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Run:
    """A run of sojourn against `url`: what it cost, its report, and its folder until a `with` block ends."""

    def __init__(self, scenario, url, *options, allowed=(0,)):
        self.scratch = tempfile.TemporaryDirectory()
        try:
            self.usage = measured(
                [TOOL, "run", f"Benchmarks/scenarios/{scenario}", *options, "--target", url,
                 "--quiet", "--out", self.scratch.name], allowed)
            files = list(pathlib.Path(self.scratch.name).rglob("report.json"))
            if len(files) != 1:
                raise Missing(f"{len(files)} report.json files instead of 1")
            self.report = json.loads(files[0].read_text())
            self.folder = files[0].parent
        except BaseException:
            self.scratch.cleanup()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.scratch.cleanup()


def learned(table):
    """When each job of a table was seen to end, in nanoseconds of the monotonic clock, by its id."""
    monotonic, wall = jobtable.start(table)
    return {row.id: row.detected - wall + monotonic for row in jobtable.read(table) if row.detected}


def truth(path):
    """When each job truly ended by the server's log at `path`, on the same clock, by its id."""
    records = map(json.loads, path.read_text().splitlines())
    return {record["id"]: record["completed_monotonic_ns"] for record in records}


def delays(learned, truth):
    """Milliseconds from the end of each job to when a side knew of it, ascending."""
    found = sorted((instant - truth[job]) / 1e6 for job, instant in learned.items())
    if len(found) != len(truth) or not found or found[0] < 0:
        raise Missing(f"{len(found)} of {len(truth)} jobs were seen to end, or one before its end")
    return found


def rounds(sides, count):
    """Measures each of `sides`, functions of the results of their round, `count` times in turn.

    Returns the results of each side by its name, and why a side could not be measured.
    """
    results, missing = {name: [] for name in sides}, {}
    for number in range(1, count + 1):
        current = {}
        for name, side in sides.items():
            if name in missing:
                continue
            print(f"round {number} of {count}: {name}", file=sys.stderr)
            try:
                current[name] = side(current)
                results[name].append(current[name])
            except (Missing, OSError, KeyError, ValueError) as problem:
                missing[name] = str(problem) if isinstance(problem, Missing) else (
                    f"{type(problem).__name__}: {problem}")
    return results, missing


def median(results, attribute):
    return statistics.median(getattr(result, attribute) for result in results)


def table(first, columns, results, missing):
    """A Markdown table with one line for each side and the medians of its results.

    `columns` are pairs of a heading and an attribute of the results with a format, `"cost:.2f"`.
    """
    lines = [" | ".join(["", first, *(heading for heading, _ in columns), ""]).strip(),
             "|---|" + "--:|" * len(columns)]
    for name, side in results.items():
        if name in missing:
            lines.append(f"| {name} | missing: {missing[name]} " + "| " * len(columns) + "|")
            continue
        cells = []
        for _, column in columns:
            attribute, form = column.split(":")
            cells.append(format(median(side, attribute), form))
        lines.append(" | ".join(["", name, *cells, ""]).strip())
    return "\n".join(lines)


def first_match(pattern, text, otherwise="unknown"):
    found = re.search(pattern, text, re.MULTILINE)
    return found.group(1).strip() if found else otherwise


def said(*command):
    try:
        return subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def environment(load):
    """The machine and the versions, with the load average before the first run."""
    cpu = first_match(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text())
    revision = said("git", "rev-parse", "--short", "HEAD") or "unknown"
    if said("git", "status", "--porcelain", "--untracked-files=no", "--", "Sources"):
        revision += " with changes"
    swift = first_match(r"Swift version (\S+)", said("swift", "--version"))
    libcurl = said("pkg-config", "--modversion", "libcurl") or "unknown"
    return (
        f"{cpu}, {os.cpu_count()} cores, load average {load:.2f} before; "
        f"{platform.system()} {platform.release()}, Swift {swift}, libcurl {libcurl}, "
        f"{(said('cc', '--version') or 'no C compiler').splitlines()[0]}; "
        f"sojourn {revision}, {datetime.date.today().isoformat()}")
