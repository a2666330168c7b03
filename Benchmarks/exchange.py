"""Compares what an HTTP exchange costs sojourn, a raw libcurl loop and wrk."""

import json
import shutil
import urllib.request

from Benchmarks import measure
from Benchmarks.measure import PUSH_BODY, RAW_LOOP, Missing, measured
from Benchmarks.results import Section, at_most, missing as missing_figure

SCENARIO = "follow.yaml"
CONNECTIONS = 64  # As in the scenario.
SERVICE = ["--workers", "2000", "--service", "constant(2s)"]
LIMIT = 1.15
OURS, OURS_FAST = "sojourn", "sojourn, at full speed"
WRK = "wrk (no libcurl), one job's status"


class Result:
    """One run of one side."""

    def __init__(self, exchanges, usage, pushes=0):
        self.exchanges = exchanges
        self.wall = usage.wall
        self.pushes = pushes
        self.rate = exchanges / usage.wall
        self.cost = usage.cpu * 1e6 / exchanges  # CPU microseconds per exchange.


def sojourn(*options, allowed=(0,)):
    def run(_):
        with measure.Server(SERVICE) as url, measure.Run(
                SCENARIO, url, *options, allowed=allowed) as run:
            return Result(run.report["requests"]["total"], run.usage, run.report["jobs"]["pushed"])

    return run


def raw_loop(mode, paced):
    def run(current):
        if OURS not in current:
            raise Missing("needs a run of sojourn for its size and rate")
        ours = current[OURS]
        command = [
            RAW_LOOP, "--mode", mode, "--concurrency", str(CONNECTIONS), "--body", PUSH_BODY,
            "--status-urls", str(ours.pushes), "--requests", str(ours.exchanges - ours.pushes)]
        if paced:
            command += ["--rate", f"{ours.rate:.0f}"]
        with measure.Server(SERVICE) as url:
            usage = measure.raw_loop([*command, url])
        return Result(json.loads(usage.output)["requests"], usage)

    return run


def wrk(_):
    if shutil.which("wrk") is None:
        raise Missing("not installed: the package is wrk")
    with measure.Server(SERVICE) as url:
        push = urllib.request.Request(
            url + "/v2/push", PUSH_BODY.encode(), {"Content-Type": "application/json"})
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(push, timeout=10) as reply:
            job = json.load(reply)["id"]
        usage = measured(["wrk", "-t1", f"-c{CONNECTIONS}", "-d3s", f"{url}/v2/jobs/{job}"])
    if "Non-2xx" in usage.output or "Socket errors" in usage.output:
        raise Missing("some of its requests failed")
    return Result(int(measure.first_match(r"(\d+) requests in", usage.output)), usage)


SIDES = {
    OURS: sojourn(allowed=(0, 125)),
    "raw loop, poll, same rate": raw_loop("poll", paced=True),
    "raw loop, socket, same rate": raw_loop("socket", paced=True),
    # A machine that holds threads up makes a run invalid, and so do more polls than one core can send,
    # which is the point at full speed. What an exchange costs it does not change.
    OURS_FAST: sojourn(
        "--set", "follow.poll=10ms", "--set", "load.constant.for=4s", allowed=(0, 125)),
    "raw loop, poll, at full speed": raw_loop("poll", paced=False),
    "raw loop, socket, at full speed": raw_loop("socket", paced=False),
    WRK: wrk,
}


def figure(name, ours, results, missing):
    """`ours` against the better of the raw loops at the same rate, or at full speed."""
    is_fast = ours == OURS_FAST
    rivals = [side for side in SIDES if side.startswith("raw loop")
              and side.endswith("at full speed") == is_fast and side not in missing]
    if ours in missing or not rivals:
        reason = missing.get(ours) or "; ".join(missing.values())
        return missing_figure(name, reason, f"at most {LIMIT} times")
    best = min(measure.median(results[side], "cost") for side in rivals)
    return at_most(name, measure.median(results[ours], "cost") / best, LIMIT)


def section(runs):
    results, missing = measure.rounds(SIDES, runs)
    table = measure.table(
        "side", [("exchanges", "exchanges:,.0f"), ("exchanges/s", "rate:,.0f"),
                 ("CPU us per exchange", "cost:.2f")], results, missing)
    commands = [
        measure.pinned(measure.SERVER_CORE, [
            measure.TOOL, "serve", "--port", "0", *SERVICE[:-1], f"'{SERVICE[-1]}'"]),
        measure.pinned(measure.CLIENT_CORE, [
            measure.TOOL, "run", f"Benchmarks/scenarios/{SCENARIO}", "--target", "$URL", "--quiet",
            "--out", "$DIR"])]
    for mode in ("poll", "socket"):
        commands.append(measure.pinned(measure.CLIENT_CORE, [
            RAW_LOOP, "--mode", mode, "--concurrency", str(CONNECTIONS), "--body", f"'{PUSH_BODY}'",
            "--status-urls", "$PUSHES", "--requests", "$POLLS", "[--rate $RATE]", "$URL"]))
    commands.append(measure.pinned(
        measure.CLIENT_CORE, ["wrk", "-t1", f"-c{CONNECTIONS}", "-d3s", "$URL/v2/jobs/$ID"]))
    name = "CPU per exchange, against a raw libcurl loop"
    return Section(
        "What an HTTP exchange costs",
        [figure(f"{name} at the same rate", OURS, results, missing),
         figure(f"{name}, both at full speed", OURS_FAST, results, missing)],
        f"""{table}

Medians of {runs} runs, sides alternating, each with a fresh server; loopback, HTTP/1.1, {CONNECTIONS}
connections kept alive. An exchange is one request and its reply; every side but wrk makes the same number of
pushes and status requests, each status request for another job. `sojourn` also reads the JSON of every reply,
schedules every poll, records every job and writes its reports, all of which is in its number. The raw
loop at the same rate (sojourn's average over its whole run) is the fair rival of a paced run: a busier
loop finds more work at each wake-up, so each exchange is cheaper at full speed. For the full speed of
sojourn, every job in flight is due to be polled each 10 ms, which is more than one core can.""",
        "\n".join(" ".join(command) for command in commands))
