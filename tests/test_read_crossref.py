"""Works of the Crossref API as records."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bibstep.formats import any_json
from bibstep.formats.csl_json import crossref
from bibstep.input.json_objects import JsonObject
from bibstep.model import Date, Name, PageRange, Record, Rejected, Source


def work(**values: Any) -> Record:
    """A work with the values, ``_`` in the place of ``-``."""
    data = {name.replace("_", "-"): value for name, value in values.items()}
    found = crossref.record({"DOI": "10.1000/1", "type": "journal-article", **data}, JsonObject(1, {}), Source("f", 1))
    assert isinstance(found, Record)
    return found


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"title": ["A"], "subtitle": ["B", "C"]}, "title", "A: B: C"),
        ({"title": ["A?"], "subtitle": ["B"]}, "title", "A? B"),
        ({"title": ["A: b"], "subtitle": ["B"]}, "title", "A: b"),
        ({"title": [], "original-title": ["A"]}, "title", "A"),
        ({"title": ["A"]}, "doi", "10.1000/1"),
        ({"container-title": ["J", "K"]}, "container_title", "J"),
        ({"short-container-title": ["J. K."]}, "container_title_short", "J. K."),
        ({"URL": "http://dx.doi.org/10.1000/1"}, "url", ""),
        ({"URL": "https://example.org/x"}, "url", "https://example.org/x"),
        ({"issued": {"date-parts": [[2020, 6]]}}, "issued", Date(2020, 6)),
        ({"issued": {"date-parts": [[None]]}, "published-print": {"date-parts": [[2020]]}}, "issued", Date(2020)),
        ({"published-online": {"date-parts": [[2020]]}}, "issued", Date(2020)),
        ({"page": "1-9"}, "page", (PageRange("1", "9"),)),
        ({"article-number": "107639"}, "number", "107639"),
        ({"page": "e12", "article-number": "7"}, "page", (PageRange("e12"),)),
        ({"journal-issue": {"issue": "5"}}, "issue", "5"),
        ({"publisher-location": "Chichester, UK"}, "publisher_place", "Chichester, UK"),
        ({"event": {"name": "A Meeting", "location": "Rome"}}, "event_place", "Rome"),
        ({"institution": [{"name": "CSHL"}]}, "publisher", "CSHL"),
        ({"degree": ["PhD"]}, "genre", "PhD"),
        ({"ISBN": ["http://id.crossref.org/isbn/9780306406157"]}, "isbn", ("9780306406157",)),
        ({"ISSN": ["0028-0836", "1476-4687"]}, "issn", ("0028-0836", "1476-4687")),
        ({"subject": ["Oncology", "Oncology"]}, "keyword", ("Oncology",)),
        ({"abstract": "<jats:title>Abstract</jats:title><jats:p>We did.</jats:p>"}, "abstract", "We did."),
        (
            {"link": [{"URL": "https://example.org/a.pdf", "content-type": "application/pdf"}]},
            "pdf",
            "https://example.org/a.pdf",
        ),
        ({"link": [{"URL": "https://example.org/a.xml", "content-type": "text/xml"}]}, "pdf", ""),
        ({"author": [{"name": "WHO", "sequence": "first"}]}, "author", (Name(literal="WHO"),)),
        ({"author": [{"family": "Li", "given": "Na", "suffix": "Jr", "affiliation": []}]}, "author",
         (Name("Li", "Na", "", "Jr"),)),
        ({"chair": [{"family": "Li"}]}, "roles", (("chair", (Name("Li"),)),)),
        ({"original-title": ["B"], "title": ["A"]}, "custom", (("original-title", "B"),)),
        ({"group-title": "Biology"}, "custom", (("group-title", "Biology"),)),
        ({"reference": [{"key": "1"}], "license": [{}], "score": 1.0}, "custom", ()),
    ],
)  # fmt: skip
def test_values(values: dict[str, Any], field: str, expected: object) -> None:
    found = getattr(work(**values), field)
    assert (str(found) if field == "title" else found) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("journal-article", "article-journal"),
        ("book-chapter", "chapter"),
        ("proceedings-article", "paper-conference"),
        ("posted-content", "article"),
        ("monograph", "book"),
        ("edited-book", "book"),
        ("reference-entry", "entry-encyclopedia"),
        ("peer-review", "review"),
        ("dissertation", "thesis"),
        ("report", "report"),
        ("dataset", "dataset"),
        ("standard", "standard"),
        ("journal", "periodical"),
        ("other", "document"),
        ("component", "document"),
        ("article-journal", "article-journal"),
    ],
)
def test_types(kind: str, expected: str) -> None:
    assert work(title=["A"], type=kind).type == expected


def test_the_titles_of_a_book_and_of_its_series_are_told_apart() -> None:
    for book, series in [
        ("Advances of 2020", "Lecture Notes in Computer Science"),
        ("Advances of 2020", "SpringerBriefs in Biology"),
        ("Progress in Wells 2017", "Advances in Intelligent Systems"),
        ("Shared Custody", "European Studies of Population"),
        ("Wohnen im Alter", "Testdorfer Beiträge zur Gerontologie"),
        ("Triangulated Categories", "Test Symposia"),
        ("K-Theory", "EMS Series of Congress Reports"),
        ("Advances in Marine Biology Volume 60", "Advances in Marine Biology"),
    ]:
        for titles in ([book, series], [series, book]):
            record = work(type="book-chapter", container_title=titles)
            assert (record.container_title, record.collection_title, record.custom) == (book, series, ())
    record = work(title=["A"], type="book-chapter", container_title=["The Alkaloids: Chemistry", "Chemistry"])
    assert (record.container_title, record.collection_title, record.remarks) == ("The Alkaloids: Chemistry", "", ())
    record = work(type="book-chapter", container_title=["Dictionary of Biology", "Dye/Dictionary of Biology 2E"])
    assert (record.container_title, record.collection_title) == ("Dictionary of Biology", "")


def test_titles_have_their_markup() -> None:
    assert work(title=["On <i>E. coli</i> &amp; H<sub>2</sub>O"]).title.spans[1].styles == ("italic",)


ONLINE = {"date-parts": [[2020, 12, 8]]}
PRINTED = {"date-parts": [[2021, 1]]}


@pytest.mark.parametrize("where", [{"published_print": PRINTED}, {"journal_issue": {"published-print": PRINTED}}])
def test_an_article_in_an_issue_has_the_date_of_the_issue(where: dict[str, Any]) -> None:
    found = work(title=["A"], volume="12", issue="3", issued=ONLINE, published_online=ONLINE, **where)
    assert found.issued == Date(2021, 1)
    assert dict(found.custom) == {"available-date": "2020-12-08"}
    assert [remark.code for remark in found.remarks] == ["dates-disagree"]


@pytest.mark.parametrize(
    "values",
    [
        {"volume": "12", "published_print": PRINTED},
        {"volume": "12", "issue": "3", "published_print": {"date-parts": [[2020, 12]]}},
        {"volume": "12", "issue": "3", "published_print": {"date-parts": [[2020]]}},
        {"volume": "12", "issue": "3"},
    ],
)
def test_without_an_issue_of_another_date_the_first_date_stays(values: dict[str, Any]) -> None:
    found = work(title=["A"], issued=ONLINE, published_online=ONLINE, **values)
    assert (found.issued, found.custom, found.remarks) == (Date(2020, 12, 8), (), ())


@pytest.mark.parametrize(
    "titles", [["J Bone Res", "Journal of Bone Research"], ["Journal of Bone Research", "J. Bone Res."]]
)
def test_a_journal_in_short_beside_its_title(titles: list[str]) -> None:
    record = work(title=["A"], container_title=titles)
    assert (record.container_title, record.container_title_short) == (max(titles, key=len), min(titles, key=len))
    assert not record.remarks


@pytest.mark.parametrize(
    ("values", "container", "publisher", "custom"),
    [
        ({"type": "posted-content", "publisher": "CSHL"}, "bioRxiv", "CSHL", ()),
        ({"type": "posted-content"}, "", "bioRxiv", ()),
        ({"type": "report", "publisher": "OSTI"}, "", "bioRxiv", (("distributor", "OSTI"),)),
        ({"type": "dissertation", "publisher": "BioRxiv"}, "", "BioRxiv", ()),
        ({"type": "book", "publisher": "Wiley"}, "", "Wiley", ()),
    ],
)
def test_institutions(values: dict[str, Any], container: str, publisher: str, custom: object) -> None:
    record = work(title=["A"], institution=[{"name": "bioRxiv"}], **values)
    assert (record.container_title, record.publisher, record.custom) == (container, publisher, custom)


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"title": ["A"]}, "title", "A"),
        ({"published": {"date-parts": [[2020, 3]]}}, "issued", "2020-03"),
        ({"published-print": {"date-parts": [[2020, 3]]}, "DOI": "10.1000/1"}, "issued", "2020-03"),
        ({"container-title": ["J"], "type": "journal-article"}, "container_title", "J"),
        ({"short-container-title": ["J"], "DOI": "10.1000/1"}, "container_title_short", "J"),
        ({"author": [{"given": "Ann", "family": "Lee", "sequence": "first"}]}, "author", (Name("Lee", "Ann"),)),
    ],
)
def test_a_reply_with_few_fields(values: dict[str, Any], field: str, expected: object) -> None:
    reply = {"status": "ok", "message-type": "work", "message": {"DOI": "10.1000/1", **values}}
    (record,) = any_json.read(io.BytesIO(json.dumps(reply).encode()), "f")
    assert isinstance(record, Record)
    found = getattr(record, field)
    assert (str(found) if field in ("title", "issued") else found) == expected


@pytest.mark.parametrize("kind", ["journal-list", "member", "work-agency"])
def test_a_reply_without_works_is_rejected(kind: str) -> None:
    reply = {
        "status": "ok",
        "message-type": kind,
        "message": {"items": [{"title": "A journal", "ISSN": ["0028-0836"]}]},
    }
    (found,) = any_json.read(io.BytesIO(json.dumps(reply).encode()), "f")
    assert isinstance(found, Rejected)
    assert found.reason == f"this is Crossref's reply of the kind {kind!r}, which has no works ($)"
