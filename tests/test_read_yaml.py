"""Bibliographies in YAML: pandoc's references, and CITATION.cff files."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import Record, Rejected
from bibstep import read as read_any
from bibstep.formats import detected
from bibstep.model import Date, Name, PageRange

CSL = """---
references:
- id: doe2020
  type: article-journal
  title: "A study of *E. coli* and H~2~O, [DNA]{.nocase} \\\\& more"
  author:
  - family: Doe
    given: Jane
  - literal: WHO
  container-title: Journal of Tests
  issued:
  - year: 2020
    month: 6
    day: 5
  volume: 012
  page: 45-67
  DOI: 10.1000/abc_d*e*
- {id: no, type: book, title: No, issued: 2001-05}
...
"""
CFF = """# a comment
cff-version: 1.2.0
message: If you use this software, please cite it.
title: My Tool
authors:
  - family-names: Berg
    given-names: Jan
    name-particle: van den
  - name: The Team
version: 1.10
date-released: 2021-08-11
repository-code: https://github.com/x/y
identifiers:
  - type: doi
    value: 10.5281/zenodo.1234
preferred-citation:
  type: conference-paper
  title: The paper
  authors:
    - family-names: Roe
      given-names: Jane
  collection-title: Proceedings of Tests
  conference: {name: Tests 2020, city: Vienna}
  year: 2020
  month: 6
  start: 45
  end: 67
references:
  - {type: book, title: A book, authors: [{family-names: Doe}], publisher: {name: A press, city: Oxford}}
"""


def read(text: str | bytes, name: str = "auto") -> list[Record | Rejected]:
    return list(read_any(io.BytesIO(text.encode() if isinstance(text, str) else text), format=name))


def records(text: str) -> list[Record]:
    found = read(text)
    assert not [one for one in found if isinstance(one, Rejected)]
    return [one for one in found if isinstance(one, Record)]


def test_references_of_pandoc() -> None:
    record, other = records(CSL)
    assert [(span.text, tuple(span.styles)) for span in record.title.spans] == [
        ("A study of ", ()),
        ("E. coli", ("italic",)),
        (" and H", ()),
        ("2", ("sub",)),
        ("O, ", ()),
        ("DNA", ("nocase",)),
        (" & more", ()),
    ]
    assert record.author == (Name("Doe", "Jane"), Name(literal="WHO"))
    assert (record.issued, record.volume, record.page) == (Date(2020, 6, 5), "012", (PageRange("45", "67"),))
    assert (record.doi, record.citation_key, record.source.line) == ("10.1000/abc_d*e*", "doe2020", 3)
    assert (str(other.title), other.citation_key, other.issued) == ("No", "no", Date(2001, 5))


def test_a_list_without_a_key_is_read_too() -> None:
    assert len(records(CSL.replace("references:\n", "", 1))) == 2


def test_a_citation_file_has_the_work_to_cite_first() -> None:
    paper, tool, book = records(CFF)
    assert (paper.type, paper.container_title, paper.event_title) == (
        "paper-conference",
        "Proceedings of Tests",
        "Tests 2020",
    )
    assert (paper.issued, paper.page, paper.source.line) == (Date(2020, 6), (PageRange("45", "67"),), 17)
    assert (tool.type, tool.version, tool.doi) == ("software", "1.10", "10.5281/zenodo.1234")
    assert tool.author == (Name("Berg", "Jan", "van den"), Name(literal="The Team"))
    assert (tool.issued, tool.url) == (Date(2021, 8, 11), "https://github.com/x/y")
    assert (book.type, book.publisher, book.publisher_place) == ("book", "A press", "Oxford")


@pytest.mark.parametrize(("text", "name"), [(CSL, "csl-yaml"), (CFF, "cff")])
def test_each_is_detected(text: str, name: str) -> None:
    assert detected(text.encode(), "download") == name
    assert read(text, name) == read(text)
    (found,) = read("@book{k, title = {T}}", name)
    assert isinstance(found, Rejected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("references:\n- id: [a\n", "not valid YAML"),
        ("references:\n- title: !!python/object/apply:os.system [ls]\n", ""),
        ("references:\n- one\n- two\n", "no mapping"),
        ("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
        ) + "references:\n- id: x\n  title: *h\n", "too many values"),
        ("references:\n- id: &a [*a]\n  title: *a\n", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text: str, message: str) -> None:
    found = read(text, "csl-yaml")
    assert found
    assert all(isinstance(one, (Record, Rejected)) for one in found)
    if message:
        assert isinstance(found[0], Rejected)
        assert message in found[0].reason


@given(st.sampled_from([CSL, CFF]), st.integers(0, 800), st.binary(max_size=20))
def test_no_bytes_raise(text: str, at: int, junk: bytes) -> None:
    data = text.encode()
    read(data[:at] + junk + data[at:], "csl-yaml" if text is CSL else "cff")
