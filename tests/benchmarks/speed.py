"""What a conversion costs, as ratios measured in one run: to the bare parse, to a writer by hand, to other converters.

    python tests/benchmarks/speed.py                    the table of the README
    python tests/benchmarks/speed.py --check            fail where a ratio is far off (CI)
    python tests/benchmarks/speed.py --records 20000 --peers

The records are made from the seed's own shape: 4 kB a line, other titles, people, dates and DOIs in each. Times are CPU
time, the least of several rounds in which all candidates take turns, so that a busy machine spoils none alone.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from bibstep.formats import FORMATS
from bibstep.pipeline import Options, Target, entries
from bibstep.readers import READERS

SEED = Path(__file__).parents[1] / "data" / "golden" / "seed.txt"
SYLLABLES = "car dio mi to neu ro ge no phe ty pi co sta bi li me ta bo hy dro ki ne cy to ly sis the ra pro te".split()
FAMILIES = (
    "Smith Viswanathan Galipeau Garcia Müller Wang Chen Okafor Novák Rossi Silva Dubois Kim Tanaka Ivanov".split()
)
GIVEN = "Sowmya Jacques Maria Anna Peter Li Wei Chidi Eva Marco João Claire Min Yuki Olga Lars Ion Béla Rita".split()
#: Candidate -> the most it may cost against the bare parse before something is badly wrong: twice what it costs now.
FAR_OFF = {"read": 14.0, "bibtex": 40.0, "ris": 36.0, "csl-json": 40.0, "three at once": 75.0}


def lines(count: int) -> Iterator[bytes]:
    """Records of the seed's shape, one a line; the same ones for the same count."""
    whole = json.loads(SEED.read_text(encoding="utf-8").split("\n", 1)[0])
    original = json.loads(whole["resultStr"])
    draw = random.Random(count)
    for number in range(count):
        people = ", ".join(f"{draw.choice(GIVEN)} {draw.choice(FAMILIES)}" for _ in range(draw.choice((2, 3, 4))))
        said = {
            "authors": people,
            "doi": f"10.1016/j.stem.{2000 + number % 25}.{number:07d}",
            "publicationDate": f"{2000 + number % 25}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            "journal": {
                "name": "Cell stem cell",
                "volume": f"{number % 60} {number % 12}",
                "pages": f"{number}-{number + 9}",
            },
        }
        title = " ".join("".join(draw.choices(SYLLABLES, k=3)) for _ in range(9)).capitalize() + " of MSCs"
        inner = json.dumps({**original, **said, "title": title}, ensure_ascii=False)
        yield json.dumps({**whole, **said, "resultStr": inner}, ensure_ascii=False).encode() + b"\n"


def parse(data: bytes) -> None:
    """Both JSON levels, and nothing else."""
    for line in io.BytesIO(data):
        orjson.loads(orjson.loads(line)["resultStr"])


ENTRY = """@article{{{doi},
  author = {{{author}}},
  title = {{{title}}},
  journal = {{{journal}}},
  year = {{{year}}},
  volume = {{{volume}}},
  number = {{{issue}}},
  pages = {{{pages}}},
  doi = {{{doi}}},
  abstract = {{{abstract}}},
}}
"""


def by_hand(data: bytes) -> None:
    """A BibTeX writer for this very shape: what a script that works on the example does."""
    for line in io.BytesIO(data):
        record = orjson.loads(orjson.loads(line)["resultStr"])
        people = [one.rpartition(" ") for one in record["authors"].split(", ")]
        volume, _, issue = record["journal"]["volume"].partition(" ")
        texts = (record["title"], record["abstract"] or "", record["journal"]["name"])
        title, abstract, journal = (one.replace("&", r"\&").replace("%", r"\%").replace("_", r"\_") for one in texts)
        ENTRY.format(
            doi=record["doi"],
            author=" and ".join([f"{family}, {given}" for given, _, family in people]),
            title=title,
            journal=journal,
            year=record["publicationDate"][:4],
            volume=volume,
            issue=issue,
            pages=record["journal"]["pages"],
            abstract=abstract,
        )


def read(data: bytes) -> None:
    """Records read, none written."""
    for _ in READERS["auto"].read(io.BytesIO(data), "records.jsonl"):
        pass


def converted(*names: str) -> Callable[[bytes], None]:
    """A conversion into formats, as the command does it, into nothing."""

    def run(data: bytes) -> None:
        records = READERS["auto"].read(io.BytesIO(data), "records.jsonl")
        for _ in entries(records, [Target(FORMATS[name]) for name in names], Options()):
            pass

    return run


CANDIDATES: dict[str, Callable[[bytes], None]] = {
    "parse": parse,
    "by hand": by_hand,
    "read": read,
    "bibtex": converted("bibtex"),
    "ris": converted("ris"),
    "csl-json": converted("csl-json"),
    "three at once": converted("bibtex", "ris", "csl-json"),
}


def least(candidates: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """The least CPU time of each, in seconds, over rounds in which they take turns; children's time counts."""
    best = dict.fromkeys(candidates, float("inf"))
    for _ in range(rounds):
        for name, run in candidates.items():
            before = cpu()
            run()
            best[name] = min(best[name], cpu() - before)
    return best


def cpu() -> float:
    """CPU time of this process and its children, in seconds."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def commands(folder: Path, count: int) -> dict[str, list[str]]:
    """The commands of others that are installed here, on the same content, and ours on the same records."""
    convert = [sys.executable, "-m", "bibstep", "convert", "records.jsonl", "--remarks", "none"]
    found = {"bibstep": [*convert, "-o", "a.bib"]}
    if shutil.which("pandoc"):
        found["pandoc csljson → biblatex"] = "pandoc -f csljson -t biblatex records.json -o b.bib".split()
    if shutil.which("ris2xml") and shutil.which("xml2bib"):
        found["bibutils RIS → BibTeX"] = ["sh", "-c", "ris2xml records.ris 2>/dev/null | xml2bib > c.bib 2>/dev/null"]
    with open(folder / "records.jsonl", "wb") as stream:
        stream.writelines(lines(count))
    subprocess.run([*convert, "-o", "records.json", "-o", "records.ris"], cwd=folder, check=True)
    return found


def start_up() -> dict[str, float]:
    """Start-up as multiples of a bare interpreter's."""
    bare = [sys.executable, "-I", "-c", "pass"]
    ours = [sys.executable, "-m", "bibstep"]
    runs = {"bare": bare, "--help": [*ours, "--help"], "one record": [*ours, "convert", str(SEED), "--remarks", "none"]}
    done = {name: (lambda run=run: subprocess.run(run, check=True, capture_output=True)) for name, run in runs.items()}
    spent = least(done, 9)  # type: ignore[arg-type]
    return {name: spent[name] / spent["bare"] for name in ("--help", "one record")}


def memory(count: int) -> float:
    """The peak of a conversion's memory in MB, in a process of its own."""
    script = f"import sys; sys.path[:0] = [{str(Path(__file__).parent)!r}]; import speed; speed.peak({count})"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return float(done.stdout)


def jobs(count: int, rounds: int) -> dict[str, float]:
    """The least wall time of the whole command with one process and with two, in seconds; on idle cores."""
    best = {"1": float("inf"), "2": float("inf")}
    with tempfile.TemporaryDirectory() as folder:
        with open(Path(folder) / "records.jsonl", "wb") as stream:
            stream.writelines(lines(count))
        for _ in range(rounds):
            for number in best:
                command = [sys.executable, "-m", "bibstep", "convert", "--jobs", number, "--remarks", "none"]
                start = time.monotonic()
                subprocess.run([*command, "records.jsonl", "-o", "a.bib"], cwd=folder, check=True)
                best[number] = min(best[number], time.monotonic() - start)
    return best


def peak(count: int) -> None:
    """Convert, and print the peak of this process's memory in MB; for Linux."""
    with tempfile.TemporaryFile() as stream:
        stream.writelines(lines(count))
        stream.seek(0)
        for _ in entries(READERS["auto"].read(stream, "records.jsonl"), [Target(FORMATS["bibtex"])], Options()):
            pass
    status = Path("/proc/self/status").read_text()  # getrusage counts what the parent had when it started this process
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def main() -> None:
    """Measure and print the tables; exit with 1 where a ratio is far off, if asked to look."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("--records", type=int, default=5000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--check", action="store_true", help="fail where a ratio is far off")
    arguments.add_argument("--peers", action="store_true", help="compare with pandoc and bibutils, where installed")
    arguments.add_argument("--memory", action="store_true", help="the peak of memory at two sizes")
    arguments.add_argument("--jobs", action="store_true", help="the wall time with one process and with two")
    asked = arguments.parse_args()
    data = b"".join(lines(asked.records))
    spent = least({name: (lambda run=run: run(data)) for name, run in CANDIDATES.items()}, asked.rounds)  # type: ignore[misc]
    ratios = {name: time / spent["parse"] for name, time in spent.items()}
    print("| step | µs a record | against the bare parse |\n|---|---|---|")
    for name, seconds in spent.items():
        print(f"| {name} | {seconds / asked.records * 1e6:.0f} | {ratios[name]:.1f} |")
    for name, ratio in start_up().items():
        print(f"| start-up, {name} | | {ratio:.1f} × a bare interpreter |")
    if asked.peers:
        with tempfile.TemporaryDirectory() as folder:
            found = commands(Path(folder), asked.records)
            runs = {name: (lambda run=run: subprocess.run(run, cwd=folder, check=True)) for name, run in found.items()}
            peers = least(runs, 3)  # type: ignore[arg-type]
        for name, seconds in peers.items():
            print(f"| {name} | {seconds / asked.records * 1e6:.0f} | {seconds / peers['bibstep']:.1f} × ours |")
    if asked.memory:
        for count in (asked.records, 10 * asked.records):
            print(f"| memory at {count} records | {memory(count):.1f} MB | |")
    if asked.jobs:
        took = jobs(asked.records, asked.rounds)
        print(f"| two processes against one, wall time | | {took['2'] / took['1']:.2f} × |")
    off = {name: ratio for name, ratio in ratios.items() if ratio > FAR_OFF.get(name, float("inf"))}
    if asked.check and off:
        sys.exit(f"far off: {off}")


if __name__ == "__main__":
    main()
