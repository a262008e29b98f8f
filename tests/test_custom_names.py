"""A custom value with the name of a field comes back as a custom value, whatever its name and text are.

``Record.custom`` holds what no field does. The names there can be those of our fields, of CSL's variables or of a
format's own words; a file that is read again must not make a field of such a value, nor lose it.
"""

from __future__ import annotations

import ast
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bibstep.formats
from bibstep.formats import FORMATS, READERS
from bibstep.formats.bibtex.custom import field_name
from bibstep.formats.ris.limits import VARIABLES
from bibstep.formats.ris.tables import TAGS
from bibstep.model import FIELDS, Date, Name, PageRange, Record, Rich
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from bibstep.values import variables

ROOT = Path(bibstep.formats.__file__).parent
KEEP = Options(duplicates="keep")
EXAMPLES = int(os.environ.get("BIBSTEP_FUZZ", "60"))


def words_of(folder: str) -> set[str]:
    """Every string of letters that a format's modules have: its own words, and some more."""
    found: set[str] = set()
    for path in (ROOT / folder).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value.split()
                found |= {word for word in words if word.replace("-", "").replace("_", "").isalnum()}
    return {word for word in found if word.isascii() and len(word) <= 30}


#: Names that a custom value can have by mischance: fields, variables, words of each format, and our own marks.
NAMES = sorted(
    {
        *FIELDS,
        *[name.replace("_", "-") for name in FIELDS],
        *variables.NOTED.values(),
        "repository",
        "source",
        "remarks",
    }
    | {
        "custom-title",
        "custom-custom-title",
        "custom-arxiv",
        "custom-markup",
        "citation-key",
        "field",
        "关键词",
        "Doi",
    }
    | words_of("bibtex")
    | words_of("csl_json")
    | words_of("ris")
    | {f"ris-{tag}" for tag in TAGS - {"TY", "ER", "ID"}}
)
#: Texts of which a reader can make something, and such of which it cannot.
VALUES = (
    *("a value", "two, words; three", "10.1000/182", "arXiv:2101.00001", "2101.00001", "https://example.org/a.pdf"),
    *("2001-02-03", "12", "12-19", "e123", "Poe, Ann", "1234-5679", "9780306406157", "PMC12345", "31452104"),
    *("en", "German", "csl", "compiler", "magazine", "arxiv", "pubmed", "Journal metrics: IF 3", "PhD thesis"),
    *("<b>x</b> & $y$", "{x} \\& 50 % #", "article", "Translated title (zh): 一"),
)
#: Those of them that the reader of RIS looks for in tags where they do not belong.
TAG_VALUES = (
    *("a value", "10.1000/182", "arXiv:2101.00001", "https://example.org/a.pdf", "2001-02-03", "12", "1234-5679"),
    *("PMC12345", "31452104", "en", "Poe, Ann"),
)
SMALL = Record("article-journal", Rich.of("One title"), author=(Name("Roe", "Jane"),), issued=Date(2001))
FULL = replace(
    SMALL,
    container_title="A Journal",
    container_title_short="A J",
    volume="1",
    issue="2",
    page=(PageRange("3", "4"),),
    publisher="A Press",
    publisher_place="Utrecht",
    abstract="Much was done.",
    keyword=("one", "two"),
    language="de",
    doi="10.1000/1",
    url="https://example.org/1",
    pdf="https://example.org/1.pdf",
    arxiv="2404.13957",
    pmid="12345678",
    pmcid="PMC7654321",
    issn=("0028-0836",),
    note="A note.",
)
READ_BACK = tuple(name for name in FORMATS if name in READERS or name == "biblatex")
RECORDS = [
    replace(base, type=kind) for base in (SMALL, FULL) for kind in ("article-journal", "book", "chapter", "report")
]


def read_back(records: list[Record], form: str) -> list[Record]:
    text = "".join(convert(records, form, KEEP))
    found = list(READERS["bibtex" if form == "biblatex" else form].read(io.BytesIO(text.encode()), "refs"))
    assert len(found) == len(records)
    return [one for one in found if isinstance(one, Record)]


def is_remarked(record: Record, form: str) -> bool:
    return "custom" in {field for field, _ in FORMATS[form].limits.dropped(record)}


def check(form: str, pairs: list[tuple[Record, tuple[tuple[str, str], ...]]]) -> None:
    """Write each record without and with its custom values, and hold what is read against each other."""
    records = [record for base, custom in pairs for record in (base, replace(base, custom=custom))]
    found = read_back(records, form)
    for number, record in enumerate(records[1::2]):
        compare(form, found[2 * number], record, found[2 * number + 1])


def compare(form: str, without: Record, record: Record, found: Record) -> None:
    custom = record.custom
    changed = {name for name in FIELDS if getattr(found, name) != getattr(without, name)} - {"custom"}
    assert not changed
    left = dict(found.custom)
    for name, value in custom:
        if form in ("bibtex", "biblatex"):
            # A .bib file has fewer characters for names, and no upper case; the text is there in any case.
            assert value in left.values()
            assert name in left or field_name(name) in left or len(custom) > 1
        elif form == "csl-json":
            assert name in left
            assert left[name] == value or name in variables.DATES
        else:
            assert left.get(name) == value or is_remarked(record, form)


@pytest.mark.parametrize("form", READ_BACK)
@pytest.mark.parametrize(
    "name", [*FIELDS, "repository", "journal", "year", "TI", "markup", "citation_key", "DOI", "note"]
)
def test_a_custom_value_named_like_a_field_is_no_field(name: str, form: str) -> None:
    values = ("a value", "10.1000/182", "2101.00001", "https://example.org/a.pdf", "12", "csl")
    check(form, [(base, ((name, value),)) for base in RECORDS for value in values])


@pytest.mark.parametrize(
    "name", [*sorted(VARIABLES.values()), *sorted(f"ris-{tag}" for tag in TAGS - {"TY", "ER", "ID"})]
)
def test_a_custom_value_with_a_tag_of_its_own_is_no_field(name: str) -> None:
    check("ris", [(base, ((name, value),)) for base in RECORDS[::3] for value in TAG_VALUES])


@pytest.mark.parametrize("form", READ_BACK)
@given(
    base=st.sampled_from(RECORDS),
    custom=st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), min_size=1, max_size=4, unique_by=lambda one: one[0]
    ).map(tuple),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_custom_value_becomes_a_field_or_is_lost(
    form: str, base: Record, custom: tuple[tuple[str, str], ...]
) -> None:
    check(form, [(base, custom)])


@pytest.mark.parametrize("custom", [(("ris-ET", "2"),), (("ris-VL", "2"), ("ris-AD", "Here"))])
def test_a_record_with_nothing_but_custom_values_is_written_to_ris(custom: tuple[tuple[str, str], ...]) -> None:
    assert "".join(convert([Record("book", "", custom=custom)], "ris")).startswith("TY  - BOOK\r\n")
