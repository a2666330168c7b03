"""Compares a run with what the system under test says of the same jobs."""

import json
import math
import statistics
import typing

import jobtable

OBSERVED = ("finished", "error", "cancelled")
# As in Sources/Statistics/SampleSize.swift.
QUANTILES = {"p50": (0.5, 5), "p90": (0.9, 30), "p95": (0.95, 60), "p99": (0.99, 300)}
# The share of jobs with stamps in the wrong order above which a run's stamps count for nothing.
DISORDER_LIMIT = 0.02
# The run's wall clock is read once, at its start, and the clock may be slewed after that.
CLOCK_TOLERANCE = 10_000_000


class Truth(typing.NamedTuple):
    """What the system says of a job; instants in nanoseconds since the epoch, 0 for none."""

    state: str
    outcome: str
    created: int
    started: int
    completed: int
    raw: dict


class Checks:
    """Prints and counts checks."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def that(self, sentence, wrong, note=""):
        """Passes when `wrong`, a list of counterexamples, is empty."""
        wrong = list(wrong)
        if wrong:
            self.failed += 1
            examples = "; ".join(str(example) for example in wrong[:3])
            print(f"FAIL {sentence}: {len(wrong)} against it: {examples}", flush=True)
        else:
            self.passed += 1
            print(f"pass {sentence}{note and f' ({note})'}", flush=True)

    def equal(self, sentence, found, expected, note=""):
        self.that(sentence, [] if found == expected else [f"{found!r} is not {expected!r}"], note)


class Run:
    """A finished run, read from its folder."""

    def __init__(self, folder, exit_code):
        self.exit_code = exit_code
        self.report = json.loads((folder / "report.json").read_text())
        self.rows = jobtable.read(folder / "jobs.table")
        self.known = [row for row in self.rows if row.id]
        self.class_names = [each["name"] for each in self.report["scenario"]["jobs"]]

    def of_class(self, name):
        return [row for row in self.rows if self.class_names[row.job_class] == name]


def compare(checks, name, run, truths, listed, expected, lag):
    """The checks that hold for every system.

    - Parameters: `truths` has what the system says of each id of the run, `listed` is the set of
      jobs it has by its own list, `expected` maps classes to outcomes, and `lag` is how long after
      the end by its stamp the system may still say that a job is open, in nanoseconds.
    """
    outcomes = run.report["jobs"]["outcomes"]
    # Whether the generator kept its times is up to the machine, which here runs the systems as well.
    of_machine = {"dispatch_delay", "engine_busy", "poll_lag"}
    reasons = {reason["check"] for reason in run.report["validity"]["reasons"]
               if reason["level"] == "invalid"}
    checks.equal(
        f"{name}: the run is valid but for the machine, and its thresholds hold",
        (reasons - of_machine, run.exit_code in ((0,) if not reasons else (125,))), (set(), True))
    checks.equal(
        f"{name}: the report counts what the job table has",
        {key: value for key, value in outcomes.items() if value},
        {key: count for key in outcomes if (count := sum(row.outcome == key for row in run.rows))},
        ", ".join(f"{key} {value}" for key, value in sorted(outcomes.items()) if value))
    ids = [row.id for row in run.known]
    checks.that(f"{name}: the system knows every id", [key for key in ids if not truths[key]])
    checks.that(
        f"{name}: the system has no other jobs, and none twice",
        [*(listed ^ set(ids)), *(key for key in set(ids) if ids.count(key) > 1)],
        f"{len(listed)} jobs")
    for class_name, outcome in expected.items():
        rows = [row for row in run.of_class(class_name) if row.id or outcome == "rejected"]
        checks.that(
            f"{name}: every job of class {class_name} is {outcome}",
            [row for row in rows if row.outcome != outcome] if rows else ["there is none"],
            f"{len(rows)} jobs")
    # What timed out was cancelled: see the scenarios that end in -cancel.
    said = {"timed_out": "cancelled"}
    checks.that(
        f"{name}: the system's own state is the outcome, job by job",
        [(row.id, row.outcome, truth.state) for row, truth in pairs(run, truths)
         if truth.outcome != said.get(row.outcome, row.outcome)])
    checks.that(
        f"{name}: the stamps are the system's own, to the nanosecond",
        [(row.id, stamps(row), stamps(truth)) for row, truth in pairs(run, truths)
         if any(seen != true and (seen or row.outcome in OBSERVED)
                for seen, true in zip(stamps(row), stamps(truth)))])
    compare_times(checks, name, run, truths)
    compare_brackets(checks, name, run, truths, lag)


def pairs(run, truths):
    """The jobs with an id, each with what the system says of it."""
    return [(row, truths[row.id]) for row in run.known if truths[row.id]]


def stamps(job):
    """The stamps of a row or of what the system says."""
    return job.created, job.started, job.completed


def compare_times(checks, name, run, truths):
    measured = [pair for pair in pairs(run, truths) if not pair[0].traits & jobtable.TO_CANCEL]
    parts = [("all jobs", run.report["metrics"], measured)]
    for index, each in enumerate(run.report["classes"]):
        members = [pair for pair in measured if pair[0].job_class == index]
        parts.append((f"class {each['name']}", each, members))
    for key, times in (("queue", queue_times), ("processing", processing_times)):
        values = times(measured)
        disordered = sum(value < 0 for value in values)
        # Stamps that contradict what the client saw, as those of tasks that were tried again do, count for
        # nothing either.
        is_usable = (0 < len(values) and disordered <= DISORDER_LIMIT * len(values)
                     and run.report["clocks"][f"{key}_usable"])
        wrong = []
        for part, summary, jobs in parts:
            found = summary[f"{key}_ns"]
            estimates = {name: each["estimate"] for name, each in found["quantiles"].items()}
            # Estimates from stamps that are cut may be off by as much on either side.
            slack = {name: 2 * found["resolution"] for name in estimates}
            found = found | estimates
            if found["source"] != ("server stamps" if is_usable else "client brackets"):
                wrong.append(f"{part}: from {found['source']}")
            expected = summarize([value for value in times(jobs) if value >= 0])
            if found["censored"]:  # The mean and all that is above the known values stay open.
                expected = {field: value for field, value in expected.items()
                            if field in ("count", "min")}
            if is_usable:
                wrong += [f"{part}: {field} {found[field]} is not {value}"
                          for field, value in expected.items()
                          if found[field] != value
                          and (None in (found[field], value)
                               or abs(found[field] - value) > slack.get(field, 0))]
        note = f"{disordered} of {len(values)} in the wrong order"
        if is_usable:
            sentence = f"{key} times are those of the system, over all jobs and by class"
        else:
            sentence = f"{key} times are not from stamps, which are in the wrong order or contradicted"
        checks.that(f"{name}: {sentence}", wrong, note)
    odd = sum(each["count"] for each in run.report["findings"] if each["kind"] == "stamp_disorder")
    backwards = [row for row in run.rows if is_backwards(stamps(row))]
    checks.equal(f"{name}: jobs with stamps in the wrong order are counted", odd, len(backwards))


def queue_times(jobs):
    """By the system's stamps; of a job that timed out only what had happened by then."""
    return [truth.started - truth.created for row, truth in jobs if row.started]


def processing_times(jobs):
    return [truth.completed - truth.started for row, truth in jobs
            if row.completed and truth.started]


def is_backwards(instants):
    known = [instant for instant in instants if instant]
    return known != sorted(known)


def summarize(values):
    """The fields of a summary, by the definitions of the DocC article WhatIsMeasured."""
    values = sorted(values)
    result = {"count": len(values)}
    if values:
        mean = math.floor(statistics.fmean(values) + 0.5)
        result |= {"min": values[0], "max": values[-1], "mean": mean}
    for field, (quantile, least) in QUANTILES.items():
        if len(values) >= least:
            result[field] = values[math.ceil(quantile * len(values)) - 1]
    return result


def compare_brackets(checks, name, run, truths, lag):
    """A system may say for a while after its stamp of the end that the job is open."""
    observed = [pair for pair in pairs(run, truths) if pair[0].outcome in OBSERVED]
    early = [(max(row.still_open, row.dispatched) - truth.completed, row.id)
             for row, truth in observed]
    late = [(truth.completed - row.detected, row.id) for row, truth in observed]
    latest, earliest = (max([0, *(by for by, _ in each)]) / 1e6 for each in (late, early))
    checks.that(
        f"{name}: no job ended, by the system's stamp, after sojourn saw its end",
        [(key, f"{by / 1e9:.3f} s after") for by, key in late if by > CLOCK_TOLERANCE],
        f"at most {latest:.1f} ms, allowed {CLOCK_TOLERANCE / 1e6:.0f} ms")
    checks.that(
        f"{name}: every end by the system's stamp lies in its terminal bracket",
        [(key, f"{by / 1e9:.3f} s before") for by, key in early if by > lag],
        f"at most {earliest:.1f} ms before it, allowed {lag / 1e6:.0f} ms")
    # After a second try the stamps are about that alone.
    jobs = [pair for pair in observed
            if pair[1].started and not pair[0].oddities & jobtable.STAMP_CHANGED]
    checks.that(
        f"{name}: what sojourn saw alone bounds queue and processing times from above, job by job",
        [row for row, truth in jobs
         if row.seen_started - row.dispatched + lag < truth.started - truth.created
         or row.detected - max(row.still_queued, row.dispatched) + lag
         < truth.completed - truth.started])
