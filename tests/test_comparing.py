"""Comparing two records: a difference is reported unless one of the formats cannot express the value."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement
from typing import Any

import pytest

from bibstep.compare.projection import common_type, projected
from bibstep.compare.records import Difference, differences, shown
from bibstep.formats import FORMATS
from bibstep.formats.limits import NO_LIMITS, Limits, without
from bibstep.formats.template import renderer
from bibstep.model import FIELDS, Date, Metrics, Name, PageRange, Record, Rich, Span

PAIRS = list(combinations_with_replacement(("", *FORMATS), 2))
PAPER = Record(
    "article-journal",
    Rich.of("Of cells and more cells"),
    author=(Name("Roe", "Jane"),),
    container_title="Cell",
    volume="39",
    issue="1",
    page=(PageRange("1", "9"),),
    issued=Date(2020, 5, 17),
    doi="10.1000/a",
)


def limits(form: str) -> Limits:
    return FORMATS[form].limits if form else NO_LIMITS


def found(a: Record, b: Record, form_a: str, form_b: str) -> list[str]:
    return [one.field for one in differences(a, b, form_a, form_b)]


def test_a_difference_has_the_field_and_both_values() -> None:
    told = list(differences(PAPER, replace(PAPER, volume="36"), "bibtex", "ris", "roe2020cells"))
    assert told == [Difference("roe2020cells", "volume", "39", "36")]


@pytest.mark.parametrize(("form_a", "form_b"), PAIRS)
def test_a_record_agrees_with_itself_and_with_what_each_format_gives_back(form_a: str, form_b: str) -> None:
    assert found(PAPER, PAPER, form_a, form_b) == []
    assert found(projected(PAPER, [limits(form_a)]), projected(PAPER, [limits(form_b)]), form_a, form_b) == []


#: Field -> two different values; for every other field they are "1" and "2".
VALUES: dict[str, tuple[Any, Any]] = {
    "type": ("article-journal", "book"),
    "title": (Rich.of("One title"), Rich.of("Another title")),
    **dict.fromkeys(("author", "editor", "translator"), ((Name("Roe", "Jane"),), (Name("Roe", "Jan"),))),
    "roles": ((("collection-editor", (Name("Roe", "Jane"),)),), (("collection-editor", (Name("Doe", "John"),)),)),
    "custom": ((("call-number", "A 1"),), (("call-number", "A 2"),)),
    "issued": (Date(2001, 2, 3), Date(2001, 2, 4)),
    "original_date": (Date(1901), Date(1902)),
    "accessed": (Date(2021, 2, 3), Date(2021, 2, 4)),
    "page": ((PageRange("1", "9"),), (PageRange("1", "19"),)),
    "keyword": (("one", "two"), ("one", "three")),
    "aliases": (("Roe2019",), ("Roe2020",)),
    "language": ("en", "de"),
    "doi": ("10.1000/1", "10.1000/2"),
    "url": ("https://example.org/1", "https://example.org/2"),
    "issn": (("1234-5679",), ("0028-0836",)),
    "isbn": (("9780306406157",), ("9780596520687",)),
}
COMPARED = [name for name in FIELDS if name not in ("metrics", "translation")]
#: Types differ in the fields that they can express: an article's number, a book's.
BASES = [Record(type_, Rich.of("Title")) for type_ in ("article-journal", "book", "report", "chapter", "software")]
BASES.append(Record("paper-conference", Rich.of("Title"), container_title="Proceedings"))


@pytest.mark.parametrize("field", COMPARED)
@pytest.mark.parametrize(("form_a", "form_b"), PAIRS)
def test_a_field_is_compared_unless_one_of_the_formats_cannot_express_it(form_a: str, form_b: str, field: str) -> None:
    one, other = VALUES.get(field, ("1", "2"))
    unsaid = {name for form in (form_a, form_b) if form for name in FORMATS[form].limits.unsaid}
    pairs = [(replace(base, **{field: one}), replace(base, **{field: other})) for base in BASES]
    assert any(found(a, b, form_a, form_b) for a, b in pairs) is (field not in unsaid)
    empty = [(replace(base, **{field: one}), base) for base in BASES]
    if field != "type":
        assert any(found(a, b, form_a, form_b) for a, b in empty) is (field not in unsaid)


@pytest.mark.parametrize("field", COMPARED)
@pytest.mark.parametrize("form", FORMATS)
def test_a_value_that_a_format_writes_in_another_form_is_compared(form: str, field: str) -> None:
    one, other = VALUES.get(field, ("1", "2"))
    render = renderer(FORMATS[form])
    for base in BASES:
        a, b = replace(base, **{field: one}), replace(base, **{field: other})
        if found(a, b, form, form):
            assert render(a) != render(b)


@pytest.mark.parametrize(
    ("changes_a", "changes_b", "form_a", "form_b"),
    [
        # Types: both words can stand for one type, a preprint.
        ({"type": "document"}, {"type": "article"}, "bibtex", "ris"),
        ({"type": "dataset"}, {"type": "document"}, "biblatex", "bibtex"),
        # Names: a particle is part of the family name; a name without a given name may be literal.
        (
            {"author": (Name("Berg", "Anna", "van den", "Jr."),)},
            {"author": (Name("van den Berg", "Anna", "", "Jr."),)},
            "bibtex",
            "ris",
        ),
        ({"author": (Name(literal="The Group"),)}, {"author": (Name("The Group"),)}, "csl-json", "bibtex"),
        # Titles: RIS has no markup, CSL no math, a .bib file braces of its own.
        (
            {"title": Rich((Span("CO"), Span("2", ("sub",))))},
            {"title": Rich.of("CO2")},
            "csl-json",
            "ris",
        ),
        ({"title": Rich((Span("n^2", ("math",)),))}, {"title": Rich.of("n²")}, "bibtex", "ris"),
        ({"title": Rich((Span("n"), Span("2", ("sup",))))}, {"title": Rich.of("n²")}, "csl-json", "ris"),
        (
            {"title": Rich((Span("n^2", ("math",)),))},
            {"title": Rich((Span("n"), Span("2", ("sup",))))},
            "biblatex",
            "csl-json",
        ),
        ({"title": Rich((Span("DNA", ("nocase",)), Span("s")))}, {"title": Rich.of("DNAs")}, "csl-json", "bibtex"),
        # Dates: in CSL a doubt is about all of a range; RIS cannot express a date of access in words.
        (
            {"issued": Date(1850, end=Date(1860, circa=True))},
            {"issued": Date(1850, circa=True, end=Date(1860))},
            "biblatex",
            "csl-json",
        ),
        ({"accessed": Date(0, literal="lately")}, {}, "bibtex", "ris"),
        # Fields that share one place.
        (
            {"type": "book", "container_title": "Notes"},
            {"type": "book", "collection_title": "Notes"},
            "csl-json",
            "bibtex",
        ),
        ({"page": (), "number": "e1"}, {"page": (PageRange("e1"),), "number": "e1"}, "bibtex", "csl-json"),
        ({"issue": "1", "collection_number": "7"}, {"issue": "1"}, "csl-json", "bibtex"),
        (
            {"type": "book", "page": (), "number_of_pages": "350"},
            {"type": "book", "page": (PageRange("350"),)},
            "csl-json",
            "ris",
        ),
        ({"page": (PageRange("1-9"),)}, {}, "ris", "bibtex"),
        ({"type": "article", "arxiv": "2001.1", "number": "arXiv:2001.1"}, {"type": "article", "arxiv": "2001.1"})
        + ("csl-json", "bibtex"),
        ({"arxiv": "2001.00001", "url": "https://arxiv.org/abs/2001.00001"}, {"arxiv": "2001.00001"}, "ris", "bibtex"),
        # Values that may be spelled differently.
        ({"doi": "10.1000/A"}, {}, "bibtex", "ris"),
        ({"url": "https://example.org/a%7Db"}, {"url": "https://example.org/a}b"}, "bibtex", "ris"),
        ({"keyword": ("a, b", "c")}, {"keyword": ("a", "b", "c")}, "ris", "bibtex"),
        ({"isbn": ("978-0-306-40615-7",)}, {"isbn": ("9780306406157",)}, "ris", "bibtex"),
        ({"language": "en"}, {"language": "en-US"}, "biblatex", "ris"),
        ({"language": "la"}, {}, "csl-json", "biblatex"),
        # All notes are lines of one note.
        (
            {"note": "Seen", "metrics": Metrics("1.5")},
            {"note": "Seen", "custom": (("annote", "Journal metrics: IF 1.5"),)},
            "",
            "bibtex",
        ),
    ],
)
def test_records_that_agree_though_they_are_not_equal(
    changes_a: dict[str, Any], changes_b: dict[str, Any], form_a: str, form_b: str
) -> None:
    a, b = replace(PAPER, **changes_a), replace(PAPER, **changes_b)
    assert found(a, b, form_a, form_b) == []
    assert found(b, a, form_b, form_a) == []


@pytest.mark.parametrize(
    ("changes_a", "changes_b", "form_a", "form_b", "field"),
    [
        ({"type": "book"}, {"type": "article-journal"}, "bibtex", "ris", "type"),
        ({"title": Rich((Span("CO"), Span("2", ("sub",))))}, {"title": Rich.of("CO2")}, "bibtex", "csl-json", "title"),
        ({"title": Rich((Span("n^2", ("math",)),))}, {"title": Rich.of("n³")}, "bibtex", "ris", "title"),
        ({"author": (Name("Roe", "Jane"),)}, {"author": (Name("Jane", "Roe"),)}, "bibtex", "ris", "author"),
        ({"author": (Name("Roe", "Jane"),)}, {"author": ()}, "bibtex", "ris", "author"),
        ({"issued": Date(2020, 5)}, {"issued": Date(2020)}, "bibtex", "ris", "issued"),
        ({"issued": None}, {"issued": Date(2020)}, "bibtex", "ris", "issued"),
        ({"url": "https://example.org/%41"}, {"url": "https://example.org/%42"}, "bibtex", "ris", "url"),
        ({"issue": "", "collection_number": "7"}, {"issue": ""}, "csl-json", "bibtex", "issue"),
    ],
)
def test_records_that_differ(
    changes_a: dict[str, Any], changes_b: dict[str, Any], form_a: str, form_b: str, field: str
) -> None:
    a, b = replace(PAPER, **changes_a), replace(PAPER, **changes_b)
    assert found(a, b, form_a, form_b) == [field]
    assert found(b, a, form_b, form_a) == [field]


def test_a_type_in_common() -> None:
    bibtex, ris = limits("bibtex"), limits("ris")
    assert common_type(replace(PAPER, type="document"), bibtex, replace(PAPER, type="article"), ris) == "article"
    assert common_type(replace(PAPER, type="book"), bibtex, PAPER, ris) == ""
    assert common_type(replace(PAPER, type="book"), NO_LIMITS, PAPER, NO_LIMITS) == ""


def test_fields_can_be_left_out() -> None:
    assert without(PAPER, ["volume", "issue", "note"]) == replace(PAPER, volume="", issue="")
    assert without(PAPER, []) is PAPER


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("short", "", "short"),
        ("x" * 30, "", "x" * 19 + "…"),
        ("x" * 15 + "y" + "z" * 30, "x" * 15 + "w", "…xxxxxxxxxxyzzzzzzz…"),
        ("a\x1b[31mb", "", "a�[31mb"),
    ],
)
def test_a_long_value_is_cut_around_the_difference(text: str, other: str, expected: str) -> None:
    assert shown(text, other, 20) == expected
