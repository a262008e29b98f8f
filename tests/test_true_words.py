"""A remark says what was done: what it calls left out is in no output, what it calls kept is, and nothing else is lost.

The inputs are all files of tests/data and, for each reader, one with a faulty value in each place.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bibstep.formats import READERS
from bibstep.formats.ris import tables as ris_tables
from bibstep.model import Record, Remark
from bibstep.pipeline.convert import convert
from bibstep.pipeline.finish import Noted
from bibstep.pipeline.options import Options
from bibstep.values import variables

DATA = Path(__file__).parent / "data"
FORMATS = ("csl-json", "ris", "bibtex", "biblatex")
FILES = [path for path in sorted(DATA.rglob("*")) if path.is_file() and path.parent.name in ("foreign", "golden")]
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")

#: What may stand in a field by mistake.
FAULTS = {
    "doi": ["10.abc/foo", "not a doi", "doi:xyzzy"],
    "issn": ["1234-5670", "foo issn", "978-0-306-40615-8"],
    "isbn": ["978-0-306-40615-8", "foo isbn"],
    "url": ["ftp://example.org/ab", "javascript:foobar", "example foo"],
    "pmid": ["foo12345678x", "PMC12345x"],
    "pmcid": ["foobar9"],
    "arxiv": ["foobar77"],
    "pages": ["foo bar pages", "12-18+30", "535-525"],
    "volume": ["Online first", "foo bar baz", "12 (foo bar)"],
    "issue": ["ahead of print", "Foo Bar"],
    "date": ["foo bar", "in press"],
    "author": ["[No authors listed]", "Anonymous"],
    "language": ["foobarish"],
}
PLACES = {
    "bibtex": {**dict(zip(FAULTS, FAULTS, strict=True)), "arxiv": "eprint", "issue": "number"},
    "ris": {
        "doi": "DO", "issn": "SN", "isbn": "SN", "url": "UR", "pmid": "AN", "pmcid": "C2", "arxiv": "C1", "pages": "SP",
        "volume": "VL", "issue": "IS", "date": "PY", "author": "AU", "language": "LA",
    },
    "nbib": {
        "doi": "LID", "issn": "IS", "isbn": "ISBN", "pmcid": "PMC", "pages": "PG", "volume": "VI", "issue": "IP",
        "date": "DP", "author": "FAU", "language": "LA",
    },
    "wos": {
        "doi": "DI", "issn": "SN", "isbn": "BN", "pmid": "PM", "pages": "BP", "volume": "VL", "issue": "IS",
        "date": "PY", "author": "AF", "language": "LA",
    },
    "csl-json": {
        "doi": "DOI", "issn": "ISSN", "isbn": "ISBN", "url": "URL", "pmid": "PMID", "pmcid": "PMCID", "pages": "page",
        "volume": "volume", "issue": "issue", "language": "language",
    },
    "seed": {
        "doi": "doi", "url": "url", "pmid": "PMID", "pmcid": "PMCID", "date": "publicationDate", "author": "authors",
    },
}  # fmt: skip
TEMPLATES = {
    "bibtex": "@article{k, title={A title}, journal={Journal}, %s={%s}}",
    "ris": "TY  - JOUR\nTI  - A title\nJO  - Journal\n%s  - %s\nER  - \n",
    "nbib": "PMID- 123\nTI  - A title.\n%-4s- %s\n",
    "wos": "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI A title\nSO Journal\n%s %s\nER\n\nEF\n",
    "csl-json": '[{"id": "k", "type": "article-journal", "title": "A title", "container-title": "J", "%s": "%s"}]',
    "seed": '{"title": "A title", "PeriodicalIF": 1, "%s": "%s"}',
}
CASES = [
    (form, place, text) for form, names in PLACES.items() for kind, place in names.items() for text in FAULTS[kind]
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_remarks_on_files_are_true(path: Path) -> None:
    for record in records(path.read_bytes()):
        assert list(untrue(record)) == []


@pytest.mark.parametrize(("form", "place", "text"), CASES)
def test_remarks_on_faults_are_true_and_none_is_lost_in_silence(form: str, place: str, text: str) -> None:
    (record,) = records((TEMPLATES[form] % (place, text)).encode())
    assert list(untrue(record)) == []
    for to in FORMATS:
        written, remarks = output(record, to)
        assert remarks or letters(text) in letters(written), to


WORD = "Golomigox"
RIS = [(kind, tag) for kind in ("JOUR", "BOOK", "CHAP", "RPRT") for tag in sorted(ris_tables.TAGS - {"TY", "ER"})]
PUBMED = sorted({*ris_tables.PUBMED, "OAB", "XYZ", "PS"} - {"PMID"})


@pytest.mark.parametrize(("kind", "tag"), RIS)
def test_no_tag_of_ris_is_lost_in_silence(kind: str, tag: str) -> None:
    nowhere_lost(f"TY  - {kind}\nTI  - Title\nAU  - Doe, J.\nPY  - 2001\n{tag}  - {WORD}\nER  - \n")


@pytest.mark.parametrize("tag", PUBMED)
def test_no_tag_of_pubmed_about_the_work_is_lost_in_silence(tag: str) -> None:
    nowhere_lost(f"PMID- 123\n{tag:4}- {WORD}\n" + ("" if tag == "TI" else "TI  - Title.\n"))


@pytest.mark.parametrize("tag", sorted({*ris_tables.WOS, "MA", "XY"} - {"PT"}))
def test_no_tag_of_web_of_science_about_the_work_is_lost_in_silence(tag: str) -> None:
    nowhere_lost(f"FN Clarivate\nVR 1.0\nPT J\n{'' if tag == 'TI' else 'TI Title' + chr(10)}{tag} {WORD}\nER\n\nEF\n")


@pytest.mark.parametrize("kind", ["article-journal", "book", "chapter", "dataset", "webpage"])
@pytest.mark.parametrize("name", sorted({*variables.FIELDS, *variables.TEXTS, *variables.NAMES, "note", "language"}))
def test_no_variable_of_csl_is_lost_in_silence(kind: str, name: str) -> None:
    value: object = [{"family": WORD, "given": "J."}] if name in variables.NAMES else WORD
    nowhere_lost(json.dumps([{"id": "k", "type": kind, "title": "Title", "author": [{"family": "Doe"}], name: value}]))


@pytest.mark.parametrize("kind", ["article", "book", "incollection", "techreport", "misc", "online"])
@pytest.mark.parametrize(
    "name",
    """abstract address afterword annotation annotator annote booktitle bookauthor chapter collection-number commentator
    copyright date doi edition editor editora eid eprint eventtitle file foreword groups howpublished institution isbn
    isrn issn issue issuetitle journal journaltitle key keywords language library location maintitle month note number
    organization origdate origlanguage origpublisher pages pagetotal part pdf pmid publisher pubstate school series
    shortjournal shortseries shorttitle subtitle titleaddon translator type url urldate usera venue version volume
    volumes year""".split(),
)
def test_no_field_of_bibtex_is_lost_in_silence(kind: str, name: str) -> None:
    nowhere_lost(f"@{kind}{{k, title={{Title}}, author={{Doe, J.}}, {name}={{{WORD}}}}}")


def nowhere_lost(text: str) -> None:
    """Demand that the word is in each format's output or in a remark, or that a remark calls it not sayable."""
    (record,) = records(text.encode())
    for to in FORMATS:
        written, remarks = output(record, to)
        told = [remark for remark in remarks if remark.code == "not-sayable" or WORD.lower() in remark.message.lower()]
        assert told or WORD.lower() in written.lower(), to


def records(data: bytes) -> list[Record]:
    return [one for one in READERS["auto"].read(io.BytesIO(data), "in") if isinstance(one, Record)]


def output(record: Record, to: str) -> tuple[str, list[Remark]]:
    """The record in a format, with its notes, and the remarks on it."""
    remarks: list[Remark] = []

    def report(one: object) -> None:
        if isinstance(one, Noted):
            remarks.extend(one.remarks)

    options = Options(duplicates="keep", notes=("metrics", "translation"))
    return "".join(convert([record], to, options, report=report)), remarks


def untrue(record: Record) -> Iterator[tuple[str, str]]:
    """The remarks on a record that say something else than what CSL-JSON, which has a place for all values, shows."""
    written = letters(output(record, "csl-json")[0]) if record.remarks else ""
    for remark in record.remarks:
        quoted = _QUOTED.search(remark.message)
        value = ast.literal_eval(quoted[0]) if quoted else ""
        if len(letters(value)) < 3 or "…" in value or remark.field in ("issued", "accessed", "original_date"):
            continue  # not a value, one cut short, or a date, which is written in another form
        is_kept = re.search(r"\b(?:kept|moved)\b", remark.message) is not None
        is_out = re.search(r"\bleft out\b|\bdropped\b|\bremoved\b", remark.message) is not None
        if is_kept != is_out and (letters(value) in written) is is_out:
            yield remark.code, remark.message


def letters(text: str) -> str:
    """Letters and digits alone: each format escapes and separates in its own way."""
    return re.sub(r"[\W_]+", "", text.replace("\\u0020", " ")).lower()
