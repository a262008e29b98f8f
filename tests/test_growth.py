"""Time that grows as the input does: every reader with every field, and every writer, with hostile values.

Each run tries one value in 25; ``BIBSTEP_GROWTH=all`` tries all of them (``-m slow``).
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator

import pytest

from bibstep import FORMATS, Options, Record, convert
from bibstep.formats.reading import read
from linear import is_linear

pytestmark = pytest.mark.slow

#: What a hostile value repeats.
UNITS = tuple(
    "a|A|1|0| |\n|\t|\r\n|,|;|.|:|-|–|/|\\|\\\\|{|}|{a}|{{|}}|{}|(|)|[|]|<|<i>|</i>|<a |<!--|&|&amp;|&#|&lt;|$|$$|$x$ "
    "|\\(|~|^|_|%|#|'|\"|``|''|`|@|=|*|+|?|and |and and |and others |et al. |a. |A.|A. B. |a, |a; |van der |Jr. |de la "
    "|-a|1-|1-2,|1 |20|2020 |Jan |http://|http:/|10.1/|doi:|\u200d|\u202e|\u0301|é|王|\x00|\x1f|\x80|S1|pt |\\'|\\\"{"
    "|\\textit{|\\relax |\\and |<sub>|<mml:math>|{\\textless}|“|»|…".split("|")
)
SIZE = 4_000
STEP = 1 if os.environ.get("BIBSTEP_GROWTH") == "all" else 25


def bib(field: str, value: str) -> bytes:
    title = "" if field == "title" else "title = {T}, "
    return f"@article{{k, {title}{field} = {{{value}}}}}\n".encode()


def quoted(field: str, value: str) -> bytes:
    return f'@article{{k, year = 2020, {field} = "{value}"}}\n'.encode()


def anything(_: str, value: str) -> bytes:
    return value.encode()


def ris(field: str, value: str) -> bytes:
    return f"TY  - JOUR\nTI  - T\n{field}  - {value}\nER  - \n".encode()


def nbib(field: str, value: str) -> bytes:
    return f"PMID- 1\nTI  - T\n{field:4}- {value}\n\n".encode()


def csl(field: str, value: str) -> bytes:
    people = [{"family": value, "given": value}, {"literal": value}]
    content: object = {"author": people, "issued": {"raw": value}}.get(field, value)
    return json.dumps([{"id": "a", "type": "article-journal", "title": "T", field: content}]).encode()


def seed(field: str, value: str) -> bytes:
    name, _, part = field.partition(".")
    return json.dumps({"title": "T", "authors": "Ann Lee", name: {part: value} if part else value}).encode() + b"\n"


Make = Callable[[str, str], bytes]
#: The name of a kind of input, how to make one with a value in a field, and the fields.
INPUTS: tuple[tuple[str, Make, str], ...] = (
    (
        "bib",
        bib,
        "title author editor year date month journal volume number pages doi url isbn issn note keywords abstract "
        "publisher eprint language file crossref other",
    ),
    ("quoted", quoted, "title author"),
    ("anything", anything, "-"),
    ("ris", ris, "TY TI AU ED PY DA T2 JO VL IS SP EP DO UR SN N1 KW AB PB LA C1 M1 ID XX"),
    ("nbib", nbib, "TI FAU AU DP TA JT VI IP PG AID LID IS MH AB LA PT SO OT CN"),
    (
        "csl",
        csl,
        "title author issued container-title volume issue page DOI URL ISBN ISSN note keyword abstract publisher "
        "language type id custom PMID",
    ),
    (
        "seed",
        seed,
        "title authors doi journal.name journal.volume journal.pages publicationDate abstract publicationTypes venue "
        "year JCR PeriodicalIF url resultStr",
    ),
)
FIELDS = [(kind, make, field) for kind, make, fields in INPUTS for field in fields.split()]


def units(turn: int) -> Iterator[str]:
    """Every ``STEP``-th of the units, other ones at each turn."""
    yield from UNITS[turn % STEP :: STEP]


def value(unit: str, size: int) -> str:
    return unit * (size // len(unit)) + "x"


def records(data: bytes) -> list[Record]:
    return [one for one in read(io.BytesIO(data)) if isinstance(one, Record)]


@pytest.mark.parametrize(("kind", "make", "field"), FIELDS, ids=[f"{kind}-{field}" for kind, _, field in FIELDS])
def test_readers(kind: str, make: Make, field: str) -> None:
    turn = FIELDS.index((kind, make, field))
    slow = [unit for unit in units(turn) if not is_linear(lambda size: records(make(field, value(unit, size))), SIZE)]  # noqa: B023
    assert slow == []


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("field", [field for kind, _, field in FIELDS if kind == "csl"])
def test_writers(to: str, field: str) -> None:
    turn = [field for kind, _, field in FIELDS if kind == "csl"].index(field) + list(FORMATS).index(to)
    for unit in units(turn):
        found = {size: records(csl(field, value(unit, size))) for size in (SIZE, 8 * SIZE)}
        assert is_linear(lambda size: list(convert(found[size], to, Options(ascii_only=True))), SIZE), unit  # noqa: B023
