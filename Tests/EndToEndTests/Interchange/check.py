"""Reads what `sojourn export` wrote with readers that are not sojourn's, and compares it with the job
table.

    check.py RUN EXPORTS

EXPORTS is a folder with run.csv, run.jsonl, run.hlog, run.json (trace events) and <metric>.hgrm. Prints
what was compared; prints every difference and exits 1 if there is one.
"""

import collections
import csv
import json
import math
import pathlib
import re
import sys

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogReader

import jobtable

HIGHEST = 2**46 - 1
STATES = ["unknown", "queued", "processing", "finished", "error", "cancelled"]
FAILURES = ["none", "connect", "tls", "reset", "timeout", "reply_lost", "throttled", "server_error",
            "not_found", "refused", "malformed_reply", "too_long", "transfer"]
ODDITIES = ["unknown_state", "state_went_back", "unreadable_stamp", "completed_again", "foreign_id",
            "stamp_changed", "missing_field", "mistyped_field", "missing_output", "missing_error",
            "terminal_left"]
TRAITS = ["to_cancel", "cancel_refused", "relative_stamps", "webhook", "no_long_poll", "unlisted",
          "rechecked"]
INSTANTS = ["dispatched", "acknowledged", "still_queued", "seen_started", "still_open", "detected",
            "cancel_sent", "retired", "created_stamp", "started_stamp", "completed_stamp"]
COUNTS = ["polls", "poll_failures", "consecutive_poll_failures", "push_attempts"]
UNDECIDED = 2**63 - 1

differences = []
compared = collections.Counter()


def expect(what, found, expected):
    compared[what.split(":")[0]] += 1
    if found != expected:
        differences.append(f"{what}: found {found!r}, expected {expected!r}")


def names(words, bits):
    return [words[n] if n < len(words) else f"bit_{n}" for n in range(16) if bits >> n & 1]


class Run:
    """A run, read from its job table."""

    def __init__(self, folder):
        table = folder / "jobs.table"
        self.manifest = json.loads((folder / "run.json").read_text())
        self.wall = jobtable.start(table)[1]
        self.classes = [job["name"] for job in self.manifest["scenario"]["jobs"]]
        self.warm_ups = list(self._warm_ups())
        is_partial = jobtable.ending(table) == 0
        self.jobs = {}
        for row, job in enumerate(jobtable.records(table)):
            if job["intended"] == UNDECIDED:
                continue
            if is_partial and not job["outcome"] and job["dispatched"]:
                seen = job["state"] - 2 if job["detected"] and job["state"] > 2 else 0
                job["outcome"] = seen or jobtable.OUTCOMES.index("abandoned")
            job["is_observed"] = 1 <= job["outcome"] <= 3
            job["is_warm_up"] = any(a <= job["intended"] < b for a, b in self.warm_ups)
            self.jobs[row] = job
        measured = [j for j in self.jobs.values() if not j["is_warm_up"] and j["dispatched"]
                    and "to_cancel" not in names(TRAITS, j["traits"])]
        self.has_stamps = any(j["created_stamp"] and j["started_stamp"] for j in measured)

    def _warm_ups(self):
        start = 0
        for phase in self.manifest["scenario"]["load"]:
            shape = phase.get("constant") or phase["burst"]
            length = shape.get("for_ns", shape.get("every_ns", 0) * shape.get("times", 0))
            if phase.get("warm_up"):
                yield start, start + length
            start += length


def lower(job):
    """The lower end of the end-to-end time, or None without a push."""
    if not job["dispatched"]:
        return None
    end = max(job["still_open"], job["dispatched"])
    if job["is_observed"]:
        return min(end, job["detected"])
    return end if job["acknowledged"] else max(end, job["retired"])


def expected_fields(run, row, job):
    """What a row of the table export must hold."""
    try:
        job["id"].decode()
        broken = None
    except UnicodeDecodeError:
        broken = job["id"].hex()
    fields = {
        "row": row, "class": run.classes[job["job_class"]],
        "id": job["id"].decode(errors="replace") or None, "id_hex": broken,
        "outcome": jobtable.OUTCOMES[job["outcome"]],
        "failure": FAILURES[job["failure"]] if job["failure"] else None,
        "state": STATES[job["state"]] if job["state"] else None,
        "warm_up": job["is_warm_up"], "intended_ns": job["intended"],
        "push_status": job["push_status"] or None,
        "oddities": names(ODDITIES, job["oddities"]), "traits": names(TRAITS, job["traits"]),
        "webhook_ns": job["due"] if "webhook" in names(TRAITS, job["traits"]) else None,
        "terminal_lower_ns": lower(job),
        "terminal_upper_ns": job["detected"] if job["is_observed"] else None,
    }
    fields.update({name + "_ns": job[name] or None for name in INSTANTS})
    fields.update({name: job[name] for name in COUNTS})
    for end in ("lower", "upper"):
        instant = fields[f"terminal_{end}_ns"]
        fields[f"end_to_end_{end}_ns"] = None if instant is None else max(
            instant - job["intended"], 0)
    return fields


def as_csv(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, list) else str(value)


def check_tables(run, exports):
    data = (exports / "run.csv").read_bytes()
    rows = list(csv.DictReader(data.decode().splitlines(keepends=True), strict=True))
    lines = (exports / "run.jsonl").read_bytes().decode().split("\n")
    expect("jsonl: last line", lines.pop(), "")
    objects = [json.loads(line) for line in lines]
    expect("csv: number of rows", len(rows), len(run.jobs))
    expect("jsonl: number of lines", len(objects), len(run.jobs))
    for (row, job), line, found in zip(run.jobs.items(), rows, objects):
        fields = expected_fields(run, row, job)
        expect(f"csv: columns of row {row}", sorted(line), sorted(fields))
        expect(f"jsonl: keys of row {row}", list(found), list(line))
        for name, value in fields.items():
            expect(f"csv: row {row} {name}", line.get(name), as_csv(value))
            expect(f"jsonl: row {row} {name}", found.get(name), value)


def times(run, job):
    """The exact times of a job by tag, or for a placed one the ends of its bracket."""
    found = {}
    if not job["dispatched"]:
        return found
    found["sched_lag"] = job["dispatched"] - job["intended"]
    if job["acknowledged"]:
        found["push"] = job["acknowledged"] - job["dispatched"]
    if "to_cancel" in names(TRAITS, job["traits"]):
        return found
    if job["is_observed"]:
        found["seen"] = job["detected"] - job["intended"]
        found["e2e"] = (max(lower(job) - job["intended"], 0), found["seen"])
        found["e2e_send"] = tuple(end - found["sched_lag"] for end in found["e2e"])
    if run.has_stamps:
        if job["created_stamp"] and job["started_stamp"]:
            found["queue"] = job["started_stamp"] - job["created_stamp"]
        if job["started_stamp"] and job["completed_stamp"]:
            found["proc"] = job["completed_stamp"] - job["started_stamp"]
    elif job["seen_started"]:
        if job["is_observed"] or job["acknowledged"]:
            found["queue"] = job["seen_started"] - job["dispatched"]
        if job["is_observed"]:
            found["proc"] = job["detected"] - max(job["still_queued"], job["dispatched"])
    return found


def expected_intervals(run):
    """The values of each second and tag."""
    intervals = collections.defaultdict(list)
    for job in run.jobs.values():
        if job["is_warm_up"]:
            continue
        second = job["intended"] // 10**9
        for tag, value in times(run, job).items():
            intervals[second, tag].append(value)
            if len(run.classes) > 1:
                name = run.classes[job["job_class"]].replace("%", "%25")
                name = name.replace(",", "%2c").replace(" ", "%20")
                intervals[second, f"{tag}.{name}"].append(value)
    return intervals


def quantile(values, percent):
    """The value at the rank that hdrh takes: the nearest one."""
    return sorted(values)[max(int(len(values) * percent / 100 + 0.5), 1) - 1]


def check_values(what, histogram, values):
    """The count, and percentiles to three digits; of brackets, the percentiles lie between the ends."""
    expect(f"{what} count", histogram.get_total_count(), len(values))
    for percent in (1, 25, 50, 75, 90, 99, 100):
        found = histogram.get_value_at_percentile(percent)
        if isinstance(values[0], tuple):
            low, high = (quantile([value[end] for value in values], percent) for end in (0, 1))
        else:
            low = high = quantile(values, percent)
        compared[what.split(":")[0]] += 1
        if not low * 0.999 - 1 <= found <= high * 1.001 + 1:
            differences.append(f"{what} p{percent}: found {found}, expected {low}...{high}")


def check_log(run, exports):
    path = exports / "run.hlog"
    reader = HistogramLogReader(str(path), HdrHistogram(1, HIGHEST, 3))
    intervals = expected_intervals(run)
    found, last = set(), 0
    while histogram := reader.get_next_interval_histogram():
        second = (histogram.get_start_time_stamp() - reader.get_start_time_sec() * 1000) / 1000
        key = round(second), histogram.get_tag()
        expect(f"hlog: {key} start", abs(second - key[0]) < 1e-3, True)
        expect(f"hlog: {key} length",
               round(histogram.get_end_time_stamp() - histogram.get_start_time_stamp()), 1000)
        expect(f"hlog: {key} is new and in order", key not in found and key[0] >= last, True)
        found.add(key)
        last = key[0]
        if key in intervals:
            check_values(f"hlog: {key}", histogram, intervals[key])
    expect("hlog: intervals and tags", found, set(intervals))
    expect("hlog: start time", reader.get_start_time_sec(), run.wall // 10**6 / 1000)
    histograms = [line for line in path.read_text().splitlines() if line.startswith("Tag=")]
    expect("hlog: every line was read", len(found), len(histograms))
    for line in histograms:
        tag, start, _, most, _ = line.split(",")
        values = intervals.get((round(float(start)), tag.removeprefix("Tag=")), [(0, 0)])
        high = max(value[1] if isinstance(value, tuple) else value for value in values)
        expect(f"hlog: {tag} at {start} max", float(most) <= high / 1e6 + 0.0006, True)


def is_near(found, expected):
    """To three digits, and to the half microsecond that is the last decimal."""
    return abs(found - expected) <= max(600, 1e-3 * abs(expected))


def check_percentiles(run, exports, metric, tag):
    lines = (exports / f"{metric}.hgrm").read_text().splitlines()
    values = [value for job in run.jobs.values() if not job["is_warm_up"]
              for name, value in times(run, job).items() if name == tag]
    histogram = HdrHistogram(1, HIGHEST, 3)
    table = [line.split() for line in lines[2:] if not line.startswith("#")]
    expect(f"hgrm: {metric} header", lines[0].split(),
           ["Value", "Percentile", "TotalCount", "1/(1-Percentile)"])
    expect(f"hgrm: {metric} total", int(table[-1][2]) if table else 0, len(values))
    for number, (value, share, count, *ratio) in enumerate(table):
        if ratio:
            expect(f"hgrm: {metric} line {number} ratio",
                   abs(float(ratio[0]) - 1 / (1 - float(share))) < 0.01 * float(ratio[0]), True)
        ends = [v if isinstance(v, tuple) else (v, v) for v in values]
        surely = sum(high <= float(value) * 1e6 * 0.999 - 1000 for _, high in ends)
        perhaps = sum(low <= float(value) * 1e6 * 1.001 + 1000 for low, _ in ends)
        expect(f"hgrm: {metric} line {number} count", surely <= int(count) <= perhaps, True)
    if not values or isinstance(values[0], tuple):
        return
    for value in values:
        histogram.record_value(value)
    values.sort()
    for number, (value, share, count, *_) in enumerate(table):
        # The levels are sums of steps, so one that prints as a whole rank may lie just above it.
        rank = max(math.ceil(float(share) * len(values) - 1e-6), 1)
        low, high = values[rank - 1], values[min(rank, len(values) - 1)]
        expect(f"hgrm: {metric} line {number} value {value} for {low}...{high}",
               is_near(min(max(float(value) * 1e6, low), high), float(value) * 1e6), True)
        fewest, most = (sum(histogram.get_highest_equivalent_value(v) <= float(value) * 1e6 + slack
                            for v in values) for slack in (-600, 600))
        expect(f"hgrm: {metric} line {number} exact count", fewest <= int(count) <= most, True)
    footer = " ".join(lines[len(table) + 2:])
    for name, expected in [("Mean", histogram.get_mean_value()), ("Max", values[-1]),
                           ("StdDeviation", histogram.get_stddev())]:
        found = float(re.search(name + r" *= *([0-9.]+)", footer)[1]) * 1e6
        expect(f"hgrm: {metric} {name} {found} for {expected}", is_near(found, expected), True)
    expect(f"hgrm: {metric} total", re.search(r"Total count *= *(\d+)", footer)[1],
           str(len(values)))


def check_trace(run, exports):
    document = json.loads((exports / "run.json").read_bytes())
    slices = collections.defaultdict(list)
    names_of_processes, counters = {}, collections.defaultdict(list)
    for event in document["traceEvents"]:
        if event["ph"] == "M":
            names_of_processes[event["pid"]] = event["args"]["name"]
        elif event["ph"] == "C":
            counters[event["pid"]].append((event["ts"], event["args"]["jobs"]))
        else:
            slices[event["id"]].append(event)
    pushed = {row: job for row, job in run.jobs.items() if job["dispatched"]}
    expect("trace: jobs", sorted(map(int, slices)), sorted(pushed))
    expect("trace: processes", list(names_of_processes.values()),
           [f"jobs of class {name}" for name in run.classes])
    for process, points in counters.items():
        expect(f"trace: counter {process} in order", points, sorted(points))
        expect(f"trace: counter {process} from 0", min(jobs for _, jobs in points) >= 0, True)
    for row, job in pushed.items():
        events = slices.get(str(row), [])
        open_names, last = [], 0
        for event in events:
            expect(f"trace: job {row} in order", event["ts"] >= last, True)
            last = event["ts"]
            expect(f"trace: job {row} process", event["pid"], job["job_class"] + 1)
            if event["ph"] == "b":
                open_names.append(event["name"])
            else:
                expect(f"trace: job {row} nesting", open_names.pop(), event["name"])
            expect(f"trace: job {row} depth", len(open_names) <= 2, True)
        expect(f"trace: job {row} every begin has an end", open_names, [])
        expect(f"trace: job {row} first", events[0]["ts"], job["intended"] / 1000)
        arguments = events[0]["args"]
        expect(f"trace: job {row} id", arguments["id"], job["id"].decode(errors="replace"))
        expect(f"trace: job {row} outcome", arguments["outcome"], jobtable.OUTCOMES[job["outcome"]])
        if job["is_observed"]:
            expect(f"trace: job {row} last", events[-1]["ts"], job["detected"] / 1000)
            begin = [event["ts"] for event in events if event["name"] == "detection"][0]
            expect(f"trace: job {row} detection",
                   begin, max(job["still_open"], job["acknowledged"]) / 1000)


def main():
    run, exports = Run(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2])
    check_tables(run, exports)
    check_log(run, exports)
    for metric, tag in [("detected", "seen"), ("push", "push"), ("end_to_end", "e2e"),
                        ("queue", "queue"), ("processing", "proc"),
                        ("dispatch_delay", "sched_lag"), ("from_dispatch", "e2e_send")]:
        check_percentiles(run, exports, metric, tag)
    check_trace(run, exports)
    for difference in differences[:20]:
        print(difference)
    print(f"{len(differences)} differences in", ", ".join(f"{n} of {k}" for k, n in compared.items()))
    sys.exit(1 if differences else 0)


main()
