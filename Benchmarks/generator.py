"""Finds what the generator carries on time, with one engine and with two."""

import json
import os
import tempfile

from Benchmarks import measure
from Benchmarks.results import Figure, Section, at_most, missing as missing_figure


ATTEMPTS = 3


class Result:
    """One measured capacity, in jobs per second; the p99 dispatch delay at 70 % of it."""

    def __init__(self, engines):
        found = next((found for found in searches(engines) if found["jobs_per_second"]), None)
        if found is None:
            raise measure.Missing(f"not even 1,000 jobs/s were on time, in {ATTEMPTS} searches")
        self.capacity = found["jobs_per_second"]
        self.delay = found["sound_trial"]["dispatch_delay_p99_ns"] / 1e3
        self.busy = found["sound_trial"]["engine_busy"] * 100


def searches(engines):
    """What searches found; on a shared machine one may find nothing."""
    for _ in range(ATTEMPTS):
        with tempfile.TemporaryDirectory() as folder:
            usage = measure.measured(
                [*command(engines), "--out", folder], allowed=(0, 2), core=None)
        yield json.loads(usage.output)


def command(engines):
    return [measure.TOOL, "capacity", "--self", "--engines", str(engines), "--format", "json"]


SIDES = {"1 engine": lambda _: Result(1), "2 engines": lambda _: Result(2)}


def figures(results, missing):
    if "1 engine" in missing:
        yield missing_figure("dispatch delay p99 at 70 % of the capacity", missing["1 engine"])
        return
    one = results["1 engine"]
    yield Figure("capacity of one engine, in jobs/s", f"{measure.median(one, 'capacity'):,.0f}")
    yield at_most(
        "dispatch delay p99 at 70 % of the capacity", measure.median(one, "delay"), 1_000,
        "{:,.0f} us")
    name = f"two engines against one, {os.cpu_count()} cores shared with the target"
    if "2 engines" in missing:
        yield missing_figure(name, missing["2 engines"])
    else:
        ratio = measure.median(results["2 engines"], "capacity") / measure.median(one, "capacity")
        yield Figure(name, f"{ratio:.2f} times the jobs/s")


def section(runs):
    results, missing = measure.rounds(SIDES, runs)
    table = measure.table(
        "generator", [("capacity, jobs/s", "capacity:,.0f"),
                      ("at 70 %: dispatch delay p99 us", "delay:,.0f"),
                      ("busiest engine, %", "busy:.0f")], results, missing)
    return Section(
        "What the generator carries on time", list(figures(results, missing)),
        f"""{table}

Medians of {runs} searches, in turns. Each job is a push and one status request; the target answers at once and
runs in the same process, on a thread of its own, so that the engines share {os.cpu_count()} cores with it.""",
        "\n".join(" ".join(command(engines)) for engines in (1, 2)))
