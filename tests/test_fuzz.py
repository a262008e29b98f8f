"""Anything between two good records: all four formats are still read by others, with both good ones in their places.

``BIBSTEP_FUZZ`` sets the number of examples of each test (10,000 in a developer's run).
"""

from __future__ import annotations

import io
import json
import os
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibstep.formats import FORMATS, READERS
from bibstep.model import Record
from bibstep.pipeline import convert as pipeline
from bibstep.pipeline.finish import apart
from bibstep.pipeline.options import Options, Target

bibtexparser = pytest.importorskip("bibtexparser")
database = pytest.importorskip("pybtex.database")
rispy = pytest.importorskip("rispy")
jsonschema = pytest.importorskip("jsonschema")

DATA = Path(__file__).parent / "data"
SCHEMA = json.loads((DATA / "csl-data.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
NAMES = ("bibtex", "biblatex", "ris", "csl-json")
FUZZ = settings(
    max_examples=int(os.environ.get("BIBSTEP_FUZZ", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def good(word: str, doi: str) -> dict[str, Any]:
    return {
        "title": f"{word} sentinel",
        "authors": "Ada Lovelace, Alan Turing",
        "doi": doi,
        "journal": {"name": "Journal of Sentinels", "volume": "12 3", "pages": "101-110"},
        "publicationDate": "2021-01-02",
    }


FIRST, LAST = (json.dumps(good(*one)).encode() for one in (("Alpha", "10.5555/a.1"), ("Omega", "10.5555/o.2")))
MIDDLE: dict[str, Any] = {
    "title": "msc的特点",
    "authors": "Sowmya Viswanathan, Jacques Galipeau",
    "abstract": "Levels of CO<sub>2</sub> &amp; $x^2$.",
    "doi": "10.5555/stem.2025",
    "DOIUrl": "https://doi.org/10.5555/stem.2025",
    "ListUrlMain": "https://example.org/x",
    "url": "https://example.org/a_b%20c",
    "openAccessPdf": "https://example.org/a.pdf",
    "journal": {"name": "Cell & cell", "volume": "39 1", "pages": "\n   390-7\n  "},
    "PeriodicalName": "Cell",
    "PeriodicalIF": 19.8,
    "JCR": "Q1",
    "JCRName": "CELL & TISSUE",
    "RegionNum": 1,
    "RegionCategory": "医学",
    "publicationDate": "2025-06-05",
    "EPubDate": "2025-06-01",
    "year": 2025,
    "publicationTypes": "Journal Article",
    "PMCID": "PMC123456",
    "fieldsOfStudy": ["Medicine"],
    "resultStr": json.dumps({"title": "Hallmarks of <i>MSCs</i>", "journal": {"volume": "39 1"}}),
}
#: What has ended a field, an entry, a line or a record somewhere before, or run in TeX, a shell or a browser.
NASTY = (
    "\nER  - \nTY  - BOOK", "\r\nTI  - x", "}\n@article{x,", "},", "{", "}", "\\", "\\{", "$", "$x", "\\(x", "%",
    "#", "^^5c", "\\input{/etc/passwd}", "\\write18{id}", "\\begin{document}", "\\end{document}", '"', "@",
    "@comment{", " and ", "and", ", ", "=", "~", "<i>", "</i>", "<math><mi>x</mi>", "&amp;", "&#0;", "&lt;",
    "\u202e", "\u2028", "\u200b", "\x00", "\x1b[31m", "\x85", "\ud800", "\uffff", "é", "e\u0301", "间充质", "𝒳", "ß",
    "javascript:alert(1)", "file:///etc/passwd", "null", "None", "nan", "{{ x }}", "{% x %}", "9" * 30, "-", "–",
    "1-", "S1-S9", "<!--", "-->", "\t", "\n\n", "'", "`", "|",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(NASTY) | st.text(max_size=5), max_size=6).map("".join)
VALUES: st.SearchStrategy[Any] = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "volume", "pages", "url", "title", "DOI"]), inner, max_size=3)
    ),
    max_leaves=4,
)


OPTIONS = Options(duplicates="keep", notes=("metrics", "translation"))
TARGETS = [Target(FORMATS[name]) for name in NAMES]
WRITERS = {target.form.name: pipeline._writer(target, OPTIONS) for target in TARGETS}


@pytest.fixture(autouse=True, scope="module")
def _compiled_once() -> Iterator[None]:
    """Templates are compiled once, not for every example."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "_writer", lambda target, _: WRITERS[target.form.name])
        yield


def text_of(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


@st.composite
def changed_records(draw: st.DrawFn) -> bytes:
    """The record with some of its values replaced, also in the original inside it."""
    outer, inner = dict(MIDDLE), json.loads(MIDDLE["resultStr"])
    changes = st.dictionaries(st.sampled_from(sorted(MIDDLE)), VALUES, max_size=4)
    inner.update(draw(changes))
    outer["resultStr"] = text_of(inner).decode("utf-8", "surrogatepass")
    outer.update(draw(changes))
    return text_of(outer)


@st.composite
def changed_bytes(draw: st.DrawFn) -> bytes:
    """The record's bytes with some of them taken out, doubled, or replaced."""
    data = text_of(MIDDLE)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        other = draw(
            st.binary(max_size=6) | st.sampled_from([b'"', b"{", b"}", b"[", b"]", b"\n", b"\\", data[start:end] * 2])
        )
        data = data[:start] + other + data[end:]
    return data


def converted(data: bytes) -> tuple[list[Record], dict[str, str]]:
    """The records of an input, and the text of each format."""
    found = list(READERS["seed"].read(io.BytesIO(data), "in"))
    pieces = list(apart(pipeline.batches(found, TARGETS, OPTIONS)))
    texts = {}
    for index, target in enumerate(TARGETS):
        form = target.form
        texts[form.name] = form.prologue + form.separator.join(one[index] for one in pieces) + form.epilogue
    return [one for one in found if isinstance(one, Record)], texts


def by_pybtex(text: str) -> list[str]:
    entries = database.parse_string(text, "bibtex").entries.values()
    return [entry.fields.get("title", "") for entry in entries]


def by_bibtexparser(text: str) -> list[str]:
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert len(library.entries) == len(library.blocks)
    return [entry.fields_dict["title"].value if "title" in entry.fields_dict else "" for entry in library.entries]


def by_rispy(text: str) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [entry.get("title") or entry.get("primary_title", "") for entry in rispy.loads(text)]


def by_json(text: str) -> list[str]:
    items = json.loads(text)
    assert [error.message for error in VALIDATOR.iter_errors(items)] == []
    return [item.get("title", "") for item in items]


READ: tuple[tuple[str, Callable[[str], list[str]]], ...] = (
    ("bibtex", by_pybtex),
    ("bibtex", by_bibtexparser),
    ("biblatex", by_pybtex),
    ("biblatex", by_bibtexparser),
    ("ris", by_rispy),
    ("csl-json", by_json),
)
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0\ud800-\udfff]")


def judge(middle: bytes) -> list[Record]:
    """Convert something between two good records; fail where a reader sees other records than were written."""
    records, texts = converted(FIRST + b"\n" + middle + b"\n" + LAST + b"\n")
    for name, reader in READ:
        found = reader(texts[name])
        assert len(found) == len(records), (name, reader)
        assert (found[0], found[-1]) == ("Alpha sentinel", "Omega sentinel"), (name, reader)
    for text in texts.values():
        assert UNWANTED.search(text) is None
    return records


@FUZZ
@given(changed_records())
def test_values_that_are_anything(middle: bytes) -> None:
    assert len(judge(middle)) in (2, 3)


@FUZZ
@given(changed_bytes())
def test_bytes_that_are_damaged(middle: bytes) -> None:
    judge(middle)


@FUZZ
@given(st.binary(max_size=60) | st.lists(st.sampled_from(NASTY), max_size=8).map(lambda w: text_of("".join(w))[1:-1]))
def test_bytes_that_are_anything(middle: bytes) -> None:
    judge(middle)


def test_the_record_itself() -> None:
    assert len(judge(text_of(MIDDLE))) == 3
