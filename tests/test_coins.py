"""COinS: every field is read back, by the rules of Zotero's reader and by a simple one."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.formats.html import coins
from bibstep.formats.reading import read
from bibstep.model import Date, Name, PageRange, Record, Rejected, Rich, Span
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options

DATA = Path(__file__).parent / "data"
TYPES: list[str] = json.loads((DATA / "csl-data.json").read_text(encoding="utf-8"))["items"]["properties"]["type"][
    "enum"
]
SPECIAL = "a&b=c; 100% 5+5 \"q\" 'r' <b>x</b> é 深 #?/ %41"


class Spans(HTMLParser):
    """The titles of all spans of the class, unescaped as in a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "span" and said.get("class") == "Z3988":
            self.titles.append(said["title"] or "")


def page(*records: Record) -> str:
    return "".join(convert(records, "html", Options(duplicates="keep")))


def context_objects(text: str) -> list[list[tuple[str, str]]]:
    """The pairs of each span in order. Zotero fails at a part without ``=``, or with two."""
    spans = Spans()
    spans.feed(text)
    found = []
    for title in spans.titles:
        parts = [part.split("=") for part in title.split("&")]
        assert all(len(part) == 2 for part in parts), title
        found.append([(key, unquote(value, errors="strict")) for key, value in parts])
    return found


def pairs(**fields: Any) -> list[tuple[str, str]]:
    (one,) = context_objects(page(Record(**{"type": "article-journal", "title": Rich.of("A title"), **fields})))
    return one


FULL: dict[str, Any] = {
    "title": Rich.of(SPECIAL),
    "author": (Name("Roe", "Jane"), Name(literal=SPECIAL)),
    "container_title": "Container",
    "container_title_short": "Cont.",
    "collection_title": "Series",
    "publisher": "Publisher",
    "publisher_place": "Place",
    "genre": "PhD thesis",
    "edition": "2",
    "volume": "3",
    "issue": "4",
    "page": (PageRange("5", "9"),),
    "number_of_pages": "300",
    "issued": Date(2025, 6, 5),
    "abstract": SPECIAL,
    "keyword": (SPECIAL, "two"),
    "language": "en",
    "doi": "10.1000/a&b=c%41",
    "url": "https://example.org/?a=b&c=%20d",
    "issn": ("1234-5679", "0028-0836"),
    "isbn": ("9780306406157",),
}


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_writes_every_field(type_: str) -> None:
    said = pairs(type=type_, **FULL)
    keys = [key for key, _ in said]
    kind = coins.kind(type_)
    assert ("rft_val_fmt", coins.metadata_format(kind)) in said
    title = {"article": "rft.atitle", "bookitem": "rft.atitle", "proceeding": "rft.atitle", "dc": "rft.title"}
    assert (title.get(kind, "rft.btitle"), SPECIAL) in said
    container = {"article": "rft.jtitle", "bookitem": "rft.btitle", "proceeding": "rft.btitle", "dc": "rft.source"}
    assert kind in ("book", "report") or (container[kind], "Container") in said
    for pair in [
        ("rft.series", "Series"),
        ("rft.aulast", "Roe"),
        ("rft.aufirst", "Jane"),
        ("rft.aulast", SPECIAL),
        ("rft.date", "2025-06-05"),
        ("rft.volume", "3"),
        ("rft.issue", "4"),
        ("rft.pages", "5-9"),
        ("rft.tpages", "300"),
        ("rft.issn", "1234-5679"),
        ("rft.isbn", "9780306406157"),
        ("rft.publisher", "Publisher"),
        ("rft.place", "Place"),
        ("rft.edition", "2"),
        ("rft.description", SPECIAL),
        ("rft.language", "en"),
        ("rft.subject", SPECIAL),
        ("rft.subject", "two"),
        ("rft_id", "info:doi/10.1000/a&b=c%41"),
        ("rft_id", "https://example.org/?a=b&c=%20d"),
    ]:
        assert pair in said or (pair[0] == "rft.series" and kind not in ("book", "report"))
    # Keys that Zotero ignores after the type, or would overwrite.
    assert not ("rft.title" in keys and "rft.atitle" in keys)
    if "rft.type" in keys:
        assert set(keys[keys.index("rft.type") + 1 :]) <= {"rft.degree"}
    assert ("rft.genre" in keys) is (kind != "dc")
    assert "rft.au" not in keys


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([Name("Beethoven", "Ludwig", "van")], [("van Beethoven", "Ludwig")]),
        ([Name("King", "Martin", suffix="Jr.")], [("King", "Martin, Jr.")]),
        ([Name("Wang", "Yu"), Name("Wang", "Y")], [("Wang", "Yu"), ("Wang", "Y  ")]),
        ([Name("Wang", "Y"), Name("Wang", "Yu")], [("Wang", "Y"), ("Wang", "Yu")]),
        ([Name("Wang", "Y"), Name("Wang", "Y"), Name("Wang", "Y")], [("Wang", "Y"), ("Wang", "Y "), ("Wang", "Y  ")]),
        ([Name("Plato", "A"), Name("Plato")], [("Plato", "A"), ("Plato", "  ")]),
        ([Name(literal="WHO"), Name("Lee", "Bo")], [("WHO", ""), ("Lee", "Bo")]),
        ([Name(given="Cher")], [("Cher", "")]),
    ],
)
def test_authors(names: list[Name], expected: list[tuple[str, str]]) -> None:
    assert authors(pairs(author=tuple(names))) == expected


def authors(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Family and given names by Zotero's rule: each family name begins a new author."""
    found: list[tuple[str, str]] = []
    for key, value in said:
        if key == "rft.aulast":
            found.append((value, ""))
        elif key == "rft.aufirst":
            found[-1] = (found[-1][0], value)
    return found


@given(
    st.lists(
        st.tuples(st.sampled_from(["Wang", "Li"]), st.sampled_from(["", "Y", "Yu", "Yu X", "𝒴"])).map(
            lambda parts: Name(*parts)
        ),
        max_size=6,
    )
)
def test_no_author_hides_another(names: list[Name]) -> None:
    said = coins.people(names)
    people = authors(said)
    assert [(family, given.strip()) for family, given in people] == [(name.family, name.given) for name in names]
    # Zotero drops an author whose given name is the beginning of an earlier one's, and fails at an empty one.
    for number, (family, given_name) in enumerate(people):
        for other, earlier in people[:number]:
            assert not (other == family and earlier and earlier.startswith(given_name))


def test_titles_keep_the_tags_that_zotero_shows() -> None:
    title = Rich.join(
        [Span("E. coli", ("italic",)), Span(" H"), Span("2", ("sub",)), Span(" "), Span("x^2", ("math",))]
    )
    assert ("rft.atitle", "<i>E. coli</i> H<sub>2</sub> x<sup>2</sup>") in pairs(title=title)


def test_a_plain_reader_reads_the_golden_records_back() -> None:
    parser = pytest.importorskip("coins_parser", reason="coins-parser is not installed")
    records = [one for one in read(DATA / "golden") if isinstance(one, Record) and not isinstance(one, Rejected)]
    text = page(*records)
    assert [list(map(tuple, one)) for one in parser.CoinsParser.parse(text)] == context_objects(text)
    assert len(context_objects(text)) == len(records)
