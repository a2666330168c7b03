"""Follows very many jobs at once.

Does a job cost more when a hundred times as many are in flight, how much memory does a million of
them take, and how long does the report of such a run take? The server runs on the other core; its
memory is not counted.
"""

import statistics
import time

from Benchmarks import measure
from Benchmarks.results import Figure, Section, at_most, missing as missing_figure

SCENARIO = "scale.yaml"
FEW, MANY, MILLION = "1,000 in flight", "100,000 in flight", "1,000,000 in flight"
# Name: service time of every job, jobs pushed per second, seconds of pushing, and how to follow: as many
# requests for each job in the first two, whose jobs in flight are as many as they will be after 50 s.
LOADS = {
    FEW: ("constant(500ms)", 2_000, 80, "{ poll: 125ms, timeout: 10m }"),
    MANY: ("constant(50s)", 2_000, 80, "{ poll: 12500ms, timeout: 10m }"),
    MILLION: ("constant(170s)", 6_000, 167,
              "{ poll: { backoff: { first: 170s, factor: 1, cap: 170s } }, "
              "polls_per_second: 7000, timeout: 20m }"),
}
STEADY = (54, 78)  # Seconds between which jobs end as fast as they are pushed.
ROW = 192  # Bytes of a job's row with its id, by `stride` in the header of a job table.


class Result:
    """What one run cost and saw."""

    def __init__(self, run, rate):
        counts = run.report["jobs"]
        self.jobs = counts["acknowledged"]
        self.open = counts["scheduled"] - counts["outcomes"]["finished"]
        self.most = max(bin["in_flight"] for bin in run.report["timeline"]["points"])
        self.requests = run.report["requests"]["per_job"]
        self.cpu = steady_cpu(run.usage.course) * 1e6 / rate
        self.kilobytes = run.usage.kilobytes
        self.megabytes = run.usage.kilobytes / 1024
        self.lateness = (
            run.report["metrics"]["dispatch_delay_ns"]["quantiles"]["p99"]["estimate"] / 1e3)


def steady_cpu(course):
    """Processor seconds used in each second of the steady time."""
    first, last = (
        next(moment for moment in course if moment.second >= second) for second in STEADY)
    return (last.cpu - first.cpu) / (last.second - first.second)


def follow(load, run_options=(), then=lambda run: None):
    service, rate, seconds, follow = LOADS[load]
    # A busy core makes a run invalid, which does not matter to what it costs.
    with measure.Server(["--workers", "1000000", "--service", service]) as url, measure.Run(
            SCENARIO, url, "--set", f"load.constant.rate={rate}", "--set",
            f"load.constant.for={seconds}s", "--set", f"follow={follow}", *run_options,
            allowed=(0, 125)) as run:
        then(run)
        return Result(run, rate)


def report_seconds(run):
    """How long it takes to render the run again; the median of three times."""
    times = []
    for _ in range(3):
        start = time.monotonic()
        measure.measured([measure.TOOL, "report", str(run.folder)])
        times.append(time.monotonic() - start)
    return statistics.median(times)


def figures(results, missing, report):
    name = "CPU per followed job, 100,000 in flight against 1,000"
    if FEW in missing or MANY in missing:
        reason = missing.get(FEW) or missing[MANY]
        yield missing_figure(name, reason, "at most 1.20 times")
    else:
        few, many = (measure.median(results[load], "requests") for load in (FEW, MANY))
        if abs(many / few - 1) > 0.05:
            # One of them was starved by other programs, and left requests out.
            reason = f"{few:.2f} and {many:.2f} requests per job cannot be compared"
            yield missing_figure(name, reason, "at most 1.20 times")
        else:
            ratio = measure.median(results[MANY], "cpu") / measure.median(results[FEW], "cpu")
            yield at_most(name, ratio, 1.2)
    if MILLION in missing:
        yield missing_figure("a million jobs in flight", missing[MILLION], "under 1 GiB, none lost")
        return
    million = results[MILLION][0]
    yield Figure(
        "a million jobs in flight, one process",
        f"{million.megabytes:,.0f} MiB, {million.most:,} at once, {million.open:,} not finished",
        "under 1,024 MiB, none lost",
        million.megabytes < 1_024 and million.open == 0 and million.most >= 1_000_000)
    if FEW not in missing:
        # Both runs end with their reports made; the difference is what the jobs took.
        few = results[FEW][0]
        grown = (million.kilobytes - few.kilobytes) * 1024 / (million.jobs - few.jobs)
        yield at_most("memory per job in flight, beyond its row", grown - ROW, 512, "{:.0f} B")
    yield at_most("report of a million jobs", report[0], 5, "{:.1f} s")


def section(runs):
    report = []
    results, missing = measure.rounds(
        {FEW: lambda _: follow(FEW), MANY: lambda _: follow(MANY)}, runs)
    million, missing_million = measure.rounds(
        {MILLION: lambda _: follow(MILLION, then=lambda run: report.append(report_seconds(run)))}, 1)
    results, missing = results | million, missing | missing_million
    table = measure.table(
        "load", [("jobs", "jobs:,.0f"), ("most in flight", "most:,.0f"),
                 ("not finished", "open:,.0f"), ("requests per job", "requests:.2f"),
                 ("CPU us per job, steady", "cpu:.1f"), ("dispatch delay p99 us", "lateness:,.0f"),
                 ("resident at most MiB", "megabytes:,.0f")], results, missing)
    server = measure.pinned(measure.SERVER_CORE, [
        measure.TOOL, "serve", "--port", "0", "--workers", "1000000", "--service", "'$SERVICE'"])
    client = measure.pinned(measure.CLIENT_CORE, [
        measure.TOOL, "run", f"Benchmarks/scenarios/{SCENARIO}", "--set",
        "load.constant.rate=$RATE", "--set", "load.constant.for=$SECONDS", "--set",
        "follow=$FOLLOW", "--quiet", "--out", "$DIR", "--target", "$URL"])
    loads = [f"# {name}: {service}, {rate} per second for {seconds} s, {follow}"
             for name, (service, rate, seconds, follow) in LOADS.items()]
    return Section(
        "Very many jobs at once", list(figures(results, missing, report)),
        f"""{table}

Medians of {runs} runs for the first two loads, one run of the third. The CPU is that between the seconds
{STEADY[0]} and {STEADY[1]}, when as many jobs end as are pushed, so that the first two loads make as many
requests a second. The memory is all of the process at its largest, its report at the end included: program,
libcurl, connections, the job table with one row for each job, histograms. The memory per job is what the
million took more than the first load, per job.""",
        "\n".join([" ".join(server), " ".join(client), *loads]))
