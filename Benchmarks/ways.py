"""Follows the same burst in every way. See script/benchmark.

What a way costs is the number of status requests for each job; what it gives is how soon it learns
that a job has ended. The server logs when that really was, and both processes read one monotonic
clock, so the delay of each job is known and not estimated.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile

import compare

sys.path.append(str(compare.ROOT / "Tests/RealAPIs"))
import jobtable  # noqa: E402

SCENARIO = "Benchmarks/scenarios/burst.yaml"
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
    def __init__(self, report, delays, cpu):
        jobs = report["jobs"]["acknowledged"]
        kinds = report["requests"]["by_kind"]
        self.status = sum(kinds[kind]["sent"] for kind in ("poll", "list", "await")) / jobs
        self.kilobytes = report["requests"]["reply_bytes"] / jobs / 1e3
        self.median = statistics.median(delays)
        self.p99 = sorted(delays)[int(0.99 * len(delays))]
        self.width = report["metrics"]["detection_ns"]["quantiles"]["p50"]["estimate"] / 1e6
        self.cpu = cpu * 1e3 / jobs


def run(way):
    with tempfile.TemporaryDirectory() as folder:
        truth_file = pathlib.Path(folder, "truth.jsonl")
        with compare.Server([*SERVICE, "--truth", str(truth_file)]) as url:
            _, cpu, _, _ = compare.measured(
                [compare.TOOL, "run", SCENARIO, "--target", url, "--set", f"follow={way}",
                 "--quiet", "--out", folder])
        truth = {}
        for line in truth_file.read_text().splitlines():
            record = json.loads(line)
            truth[record["id"]] = record["completed_monotonic_ns"]
        table = next(pathlib.Path(folder).rglob("jobs.table"))
        monotonic, wall = jobtable.start(table)
        rows = jobtable.read(table)
        report = json.loads((table.parent / "report.json").read_text())
    delays = [(row.detected - wall + monotonic - truth[row.id]) / 1e6
              for row in rows if row.detected]
    if len(delays) != len(truth) or min(delays) < 0:
        raise compare.Missing("a job was not seen to end, or before it ended")
    return Result(report, delays, cpu)


def table(results, missing):
    lines = [
        "| way to follow | status requests per job | reply kB per job | detection delay: median ms "
        "| p99 ms | bracket, median ms | CPU ms per job |",
        "|---|--:|--:|--:|--:|--:|--:|"]
    for name in WAYS:
        if name in missing:
            lines.append(f"| {name} | missing: {missing[name]} | | | | | |")
            continue
        def median(of):
            return statistics.median(getattr(result, of) for result in results[name])
        lines.append(
            f"| {name} | {median('status'):.2f} | {median('kilobytes'):.1f} | {median('median'):.1f}"
            f" | {median('p99'):.1f} | {median('width'):.0f} | {median('cpu'):.2f} |")
    return "\n".join(lines)


def document(results, missing, runs, load):
    server = " ".join(compare.pinned(
        compare.SERVER_CORE, [compare.TOOL, "serve", "--port", "0", *SERVICE[:3],
                              f"'{SERVICE[3]}'", *SERVICE[4:], "--truth", "$FILE"]))
    client = " ".join(compare.pinned(
        compare.CLIENT_CORE, [compare.TOOL, "run", SCENARIO, "--target", "$URL", "--set",
                              "follow=$WAY", "--quiet", "--out", "$DIR"]))
    ways = "\n".join(f"# {name}: {way}" for name, way in WAYS.items())
    return f"""# What each way to follow costs and gives

Written by `script/benchmark following`; run it again rather than edit this.

One burst of 600 jobs into 100 workers, service times lognormal(1 s, 0.5): the last jobs wait about
six seconds. Medians of {runs} runs, ways alternating, loopback.

{table(results, missing)}

The detection delay is the instant at which sojourn knew less the instant at which the job truly ended,
by the server's log. The bracket is what sojourn can prove by itself: a long poll or a webhook learns of
the end at once, but only a status request can prove that a job was still open, and these modes send few.
A list's replies hold every job of the page, ended ones included, so few requests carry many bytes.

{compare.environment(load)}

```
script/benchmark following
# which runs, with a fresh server for each:
{server}
{client}
{ways}
```
"""


def main():
    parser = argparse.ArgumentParser(
        prog="script/benchmark following", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="rounds, 3 for a result to quote")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    results, missing = {name: [] for name in WAYS}, {}
    for number in range(1, options.runs + 1):
        for name, way in WAYS.items():
            if name in missing:
                continue
            print(f"round {number} of {options.runs}: {name}", file=sys.stderr)
            try:
                results[name].append(run(way))
            except (compare.Missing, OSError, KeyError, ValueError, StopIteration) as problem:
                missing[name] = f"{type(problem).__name__}: {problem}"
    path = compare.ROOT / "Benchmarks/FOLLOWING.md"
    path.write_text(document(results, missing, options.runs, load))
    print(table(results, missing), "Benchmarks/FOLLOWING.md", sep="\n\n")
    raise SystemExit(1 if missing else 0)


if __name__ == "__main__":
    main()
