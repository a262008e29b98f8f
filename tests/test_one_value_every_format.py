"""One value, every format: dates, pages, volumes and issues are read back from each file as they were written to it."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from bibstep.formats import READERS
from bibstep.model import Date, PageRange, Record, Rich
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from bibstep.values import pages, volumes
from test_dates import every_date
from test_roundtrip import steady

#: What is written -> the reader of it.
FORMATS = {
    "bibtex": "bibtex",
    "biblatex": "bibtex",
    "ris": "ris",
    "endnote": "endnote",
    "hayagriva": "hayagriva",
    "csl-json": "csl-json",
}
PAPER = Record("article-journal", Rich.of("A title"), container_title="A Journal", citation_key="k")


def back(record: Record, form: str) -> Record:
    text = "".join(convert([record], form, Options(duplicates="keep")))
    (found,) = READERS[FORMATS[form]].read(io.BytesIO(text.encode()), "refs")
    assert isinstance(found, Record), found
    return found


literals = st.sampled_from(["in press", "forthcoming", "13th century", "submitted"]).map(
    lambda text: Date(0, literal=text)
)


@pytest.mark.parametrize("form", FORMATS)
@steady
@given(every_date | literals)
def test_dates(form: str, date: Date) -> None:
    if form == "csl-json" and date.end and date.end.circa:  # it has one mark of doubt for both ends
        date = replace(date, circa=True, end=replace(date.end, circa=False))
    found = back(replace(PAPER, issued=date), form)
    assert (found.issued, found.remarks, found.custom) == (date, (), ())


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "csl-json"])
@steady
@given(every_date)
def test_dates_of_the_original(form: str, date: Date) -> None:
    if form == "csl-json" and date.end and date.end.circa:
        date = replace(date, circa=True, end=replace(date.end, circa=False))
    assert back(replace(PAPER, original_date=date), form).original_date == date


@pytest.mark.parametrize("form", FORMATS)
@steady
@given(every_date)
def test_dates_of_access(form: str, date: Date) -> None:
    if form == "csl-json" and date.end and date.end.circa:
        date = replace(date, circa=True, end=replace(date.end, circa=False))
    assert back(replace(PAPER, accessed=date), form).accessed == date


page_texts = st.one_of(
    st.sampled_from(
        """2098-2112.e4 145-154.e1-3 733.e1-733.e7 e941209-1-e941209-4 127861S-127861S-12 S12-S20 xii-xx I-VI 1-12,12a
        286:1-286:12 3-1-3-22 045602 e0123456 ENEURO.0012-20.2020 S1535-6108(25)00212-0 12-18+30 2457-71 20-8 IFC
        2.1.1-2.1.10 535-525 5+""".split()
    ),
    st.tuples(st.integers(1, 99999), st.integers(0, 999)).map(lambda said: f"{said[0]}-{said[0] + said[1]}"),
    st.from_regex(
        r"[A-Za-z]{0,2}[1-9][0-9]{0,3}(\.e[1-9])?([-][A-Za-z]{0,2}[1-9][0-9]{0,3}(\.e[1-9])?)?", fullmatch=True
    ),
)


@pytest.mark.parametrize("form", FORMATS)
@steady
@given(page_texts)
def test_pages(form: str, text: str) -> None:
    (page, number, _), _ = pages.parse(text)
    found = back(replace(PAPER, page=page, number=number), form)
    # Pages within an article ("e941209-1" to "e941209-4") say its number, too.
    assert (found.page, found.number) == (page, number)


@pytest.mark.parametrize("number", ["045602", "e123", "12", "ENEURO.0012-20.2020"])
def test_an_article_number_stands_once_in_biblatex(number: str) -> None:
    text = "".join(convert([replace(PAPER, number=number)], "biblatex"))
    assert f"eid = {{{number}}}" in text
    assert "pages =" not in text
    text = "".join(convert([replace(PAPER, number=number, page=(PageRange("1", "9"),))], "biblatex"))
    assert "pages = {1--9}" in text


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("endnote", "hayagriva")])
def test_other_keys(form: str) -> None:
    found = back(replace(PAPER, aliases=("old_2019", "DBLP:x/Y20"), custom=(("ids", "mine"),)), form)
    assert (found.aliases, found.custom, found.remarks) == (("old_2019", "DBLP:x/Y20"), (("ids", "mine"),), ())


@pytest.mark.parametrize("form", FORMATS)
def test_pages_that_go_on_in_ris(form: str) -> None:
    for lines in ("SP  - 347|+", "SP  - 347\nEP  - +", "SP  - 347-+", "SP  - 347|\nEP  - +"):
        (record,) = READERS["ris"].read(io.BytesIO(f"TY  - JOUR\nTI  - A\n{lines}\nER  - \n".encode()), "refs")
        assert isinstance(record, Record)
        assert (record.page, record.remarks) == ((PageRange("347+"),), ())
        assert back(record, form).page == record.page


@pytest.mark.parametrize(
    ("fields", "entry"),
    [
        ({"page": (PageRange("1", "9"),)}, "inbook"),
        ({"chapter_number": "3", "collection_number": "4"}, "inbook"),
        ({"page": (PageRange("1", "9"),), "container_title": "A book"}, "incollection"),
        ({}, "incollection"),
        ({"type": "entry-dictionary", "page": (PageRange("1"),)}, "inbook"),
    ],
)
def test_a_part_of_a_book_without_the_title_of_the_book_is_inbook(fields: dict[str, Any], entry: str) -> None:
    record = Record(**{"type": "chapter", "title": "One", "citation_key": "k", **fields})
    assert "".join(convert([record], "bibtex")).startswith(f"@{entry}{{k,")
    assert replace(back(record, "bibtex"), source=record.source) == record


volume_texts = st.sampled_from(
    [
        "318 pt 2",
        "75 Pt 3",
        "21 Suppl 1",
        "58, Supplement 1",
        "39 1",
        "28 2-3",
        "LIX 2",
        "12A",
        "A 318",
        "PP",
        "1998/99",
    ]
) | st.from_regex(r"[1-9][0-9]{0,2}( [1-9](-[1-9])?| Suppl [1-9]| \([1-9]\))?", fullmatch=True)


@pytest.mark.parametrize("form", FORMATS)
@steady
@given(volume_texts, st.sampled_from(["", "3", "No. 3", "Suppl 1", "1-2", "null"]))
def test_volumes_and_issues(form: str, volume: str, issue: str) -> None:
    (volume, issue, arxiv), _ = volumes.in_fields(volume, issue, "", "article-journal")
    found = back(replace(PAPER, volume=volume, issue=issue, arxiv=arxiv), form)
    assert (found.volume, found.issue, found.arxiv) == (volume, issue, arxiv)
