"""Hayagriva: YAML that a YAML reader reads back correctly, and that typst accepts for any record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bibstep.formats.reading import read
from bibstep.model import Date, Name, PageRange, Record, Rejected, Rich, Span
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options

GOLDEN = Path(__file__).parent / "data" / "golden"
SPECIAL = "a{b}$c$ \\d \\{ 100% #tag @x: [y] 'q' \"z\" & *star* - ~ | > ! null"


def written(*records: Record) -> dict[str, dict[str, Any]]:
    """Citation key -> record, as a YAML reader reads it."""
    entries: dict[str, dict[str, Any]] = yaml.safe_load(text(*records))
    return entries


def text(*records: Record) -> str:
    return "".join(convert(records, "hayagriva", Options(duplicates="keep")))


def entry(**values: Any) -> dict[str, Any]:
    """One entry, by default an article."""
    fields = {"type": "article-journal", "title": Rich.of("A title"), **values}
    (one,) = written(Record(**fields)).values()
    return one


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Date(2025, 6, 5), "2025-06-05"),
        (Date(2025, 6), "2025-06"),
        (Date(2025), "2025"),
        (Date(-44), "-0043"),
        (Date(1850, circa=True), "~1850"),
        (Date(2020, season=3), {"year": 2020, "season": 3}),
        (Date(-44, season=1), {"year": -43, "season": 1}),
        (Date(2020, season=1, circa=True), {"year": 2020, "season": 1, "approximate": True}),
        (Date(1988, end=Date(1992)), "1988"),
    ],
)
def test_dates(value: Date, expected: object) -> None:
    assert entry(issued=value)["date"] == expected


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({"issued": Date(0, literal="in press")}, "date: in press"),
        ({"issued": Date(1988, end=Date(1992))}, "date: 1988/1992"),
        ({"issued": Date(12345)}, "date: 12345"),
        ({"number_of_pages": "xii"}, "pages: xii"),
        ({"number_of_pages": "300 and more"}, "pages: 300 and more"),
        ({"url": "https://["}, "URL: https://["),
        ({"url": "https://1.2.3.999/"}, "URL: https://1.2.3.999/"),
        ({"url": "https://example.org:99999/"}, "URL: https://example.org:99999/"),
        ({"url": "https://xn--a.com/"}, "URL: https://xn--a.com/"),
        ({"accessed": Date(2021, 2, 3)}, "accessed: 2021-02-03"),
        ({"language": "x-klingon"}, "language: x-klingon"),
        ({"roles": (("host", (Name("Roe", "Jane"),)),)}, "host: Jane Roe"),
        ({"note": "As it is", "number_of_pages": "xii"}, "As it is; pages: xii"),
    ],
)
def test_values_that_typed_fields_do_not_accept_are_in_the_note(values: dict[str, Any], note: str) -> None:
    assert entry(**values)["note"] == note


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "en"), ("zh-Hans-CN", "zh-Hans-CN"), ("zh-cmn-Hans", "zh"), ("pt-BR", "pt-BR")]
)
def test_languages(language: str, expected: str) -> None:
    assert entry(language=language)["language"] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name("Roe", "Jane"), "Roe, Jane"),
        (Name("King", "Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name("Beethoven", "Ludwig", "van"), {"name": "Beethoven", "given-name": "Ludwig", "prefix": "van"}),
        (Name("de la Cruz", "Ana"), {"name": "de la Cruz", "given-name": "Ana"}),
        (Name(literal="World Health Organization"), "World Health Organization"),
        (Name(literal="Smith and Sons, Inc."), {"name": "Smith and Sons, Inc."}),
        (Name("Plato"), "Plato"),
    ],
)
def test_names(name: Name, expected: object) -> None:
    assert entry(author=(name,))["author"] == [expected]


def test_an_article_has_its_journal_as_parent_and_a_chapter_its_book() -> None:
    article = entry(container_title="Journal", container_title_short="J.", volume="7", issue="2")
    journal = {"type": "periodical", "title": {"value": "Journal", "short": "J."}, "volume": "7", "issue": "2"}
    assert article["parent"] == journal
    chapter = entry(type="chapter", container_title="Book", collection_title="Series", collection_number="12")
    series = {"type": "anthology", "title": "Series", "volume": "12"}
    assert chapter["parent"] == {"type": "book", "title": "Book", "parent": series}


def test_a_parent_without_a_title_is_removed() -> None:
    book = entry(type="book", volume="2", collection_title="Series", collection_number="12")
    assert book["volume"] == "2"
    assert book["parent"] == {"type": "anthology", "title": "Series", "volume": "12"}
    assert "parent" not in entry(volume="2")


def test_events_and_originals_are_parents_too() -> None:
    paper = entry(
        type="paper-conference",
        container_title="Proceedings",
        event_title="A conference",
        event_place="Oslo",
        original_date=Date(1901),
    )
    assert paper["parent"] == [
        {"type": "proceedings", "title": "Proceedings"},
        {"type": "conference", "title": "A conference", "location": "Oslo"},
        {"type": "original", "date": "1901"},
    ]


def test_protected_words_and_special_characters() -> None:
    assert entry(title=Rich.of("The role of DNA in mice"))["title"] == "The role of {DNA} in mice"
    assert entry(title=Rich.of("a{b}$c\\d"))["title"] == r"a\{b\}\$c\\d"
    math = Rich.join([Span("In "), Span("O(n^2)", ("math",)), Span(" time")])
    assert entry(title=math)["title"] == "In {O(n²)} time"
    assert entry(publisher="a}b")["publisher"] == {"name": r"a\}b"}
    # Identifiers and numbers are not formattable strings and have no escapes.
    assert entry(doi="10.1000/{a}$", volume="7")["serial-number"] == {"doi": "10.1000/{a}$"}


def test_yaml_reads_every_value_back() -> None:
    one = entry(abstract=SPECIAL, note="no", keyword=("lost",), edition="null", page=(PageRange("1", "9"),))
    assert one["note"] == "no"
    assert one["edition"] == "null"
    assert one["page-range"] == "1-9"
    assert one["abstract"].replace("\\", "") == SPECIAL.replace("\\", "")


RECORDS = [
    Record(
        kind,
        Rich.of(SPECIAL),
        title_short=SPECIAL,
        author=(Name(SPECIAL, SPECIAL), Name(literal=SPECIAL), Name("de la Cruz", "Ana", "van", "Jr.")),
        roles=(("director", (Name("Roe", "Jane"),)), (SPECIAL, (Name("Roe", "Jane"),))),
        container_title=container,
        container_title_short=SPECIAL,
        collection_title=SPECIAL,
        publisher=SPECIAL,
        event_place=SPECIAL,
        edition=SPECIAL,
        volume=volume,
        issue=SPECIAL,
        page=(PageRange(SPECIAL, SPECIAL), PageRange("e1", "")),
        number=SPECIAL,
        number_of_pages=volume,
        number_of_volumes=volume,
        issued=when,
        accessed=when,
        original_date=when,
        url=url,
        doi=f"10.1000/{SPECIAL}",
        language=language,
    )
    for kind in ("article-journal", "article", "book", "chapter", "thesis", "webpage", "dataset", "x")
    for container in ("", SPECIAL)
    for volume, when, url, language in [
        ("12", Date(2020, 2, 29), "https://example.org/a?b=c#d", "en"),
        ("xii, 300 p.", Date(0, literal=SPECIAL), f"https://example.org/{SPECIAL}", SPECIAL),
        ("99999999999", Date(12345, season=2), "https://xn--/", "zh-cmn"),
        ("", Date(-1, 1, end=Date(1)), "", ""),
    ]
]


def compiled(text: str, folder: Path, style: str = "apa") -> str:
    """The bibliography as typst's SVG; raises typst's error for a file that it refuses."""
    typst = pytest.importorskip("typst", reason="typst is not installed")
    (folder / "refs.yml").write_text(text, encoding="utf-8")
    source = f'#set page(height: auto)\n#bibliography("refs.yml", full: true, style: "{style}")\n'
    (folder / "main.typ").write_text(source, encoding="utf-8")
    pages: bytes = typst.compile(str(folder / "main.typ"), format="svg")
    return pages.decode()


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-author-date"])
def test_typst_compiles_all_golden_records(style: str, tmp_path: Path) -> None:
    records = [one for one in read(GOLDEN) if not isinstance(one, Rejected)]
    assert len(records) > 12
    assert "<svg" in compiled(text(*records), tmp_path, style)


def test_typst_compiles_any_record(tmp_path: Path) -> None:
    assert len(written(*RECORDS)) == len(RECORDS)
    assert "<svg" in compiled(text(*RECORDS), tmp_path)
