"""Faults planted into written files: --verify and check find each of them, in many records.

A run has some hundred records; ``BIBSTEP_RECORDS=1000000`` asks for more.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bibstep import Options, Record, check, convert, read
from bibstep.compare import read_back
from bibstep.formats import reader_of

RECORDS = int(os.environ.get("BIBSTEP_RECORDS", "900"))
#: A fault in so many records, but three kinds of faults in each run at least.
EVERY = min(100_000, RECORDS // 3)
WORDS = "cells of bone blood liver growth in mice and rats under stress with age".split()


def source() -> Iterator[bytes]:
    """An aggregator's records; the same at each call."""
    chance = random.Random(7)
    for number in range(RECORDS):
        yield (
            json.dumps(
                {
                    "title": f"{' '.join(chance.choices(WORDS, k=6))} {number}",
                    "authors": ", ".join([f"Ann{chance.choice('abc')} Lee{chance.randrange(99)}" for _ in range(3)]),
                    "doi": f"10.1000/{number}",
                    "journal": {"name": "Journal of Tests", "volume": f"{chance.randrange(1, 90)} 3", "pages": "7-19"},
                    "publicationDate": "2020-05-17",
                }
            ).encode()
            + b"\n"
        )


def entries(text: str, form: str) -> list[str]:
    """A file's entries, each with all that is between it and the next one."""
    start = {"bibtex": r"^@", "biblatex": r"^@", "ris": r"^TY  - ", "csl-json": r"^  \{$"}[form]
    places = [match.start() for match in re.finditer(start, text, re.MULTILINE)]
    return [text[a:b] for a, b in zip(places, [*places[1:], len(text)], strict=True)]


def wrong_digit(entry: str) -> str:
    return re.sub(r"10\.1000/(\d+)", lambda match: f"10.1000/{match[1]}1", entry)


def wrong_name(entry: str) -> str:
    return entry.replace("Lee", "Lea", 1)


def missing(entry: str) -> str:
    return ""


FAULTS: list[Callable[[str], str]] = [wrong_digit, wrong_name, missing]


def planted(text: str, form: str) -> tuple[str, list[int]]:
    """The text with faults, and the numbers of the records that have one."""
    found = entries(text, form)
    head = text[: text.index(found[0])]
    # None of them is the last one, whose end is that of the file.
    places = [EVERY // 2 + EVERY * number for number in range(RECORDS // EVERY)]
    for number, place in enumerate(places):
        before = found[place]
        found[place] = FAULTS[number % 3](before)
        assert found[place] != before
    return head + "".join(found), places


@pytest.fixture(name="records", scope="module")
def _records() -> list[Record]:
    return [one for one in read(io.BytesIO(b"".join(source()))) if isinstance(one, Record)]


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris", "csl-json"])
def test_verify_and_check_find_every_fault(form: str, records: list[Record], tmp_path: Path) -> None:
    assert len(records) == RECORDS
    text = "".join(convert(records, form, Options(duplicates="keep")))
    changed, places = planted(text, form)
    reader = reader_of(form)
    assert reader
    assert list(read_back.verify(reader.read(io.BytesIO(text.encode()), "good"), records, form)) == []
    # A missing record shifts those after it, so each fault is looked for from its own place on.
    found = [one for one in reader.read(io.BytesIO(changed.encode()), "bad") if isinstance(one, Record)]
    gone = 0
    for number, place in enumerate(places):
        here = next(read_back.verify(found[place - gone :], records[place:], form))
        assert here.field == ("doi", "author", "doi")[number % 3] or number % 3 == 2
        gone += number % 3 == 2
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_text(text, encoding="utf-8", newline="")
    bad.write_text(changed, encoding="utf-8", newline="")
    disagreements = check(good, bad).disagreements
    assert [one.field for one in disagreements].count("doi") == len(places[0::3])
    assert [one.field for one in disagreements].count("author") == len(places[1::3])
    assert [one.field for one in disagreements].count("record") == len(places[2::3])
    assert len(disagreements) == len(places)
