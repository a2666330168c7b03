"""Compares ways to use libcurl: a raw loop with other options, each against one base.

Handles, buffers, URLs, multi handles and the two ways to wait are chosen once for all of sojourn;
these are the figures behind the choice.
"""

import json

from Benchmarks import measure
from Benchmarks.results import Section

CONNECTIONS, EXCHANGES, LISTS = 64, 40_000, 4_000
SERVICE = ["--workers", "2000", "--service", "constant(2s)"]
PUSH = ["--body", measure.PUSH_BODY]
BASE = f"base: socket mode, {CONNECTIONS} connections, parsed URL and request target"
LIST_BASE = "base of long replies: a list of 100 jobs"


def options(mode="socket", url="target", connections=CONNECTIONS, *others):
    return ["--mode", mode, "--url", url, "--concurrency", str(connections), *others]


def lanes(connections, slots):
    return options("socket", "target", connections, "--slots-per-multi", str(slots))


def buffers(kibibytes):
    return options("socket", "target", CONNECTIONS, "--buffer", str(kibibytes * 1_024))


VARIANTS = {
    BASE: options(),
    "URL: text of the origin and request target": options(url="origin"),
    "URL: parsed, a new path each time": options(url="part"),
    "URL: text, parsed each time": options(url="text"),
    "each request sent before the next begins": options("socket", "target", CONNECTIONS, "--at-once"),
    "a new easy handle for each exchange": options(
        "socket", "target", CONNECTIONS, "--fresh-handles"),
    **{f"buffers of {size} KiB": buffers(size) for size in (1, 4, 64, 256)},
    **{f"{mode} mode, {count:,} connections": options(mode, "target", count)
       for count in (16, 64, 256, 1_024) for mode in ("socket", "poll")
       if (mode, count) != ("socket", CONNECTIONS)},
    **{f"256 connections, {slots} slots for each multi handle": lanes(256, slots)
       for slots in (16, 32, 64)},
    "1,024 connections, 32 slots for each multi handle": lanes(1_024, 32),
}
LIST_VARIANTS = {
    LIST_BASE: options(),
    **{f"long replies, buffers of {size} KiB": buffers(size) for size in (1, 64, 256)},
}


class Result:
    """One run of one variant, and its cost against that of the base in the same round."""

    def __init__(self, usage, base):
        said = json.loads(usage.output)
        self.bytes = said["bytes"] / said["requests"]
        self.rate = said["requests_per_second"]
        self.cost = said["cpu_us_per_request"]
        self.relative = self.cost / (base or self).cost


def command(variant):
    return [measure.RAW_LOOP, *variant, *PUSH, "--status-urls", "1000", "--requests", str(EXCHANGES)]


def list_command(variant):
    return [measure.RAW_LOOP, *variant, "--requests", str(LISTS)]


def side(variant, base):
    def run(current):
        with measure.Server(SERVICE) as url:
            return Result(measure.raw_loop([*command(variant), url]), current.get(base))

    return run


def list_side(variant, base):
    def run(current):
        with measure.Server(SERVICE) as url:
            measure.raw_loop([measure.RAW_LOOP, *PUSH, "--requests", "100", f"{url}/v2/push"])
            usage = measure.raw_loop([*list_command(variant), f"{url}/v2/jobs?limit=100"])
            return Result(usage, current.get(base))

    return run


def section(runs):
    results, missing = measure.rounds(
        {**{name: side(variant, BASE) for name, variant in VARIANTS.items()},
         **{name: list_side(variant, LIST_BASE) for name, variant in LIST_VARIANTS.items()}}, runs)
    table = measure.table(
        "variant",
        [("bytes of a reply", "bytes:,.0f"), ("exchanges/s", "rate:,.0f"),
         ("CPU us per exchange", "cost:.2f"), ("against the base", "relative:.2f")],
        results, missing)
    commands = [
        measure.pinned(measure.SERVER_CORE, [
            measure.TOOL, "serve", "--port", "0", *SERVICE[:-1], f"'{SERVICE[-1]}'"]),
        measure.pinned(measure.CLIENT_CORE, [
            *command(["$VARIANT"])[:3], f"'{PUSH[-1]}'", *command([])[3:], "$URL"]),
        measure.pinned(measure.CLIENT_CORE, [*list_command(["$VARIANT"]), "$URL/v2/jobs?limit=100"])]
    variants = [f"# {name}: {' '.join(variant)}"
                for name, variant in {**VARIANTS, **LIST_VARIANTS}.items()]
    return Section(
        "What ways to use libcurl cost", [],
        f"""{table}

The raw loop at full speed, medians of {runs} runs, variants alternating, each with a fresh server; loopback,
HTTP/1.1, connections kept alive, libcurl's own buffers of 16 KiB unless said otherwise. A variant is
compared with the base of the same round. CPU is user and system time of the loop; what the server
cannot keep up with, the loop waits for, so rates say little.""",
        "\n".join([*(" ".join(command) for command in commands), *variants]))
