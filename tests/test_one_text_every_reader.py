"""One text, every reader: what each makes of the dates, names, volumes, pages and texts that people's files have.

``data/one-text/*.tsv`` has a row for each text: the answer that most readers give, and the readers that give another.
A row without exceptions is one on which they agree. To write the answers anew after a wanted change::

    python -m pytest tests/test_one_text_every_reader.py --regen

and then read the difference. A text is added as a row with nothing but the text.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bibstep.formats import READERS
from bibstep.model import Date, Name, PageRange, Record, Rich

TABLES = Path(__file__).parent / "data" / "one-text"
HEADER = "text\tanswer\texceptions"


def as_json(reader: str, **fields: object) -> Record:
    return read(reader, json.dumps({"title": "A title", **fields}, ensure_ascii=False))


def as_csl(**fields: object) -> Record:
    return as_json("csl-json", type="article-journal", **fields)


def as_crossref(**fields: object) -> Record:
    return as_json("crossref", type="journal-article", indexed={}, **fields)


def as_ris(*lines: str) -> Record:
    return read("ris", "\n".join(["TY  - JOUR", "TI  - A title", "JF  - A Journal", *lines, "ER  - "]))


def as_nbib(*lines: str) -> Record:
    return read("ris", "\n".join(["PMID- 1", "TI  - A title", "JT  - A Journal", *lines]))


def as_wos(*lines: str) -> Record:
    return read("ris", "\n".join(["FN Clarivate", "VR 1.0", "PT J", "TI A title", "SO A Journal", *lines, "ER", "EF"]))


def as_bib(field: str, text: str) -> Record:
    return read("bibtex", f"@article{{k, title = {{A title}}, journal = {{A Journal}}, {field} = {{{text}}}}}")


def read(reader: str, text: str) -> Record:
    (found,) = READERS[reader].read(io.BytesIO(text.encode()), "refs")
    assert isinstance(found, Record), found
    return found


Ask = Callable[[str], Record]
#: Table -> reader -> how the text gets into a file that this reader reads.
ASKED: Mapping[str, Mapping[str, Ask]] = {
    "dates": {
        "seed": lambda text: as_json("seed", publicationDate=text),
        "csl-json": lambda text: as_csl(issued={"raw": text}),
        "ris": lambda text: as_ris(f"PY  - {text}"),
        "nbib": lambda text: as_nbib(f"DP  - {text}"),
        "wos": lambda text: as_wos(f"PY {text}"),
        "bibtex": lambda text: as_bib("year", text),
        "biblatex": lambda text: as_bib("date", text),
    },
    "names": {
        "seed": lambda text: as_json("seed", authors=text),
        "crossref": lambda text: as_crossref(author=[{"name": text}]),
        "csl-json": lambda text: as_csl(author=[text]),
        "ris": lambda text: as_ris(f"AU  - {text}"),
        "nbib": lambda text: as_nbib(f"AU  - {text}"),
        "wos": lambda text: as_wos(f"AU {text}"),
        "bibtex": lambda text: as_bib("author", text),
    },
    "volumes": {
        "seed": lambda text: as_json("seed", journal={"name": "A Journal", "volume": text}),
        "crossref": lambda text: as_crossref(volume=text),
        "csl-json": lambda text: as_csl(volume=text),
        "ris": lambda text: as_ris(f"VL  - {text}"),
        "nbib": lambda text: as_nbib(f"VI  - {text}"),
        "wos": lambda text: as_wos(f"VL {text}"),
        "bibtex": lambda text: as_bib("volume", text),
    },
    "pages": {
        "seed": lambda text: as_json("seed", journal={"name": "A Journal", "pages": text}),
        "crossref": lambda text: as_crossref(page=text),
        "csl-json": lambda text: as_csl(page=text),
        "ris": lambda text: as_ris(f"SP  - {text}"),
        "nbib": lambda text: as_nbib(f"PG  - {text}"),
        "wos": lambda text: as_wos(f"BP {text}"),
        "bibtex": lambda text: as_bib("pages", text),
    },
    "titles": {
        "seed": lambda text: as_json("seed", title=text),
        "crossref": lambda text: read("crossref", json.dumps({"title": [text], "DOI": "10.1000/a", "indexed": {}})),
        "csl-json": lambda text: read("csl-json", json.dumps({"title": text, "type": "article-journal"})),
        "ris": lambda text: read("ris", f"TY  - JOUR\nTI  - {text}\nER  - \n"),
        "nbib": lambda text: read("ris", f"PMID- 1\nTI  - {text}\n"),
        "wos": lambda text: read("ris", f"FN Clarivate\nVR 1.0\nPT J\nTI {text}\nER\nEF\n"),
        "bibtex": lambda text: read("bibtex", f"@article{{k, title = {{{text}}}}}"),
    },
    "abstracts": {
        "seed": lambda text: as_json("seed", abstract=text),
        "crossref": lambda text: as_crossref(abstract=text),
        "csl-json": lambda text: as_csl(abstract=text),
        "ris": lambda text: as_ris(f"AB  - {text}"),
        "nbib": lambda text: as_nbib(f"AB  - {text}"),
        "wos": lambda text: as_wos(f"AB {text}"),
        "bibtex": lambda text: as_bib("abstract", text),
    },
}
#: Why a reader gives another answer than the others on a row of the tables in which all differences have a reason: the
#: text means something else in this format's syntax.
REASONS: Mapping[str, Mapping[str, str]] = {
    "dates": {
        "2020-21": "BibTeX's year has no month in it, which has a field of its own; elsewhere this is EDTF's spring",
        "1850~": "a tilde is a blank in TeX, and only biblatex's date is verbatim",
        "-0043": "BibTeX's year counts no year 0, as styles print it; ISO 8601 does",
    },
    "volumes": {},
    "pages": {},
    "titles": {
        "an H 2-O bond, 1--2 ``quoted''": "dashes and quotes are written so in TeX",
        "A note on \\Robust{} means": "only a .bib file is TeX for sure; elsewhere an unknown command stays as it is",
        "A note on {\\textbackslashRobust{\\}} means": "the same",
        "p < 0.05 and 1 <~ n <~ 12": "a tilde is a blank in TeX",
        "about ~5 km": "a tilde is a blank in TeX",
        "the {Mn84} torus and {0, 1}": "braces print nothing in TeX",
    },
    "abstracts": {},
}
#: Table -> the fields that the text can end up in; their remarks are part of the answer.
FIELDS = {
    "dates": ("issued",),
    "names": ("author",),
    "volumes": ("volume", "issue", "number", "arxiv"),
    "pages": ("page", "number", "number_of_pages"),
    "titles": ("title",),
    "abstracts": ("abstract",),
}
#: The signs of styles, for titles.
SIGNS = {"italic": "i", "bold": "b", "sub": "sub", "sup": "sup", "smallcaps": "sc", "nocase": "nc", "math": "math"}


def shown(value: object) -> str:
    """A value of a field as the table has it: ``van + Roe | Jane | Jr.`` (particle, family, given, suffix), ``1 to 9``.

    What is kept as it stands is in quotes: a date that is none, an institution.
    """
    if isinstance(value, Date):
        return f'"{value.literal}"' if value.literal else str(value)
    if isinstance(value, Name):
        family = f"{value.non_dropping_particle} + {value.family}" if value.non_dropping_particle else value.family
        parts = [family, value.given or ("-" if value.suffix else ""), value.suffix]
        return f'"{value.literal}"' if value.literal else " | ".join([part for part in parts if part])
    if isinstance(value, Rich):
        return "".join(
            [
                "".join([f"<{SIGNS[one]}>" for one in span.styles])
                + span.text
                + "".join([f"</{SIGNS[one]}>" for one in reversed(span.styles)])
                for span in value.spans
            ]
        )
    if isinstance(value, PageRange):
        return f"{value.first} to {value.last}" if value.last else value.first
    if isinstance(value, tuple):
        return " & ".join(map(shown, value))
    return str(value)


def answer(table: str, record: Record) -> str:
    """The fields of a record that a text of this table can end up in, and the codes of the remarks on them."""
    fields = FIELDS[table]
    found = [(name, shown(value)) for name in fields if (value := getattr(record, name))]
    # The first field is what the table is about: it stands without its name.
    texts = [text if name == fields[0] else f"{name} {text}" for name, text in found]
    codes = dict.fromkeys(remark.code for remark in record.remarks if remark.field in fields)
    return " ".join([", ".join(texts) or "nothing", *[f"({code})" for code in codes]])


def row(table: str, text: str) -> str:
    answers = {reader: answer(table, ask(text)) for reader, ask in ASKED[table].items()}
    (most, _), *_ = Counter(answers.values()).most_common(1)
    exceptions = [f"{reader}: {one}" for reader, one in answers.items() if one != most]
    return "\t".join([text, most, "; ".join(exceptions)]).rstrip("\t")


def texts_of(table: str) -> list[str]:
    header, *rows = (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    assert header == HEADER
    return [line.partition("\t")[0] for line in rows]


@pytest.mark.parametrize("table", ASKED)
def test_every_reader_gives_the_answers_of_the_table(table: str, request: pytest.FixtureRequest) -> None:
    texts = texts_of(table)
    written = "\n".join([HEADER, *[row(table, text) for text in texts]]) + "\n"
    if request.config.getoption("--regen"):
        (TABLES / f"{table}.tsv").write_text(written, encoding="utf-8")
    assert written == (TABLES / f"{table}.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", REASONS)
def test_what_differs_has_a_reason(table: str) -> None:
    _, *rows = (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    assert {line.partition("\t")[0] for line in rows if line.count("\t") == 2} == set(REASONS[table])


def test_the_tables_have_enough_texts_and_none_twice() -> None:
    assert {path.stem for path in TABLES.iterdir()} == set(ASKED)
    for table, least in {"dates": 40, "names": 40, "volumes": 20, "pages": 20, "titles": 40, "abstracts": 10}.items():
        texts = texts_of(table)
        assert len(texts) == len(set(texts)) >= least
