"""What twice as much costs: of a long abstract, of many authors, of records that claim one key. Linear is 2 times."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import NamedTuple

from records import colliding_keys, long_abstract, many_authors

from bibstep.formats import FORMATS, READERS
from bibstep.pipeline.convert import batches
from bibstep.pipeline.options import Options, Target

#: Twice as much may cost so many times as much before something is badly wrong; the clock is no fine measure.
FAR_OFF = 3.0
ALL = tuple(FORMATS)
USUAL = ("bibtex", "ris", "csl-json")


class Case(NamedTuple):
    """Input that can be made in any size, what a size is called, the one measured, and the formats to write."""

    name: str
    make: Callable[[int], bytes]
    size: int
    formats: tuple[str, ...] = ALL
    options: Options = Options()


CASES = (
    Case("an abstract of {:,} characters, most of them special", long_abstract, 1_000_000),
    Case("the same, to BibTeX in ASCII", long_abstract, 1_000_000, ("bibtex",), Options(ascii_only=True)),
    Case("{:,} authors", many_authors, 5000),
    Case("{:,} records that claim one key", colliding_keys, 100_000, USUAL),
)


def convert(case: Case, data: bytes) -> None:
    """Convert into all formats of a case at once, into nothing."""
    records = READERS["auto"].read(io.BytesIO(data), "records.jsonl")
    for _ in batches(records, [Target(FORMATS[name]) for name in case.formats], case.options):
        pass


def doubling(case: Case, part: float = 1.0, rounds: int = 3) -> float:
    """How many times the CPU time of its half a case takes, each at its least; ``part`` of its size is the whole."""
    whole = int(case.size * part)
    best = []
    for data in (case.make(whole // 2), case.make(whole)):
        spent = []
        for _ in range(rounds):
            before = time.process_time()
            convert(case, data)
            spent.append(time.process_time() - before)
        best.append(min(spent))
    return best[1] / best[0]
