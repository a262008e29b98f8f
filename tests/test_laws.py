"""The laws of lossless conversion: along any chain of BibTeX, biblatex, RIS and CSL-JSON a record stays the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibstep.formats.ris.apart import stated_in
from bibstep.model import OTHERS, Date, Name, PageRange, Record, Rich, Span

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

from roundtrips import FORMS, chained, passed

ROE = Name("Roe", "Jane")
RICH = Rich((Span("Growth of "), Span("E. coli", ("italic",)), Span(" in H"), Span("2", ("sub",)), Span("O")))
RECORDS = [
    Record("article-journal", RICH, author=(ROE, OTHERS), container_title="A Journal", pdf="https://a.example/1.pdf"),
    Record("book", "A book", author=(ROE,), container_title="A Series", isbn=("9780306406157",), issued=Date(2001)),
    Record("report", "A report", author=(ROE,), number="7", issue="3", custom=(("owner", "jr"), ("status", "draft"))),
    Record("review", "A review", author=(ROE,), container_title="A Journal", event_place="Bonn"),
    Record("webpage", "A page", author=(ROE,), url="ftp://ftp.example.org/pub/", accessed=Date(2021, 2, 3)),
    Record("dataset", "A set", author=(ROE,), container_title="http://isrctn.com/", doi="10.1000/182"),
    Record("paper-conference", "A talk", author=(ROE,), event_title="A Meeting", original_date=Date(1999)),
    Record("article-journal", "", author=(ROE,), container_title="A Journal", page=(PageRange("3", "31"),)),
    Record("chapter", "A part", author=(Name("Aristotle"),), container_title="A Book", chapter_number="2"),
    Record("article-journal", "By link", author=(ROE,), note="https://example.org/1 (accessed today)"),
    Record("book", "A second book", author=(Name("Broeck", "C.", "Van den"),), custom=(("ris-C3", "A 1"),)),
]


def test_records_stay_the_same_along_every_chain() -> None:
    for chain, count, same, fields in chained(RECORDS):
        assert (chain, same, dict(fields)) == (chain, count, {})


@given(
    st.builds(
        Record,
        st.sampled_from(["article-journal", "review", "book", "chapter", "report", "thesis", "map", "entry"]),
        st.sampled_from([RICH, Rich.of("A <b> title & more"), Rich.of("A title")]),
        author=st.sampled_from([(), (ROE,), (ROE, OTHERS), (Name(literal="Roe, Jr"),), (Name("do Carmo", "J.-D."),)]),
        container_title=st.sampled_from(["", "A Journal"]),
        collection_title=st.sampled_from(["", "A Series"]),
        event_title=st.sampled_from(["", "A Meeting", "A Journal"]),
        edition=st.sampled_from(["", "2"]),
        version=st.sampled_from(["", "1.0"]),
        page=st.sampled_from([(), (PageRange("5"),), (PageRange("1", "9"),), (PageRange("C3", "31"),)]),
        number_of_pages=st.sampled_from(["", "120"]),
        custom=st.sampled_from([(), (("owner", "x"),), (("a", "2"), ("z", "1"))]),
    )
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_ris_gives_back_what_it_has_no_tag_for(record: Record) -> None:
    (found,) = passed([record], "ris")
    for name in ("type", "title", "author", "container_title", "collection_title", "event_title", "page", "custom"):
        assert getattr(found, name) == getattr(record, name), name
    for name in ("edition", "version", "number_of_pages"):
        assert getattr(found, name) == getattr(record, name), name


@pytest.mark.parametrize("form", FORMS)
def test_writing_again_changes_nothing(form: str) -> None:
    once = passed(RECORDS, form)
    assert passed(once, form) == once


@given(st.text() | st.sampled_from(['{"title": 1}', '{"page": [[]]}', '{"x": "y"}', '{"custom": []}', "{" * 9999]))
def test_what_is_not_ours_in_u5_is_no_field(text: str) -> None:
    assert stated_in(text) == {}
