"""Which records describe the same work: what a library already has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bibstep import Record, Source
from bibstep.model import Date, Name, PageRange
from bibstep.works.known import known_works
from bibstep.works.same import facts, same

LONG = Record(
    "article-journal",
    "Copper in the water of mountain lakes",
    author=(Name("Dorn", "Carl"),),
    container_title="Water Research Tests",
    issued=Date(2014),
    volume="12",
    page=(PageRange("101", "110"),),
)
SHORT = replace(LONG, title="Deep learning")
BARE: dict[str, Any] = {"container_title": "", "volume": "", "page": ()}
NOBODY: dict[str, Any] = {"author": ()}
PAGE = Record("webpage", "The maps project", url="https://maps.example.org/")


@pytest.mark.parametrize(
    ("record", "one", "other", "expected"),
    [
        (LONG, {}, {}, True),
        (LONG, {}, {"title": "Copper in the Water of <i>mountain</i> lakes."}, False),
        (LONG, {}, {"title": "COPPER: in the water of mountain lakes"}, True),
        # An identifier decides, the strongest first.
        (LONG, {"doi": "10.1/A"}, {"doi": "10.1/a", "title": "Another title", "volume": "9"}, True),
        (LONG, {"doi": "10.1/a"}, {"doi": "10.1/a", "title": "Another chapter", "page": (PageRange("5"),)}, False),
        (LONG, {"doi": "10.1/a"}, {"doi": "10.1/a", "title": "Another work", "author": (Name("Moll"),)}, False),
        (LONG, {"doi": "10.1/a_1"}, {"doi": "10.1/a%5C_1", "title": "Another title"}, True),
        (LONG, {"doi": "10.1/a"}, {"doi": "10.1/b"}, False),
        (LONG, {"doi": "10.1/a", "pmid": "1"}, {"doi": "10.1/b", "pmid": "1"}, False),
        (LONG, {"doi": "10.1/a"}, {"pmid": "1"}, True),
        # What contradicts.
        (LONG, {}, {"volume": "13"}, False),
        (LONG, {"volume": "012"}, {"volume": "Vol. 12"}, True),
        (LONG, {}, {"page": (PageRange("S14"),)}, False),
        (LONG, {}, {"page": (), "number": "e101"}, True),
        (LONG, {}, {"issued": Date(2015)}, False),
        (LONG, {}, {"author": (Name("Moll"),)}, False),
        (LONG, {}, {"author": (Name("von Dorn"),)}, True),
        (
            LONG,
            {"author": (Name("of Sciences", "National Academies"),)},
            {"author": (Name("National Academies of Sciences"),)},
            True,
        ),
        (LONG, {}, {"collection_title": "Water Research Tests", "container_title": ""}, True),
        (LONG, {}, {"container_title": "Abstracts of the Society", **NOBODY, "volume": "", "page": ()}, False),
        (LONG, {}, {"container_title": "Water Res. Tests", "volume": ""}, True),
        (LONG, {}, {"container_title": "WRT", "volume": ""}, True),
        (LONG, {}, {"container_title": "Abstracts of the Society"}, True),  # the volume and the page agree
        # What is missing.
        (LONG, BARE, {}, True),
        (LONG, NOBODY, {}, True),
        (LONG, NOBODY, BARE, False),
        (LONG, {"issued": None}, {}, True),
        (LONG, {"issued": None, **NOBODY}, {}, False),
        (LONG, {"issued": None, **NOBODY, **BARE}, {"issued": None, **NOBODY, **BARE}, True),
        # A short title.
        (SHORT, {}, {"container_title": "Water Res. Tests", "volume": "", "page": ()}, True),
        (SHORT, {}, {"issue": "4"}, True),
        (SHORT, {"issue": "3"}, {"issue": "4"}, False),
        (SHORT, {"title": ""}, {"title": "Water Research Tests", "container_title": ""}, True),  # as RIS is read
        (SHORT, {}, BARE, False),
        (SHORT, BARE, BARE, True),
        (SHORT, NOBODY, NOBODY, True),
        (SHORT, NOBODY, {}, True),
        (SHORT, {**BARE, "publisher": "A"}, {**BARE, "publisher": "B"}, False),
        (PAGE, {}, {"type": "document", "url": "http://maps.example.org"}, True),
        (PAGE, {}, {"url": "https://other.example.org/"}, False),
        (PAGE, {}, {"url": ""}, False),
        (PAGE, {"url": ""}, {"url": ""}, True),
    ],
)
def test_the_same_work(record: Record, one: dict[str, Any], other: dict[str, Any], expected: bool) -> None:
    first, second = facts(replace(record, **one)), facts(replace(record, **other))
    assert same(first, second) is expected
    assert same(second, first) is expected


def test_every_entry_of_a_library_is_known() -> None:
    records = [
        *[replace(SHORT, citation_key=key, source=Source("x.bib", 1)) for key in ("a", "b", "")],
        replace(SHORT, doi="10.1/a", title=""),
        replace(LONG, issued=None, author=()),
        Record("book", ""),
        *[Record("article", "Editorial", volume=str(number)) for number in range(500)],
    ]
    library = known_works(records)
    for record in records:
        assert library.held(record)
    assert [one.key for one in library.held(SHORT)] == ["a", "b", ""]
    assert library.keys_of(SHORT) == ["a", "b"]
    assert library.keys_of(replace(SHORT, citation_key="b")) == ["b"]
    assert str(library.held(SHORT)[2]) == "x.bib:1"
