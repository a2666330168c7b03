"""Follows very many jobs at once. See script/benchmark.

Two questions: does a job cost more when a hundred times as many are in flight, and how much memory
does a million of them take? The server runs on the other core; its memory is not counted.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile

import compare

SCENARIO = "Benchmarks/scenarios/scale.yaml"
FEW, MANY, MILLION = "1,000 in flight", "100,000 in flight", "1,000,000 in flight"
# Name: service time of every job, jobs pushed per second, seconds of pushing, and how to follow.
LOADS = {
    FEW: ("constant(500ms)", 2_000, 50, "{ poll: learned, timeout: 10m }"),
    MANY: ("constant(50s)", 2_000, 50, "{ poll: learned, timeout: 10m }"),
    MILLION: ("constant(150s)", 7_000, 143,
              "{ poll: { backoff: { first: 150s, factor: 1, cap: 150s } }, "
              "polls_per_second: 7000, timeout: 20m }"),
}


class Result:
    """What one run cost and saw."""

    def __init__(self, report, cpu, kilobytes):
        counts = report["jobs"]
        self.jobs = counts["acknowledged"]
        self.lost = self.jobs - counts["outcomes"]["finished"]
        self.most = max(bin["in_flight"] for bin in report["timeline"]["points"])
        self.requests = report["requests"]["per_job"]
        self.cpu = cpu * 1e6 / self.jobs
        self.megabytes = kilobytes / 1024
        self.bytes = kilobytes * 1024 / self.jobs
        self.lateness = report["metrics"]["dispatch_delay_ns"]["quantiles"]["p99"]["estimate"] / 1e3


def run(load):
    service, rate, seconds, follow = LOADS[load]
    with tempfile.TemporaryDirectory() as folder:
        server = ["--workers", "1000000", "--service", service]
        command = [
            compare.TOOL, "run", SCENARIO, "--set", f"load.constant.rate={rate}", "--set",
            f"load.constant.for={seconds}s", "--set", f"follow={follow}", "--quiet", "--out", folder]
        with compare.Server(server) as url:
            # A busy core makes a run invalid, which does not matter to what it costs.
            _, cpu, _, kilobytes = compare.measured([*command, "--target", url], (0, 125))
        report = json.loads(next(pathlib.Path(folder).rglob("report.json")).read_text())
    return Result(report, cpu, kilobytes)


def table(results, missing):
    lines = [
        "| load | jobs | most in flight | not finished | requests per job | CPU us per job "
        "| dispatch delay p99 us | resident at most MB | bytes per job |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for name in results:
        if name in missing:
            lines.append(f"| {name} | missing: {missing[name]} | | | | | | | |")
            continue
        def median(of):
            return statistics.median(getattr(result, of) for result in results[name])
        lines.append(
            f"| {name} | {median('jobs'):,.0f} | {median('most'):,.0f} | {median('lost'):,.0f}"
            f" | {median('requests'):.2f} | {median('cpu'):.1f} | {median('lateness'):.0f}"
            f" | {median('megabytes'):.0f} | {median('bytes'):.0f} |")
    return "\n".join(lines)


def verdict(results):
    if not results.get(FEW) or not results.get(MANY):
        return "No verdict: a load is missing."
    few, many = (statistics.median(r.cpu for r in results[name]) for name in (FEW, MANY))
    return (f"A job costs {many / few:.2f} times the CPU with 100,000 in flight of what it costs with "
            "1,000, at the same rate.")


def document(results, missing, runs, load):
    server = " ".join(compare.pinned(compare.SERVER_CORE, [
        compare.TOOL, "serve", "--port", "0", "--workers", "1000000", "--service", "'$SERVICE'"]))
    client = " ".join(compare.pinned(compare.CLIENT_CORE, [
        compare.TOOL, "run", SCENARIO, "--set", "load.constant.rate=$RATE", "--set",
        "load.constant.for=$SECONDS", "--set", "follow=$FOLLOW", "--quiet", "--out", "$DIR",
        "--target", "$URL"]))
    loads = "\n".join(
        f"# {name}: {service}, {rate} per second for {seconds} s, {follow}"
        for name, (service, rate, seconds, follow) in LOADS.items())
    return f"""# Very many jobs at once

Written by `script/benchmark scale`; run it again rather than edit this.

{verdict(results)}

{table(results, missing)}

Medians of {runs} runs for the first two loads, one run of the third. The memory is all of the process:
program, libcurl, connections, the job table with one row for each job, histograms.

{compare.environment(load)}

```
script/benchmark scale
# which runs, with a fresh server for each:
{server}
{client}
{loads}
```
"""


def main():
    parser = argparse.ArgumentParser(
        prog="script/benchmark scale", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="rounds, 5 for a result to quote")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    results, missing = {name: [] for name in LOADS}, {}
    for number in range(1, options.runs + 1):
        for name in LOADS:
            if name in missing or (name == MILLION and number > 1):
                continue
            print(f"round {number} of {options.runs}: {name}", file=sys.stderr)
            try:
                results[name].append(run(name))
            except (compare.Missing, OSError, KeyError, ValueError, StopIteration) as problem:
                missing[name] = f"{type(problem).__name__}: {problem}"
    path = compare.ROOT / "Benchmarks/SCALE.md"
    path.write_text(document(results, missing, options.runs, load))
    print(table(results, missing), verdict(results), "Benchmarks/SCALE.md", sep="\n\n")
    raise SystemExit(1 if missing else 0)


if __name__ == "__main__":
    main()
