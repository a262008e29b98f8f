"""What a conversion costs, as ratios measured in one run: to the bare parse, to a writer by hand, to other converters.

    python tests/benchmarks/speed.py                    the table of docs/reference/speed.md, in a quarter of an hour
    python tests/benchmarks/speed.py --pairs            only each input to each output, in two minutes
    python tests/benchmarks/speed.py --check            fail where a ratio is far off (CI)
    python tests/benchmarks/speed.py --records 2000 --large 20000

Times are CPU time, the least of several rounds in which all candidates take turns, so that a busy machine spoils none
alone. CI looks at ratios only, and leaves them plenty of room.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from by_hand import parsed, written
from growth import CASES, doubling
from growth import FAR_OFF as GROWN_TOO_FAR
from memory import measured
from peers import jobs
from records import SEED, lines

from bibstep.formats import FORMATS, READERS
from bibstep.pipeline.convert import batches, convert
from bibstep.pipeline.finish import Batch
from bibstep.pipeline.options import Target

#: Candidate -> the most it may cost against the bare parse before something is badly wrong: twice what it costs now.
FAR_OFF = {
    "read records": 20.0,
    "to BibTeX": 45.0,
    "to RIS": 40.0,
    "to CSL-JSON": 43.0,
    "to all three formats in one pass": 72.0,
}
#: The same of start-up, against a bare interpreter.
LATE = {"bibstep --help": 11.0, "one record to BibTeX": 28.0}
PARSE = "parse both levels of the JSON, nothing else"
#: In --check, so much of what grows is measured: it tells a square from a line.
PART = 0.1


def consumed(produce: Callable[[io.BytesIO], Iterable[object]], data: bytes) -> None:
    """Do all of some work that yields."""
    for _ in produce(io.BytesIO(data)):
        pass


def read(stream: io.BytesIO) -> Iterator[object]:
    """Records read, none written."""
    return READERS["auto"].read(stream, "records.jsonl")


def converted(names: str, stream: io.BytesIO) -> Iterator[Batch]:
    """A conversion into formats, as the command does it, into nothing."""
    records = READERS["auto"].read(stream, "records.jsonl")
    return batches(records, [Target(FORMATS[name]) for name in names.split()])


CANDIDATES: dict[str, Callable[[io.BytesIO], Iterable[object]]] = {
    PARSE: parsed,
    "write the same BibTeX, byte for byte, with an f-string": written,
    "read records": read,
    "to BibTeX": partial(converted, "bibtex"),
    "to RIS": partial(converted, "ris"),
    "to CSL-JSON": partial(converted, "csl-json"),
    "to all three formats in one pass": partial(converted, "bibtex ris csl-json"),
}


def least(
    candidates: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] | None = None
) -> dict[str, float]:
    """The least time of each in seconds (CPU, unless there is another clock) over rounds in which they take turns."""
    now = clock or cpu
    best = dict.fromkeys(candidates, float("inf"))
    for _ in range(rounds):
        for name, run in candidates.items():
            before = now()
            run()
            best[name] = min(best[name], now() - before)
    return best


def cpu() -> float:
    """CPU time of this process and its children, in seconds."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(command: list[str], folder: Path | None = None) -> None:
    """Run a command, which may keep its compiled modules, as it does where it is installed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def start_up(clock: Callable[[], float]) -> dict[str, float]:
    """Start-up as multiples of a bare interpreter's."""
    script = Path(sys.executable).with_name("bibstep")
    ours = [str(script)] if script.exists() else [sys.executable, "-m", "bibstep"]
    convert = [*ours, "convert", str(SEED), "--no-config", "--remarks", "none"]
    runs = {
        "": [sys.executable, "-I", "-c", "pass"],
        "bibstep --help": [*ours, "--help"],
        "one record to BibTeX": convert,
    }
    spent = least({name: partial(run, command) for name, command in runs.items()}, 15, clock)
    return {name: spent[name] / spent[""] for name in LATE}


def row(what: str, spent: str = "", compared: str = "") -> None:
    """Print a row of the table as soon as it is known."""
    print(f"| {what} | {spent} | {compared} |", flush=True)


def rows_in_process(count: int, rounds: int) -> dict[str, float]:
    """Rows on what runs in this process; its ratios to the bare parse."""
    data = b"".join(lines(count))
    spent = least({name: partial(consumed, work, data) for name, work in CANDIDATES.items()}, rounds)
    for name, seconds in spent.items():
        row(name, f"{seconds / count * 1e6:.0f}", f"{seconds / spent[PARSE]:.1f}")
    return {name: seconds / spent[PARSE] for name, seconds in spent.items()}


def table_of_pairs(count: int, rounds: int) -> None:
    """Print microseconds per record of each input to each output; the records are the same in all of them."""
    inputs = {"seed": b"".join(lines(count))}
    for name in ("csl-json", "ris", "bibtex"):
        inputs[name] = "".join(convert(READERS["auto"].read(io.BytesIO(inputs["seed"]), "in"), name)).encode()
    runs = {
        f"{name} {to}": partial(consumed, partial(converted, to), data)
        for name, data in inputs.items()
        for to in FORMATS
    }
    for name, data in inputs.items():
        assert sum(batch.size for batch in converted("bibtex", io.BytesIO(data))) == count, name
    spent = least(runs, rounds)
    print(f"| from, to | {' | '.join(FORMATS)} |\n|---|{'---|' * len(FORMATS)}")
    for name in inputs:
        cells = [f"{spent[f'{name} {to}'] / count * 1e6:.0f}" for to in FORMATS]
        print(f"| {name} | {' | '.join(cells)} |")
    print()


def interpreter() -> str:
    """What runs all this, and whether it was built to be fast: that makes a difference of a quarter and more.

    Where no configuration is recorded, as on Windows, the build is one of python.org's, which are optimised.
    """
    how = sysconfig.get_config_var("CONFIG_ARGS")
    fast = how is None or "--enable-optimizations" in how
    build = "an optimised build" if fast else "not an optimised build (no --enable-optimizations)"
    return f"{platform.python_implementation()} {platform.python_version()}, {build}, on {platform.machine()}"


def rows_on_start_up() -> dict[str, float]:
    """Rows on start-up; its ratios to a bare interpreter's, in CPU time."""
    busy, waited = start_up(cpu), start_up(time.perf_counter)
    for name, ratio in busy.items():
        row(name, "", f"{ratio:.1f} × a bare interpreter (by the clock {waited[name]:.1f})")
    return busy


def rows_on_growth(part: float, rounds: int) -> dict[str, float]:
    """Rows on what twice as much costs; the ratios to half of it."""
    ratios = {case.name.format(int(case.size * part)): doubling(case, part, rounds) for case in CASES}
    for name, ratio in ratios.items():
        row(name, "", f"{ratio:.1f} × the time of half as much")
    return ratios


def rows_on_peers(count: int) -> None:
    """Rows on other converters, which are installed here."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for job in jobs(folder, count):
            spent = least({"its": partial(run, [*job.its], folder), "ours": partial(run, [*job.ours], folder)}, 2)
            its, ours = (spent[who] / count * 1e6 for who in ("its", "ours"))
            row(job.name, f"{its:.0f}", f"{its / ours:.1f} × bibstep with the same ({ours:.0f})")


def row_on_processes(count: int, rounds: int) -> None:
    """A row on the wall time of two processes against one, which tells something on idle cores only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open(folder / "records.jsonl", "wb") as stream:
            stream.writelines(lines(count))
        convert = [sys.executable, "-m", "bibstep", "convert", "records.jsonl", "-o", "a.bib", "--remarks", "none"]
        runs = {number: partial(run, [*convert, "--jobs", number], folder) for number in ("1", "2")}
        spent = least(runs, rounds, time.perf_counter)
    row(f"{count:,} records by two processes", "", f"{spent['2'] / spent['1']:.2f} × one, by the clock")


def main() -> None:
    """Measure and print the table; exit with 1 where a ratio is far off, if asked to look."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("--records", type=int, default=20_000)
    arguments.add_argument("--large", type=int, default=1_000_000, help="so many records for memory and time at length")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--check", action="store_true", help="fail where a ratio is far off; no peers, no long run")
    arguments.add_argument("--pairs", action="store_true", help="only each input to each output")
    asked = arguments.parse_args()
    print(f"{interpreter()}\n")
    if not asked.check:
        table_of_pairs(min(asked.records, 2000), asked.rounds)
    if asked.pairs:
        return
    print("| what | µs per record | ratio to the first row |\n|---|---|---|")
    ratios = rows_in_process(asked.records, asked.rounds)
    if not asked.check:
        row_on_processes(asked.records, asked.rounds)
        rows_on_peers(asked.records)
        for count in (asked.records, asked.large):
            taken = measured(count)
            row(f"{count:,} records to BibTeX", f"{taken.time:.0f}", f"{taken.memory:.0f} MB of memory at most")
    late = rows_on_start_up()
    grown = rows_on_growth(PART if asked.check else 1.0, 3 if asked.check else 2)
    off = {name: ratio for name, ratio in ratios.items() if ratio > FAR_OFF.get(name, float("inf"))}
    off |= {name: ratio for name, ratio in late.items() if ratio > LATE[name]}
    off |= {name: ratio for name, ratio in grown.items() if ratio > GROWN_TOO_FAR}
    if asked.check and off:
        sys.exit(f"far off: {off}")


if __name__ == "__main__":
    main()
