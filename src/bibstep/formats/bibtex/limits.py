"""What BibTeX and biblatex cannot express: which entry type has which field, and what has to share one.

``number`` is the issue of an article, the number in the series of a book or of a part of one, and the own number of a
report, a dataset or a preprint (btxdoc, 3.2; biblatex manual, 2.2.2). Any second number goes into another field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bibstep.formats.bibtex.custom import field_name
from bibstep.formats.bibtex.tables import TYPES
from bibstep.formats.limits import Limits, pages_or
from bibstep.formats.template import Filter
from bibstep.model import Date, Record
from bibstep.text.patterns import later
from bibstep.values.languages import BABEL_NAMES

#: CSL type -> BibTeX's entry type, of the ten that all readers know: Zotero's importer drops entries of other types
#: (measured). A type that is not listed is ``misc``.
_BIBTEX: Mapping[str, str] = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "book": "book",
    "classic": "book",
    "collection": "book",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
}
#: CSL type -> biblatex's entry type (biblatex manual, 2.1); a type that is not listed is ``misc``.
_BIBLATEX: Mapping[str, str] = {
    "article": "online",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "book": "book",
    "classic": "book",
    "collection": "book",
    "thesis": "thesis",
    "report": "report",
    "manuscript": "unpublished",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
}

#: Entry types of works in a container, with pages or an article's number.
PARTS = ("article", "inproceedings", "incollection", "inbook", "inreference")
#: Entry types whose ``number`` is the number in the series.
IN_SERIES = ("book", "inproceedings", "incollection", "inbook", "inreference")
#: Entry types of independent works, whose container can only be a series.
WHOLES = ("book", "thesis", "report", "phdthesis", "mastersthesis", "techreport")
#: Entry types that name their container in ``howpublished``.
LOOSE = ("misc", "unpublished", "dataset", "software", "patent")

#: Characters that would end a verbatim value or begin a command in it. A verbatim value has no escapes, so they are
#: percent-encoded, which keeps a link valid.
_UNSAFE_VERBATIM = later(r"[\\{}\s\x00-\x1f\x7f-\x9f]")
_UNSAFE_ASCII = later(r"[\\{}\s\x00-\x1f\x7f-\x9f]|[^\x00-\x7f]")


def bibtex_entry(record_type: str, genre: str) -> str:
    """BibTeX's entry type. A thesis whose genre is below a doctorate is ``mastersthesis``."""
    if record_type == "thesis" and is_master(genre):
        return "mastersthesis"
    return _BIBTEX.get(record_type, "misc")


def is_master(genre: str) -> bool:
    """Whether a thesis of this genre ("Master's thesis", "Diplomarbeit") is below a doctorate."""
    lower = genre.lower()
    return any(word in lower for word in ("master", "bachelor", "diplom", "licen", "m.sc", "msc"))


def biblatex_entry(record_type: str, genre: str) -> str:  # noqa: ARG001  (both templates call it with a genre)
    """Biblatex's entry type. The kind of a thesis is in the field ``type``."""
    return _BIBLATEX.get(record_type, "misc")


def inside(entry: str, container: str, place: object) -> str:
    """BibTeX's entry type for a part of a book: ``inbook`` if only its ``place``, pages or a chapter, is known.

    There the title is the book's, and ``booktitle``, which ``incollection`` requires, is no field (btxdoc, 3.1).
    """
    return "inbook" if entry == "incollection" and place and not container else entry


def langid(language: str) -> str:
    """The babel name of a BCP 47 language, or "" if biblatex knows none."""
    return BABEL_NAMES.get(language) or BABEL_NAMES.get(language.partition("-")[0].lower(), "")


def percent_encoded(value: str, ascii_only: bool = False) -> str:
    """Percent-encode the characters that a verbatim value (a DOI, a link, an identifier) cannot contain, as UTF-8.

    With ``ascii_only``, characters outside ASCII are encoded too (RFC 3987, 3.1).
    """
    unsafe = _UNSAFE_ASCII if ascii_only else _UNSAFE_VERBATIM
    return unsafe.sub(_percent, value) if unsafe.search(value) else value


def _percent(match: re.Match[str]) -> str:
    return "".join([f"%{byte:02X}" for byte in match[0].encode()])


# Filters of the templates: they keep a value or return , depending on the entry type -------------------------------


def of_article(value: str, entry: str) -> str:
    """A value that only an article has a field for: the journal's name."""
    return value if entry == "article" else ""


def issue_number(issue: str, entry: str, series: str) -> str:
    """The issue if it is the entry's ``number``: of an article, or of a paper without a numbered series."""
    return issue if entry == "article" or (entry == "inproceedings" and not series) else ""


def issue_apart(issue: str, entry: str, series: str) -> str:
    """The issue if ``number`` is something else."""
    return "" if issue_number(issue, entry, series) else issue


def own_number(number: str, entry: str) -> str:
    """The own number of a report, a patent or a dataset: of a work that is neither in a container nor a book."""
    return "" if entry in PARTS or entry == "book" else number


def article_number(number: str, entry: str) -> str:
    """The number of an article in its volume, which has its own field."""
    return "" if own_number(number, entry) else number


def page_number(number: str, entry: str) -> str:
    """The number of an article, in place of its pages."""
    return number if entry in PARTS else ""


def series_number(number: str, entry: str) -> str:
    """The number in the series if it is the entry's ``number``."""
    return number if entry in IN_SERIES else ""


def series_number_apart(number: str, entry: str) -> str:
    """The number in the series if ``number`` is something else."""
    return "" if entry in IN_SERIES else number


def of_whole(container: str, entry: str) -> str:
    """The container of an independent work, which can only be a series."""
    return container if entry in WHOLES else ""


def of_loose(container: str, entry: str) -> str:
    """The container of a work that has no field for one, for ``howpublished``."""
    return container if entry in LOOSE else ""


def apart(record_type: str, entry: str, arxiv: str, event: str) -> str:
    """The CSL type, if the entry would be read as another one; for the field ``csl-type``."""
    read = TYPES.get(entry, "document")
    if entry in ("misc", "unpublished", "online") and arxiv:
        read = "article"
    elif entry == "unpublished" and event:
        read = "speech"
    return "" if read == record_type else record_type


#: The filters: each returns its first argument or "", depending on the others.
FILTERS: Mapping[str, Filter] = {
    one.__name__: one
    for one in (
        inside,
        of_article,
        issue_number,
        issue_apart,
        own_number,
        article_number,
        page_number,
        series_number,
        series_number_apart,
        of_whole,
        of_loose,
        apart,
    )
}


# Comparison ----------------------------------------------------------------------------------------------------------

#: The genres of a thesis that its entry type implies.
_DOCTORATES = ("phdthesis", "PhD thesis")


def _partly(record: Record) -> Iterator[tuple[str, str]]:
    """The dates in words of a record: only the date of publication has a field for words, ``year``."""
    for name in ("original_date", "accessed"):
        date = getattr(record, name)
        if date and date.literal:
            yield name, f"no place for the date {date}"


def _project_bibtex(record: Record) -> Record:
    entry = bibtex_entry(record.type, record.genre)
    numbered = entry in ("techreport", "misc", "unpublished")
    return _project(record, entry, numbered)


def _project_biblatex(record: Record) -> Record:
    entry = biblatex_entry(record.type, record.genre)
    return replace(_project(record, entry, entry not in PARTS), language=langid(record.language.partition("-")[0]))


def _project(record: Record, entry: str, numbered: bool) -> Record:
    """Reduce a record to what both formats can express; ``numbered``: the entry's ``number`` is its own number."""
    is_whole = entry in WHOLES
    number = page_number(record.number, entry)
    return replace(
        record,
        genre="" if record.type == "thesis" and record.genre in _DOCTORATES else record.genre,
        container_title="" if is_whole else record.container_title,
        collection_title=record.collection_title or of_whole(record.container_title, entry),
        issue=record.issue or (record.number if numbered else "") or record.collection_number,
        number=number,
        collection_number="",
        page=pages_or(record.page, number),
        doi=percent_encoded(record.doi, ascii_only=True),
        url=percent_encoded(record.url, ascii_only=True),
        arxiv=percent_encoded(record.arxiv, ascii_only=True),
        original_date=_exact(record.original_date),
        accessed=_exact(record.accessed),
        custom=tuple([(field_name(name), text) for name, text in record.custom]),
    )


def _exact(date: Date | None) -> Date | None:
    return None if date and date.literal else date


BIBTEX = Limits(partly=_partly, word=bibtex_entry, project=_project_bibtex)
BIBLATEX = Limits(partly=_partly, word=biblatex_entry, project=_project_biblatex)
