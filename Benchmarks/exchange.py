"""Compares what an HTTP exchange costs sojourn and a raw libcurl loop. See script/benchmark.

Every side gets a fresh server, pinned to one core, and runs pinned to the other. Sides alternate
in rounds, so that a slow minute of the machine touches all of them. CPU time is what the operating
system charged the whole process, start and end included, measured alike for every side.
"""

import argparse
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
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOL = ".build/release/sojourn"
RAW_LOOP = "Benchmarks/raw-loop/raw_loop"
SCENARIO = "Benchmarks/scenarios/follow.yaml"
CONNECTIONS = 64  # As in the scenario.
SERVICE = ["--workers", "2000", "--service", "constant(2s)"]
SERVE = [TOOL, "serve", "--port", "0"]
PUSH_BODY = '{"function":"sojourn/echo","inputs":{}}'
SERVER_CORE, CLIENT_CORE = 1, 0


class Missing(Exception):
    """A side that cannot run here, and why."""


class Result:
    """One run of one side."""

    def __init__(self, exchanges, cpu_seconds, wall_seconds, pushes=0):
        self.exchanges = exchanges
        self.wall_seconds = wall_seconds
        self.pushes = pushes
        self.cost = cpu_seconds * 1e6 / exchanges  # CPU microseconds per exchange.


def pinned(core, command):
    if shutil.which("taskset") is None or (os.cpu_count() or 1) < 2:
        return command
    return ["taskset", "-c", str(core), *command]


def measured(command, allowed=(0,)):
    """Runs `command`; its output, CPU seconds, wall seconds and largest resident set in KiB."""
    start = time.monotonic()
    child = subprocess.Popen(
        pinned(CLIENT_CORE, command), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if child.returncode not in allowed:
        raise Missing(f"exit code {child.returncode} of: {' '.join(command)}")
    return output, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss


class Server:
    """`sojourn serve` on a free port with `options`, for the length of a `with` block."""

    def __init__(self, options=()):
        self.options = options or SERVICE

    def __enter__(self):
        self.process = subprocess.Popen(
            pinned(SERVER_CORE, [*SERVE, *self.options]), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
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


# The sides. Each takes the server's URL and sojourn's result of this round, and returns a Result.


def read_report(folder):
    """Exchanges and pushes of the one run under `folder`."""
    files = list(pathlib.Path(folder).rglob("report.json"))
    if len(files) != 1:
        raise Missing(f"{len(files)} report.json files instead of 1")
    report = json.loads(files[0].read_text())
    return report["requests"]["total"], report["jobs"]["pushed"]


def sojourn(*options, allowed=(0,)):
    def run(url, _):
        with tempfile.TemporaryDirectory() as folder:
            _, cpu, wall, _ = measured(
                [TOOL, "run", SCENARIO, *options, "--target", url, "--quiet", "--out", folder],
                allowed)
            exchanges, pushes = read_report(folder)
        return Result(exchanges, cpu, wall, pushes)

    return run


def raw_loop(mode, paced):
    def run(url, ours):
        if not (ROOT / RAW_LOOP).exists():
            raise Missing("not built: needs make, a C compiler and libcurl's headers")
        command = [
            RAW_LOOP, "--mode", mode, "--concurrency", str(CONNECTIONS), "--body", PUSH_BODY,
            "--status-urls", str(ours.pushes), "--requests", str(ours.exchanges - ours.pushes)]
        if paced:
            command += ["--rate", f"{ours.exchanges / ours.wall_seconds:.0f}"]
        output, cpu, wall, _ = measured([*command, url])
        return Result(json.loads(output)["requests"], cpu, wall)

    return run


def wrk(url, _):
    if shutil.which("wrk") is None:
        raise Missing("not installed: the package is wrk")
    push = urllib.request.Request(
        url + "/v2/push", PUSH_BODY.encode(), {"Content-Type": "application/json"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(push, timeout=10) as reply:
        job = json.load(reply)["id"]
    output, cpu, wall, _ = measured(
        ["wrk", "-t1", f"-c{CONNECTIONS}", "-d3s", f"{url}/v2/jobs/{job}"])
    if "Non-2xx" in output or "Socket errors" in output:
        raise Missing("some of its requests failed")
    return Result(int(first_match(r"(\d+) requests in", output)), cpu, wall)


SAME_RATE = ["raw loop, poll, same rate", "raw loop, socket, same rate"]
SIDES = {
    "sojourn": sojourn(),
    SAME_RATE[0]: raw_loop("poll", paced=True),
    SAME_RATE[1]: raw_loop("socket", paced=True),
    # More polls than one core can send: the run says so and is not valid, which is the point here.
    "sojourn, at full speed": sojourn(
        "--set", "follow.poll=10ms", "--set", "load.constant.for=4s", allowed=(0, 125)),
    "raw loop, poll, at full speed": raw_loop("poll", paced=False),
    "raw loop, socket, at full speed": raw_loop("socket", paced=False),
    "wrk (no libcurl), one job's status": wrk,
}


# Which side of ours the raw loop is compared with: at the same rate, or both at full speed.
OURS = {True: "sojourn", False: "sojourn, at full speed"}


def run_rounds(count):
    """All results and, for sides that could not run, the reason."""
    results, missing = {name: [] for name in SIDES}, {}
    for number in range(1, count + 1):
        for name, side in SIDES.items():
            if name in missing:
                continue
            print(f"round {number} of {count}: {name}", file=sys.stderr)
            ours = results["sojourn"][-1] if results["sojourn"] else None
            try:
                if ours is None and name != "sojourn":
                    raise Missing("needs a run of sojourn for its size and rate")
                with Server() as url:
                    results[name].append(side(url, ours))
            except (Missing, OSError, KeyError, ValueError) as problem:
                missing[name] = f"{type(problem).__name__}: {problem}"
    return results, missing


def median(results, of):
    return statistics.median(of(result) for result in results)


def cost(result):
    return result.cost


def table(results, missing):
    lines = [
        "| side | exchanges | exchanges/s | CPU us per exchange: median | least to most "
        "| sojourn costs |",
        "|---|--:|--:|--:|--:|--:|"]
    for name in SIDES:
        if name in missing:
            lines.append(f"| {name} | missing: {missing[name]} | | | | |")
            continue
        runs = results[name]
        costs = sorted(map(cost, runs))
        ours = OURS[name in SAME_RATE]
        ratio = "" if name in OURS.values() or ours in missing else (
            f"{median(results[ours], cost) / median(runs, cost):.2f} x")
        lines.append(
            f"| {name} | {median(runs, lambda r: r.exchanges):,.0f}"
            f" | {median(runs, lambda r: r.exchanges / r.wall_seconds):,.0f}"
            f" | {median(runs, cost):.2f} | {costs[0]:.2f} to {costs[-1]:.2f} | {ratio} |")
    return "\n".join(lines)


def verdict(results, missing, limit):
    """One sentence for each of the two loads, and whether the limit is kept in both."""
    sentences, kept = [], True
    for same_rate, ours in OURS.items():
        rivals = [
            name for name in SIDES
            if name.startswith("raw loop") and (name in SAME_RATE) == same_rate
            and name not in missing]
        if ours in missing or not rivals:
            sentences.append(f"No verdict: {ours} or its raw loop is missing.")
            kept = False
            continue
        best = min(rivals, key=lambda name: median(results[name], cost))
        ratio = median(results[ours], cost) / median(results[best], cost)
        kept = kept and ratio <= limit
        sentences.append(
            f"{ours}: {ratio:.2f} times the CPU per exchange of the {best}; "
            f"the limit is {limit:g}: {'kept' if ratio <= limit else 'not kept'}.")
    return "\n".join(sentences), kept


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
    cpu = first_match(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text())
    revision = said("git", "rev-parse", "--short", "HEAD") or "unknown"
    if said("git", "status", "--porcelain", "--untracked-files=no"):
        revision += " with changes"
    swift = first_match(r"Swift version (\S+)", said("swift", "--version"))
    return "\n".join([
        f"- Machine: {cpu}, {os.cpu_count()} cores; load average before the first run {load:.2f}",
        f"- Kernel: {platform.system()} {platform.release()}",
        f"- Swift: {swift}",
        f"- libcurl: {said('pkg-config', '--modversion', 'libcurl') or 'unknown'}",
        f"- C compiler: {(said('cc', '--version') or 'unknown').splitlines()[0]}",
        f"- sojourn: revision {revision}, {datetime.date.today().isoformat()}"])


def commands():
    """The commands in their pinned form, one round of them."""
    shown = ["script/benchmark", "# which runs, with a fresh server for each:"]
    shown.append(" ".join(pinned(SERVER_CORE, [*SERVE, *SERVICE[:-1], f"'{SERVICE[-1]}'"])))
    shown.append(" ".join(pinned(
        CLIENT_CORE, [TOOL, "run", SCENARIO, "--target", "$URL", "--quiet", "--out", "$DIR"])))
    for mode in ("poll", "socket"):
        shown.append(" ".join(pinned(CLIENT_CORE, [
            RAW_LOOP, "--mode", mode, "--concurrency", str(CONNECTIONS), "--body",
            f"'{PUSH_BODY}'", "--status-urls", "$PUSHES", "--requests", "$POLLS",
            "[--rate $RATE]", "$URL"])))
    shown.append(" ".join(pinned(
        CLIENT_CORE, ["wrk", "-t1", f"-c{CONNECTIONS}", "-d3s", "$URL/v2/jobs/$ID"])))
    return "\n".join(shown)


def document(results, missing, sentence, runs, load):
    return f"""# What an HTTP exchange costs

Written by `script/benchmark`; run it again rather than edit this.

{sentence}

{table(results, missing)}

Medians of {runs} runs, sides alternating, loopback, HTTP/1.1, {CONNECTIONS} connections kept alive.
Where a machine is shared, absolute figures of two days cannot be compared; the ratios of one run can.
An exchange is one request and its reply; every side but wrk makes the same number of pushes and
status requests, each status request for another job. `sojourn` also reads the JSON of every reply,
schedules every poll, records every job and writes its reports, all of which is in its number. The
raw loop at the same rate (sojourn's average over its whole run) is the fair rival of a paced run: a
busier loop finds more work at each wake-up, so each exchange is cheaper at full speed. For the full
speed of sojourn, every job in flight is due to be polled each 10 ms, which is more than one core can.

{environment(load)}

```
{commands()}
```
"""


def main():
    parser = argparse.ArgumentParser(prog="script/benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="rounds, 5 for a result to quote")
    parser.add_argument("--limit", type=float, default=1.5, help="largest allowed ratio")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    if not (ROOT / TOOL).exists():
        raise SystemExit(f"script/benchmark: {TOOL} is missing; script/benchmark builds it")
    load = os.getloadavg()[0]
    results, missing = run_rounds(options.runs)
    sentence, kept = verdict(results, missing, options.limit)
    text = document(results, missing, sentence, options.runs, load)
    (ROOT / "Benchmarks/RESULTS.md").write_text(text)
    print(table(results, missing), sentence, "Benchmarks/RESULTS.md", sep="\n\n")
    raise SystemExit(0 if kept else 1)


if __name__ == "__main__":
    main()
