"""The one list of formats: what each is called, which files are in it, and which modules read and write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from bibstep.errors import UnknownFormatError
from bibstep.input.compressed import ENDINGS as COMPRESSED
from bibstep.input.compressed import without_ending
from bibstep.input.detect import detect, foreign, other_than, peeked
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Record, Rejected, Source
from bibstep.text.patterns import later
from bibstep.text.suggest import did_you_mean

if TYPE_CHECKING:
    from bibstep.formats.edits import Editor, Mended
    from bibstep.formats.template import Format


class FormatInfo(NamedTuple):
    """A row of the list of formats.

    ``suffixes`` are the endings of its files, and ``also`` those of files that are read and never written. ``reads``
    and ``writes`` describe what is read and written, empty where the format has no such direction. ``reader`` is the
    module with the function ``read`` (see also ``pieces_of``), ``writer`` a module and the name of the Format in it;
    both are imported when they are used, because the command must start quickly. ``sign`` is what ``input.detect``
    calls the format ("json" for all that is JSON), empty where it cannot recognise it. ``carries`` names the formats
    whose entries are part of each entry of this one; the writer is then a function of these formats. ``light`` is a
    module that finds works in a large file without decoding all of it, ``editor`` one whose ``EDITOR`` changes single
    values in a file, ``mender`` one whose ``mended`` corrects what is certain in a file.
    """

    name: str
    suffixes: tuple[str, ...]
    reads: str = ""
    reader: str = ""
    writes: str = ""
    writer: str = ""
    sign: str = ""
    carries: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    light: str = ""
    editor: str = ""
    mender: str = ""

    def read(self, stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
        """Read the records of a stream, called ``name`` in messages; a record has ``max_record`` bytes at most.

        What cannot become a record is a Rejected in its place; an input in another format is a single Rejected.
        """
        head, stream = peeked(stream)
        module, problem = self.module_for(head, name)
        if problem:
            yield Rejected(Source(name, 1), problem)
        else:
            yield from import_module(module).read(stream, name, max_record)

    def module_for(self, head: bytes, name: str) -> tuple[str, str]:
        """Return the module that reads an input, by its first bytes and its name, and why it cannot be read, or ""."""
        if self.sign:
            what = other_than(self.sign, head)
            problem = f"this is not in the format {self.name}; it looks like {what}"
            if ";" not in what:
                problem += "; --from auto detects the format"
            return self.reader, problem if what else ""
        if what := foreign(head):
            return "", f"this is {what}"
        sign = detected(head, name)
        return self.reader if sign == "json" else LIST[sign].reader, ""

    @property
    def in_folders(self) -> tuple[tuple[str, ...], ...]:
        """The endings of the files to read in a folder, in groups of which the first is read first.

        Beside records, .bib and .ris files are as often what the records were converted to, so "auto" comes to them
        second: of two records of a work, the first counts.
        """
        own = _compressed(*self.suffixes, *self.also)
        if self.sign:
            return (own,)
        others = _compressed(*[one for row in READERS.values() for one in (*row.suffixes, *row.also)])
        return own, (*[one for one in others if one not in own], *COMPRESSED)


def _compressed(*endings: str) -> tuple[str, ...]:
    """Return the endings, each also with that of a compressed file after it."""
    return tuple(dict.fromkeys([*endings, *[ending + more for ending in endings for more in COMPRESSED]]))


_JSON = (".json", ".jsonl", ".ndjson", ".txt")

#: Every format by its name, in the order in which they are listed. "auto" recognises the others, JSON record by record.
LIST: Mapping[str, FormatInfo] = {
    row.name: row
    for row in (
        FormatInfo(
            "auto",
            _JSON,
            reads="any of these, detected from the content; the JSON of indexes such as OpenAlex",
            reader="bibstep.formats.any_json",
        ),
        FormatInfo(
            "aggregator",
            _JSON,
            reads="an aggregator's records: JSON with text lines, JSON Lines, a JSON array; Semantic Scholar's API"
            " records",
            reader="bibstep.formats.seed.read",
            sign="json",
        ),
        FormatInfo(
            "crossref",
            _JSON,
            reads="works from Crossref's API",
            reader="bibstep.formats.csl_json.crossref",
            sign="json",
        ),
        FormatInfo(
            "bibtex",
            (".bib", ".bibtex"),
            reads="BibTeX and biblatex",
            reader="bibstep.formats.bibtex.read",
            writes="BibTeX, for LaTeX with bibtex, and for reference managers",
            writer="bibstep.formats.bibtex.write:BIBTEX",
            editor="bibstep.formats.bibtex.edit",
            sign="bibtex",
            light="bibstep.formats.bibtex.light",
            mender="bibstep.formats.bibtex.mend",
        ),
        FormatInfo(
            "biblatex",
            (".bib", ".biblatex"),
            writes="biblatex, for LaTeX with biber",
            writer="bibstep.formats.bibtex.write:BIBLATEX",
            editor="bibstep.formats.bibtex.edit",
            sign="bibtex",
        ),
        FormatInfo(
            "ris",
            (".ris",),
            reads="RIS from reference managers, databases, publishers; the tagged formats of PubMed, ERIC and Web of"
            " Science",
            reader="bibstep.formats.ris.read",
            writes="RIS, for import into Zotero, EndNote, Mendeley and JabRef",
            writer="bibstep.formats.ris.write:FORMAT",
            editor="bibstep.formats.ris.edit",
            sign="ris",
            also=(".nbib", ".ciw", ".isi", ".medline"),
        ),
        FormatInfo(
            "endnote",
            (".enw", ".refer"),
            reads="EndNote's tagged format (refer)",
            reader="bibstep.formats.ris.read",
            writes="EndNote's tagged format (refer), for EndNote",
            writer="bibstep.formats.ris.endnote_write:FORMAT",
            sign="endnote",
        ),
        FormatInfo(
            "endnote-xml",
            (".xml",),
            reads="EndNote's XML",
            reader="bibstep.formats.ris.endnote_xml",
            sign="endnote-xml",
        ),
        FormatInfo(
            "pubmed-xml",
            (".xml",),
            reads="PubMed's XML",
            reader="bibstep.formats.pubmed_xml.read",
            sign="pubmed-xml",
        ),
        FormatInfo(
            "mods",
            (".mods", ".xml"),
            reads="MODS, the XML of library catalogues",
            reader="bibstep.formats.mods.read",
            sign="mods",
        ),
        FormatInfo(
            "csv",
            (".csv", ".tsv", ".tab"),
            reads="tables (CSV, tab-separated) from Scopus, Web of Science, Zotero, Publish or Perish and others",
            reader="bibstep.formats.csv.read",
            sign="csv",
        ),
        FormatInfo(
            "csl-json",
            (".json", ".csljson"),
            reads="CSL-JSON from Zotero, pandoc, citeproc",
            reader="bibstep.formats.csl_json.read",
            writes="CSL-JSON, for pandoc, citeproc and Zotero",
            writer="bibstep.formats.csl_json.write:FORMAT",
            editor="bibstep.formats.csl_json.edit",
            sign="json",
        ),
        FormatInfo(
            "csl-yaml",
            (".yaml", ".yml"),
            reads="CSL-YAML, the references of pandoc",
            reader="bibstep.formats.yaml.csl",
            sign="csl-yaml",
        ),
        FormatInfo(
            "cff",
            (".cff",),
            reads="CITATION.cff files",
            reader="bibstep.formats.yaml.cff",
            sign="cff",
        ),
        FormatInfo(
            "hayagriva",
            (".yml", ".yaml"),
            reads="Hayagriva's YAML, the bibliographies of Typst",
            reader="bibstep.formats.hayagriva.read",
            writes="Hayagriva's YAML, for Typst",
            writer="bibstep.formats.hayagriva.write:FORMAT",
            sign="hayagriva",
        ),
        FormatInfo(
            "html",
            (".html", ".htm"),
            writes="a web page to read, search and copy from",
            writer="bibstep.formats.html.write:carrying",
            carries=("bibtex", "ris", "csl-json"),
        ),
    )
}

#: Other names that people try -> the name in the list.
ALIASES: Mapping[str, str] = {
    "bib": "bibtex",
    "csl": "csl-json",
    "csljson": "csl-json",
    "enw": "endnote",
    "refer": "endnote",
    "seed": "aggregator",
    "pubmed": "ris",
    "nbib": "ris",
    "typst": "hayagriva",
}


class _Readers(dict[str, "FormatInfo"]):
    """The formats that can be read; one can be asked for by another of its names, too."""

    def __missing__(self, name: str) -> FormatInfo:
        return self[ALIASES[name]]


#: The formats that can be read.
READERS: Mapping[str, FormatInfo] = _Readers((name, row) for name, row in LIST.items() if row.reader)


class _Writers(Mapping[str, "Format"]):
    """The formats that can be written, each loaded when it is asked for."""

    def __getitem__(self, name: str) -> Format:
        return _loaded(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name, row in LIST.items() if row.writer)

    def __len__(self) -> int:
        return len(list(iter(self)))


@cache
def _loaded(name: str) -> Format:
    row = LIST[name]
    if not row.writer:
        raise KeyError(name)
    module, _, attribute = row.writer.partition(":")
    found = getattr(import_module(module), attribute)
    form: Format = found(*map(_loaded, row.carries)) if row.carries else found
    return form


#: The formats that can be written.
FORMATS: Mapping[str, Format] = _Writers()


def pieces_of(module: str, stream: BinaryIO | Lines, name: str, max_record: int) -> Iterator[Any]:
    """Cut an input into pieces, each of which any process can make a record of with ``records_of``, in order.

    ``module`` is what ``module_for`` returns. Where reading takes much longer than cutting, the module has a function
    ``pieces`` for this, and ``records`` for the rest; its ``read`` is both. A piece can be pickled. The pieces of other
    modules are the records.
    """
    reader = import_module(module)
    found: Iterator[Any] = (reader.pieces if hasattr(reader, "pieces") else reader.read)(stream, name, max_record)
    return found


def records_of(module: str, pieces: Iterable[Any], name: str) -> Iterator[Record | Rejected]:
    """Make records of the pieces of an input that ``pieces_of`` has cut with this module."""
    reader = import_module(module)
    found: Iterator[Record | Rejected] = reader.records(pieces, name) if hasattr(reader, "pieces") else iter(pieces)
    return found


def reader_named(name: str) -> FormatInfo:
    """Return the reader of a format, by its name or one of ALIASES. Raises UnknownFormatError for another name."""
    name = ALIASES.get(name, name)
    if name not in READERS:
        raise UnknownFormatError(f"{name!r} is not a format to read{did_you_mean(name, READERS)}")
    return READERS[name]


def writer_named(name: str) -> Format:
    """Return a format to write, by its name or one of ALIASES. Raises UnknownFormatError for another name."""
    name = ALIASES.get(name, name)
    if name not in FORMATS:
        raise UnknownFormatError(f"{name!r} is not a format to write{did_you_mean(name, FORMATS)}")
    return FORMATS[name]


def editor_of(name: str) -> Editor | None:
    """Return what changes single values in a file of a format, or None where nothing does."""
    module = LIST[name].editor
    found: Editor | None = import_module(module).EDITOR if module else None
    return found


def mender_of(name: str) -> Callable[[bytes], Mended] | None:
    """Return what corrects a file of a format where that is certain, or None where nothing does."""
    row = reader_of(name)
    found: Callable[[bytes], Mended] | None = import_module(row.mender).mended if row and row.mender else None
    return found


def reader_of(name: str) -> FormatInfo | None:
    """Return the reader for what is written in a format, or None where it is not read.

    >>> reader_of("biblatex").name, reader_of("html")
    ('bibtex', None)
    """
    return READERS.get(name) or READERS.get(LIST[name].sign)


def light_reader(name: str) -> Any:
    """Return the module that finds works in a file of a format without decoding all of it, or None."""
    row = reader_of(name)
    return import_module(row.light) if row and row.light else None


def format_of_name(filename: str) -> str:
    """Return the first output format whose files have the ending of a file name, or "".

    >>> format_of_name("refs.bib"), format_of_name("export.csl.json"), format_of_name("notes.txt")
    ('bibtex', 'csl-json', '')
    """
    lower = filename.lower()
    return next((name for name in FORMATS if lower.endswith(LIST[name].suffixes)), "")


def detected(head: bytes, name: str) -> str:
    """Return the ``sign`` of an input's format, by its first bytes and by its name: "json", "bibtex" or "ris"."""
    lower = without_ending(name)
    return detect(head, next((row.sign for row in LIST.values() if lower.endswith((*row.suffixes, *row.also))), ""))


#: So much of a file tells which of the two dialects it is in.
_LOOKED_AT = 1 << 20
#: Field names that only one of the two dialects of a .bib file has.
_BIBLATEX = later(rb"[,\s](?:date|journaltitle|location|langid|eventtitle|annotation)[ \t]*=", re.IGNORECASE)
_BIBTEX = later(rb"[,\s](?:year|month|journal|address|language|annote|archiveprefix)[ \t]*=", re.IGNORECASE)


def format_of_file(data: bytes, name: str) -> str:
    """Return the output format that a file is in, by its content; BibTeX where a .bib file could be biblatex, too.

    Returns "" for a format that is read and not written.

    >>> format_of_file(b"@book{k, title = {T}, date = {2001}}", "refs.bib"), format_of_file(b"[]", "refs.json")
    ('biblatex', 'csl-json')
    """
    sign = detected(data[: 64 * 1024], name)
    data = data[:_LOOKED_AT]
    if sign == "bibtex" and len(_BIBLATEX.findall(data)) > len(_BIBTEX.findall(data)):
        return "biblatex"
    return next((one for one in FORMATS if LIST[one].sign == sign), "")
