"""Guards the hot path by what does not depend on the machine. See script/check-hot-path.

Three checks. What an engine runs per turn, found by walking the calls of the linked executable, must
not count references or allocate. A run under callgrind, against a server in another process, must take
as many instructions of ours per exchange as Benchmarks/instructions.json says. And in that run nothing of
ours may allocate.
"""

import argparse
import collections
import json
import pathlib
import platform
import re
import shutil
import subprocess
import tempfile

from Benchmarks import measure
from Benchmarks.results import Section, at_most, missing as missing_figure

SCENARIO = "Benchmarks/scenarios/hot-path.yaml"
SERVICE = ["--workers", "1000", "--service", "constant(2500ms)"]
FIGURE = "Benchmarks/instructions.json"
EXCEPTIONS = "Benchmarks/hot-symbols.json"
TARGET = 3_000
TOLERANCE = 0.05
ROOT_SYMBOL = "$s7Engines6EngineV3run5untilyAA10StopSignalC_tF"
# libcurl calls these back: the forms for C of functions in Transport.
CALLBACK = re.compile(r"^\$s9Transport.*To$")
# The walk finds about two hundred; far fewer means that it lost its way.
FEWEST_SYMBOLS = 100
FORBIDDEN = re.compile(
    r"^(swift_(nonatomic_)?(bridgeObject|unknownObject)?([Rr]etain|[Rr]elease)"
    r"|swift_(allocObject|allocBox|allocEmptyBox|slowAlloc|slowDealloc|deallocObject|deallocClass)"
    r"|swift_isUniquelyReferenced|swift_isEscapingClosure|swift_beginAccess"
    r"|_?swift_(arrayInitWithCopy|arrayAssignWithCopy|copyPOD)|swift_getGenericMetadata"
    r"|(malloc|calloc|realloc|reallocarray|posix_memalign|aligned_alloc|memalign|valloc|strdup|free)$"
    r"|_Zn[wa]|_Zd[la])")
ALLOCATION = re.compile(
    r"^(malloc|calloc|realloc|reallocarray|posix_memalign|aligned_alloc|memalign|valloc|strdup)$")


class Failure(Exception):
    """Why a check failed, in one sentence."""


# What the tools say.


def output(*command, text=None):
    try:
        return subprocess.run(
            command, cwd=measure.ROOT, input=text, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        raise Failure(f"'{command[0]}' cannot be run: {problem}") from problem


def toolchain(name):
    """A tool of the Swift toolchain, or the one on the PATH."""
    swift = shutil.which("swift")
    if swift:
        beside = pathlib.Path(swift).resolve().parent / name
        if beside.exists():
            return str(beside)
    found = shutil.which(name)
    if found is None:
        raise Failure(f"{name} is missing; it comes with the Swift toolchain")
    return found


def demangled(names):
    """Readable names by symbol."""
    names = list(names)
    text = output(toolchain("swift-demangle"), "-compact", "-simplified", text="\n".join(names))
    return dict(zip(names, text.split("\n")))


# The first check: hot symbols.


def symbols():
    """Start, end and name of every function of the executable, by the symbol table.

    A label in a disassembly is not enough: functions without a symbol may follow one that has its own.
    """
    found = {}
    for line in output(toolchain("llvm-nm"), "--print-size", measure.TOOL).splitlines():
        fields = line.split()
        if len(fields) == 4 and fields[2] in "tTwW":
            start = int(fields[0], 16)
            found.setdefault(fields[3], (start, start + int(fields[1], 16)))
    return found


def calls():
    """For each function the symbols that its code calls, jumps to or takes the address of."""
    ranges = symbols()
    command = [toolchain("llvm-objdump"), "--disassemble", "--no-show-raw-insn", measure.TOOL]
    process = subprocess.Popen(command, cwd=measure.ROOT, stdout=subprocess.PIPE, text=True)
    label, line_start = re.compile(r"^[0-9a-f]+ <(.*)>:$"), re.compile(r"^ *([0-9a-f]+):")
    target = re.compile(r"<([^<>+]+)>$")
    found, name, end = {}, None, 0
    for line in process.stdout:
        line = line.rstrip()
        heading = label.match(line)
        if heading:
            name = heading.group(1)
            end = ranges.get(name, (0, 0))[1]
            found.setdefault(name, set())
        elif name and line.endswith(">"):
            place, reached = line_start.match(line), target.search(line)
            if place and reached and int(place.group(1), 16) < end:
                found[name].add(reached.group(1).removesuffix("@plt"))
    if process.wait() != 0:
        raise Failure("llvm-objdump cannot read the executable")
    return found


def hot_symbols(graph):
    """What the engine's loop and libcurl's callbacks reach: each symbol with the one it was found from."""
    roots = [name for name in graph if name == ROOT_SYMBOL or CALLBACK.match(name)]
    if ROOT_SYMBOL not in roots:
        raise Failure(
            f"Engine.run(until:) is not in {measure.TOOL} as {ROOT_SYMBOL}; "
            "if it was renamed, rename it in Benchmarks/hot_path.py")
    if len(roots) == 1:
        raise Failure("no callback of libcurl is in the executable under a name that CALLBACK matches")
    found, waiting = dict.fromkeys(roots), roots
    while waiting:
        name = waiting.pop()
        for reached in graph[name]:
            if reached in graph and reached not in found and not FORBIDDEN.match(reached):
                found[reached] = name
                waiting.append(reached)
    if len(found) < FEWEST_SYMBOLS:
        raise Failure(
            f"only {len(found)} hot symbols were found instead of {FEWEST_SYMBOLS} or more; "
            "the walk in Benchmarks/hot_path.py lost its way")
    return found


def check_symbols():
    """A sentence of success; throws where a hot symbol counts references or allocates."""
    graph = calls()
    hot = hot_symbols(graph)
    readable = demangled(hot)
    exceptions = json.loads((measure.ROOT / EXCEPTIONS).read_text())["exceptions"]
    unused = {(exception["symbol"], exception["call"]) for exception in exceptions}
    allowed, problems = set(unused), []
    for name in hot:
        for reached in sorted(graph[name]):
            if not FORBIDDEN.match(reached):
                continue
            unused.discard((readable[name], reached))
            if (readable[name], reached) not in allowed:
                problems.append(f"{readable[name]} calls {reached}")
    if problems:
        raise Failure(
            "hot symbols count references or allocate: " + "; ".join(sorted(problems))
            + f"; change the source, or give the reason in {EXCEPTIONS}")
    if unused:
        stale = "; ".join(f"{symbol} calls {reached}" for symbol, reached in sorted(unused))
        raise Failure(f"exceptions in {EXCEPTIONS} that are not needed, to be deleted: {stale}")
    return (f"{len(hot)} hot symbols neither count references nor allocate "
            f"({len(allowed)} exceptions).")


# The second and the third: one run under callgrind.


class Profile:
    """What callgrind counted within the engine's loop: instructions and calls by object and function."""

    def __init__(self, path):
        self.costs, self.calls = collections.Counter(), collections.Counter()
        names = {"ob": {}, "fn": {}}
        place = {"ob": "", "fn": "", "cob": "", "cfn": ""}
        is_call = False
        for line in pathlib.Path(path).read_text().splitlines():
            key, _, value = line.partition("=")
            if key == "fn":
                place["fn"] = self.name(names["fn"], value)
            elif key == "ob":
                place["ob"] = self.name(names["ob"], value)
            elif key in ("cfn", "cob"):
                place[key] = self.name(names[key[1:]], value)
            elif key == "calls":
                caller = (place["ob"], place["fn"])
                self.calls[caller + (place["cfn"],)] += int(value.split()[0])
                is_call = True
            elif line[:1] in "+-*0123456789" and line:
                # The line after a call is what the call cost, which the callee has counted.
                if not is_call:
                    self.costs[(place["ob"], place["fn"])] += int(line.split()[-1])
                is_call = False

    @staticmethod
    def name(known, text):
        """A name that is written out once, and is a number in brackets from then on."""
        number, _, written = text.partition(" ")
        if not number.startswith("("):
            return text
        if written:
            known[number] = written
        return known[number]


def is_ours(path):
    """Whether an object is the executable or of Swift's runtime."""
    name = pathlib.Path(path).name
    return name == "sojourn" or name.startswith(("libswift", "libFoundation", "libdispatch"))


def commands():
    """What is run, `$URL` and `$DIR` being the server and a folder for one run."""
    return [
        " ".join([measure.TOOL, "serve", "--port", "0", *SERVICE[:-1], f"'{SERVICE[-1]}'"]),
        f"strip --strip-debug -o $DIR/sojourn {measure.TOOL}",
        " ".join(["valgrind", *valgrind_options("$DIR"), "$DIR/sojourn", *arguments("$URL", "$DIR")])]


def valgrind_options(folder):
    return ["--tool=callgrind", "--collect-atstart=no", f"--toggle-collect={ROOT_SYMBOL}",
            f"--callgrind-out-file={folder}/callgrind", f"--log-file={folder}/valgrind"]


def arguments(url, folder):
    return ["run", SCENARIO, "--target", url, "--quiet", "--out", folder]


def figures():
    """Instructions and allocations of ours per exchange, and the commands that gave them."""
    for tool in ("valgrind", "strip"):
        if shutil.which(tool) is None:
            raise Failure(f"{tool} is missing; script/bootstrap --for-hot-path installs it")
    with tempfile.TemporaryDirectory() as folder, measure.Server(SERVICE) as url:
        # Valgrind gives up at debug information that it does not know.
        output("strip", "--strip-debug", "-o", f"{folder}/sojourn", measure.TOOL)
        try:
            measure.measured(
                ["valgrind", *valgrind_options(folder), f"{folder}/sojourn", *arguments(url, folder)])
        except measure.Missing as problem:
            raise Failure(f"the run under callgrind failed: {problem}") from problem
        report = next(pathlib.Path(folder).rglob("report.json"))
        exchanges = json.loads(report.read_text())["requests"]["total"]
        profile = Profile(f"{folder}/callgrind")
    own = collections.Counter()
    for (path, function), cost in profile.costs.items():
        if is_ours(path):
            own[function] += cost
    if not own[ROOT_SYMBOL]:
        raise Failure(f"callgrind counted nothing in {ROOT_SYMBOL}; if it was renamed, rename it here")
    allocating = collections.Counter()
    for (path, caller, called), count in profile.calls.items():
        if is_ours(path) and ALLOCATION.match(called):
            allocating[f"{caller} calls {called}"] += count
    costly = own.most_common(10)
    readable = demangled(name for name, _ in costly)
    return {
        "exchanges": exchanges,
        "instructions_per_exchange": sum(own.values()) / exchanges,
        "allocations_per_exchange": sum(allocating.values()) / exchanges,
        "allocating": dict(allocating),
        "costly": [(readable[name], cost / exchanges) for name, cost in costly],
        "commands": commands()}


def measured_with():
    """What the count of instructions depends on."""
    swift = measure.first_match(r"Swift version (\S+)", measure.said("swift", "--version"))
    return {"architecture": platform.machine(), "swift": swift,
            "libcurl": measure.said("pkg-config", "--modversion", "libcurl") or "unknown"}


def check_instructions(measured):
    """A sentence of success; throws far from the committed figure."""
    count = measured["instructions_per_exchange"]
    if not (measure.ROOT / FIGURE).exists():
        raise Failure(f"{FIGURE} is missing; script/check-hot-path --update writes it")
    committed = json.loads((measure.ROOT / FIGURE).read_text())
    figure, here = committed["instructions_per_exchange"], measured_with()
    if committed["measured_with"] != here:
        there = ", ".join(f"{name} {value}" for name, value in committed["measured_with"].items())
        return (f"An exchange takes {count:,.0f} instructions of ours; not compared with {FIGURE}, which "
                f"was measured with {there}.")
    difference = count / figure - 1
    if abs(difference) > TOLERANCE:
        raise Failure(
            f"an exchange takes {count:,.0f} instructions of ours, {difference:+.1%} against "
            f"{figure:,.0f} in {FIGURE}, more than {TOLERANCE:.0%}; if that is meant, "
            "script/check-hot-path --update writes the figure anew")
    return f"An exchange takes {count:,.0f} instructions of ours, {difference:+.1%} against {FIGURE}."


def check_allocations(measured):
    """A sentence of success; throws when anything of ours allocated while engines ran."""
    if measured["allocating"]:
        raise Failure(
            f"{measured['allocations_per_exchange']:.3f} allocations of ours per exchange instead of 0: "
            + "; ".join(f"{place}, {count} times" for place, count in measured["allocating"].items()))
    return f"Nothing of ours allocates in {measured['exchanges']:,} exchanges."


def update(measured):
    figure = {
        "instructions_per_exchange": round(measured["instructions_per_exchange"]),
        "measured_with": measured_with(), "commands": measured["commands"]}
    (measure.ROOT / FIGURE).write_text(json.dumps(figure, indent=2) + "\n")


def costs(measured):
    lines = ["Instructions per exchange by function, the ten that cost most:"]
    return "\n".join(lines + [f"{cost:8,.1f}  {name}" for name, cost in measured["costly"]])


def passes(check, *values):
    """Prints what a check found; whether it succeeded."""
    try:
        print(f"ok: {check(*values)}")
        return True
    except Failure as problem:
        print(f"failed: {problem}.")
        return False


def section(_):
    """The figures of one run: the count of instructions hardly varies."""
    names = ("instructions of ours per exchange, under callgrind", "allocations of ours per exchange")
    title = "Instructions and allocations of an exchange"
    try:
        found = figures()
    except Failure as problem:
        return Section(title, [missing_figure(name, str(problem)) for name in names], str(problem), "")
    functions = "\n".join(f"| `{name}` | {cost:,.0f} |" for name, cost in found["costly"])
    return Section(
        title,
        [at_most(names[0], found["instructions_per_exchange"], TARGET, "{:,.0f}"),
         at_most(names[1], found["allocations_per_exchange"], 0, "{:g}")],
        f"""| function | instructions per exchange |
|---|--:|
{functions}

Of ours is what the executable and Swift's runtime do within the engine's loop; libcurl and the C library are
left out. {found['exchanges']:,} exchanges at a low rate, where most have a wake-up of their own. CI compares the
count with `Benchmarks/instructions.json` (`script/check-hot-path`).""",
        "\n".join(found["commands"]))


def main():
    parser = argparse.ArgumentParser(
        prog="script/check-hot-path", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--update", action="store_true", help=f"write {FIGURE} anew before the figure is compared")
    options = parser.parse_args()
    kept = [passes(check_symbols)]
    try:
        measured = figures()
    except Failure as problem:
        raise SystemExit(f"failed: {problem}.") from problem
    if options.update:
        update(measured)
    kept += [passes(check_instructions, measured), passes(check_allocations, measured)]
    print(costs(measured))
    raise SystemExit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
