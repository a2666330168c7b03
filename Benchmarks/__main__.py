"""Measures what sojourn costs, and writes Benchmarks/RESULTS.md. See script/benchmark."""

import argparse
import importlib
import os
import sys
import time

from Benchmarks import measure, results

# Modules of this package, in the order of the table.
PARTS = [
    "exchange", "libcurl", "hot_path", "burst", "generator", "peers", "ways", "scale", "soak"]


def main():
    parser = argparse.ArgumentParser(
        prog="script/benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; else all")
    parser.add_argument("--runs", type=int, default=5, help="rounds, 5 for a result to quote")
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part '{unknown[0]}'; there are {', '.join(PARTS)}")
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    if not (measure.ROOT / measure.TOOL).exists():
        raise SystemExit(f"script/benchmark: {measure.TOOL} is missing; script/benchmark builds it")
    fresh = {}
    for part in options.parts or PARTS:
        print(f"{part}", file=sys.stderr)
        load, start = os.getloadavg()[0], time.monotonic()
        try:
            section = importlib.import_module(f"Benchmarks.{part}").section(options.runs)
        except measure.Missing as problem:
            section = results.Section(part, [results.missing(part, problem)], str(problem), "")
        section.environment = measure.environment(load)
        section.seconds = time.monotonic() - start
        fresh[part] = section
        # Kept at once: an interrupt loses the part under way alone.
        known = {**results.load(), **fresh}
        results.save({part: known[part] for part in PARTS if part in known})
    print(results.table(fresh), "Benchmarks/RESULTS.md", sep="\n\n")
    figures = [figure for section in fresh.values() for figure in section.figures]
    raise SystemExit(1 if any(figure.kept is False for figure in figures) else 0)


if __name__ == "__main__":
    main()
