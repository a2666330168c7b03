"""Pushes 10,000 jobs that are due at one instant, beside a raw libcurl loop that pushes as many."""

import json

from Benchmarks import measure
from Benchmarks.results import Section, at_least, missing as missing_figure

SCENARIO = "skew.yaml"
JOBS, CONNECTIONS = 10_000, 64  # As in the scenario.
SERVICE = ["--workers", "10000", "--service", "constant(1s)"]
OURS = "sojourn"


class Result:
    """One burst: `rate` in pushes per second, from its instant to the reply to the last push."""

    def __init__(self, seconds, cpu):
        self.milliseconds = seconds * 1e3
        self.rate = JOBS / seconds
        self.cpu = cpu


def sojourn(_):
    # A core that is busy with a burst warns, and late pushes make it invalid; both are the point here.
    with measure.Server(SERVICE) as url, measure.Run(SCENARIO, url, allowed=(0, 125)) as run:
        acknowledged = [job["acknowledged"] for job in measure.jobtable.records(run.folder / "jobs.table")]
        if len(acknowledged) != JOBS or not all(acknowledged):
            raise measure.Missing("a push was not accepted")
        return Result(max(acknowledged) / 1e9, run.usage.cpu)


def raw_loop(mode):
    def run(_):
        with measure.Server(SERVICE) as url:
            usage = measure.raw_loop([*command(mode), f"{url}/v2/push"])
        said = json.loads(usage.output)
        if said["failures"]:
            raise measure.Missing("a push was not accepted")
        return Result(said["wall_seconds"], usage.cpu)

    return run


def command(mode):
    return [measure.RAW_LOOP, "--mode", mode, "--concurrency", str(CONNECTIONS), "--body",
            measure.PUSH_BODY, "--requests", str(JOBS)]


SIDES = {OURS: sojourn, "raw loop, poll": raw_loop("poll"), "raw loop, socket": raw_loop("socket")}


def figure(results, missing):
    name = "rate of a burst of 10,000 pushes, against a raw libcurl loop"
    rivals = [side for side in SIDES if side != OURS and side not in missing]
    if OURS in missing or not rivals:
        return missing_figure(name, "; ".join(missing.values()), "at least 0.80 times")
    best = max(measure.median(results[side], "rate") for side in rivals)
    return at_least(name, measure.median(results[OURS], "rate") / best, 0.8)


def section(runs):
    results, missing = measure.rounds(SIDES, runs)
    table = measure.table(
        "side", [("ms to the last reply", "milliseconds:.0f"), ("pushes/s", "rate:,.0f")], results,
        missing)
    commands = [
        measure.pinned(measure.SERVER_CORE, [
            measure.TOOL, "serve", "--port", "0", *SERVICE[:-1], f"'{SERVICE[-1]}'"]),
        measure.pinned(measure.CLIENT_CORE, [
            measure.TOOL, "run", f"Benchmarks/scenarios/{SCENARIO}", "--target", "$URL", "--quiet",
            "--out", "$DIR"]),
        *(measure.pinned(measure.CLIENT_CORE, [*command(mode), "$URL/v2/push"])
          for mode in ("poll", "socket"))]
    return Section(
        "How fast a burst leaves", [figure(results, missing)],
        f"""{table}

Medians of {runs} runs, sides alternating, each with a fresh server; {CONNECTIONS} connections, opened within
the burst.""",
        "\n".join(" ".join(command) for command in commands))
