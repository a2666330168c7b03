"""Runs at 30 % of the generator's capacity for ten minutes and watches the memory."""

from Benchmarks import generator, measure
from Benchmarks.results import Figure, Section, at_most

SCENARIO = "soak.yaml"
SERVICE = ["--workers", "10000", "--service", "lognormal(1s, 0.5)"]
SHARE, REQUESTS = 0.3, 7  # Requests per job: a push, and six status requests.
WARM_UP = 120  # Seconds.


def section(runs):
    capacity = generator.Result(1).capacity
    # A job of the capacity's trials costs two requests.
    rate = int(SHARE * capacity * 2 / REQUESTS)
    load = f"load.poisson.rate={rate}"
    with measure.Server(SERVICE) as url, measure.Run(
            SCENARIO, url, "--set", load, allowed=(0, 1, 2, 125)) as run:
        report, course = run.report, run.usage.course
    # The last push ends the soak; what follows is the draining and the report.
    end = report["run"]["duration_ns"] / 1e9
    steady = [moment.kilobytes for moment in course if WARM_UP <= moment.second <= end]
    if not steady:
        raise SystemExit("script/benchmark: the soak ended before its third minute")
    change = max(abs(size / steady[0] - 1) for size in steady) * 100
    lost = report["jobs"]["scheduled"] - report["jobs"]["outcomes"]["finished"]
    minutes = "\n".join(
        f"| {number} | {moment.kilobytes * 1024 / 1e6:.1f} |"
        for number, moment in sorted(
            {int(moment.second / 60): moment for moment in reversed(course)}.items()))
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
{report['metrics']['dispatch_delay_ns']['quantiles']['p99']['estimate'] / 1e6:.2f} ms; exit code {run.usage.code}.""",
        " ".join(measure.pinned(measure.CLIENT_CORE, [
            measure.TOOL, "run", f"Benchmarks/scenarios/{SCENARIO}", "--set", load, "--quiet",
            "--target", "$URL", "--out", "$DIR"])))
