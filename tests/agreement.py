"""Independent readers of what bibstep writes, compared with the model field by field.

Every reader turns a file into plain items; an item's fields are FIELDS. ``python tests/agreement.py`` reads both
corpora with every reader that is installed and writes tests/data/agreement.json anew: to be read before it is kept.
Figures of a reader that is missing stay as they were. citation-js is found by way of NODE_PATH.
"""

from __future__ import annotations

import functools
import html
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bibstep.formats.reading import read
from bibstep.model import Name, Record
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from bibstep.values import pages, titles

TESTS = Path(__file__).parent
GOLDEN = TESTS / "data" / "golden"
#: Real records that lie beside a checkout where there are any; every tenth is used.
REAL = TESTS.parents[1] / "shared" / "data" / "real" / "records.jsonl"
TABLE = TESTS / "data" / "agreement.json"
STEP = 10

SUFFIX = {"bibtex": ".bib", "biblatex": ".biblatex.bib", "ris": ".ris", "csl-json": ".json"}
FIELDS = (
    "title",
    "title exactly",
    "author families",
    "author count",
    "container-title",
    "volume",
    "issue",
    "page",
    "year",
    "date",
    "DOI",
    "type",
)

#: One work as a reader sees it: title, container-title, volume, issue, page, DOI and type as text, author as a list of
#: families, date as a list of numbers.
Item = dict[str, Any]
Items = dict[str, Item]
Figures = dict[str, float]


class Corpus(NamedTuple):
    """Records by citation key, and the files written from them by format."""

    records: Mapping[str, Record]
    files: Mapping[str, Path]


def inputs(corpus: str) -> list[Path]:
    """The files of a corpus ("real" or "golden"); none where they are not there."""
    if corpus == "golden":
        return sorted([*GOLDEN.glob("*.txt"), *GOLDEN.glob("*.jsonl")])
    return [REAL] if REAL.is_file() else []


@functools.cache
def records_of(corpus: str) -> tuple[Record, ...]:
    """The records of a corpus: every tenth of the real ones, all of the others."""
    found = [record for path in inputs(corpus) for record in read(str(path))]
    return tuple([record for record in found[:: STEP if corpus == "real" else 1] if isinstance(record, Record)])


def written(corpus: str, folder: Path) -> Corpus:
    """The records of a corpus in every format, as files in a folder."""
    records = records_of(corpus)
    files = {}
    for name, suffix in SUFFIX.items():
        files[name] = folder / f"{corpus}{suffix}"
        with files[name].open("w", encoding="utf-8", newline="") as out:
            out.writelines(convert(records, name, Options(duplicates="keep", omit=("abstract",))))
    keys = [item["id"] for item in json.loads(files["csl-json"].read_text(encoding="utf-8"))]
    return Corpus(dict(zip(keys, records, strict=True)), files)


# What the model says, and how the two are compared.

#: Types whose article number is their pages in a format without a field for the number.
_NUMBERED = ("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "paper-conference")
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|sc)\b[^<>]*>")
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_DASHES = re.compile(r"[\u2010-\u2015\u2212-]+")


def of_record(record: Record) -> Item:
    """A record as a reader should see it."""
    number = record.number if record.type in (*_NUMBERED, "chapter") else ""
    return {
        "title": titles.plain(record.title),
        "author": [family_of(name) for name in record.author],
        "container-title": record.container_title,
        "volume": record.volume,
        "issue": record.issue,
        "page": pages.text(record.page) or number,
        "date": [part for part in (record.issued.year, record.issued.month, record.issued.day) if part]
        if record.issued
        else [],
        "DOI": record.doi,
        "type": record.type,
    }


def family_of(name: Name) -> str:
    """The particle and the family, or the whole of an institution's name."""
    return name.literal or f"{name.non_dropping_particle} {name.family}".strip()


def folded(value: object) -> str:
    """Text without tags, with straight quotation marks, plain hyphens and single spaces: typography is no loss."""
    text = unicodedata.normalize("NFC", html.unescape(_TAG.sub("", str(value or ""))))
    return " ".join(_DASHES.sub("-", text.translate(_QUOTES)).split())


def letters(value: object) -> str:
    """The letters and digits of a text, in one case; subscripts are digits."""
    return "".join(c for c in unicodedata.normalize("NFKC", folded(value)).casefold() if c.isalnum())


def facts(item: Item) -> dict[str, object]:
    """An item's fields in the form in which they are compared; what is empty is not said."""
    date = list(item.get("date") or [])
    authors = [folded(family) for family in item.get("author") or []]
    return {
        "title": letters(item.get("title")),
        "title exactly": folded(item.get("title")),
        "author families": authors,
        "author count": len(authors),
        "container-title": folded(item.get("container-title")),
        "volume": folded(item.get("volume")),
        "issue": folded(item.get("issue")),
        "page": folded(item.get("page")).replace(" ", ""),
        "year": date[:1],
        "date": date,
        "DOI": str(item.get("DOI") or ""),
        "type": item.get("type") or "",
    }


class Miss(NamedTuple):
    """A field in which a reader and the model differ."""

    key: str
    field: str
    wanted: object
    got: object


def compare(records: Mapping[str, Record], items: Items) -> tuple[Figures, list[Miss]]:
    """The share of right ones for each field, in percent, and what is not right.

    A field counts where the model or the reader says something, so that what a reader makes up is an error too.
    """
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    misses = []
    for key, record in records.items():
        want, got = facts(of_record(record)), facts(items.get(key, {}))
        for field in FIELDS:
            if want[field] or got[field]:
                total[field] += 1
                if want[field] == got[field]:
                    right[field] += 1
                else:
                    misses.append(Miss(key, field, want[field], got[field]))
    return {field: round(100 * right[field] / total[field], 1) for field in FIELDS if total[field]}, misses


# The readers.


class Missing(Exception):  # noqa: N818  (no error: a reader that is not installed)
    """A reader that is not installed; the message names it."""


def run(command: Sequence[str | Path], **more: Any) -> str:
    """What a command prints; raises where it fails."""
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=600, **more)
    return str(done.stdout)


def need(module: str) -> None:
    """Raise Missing where a Python package is not installed."""
    if importlib.util.find_spec(module) is None:
        raise Missing(f"the Python package {module} is not installed")


def pandoc_path() -> str:
    """The pandoc that comes with pypandoc_binary, not an old one of the system's; raises Missing."""
    if importlib.util.find_spec("pypandoc"):
        import pypandoc

        found: str = pypandoc.get_pandoc_path()
        return found
    raise Missing("pypandoc_binary is not installed")


def of_csl(items: Iterable[Mapping[str, Any]]) -> Items:
    """Items from CSL-JSON."""
    read_items = {}
    for item in items:
        parts = (item.get("issued") or {}).get("date-parts") or [[]]
        read_items[str(item["id"])] = {
            **{name: item.get(name) for name in ("title", "container-title", "volume", "issue", "DOI", "type")},
            "page": item.get("page") or (item.get("number") if item.get("type") in (*_NUMBERED, "chapter") else ""),
            "author": [_csl_family(name) for name in item.get("author") or []],
            "date": [int(part) for part in parts[0]],
        }
    return read_items


def _csl_family(name: Mapping[str, str]) -> str:
    parts = [name.get(part) for part in ("dropping-particle", "non-dropping-particle", "family", "literal")]
    return " ".join([part for part in parts if part])


def with_pandoc(form: str, path: Path) -> Items:
    """Pandoc, to CSL-JSON."""
    source = "csljson" if form == "csl-json" else form
    return of_csl(json.loads(run([pandoc_path(), "-f", source, "-t", "csljson", path])))


_CITATION_JS = """
const module_ = require('citation-js')
const Cite = module_.Cite || module_
if (process.argv[2]) {
  const text = require('fs').readFileSync(process.argv[2], 'utf8')
  const json = process.argv[3] === '@csl/list+object'
  const cite = new Cite(json ? JSON.parse(text) : text, {forceType: process.argv[3], generateGraph: false})
  console.log(JSON.stringify(cite.data))
}
"""
_CITATION_JS_TYPES = {
    "bibtex": "@bibtex/text",
    "biblatex": "@biblatex/text",
    "ris": "@ris/file",
    "csl-json": "@csl/list+object",
}


def with_citation_js(form: str, path: Path) -> Items:
    """citation-js as it comes, to CSL-JSON."""
    if not shutil.which("node"):
        raise Missing("node is not installed")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "read.cjs")
        script.write_text(_CITATION_JS, encoding="utf-8")
        try:
            run(["node", script], env=os.environ)
        except subprocess.CalledProcessError as error:
            raise Missing("citation-js is not on NODE_PATH") from error
        return of_csl(json.loads(run(["node", script, path, _CITATION_JS_TYPES[form]], env=os.environ)))


#: Entry type -> CSL type (the reverse of what BibTeX and biblatex mean by them); ``misc`` says nothing.
_BIB_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "incollection": "chapter",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "unpublished": "manuscript",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "online": "webpage",
}
_MONTHS = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13), strict=True))


def _of_bib(kind: str, fields: Mapping[str, str], authors: list[str]) -> Item:
    """An item from an entry's fields, decoded, the entry's type and the families of its authors."""
    date = [int(part) for part in fields.get("date", "").split("-") if part]
    if not date and fields.get("year"):
        date = [int(fields["year"])]
        month = fields.get("month", "")
        if month:
            date.append(int(month) if month.isdecimal() else _MONTHS[month[:3].lower()])
            if fields.get("day"):
                date.append(int(fields["day"]))
    places = ("journal", "journaltitle", "booktitle", "howpublished", "organization")
    container = next((fields[name] for name in places if fields.get(name)), "")
    return {
        "title": fields.get("title"),
        "author": authors,
        "container-title": container or fields.get("series"),
        "volume": fields.get("volume"),
        "issue": fields.get("number"),
        "page": fields.get("pages") or fields.get("eid"),
        "date": date,
        "DOI": fields.get("doi"),
        "type": _BIB_TYPES.get(kind),
    }


def with_pybtex(form: str, path: Path) -> Items:
    """pybtex, its own reading of LaTeX applied to all but the links."""
    need("pybtex")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pybtex.database import parse_file
        from pybtex.richtext import Text

        def text(value: str) -> str:
            return str(Text.from_latex(value))

        items = {}
        for key, entry in parse_file(str(path), bib_format="bibtex").entries.items():
            fields = {name.lower(): value if name == "doi" else text(value) for name, value in entry.fields.items()}
            families = [
                text(" ".join([*person.prelast_names, *person.last_names]))
                for person in entry.persons.get("author", ())
            ]
            items[key] = _of_bib(entry.type.lower(), fields, families)
    return items


def with_bibtexparser(form: str, path: Path) -> Items:
    """bibtexparser 2: its name middlewares, then its LaTeX decoder on every part of a name and all but the links."""
    need("bibtexparser")
    need("pylatexenc")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bibtexparser
        from bibtexparser.middlewares import MonthIntMiddleware, SeparateCoAuthors, SplitNameParts
        from pylatexenc.latex2text import LatexNodes2Text

        decoder = LatexNodes2Text(keep_braced_groups=False, math_mode="verbatim")
        layers = [MonthIntMiddleware(), SeparateCoAuthors(), SplitNameParts()]
        library = bibtexparser.parse_file(str(path), append_middleware=layers)
        items = {}
        for entry in library.entries:
            values = {field.key: field.value for field in entry.fields}
            authors = [decoder.latex_to_text(" ".join([*n.von, *n.last])) for n in values.pop("author", ())]
            fields = {
                name: str(value) if name == "doi" else decoder.latex_to_text(str(value))
                for name, value in values.items()
                if isinstance(value, (str, int))
            }
            items[entry.key] = _of_bib(entry.entry_type, fields, authors)
    return items


_RIS_TYPES = {
    "JOUR": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "CONF": "paper-conference",
    "CHAP": "chapter",
    "BOOK": "book",
    "THES": "thesis",
    "RPRT": "report",
    "DATA": "dataset",
    "COMP": "software",
    "MANSCPT": "manuscript",
    "UNPB": "manuscript",
    "STAND": "standard",
    "PAT": "patent",
    "ELEC": "webpage",
    "BLOG": "post-weblog",
    "DICT": "entry-dictionary",
    "ENCYC": "entry-encyclopedia",
    "JFULL": "periodical",
    "MAP": "map",
    "GEN": "document",
}


def with_rispy(form: str, path: Path) -> Items:
    """rispy as it comes."""
    need("rispy")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import rispy

        with path.open(encoding="utf-8") as source:
            entries = rispy.load(source)
    items = {}
    for entry in entries:
        date = [int(part) for part in (entry.get("date") or entry.get("year") or "").split("/") if part]
        ends = [entry[name] for name in ("start_page", "end_page") if entry.get(name)]
        items[entry["id"]] = {
            "title": entry.get("title") or entry.get("primary_title"),
            "author": [name.partition(",")[0] for name in entry.get("authors", ())],
            "container-title": entry.get("secondary_title") or entry.get("journal_name"),
            "volume": entry.get("volume"),
            "issue": entry.get("number"),
            "page": "-".join(ends),
            "date": date,
            "DOI": entry.get("doi"),
            "type": _RIS_TYPES.get(entry["type_of_reference"]),
        }
    return items


_MODS = "{http://www.loc.gov/mods/v3}"
#: What bibutils calls a work or its host -> CSL type.
_GENRES = {
    "academic journal": "article-journal",
    "journal article": "article-journal",
    "periodical": "article-journal",
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "conference publication": "paper-conference",
    "thesis": "thesis",
    "Ph.D. thesis": "thesis",
    "Masters thesis": "thesis",
    "technical report": "report",
    "report": "report",
    "unpublished": "manuscript",
    "manuscript": "manuscript",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "web page": "webpage",
    "electronic": "webpage",
}


def with_bibutils(form: str, path: Path) -> Items:
    """bibutils, to MODS."""
    import xml.etree.ElementTree as ET

    program = {"bibtex": "bib2xml", "biblatex": "biblatex2xml", "ris": "ris2xml"}[form]
    if not shutil.which(program):
        raise Missing(f"{program} (bibutils) is not installed")
    root = ET.fromstring(run([program, "-i", "unicode", "-u", path]))
    return {mods.get("ID", ""): _of_mods(mods) for mods in root}


def _of_mods(mods: Any) -> Item:
    def texts(node: Any, where: str) -> Iterator[str]:
        for found in node.findall(where.replace("/", f"/{_MODS}").join((_MODS, ""))):
            if found.text:
                yield found.text

    def title(node: Any) -> str:
        for info in node.findall(f"{_MODS}titleInfo"):
            if info.get("type") != "abbreviated":
                return ": ".join([*texts(info, "title"), *texts(info, "subTitle")])
        return ""

    host = mods.find(f"{_MODS}relatedItem[@type='host']")
    around = [mods] if host is None else [mods, host]
    authors = []
    for name in mods.findall(f"{_MODS}name"):
        if next(texts(name, "role/roleTerm"), "") in ("author", ""):
            parts = [(part.get("type"), part.text or "") for part in name.findall(f"{_MODS}namePart")]
            authors.append(" ".join([text for kind, text in parts if kind in ("family", None)]))
    detail = {
        kind: next((found for node in around for found in texts(node, f"part/detail[@type='{kind}']/number")), "")
        for kind in ("volume", "issue", "number", "page")
    }
    ends = [found for node in around for end in ("start", "end") for found in texts(node, f"part/extent/{end}")]
    genres = [found for node in around for found in texts(node, "genre")]
    kind = next((_GENRES[genre] for genre in genres if genre in _GENRES), "")
    if not kind and "book" in genres:
        kind = "book" if host is None else "chapter"
    dates = [
        found for node in around for place in ("part/date", "originInfo/dateIssued") for found in texts(node, place)
    ]
    return {
        "title": title(mods),
        "author": authors,
        "container-title": "" if host is None else title(host),
        "volume": detail["volume"],
        "issue": detail["issue"] or detail["number"],
        "page": "-".join(ends) or detail["page"] or next(texts(mods, "identifier[@type='eid']"), ""),
        "date": [int(part) for part in max(dates, key=len, default="").split("-") if part.isdecimal()],
        "DOI": next(texts(mods, "identifier[@type='doi']"), ""),
        "type": kind,
    }


Read = Callable[[str, Path], Items]
#: Every reader with the formats it reads.
READERS: Mapping[str, tuple[Read, tuple[str, ...]]] = {
    "pandoc": (with_pandoc, ("bibtex", "biblatex", "ris", "csl-json")),
    "citation-js": (with_citation_js, ("bibtex", "biblatex", "ris", "csl-json")),
    "pybtex": (with_pybtex, ("bibtex", "biblatex")),
    "bibtexparser": (with_bibtexparser, ("bibtex", "biblatex")),
    "rispy": (with_rispy, ("ris",)),
    "bibutils": (with_bibutils, ("bibtex", "biblatex", "ris")),
}
PAIRS = [(name, form) for name, (_, forms) in READERS.items() for form in forms]


def main(show: Sequence[str]) -> None:
    """Write the table anew; ``show`` names a reader, a format and a field whose misses are printed too."""
    table = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.is_file() else {"faults": []}
    with tempfile.TemporaryDirectory() as folder:
        for name in filter(inputs, ("real", "golden")):
            corpus = written(name, Path(folder))
            figures = table.setdefault(name, {})
            for reader, form in PAIRS:
                try:
                    found, misses = compare(corpus.records, READERS[reader][0](form, corpus.files[form]))
                except Missing as missing:
                    print(f"{reader}, {form}: left as it was: {missing}", file=sys.stderr)
                    continue
                figures[f"{reader} {form}"] = found
                for miss in misses:
                    if (reader, form, miss.field) == tuple(show[:3]):
                        print(f"{name} {miss.key}: wanted {miss.wanted!r}\n{'got':>20} {miss.got!r}")
    TABLE.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def rendered_by_citeproc(items: list[dict[str, Any]]) -> list[str]:
    """CSL-JSON items as citeproc-py prints them in an author-date style, one text for each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        return [str(entry) for entry in bibliography.bibliography()]


def compiled_by_typst(bibliography: Path, folder: Path) -> bytes:
    """The PDF of a whole .bib file, made by Typst in a folder of its own."""
    import typst

    (folder / "refs.bib").write_bytes(bibliography.read_bytes())
    (folder / "main.typ").write_text('#bibliography("refs.bib", full: true, style: "apa")\n', encoding="utf-8")
    pdf: bytes = typst.compile(str(folder / "main.typ"), format="pdf")
    return pdf


if __name__ == "__main__":
    main(sys.argv[1:])
