"""Reads the job table of a run, also while the run goes on.

The layout is that of Sources/Results/JobTable.swift and Sources/Workloads/Job/JobRecord.swift.
"""

import struct
import typing

MAGIC, VERSION, PAGE = 0x736F6A6F75726E01, 2, 4096
HEADER = struct.Struct("=13Q")
RECORD = struct.Struct("=12qI6H4B2Hq")
FIELDS = """intended dispatched acknowledged still_queued seen_started still_open detected cancel_sent
    retired created_stamp started_stamp completed_stamp polls poll_failures job_class push_status
    push_attempts id_length oddities outcome failure state consecutive_poll_failures traits reserved
    due""".split()
OUTCOMES = ["unsent", "finished", "error", "cancelled", "rejected", "failed_to_push", "timed_out",
            "lost", "abandoned"]
STAMP_CHANGED = 1 << 5  # An oddity.
TO_CANCEL = 1 << 0  # The trait of jobs that are cancelled as load and kept out of the times.


class Row(typing.NamedTuple):
    """A job record; instants in nanoseconds since the epoch by the run's wall start, 0: never."""

    id: str
    job_class: int
    outcome: str
    dispatched: int
    acknowledged: int
    still_queued: int
    seen_started: int
    still_open: int
    detected: int
    cancel_sent: int
    created: int
    started: int
    completed: int
    push_status: int
    push_attempts: int
    oddities: int
    traits: int


def start(path):
    """The run's start by the monotonic and by the wall clock, in nanoseconds."""
    return HEADER.unpack_from(path.read_bytes()[:HEADER.size])[7:9]


def read(path):
    """All rows of the table at `path`; none while the run has not started."""
    data = path.read_bytes()
    if len(data) < PAGE:
        return []
    (magic, version, record_size, stride, row_count, engines, tally_size, _, wall, _, _, _,
     monitor_size) = HEADER.unpack_from(data)
    if magic == 0 or wall == 0:
        return []
    if (magic, version, record_size) != (MAGIC, VERSION, RECORD.size):
        raise ValueError(f"{path} has another layout than this reader knows")
    start = PAGE + engines * tally_size + monitor_size
    return [_row(data, start + n * stride, wall) for n in range(row_count)]


def records(path):
    """The fields of every row by name, as they are, and the bytes of its id as `id`."""
    data = path.read_bytes()
    stride, row_count, engines, tally_size = HEADER.unpack_from(data)[3:7]
    monitor_size = HEADER.unpack_from(data)[12]
    rows = PAGE + engines * tally_size + monitor_size
    for place in range(rows, len(data), stride)[:row_count]:
        fields = dict(zip(FIELDS, RECORD.unpack_from(data, place)))
        start = place + RECORD.size
        yield {**fields, "id": data[start:start + fields["id_length"]]}


def ending(path):
    """How the run ended, by its number; 0 while it goes on or when its process died."""
    return HEADER.unpack_from(path.read_bytes())[9]


def _row(data, offset, wall):
    (_, dispatched, acknowledged, still_queued, seen_started, still_open, detected, cancel_sent, _,
     created, started, completed, _, _, job_class, push_status, push_attempts, id_length, oddities,
     outcome, _, _, _, traits, _, _) = RECORD.unpack_from(data, offset)
    place = offset + RECORD.size
    instants = (dispatched, acknowledged, still_queued, seen_started, still_open, detected,
                cancel_sent)
    return Row(
        data[place:place + id_length].decode(), job_class, OUTCOMES[outcome],
        *(instant and instant + wall for instant in instants),
        created, started, completed, push_status, push_attempts, oddities, traits)
