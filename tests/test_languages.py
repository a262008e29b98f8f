"""Languages are known by the same names in every format, and babel's names lead back to their tags."""

from __future__ import annotations

import io

import pytest

from bibstep.formats import READERS
from bibstep.model import Record
from bibstep.pipeline.convert import convert
from bibstep.values.languages import BABEL_NAMES, TAGS, babel_tag, tag


@pytest.mark.parametrize(
    ("name", "expected"),
    [("English", "en"), ("FRE", "fr"), ("français", "fr"), ("Slovene", "sl"), ("中文", "zh"), ("brazilian", "pt-BR")],
)
@pytest.mark.parametrize(
    ("reader", "text"),
    [
        ("bibtex", "@book{{k, title = {{T}}, language = {{{}}}}}"),
        ("ris", "TY  - BOOK\nTI  - T\nLA  - {}\nER  - \n"),
        ("csl-json", '{{"type": "book", "title": "T", "language": "{}"}}'),
        ("crossref", '{{"type": "book", "title": ["T"], "DOI": "10.1000/1", "language": "{}"}}'),
    ],
)
def test_every_reader_knows_the_same_names(reader: str, text: str, name: str, expected: str) -> None:
    (record,) = READERS[reader].read(io.BytesIO(text.format(name).encode()), "in")
    assert isinstance(record, Record)
    assert record.language == expected


def test_a_babel_name_leads_back_to_its_tag() -> None:
    for code, name in BABEL_NAMES.items():
        assert babel_tag(name) == ("nb" if code == "no" else code)


def test_norwegian_is_bokmal_in_babel_alone() -> None:
    assert (tag("norsk"), babel_tag("norsk"), tag("nynorsk"), babel_tag("nynorsk")) == ("no", "nb", "nn", "nn")


def test_names_are_in_lower_case() -> None:
    assert [name for name in TAGS if name != name.lower()] == []


@pytest.mark.parametrize(
    ("tag_", "fields"),
    [
        ("de", ["langid = {ngerman},"]),
        ("de-AT", ["langid = {naustrian},"]),
        ("en-GB", ["langid = {british},"]),
        ("pt-BR", ["langid = {brazilian},"]),
        ("en-IE", ["langid = {english},", "language = {en-IE},"]),
    ],
)
def test_biblatex_has_the_name_of_a_variety_where_babel_has_one(tag_: str, fields: list[str]) -> None:
    text = "".join(convert([Record("book", "One", language=tag_)], "biblatex"))
    assert [line.strip() for line in text.splitlines() if "lang" in line] == fields
