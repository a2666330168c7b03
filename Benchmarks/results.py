"""The results of all parts: kept in results.json, shown in RESULTS.md."""

import dataclasses
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
DATA, PAGE = HERE / "results.json", HERE / "RESULTS.md"


@dataclasses.dataclass
class Figure:
    """One line of the table."""

    name: str
    measured: str
    target: str = ""
    kept: bool | None = None  # None where there is no target, or nothing could be measured.

    @property
    def verdict(self):
        return "" if self.kept is None else "kept" if self.kept else "**not kept**"


def at_most(name, value, limit, form="{:.2f} times"):
    return Figure(name, form.format(value), "at most " + form.format(limit), value <= limit)


def at_least(name, value, limit, form="{:.2f} times"):
    return Figure(name, form.format(value), "at least " + form.format(limit), value >= limit)


def missing(name, reason, target=""):
    return Figure(name, f"missing: {reason}", target)


@dataclasses.dataclass
class Section:
    """What a part measured."""

    title: str
    figures: list[Figure]
    text: str
    commands: str
    environment: str = ""
    seconds: float = 0


def load():
    """The sections of the parts that were measured so far, by the part's name."""
    if not DATA.exists():
        return {}
    return {
        part: Section(**{**section, "figures": [Figure(**figure) for figure in section["figures"]]})
        for part, section in json.loads(DATA.read_text()).items()}


def save(sections):
    data = {part: dataclasses.asdict(section) for part, section in sections.items()}
    DATA.write_text(json.dumps(data, indent=1) + "\n")
    PAGE.write_text(page(sections))


def table(sections):
    lines = ["| figure | measured | target | |", "|---|--:|--:|---|"]
    for section in sections.values():
        for figure in section.figures:
            lines.append(
                f"| {figure.name} | {figure.measured} | {figure.target} | {figure.verdict} |")
    return "\n".join(lines)


def page(sections):
    parts = "\n".join(
        f"## {section.title}\n\n{section.text}\n\n{section.environment}; measured in "
        f"{section.seconds / 60:.1f} min.\n\n```\nscript/benchmark {part}\n{section.commands}\n```\n"
        for part, section in sections.items())
    return f"""# What sojourn costs

Written by `script/benchmark`; run it again rather than edit this.

{table(sections)}

Where a machine is shared, absolute figures of two days cannot be compared; the ratios of one part can, as
its sides take turns.

{parts}"""
