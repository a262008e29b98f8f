"""What BibTeX and biblatex cannot express: which entry type has which field, which fields share one, what has none.

``number`` is the issue of an article, the number in the series of a book or of a part of one, and a report's, a
dataset's or a preprint's own number (btxdoc, 3.2; biblatex manual, 2.2.2). What it has no room for has another field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bibstep.formats.bibtex.custom import field_name
from bibstep.formats.limits import Limits, pages_or
from bibstep.formats.template import Filter
from bibstep.model import Record
from bibstep.values.languages import BABEL_NAMES

#: CSL type -> BibTeX's entry type, only of those ten that all readers know: others are dropped whole by Zotero's
#: importer (measured). What is not listed is ``misc``.
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
#: CSL type -> biblatex's entry type (biblatex manual, 2.1); what is not listed is ``misc``.
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

#: Entries of what appears in something, on pages or under an article's number.
PARTS = ("article", "inproceedings", "incollection", "inreference")
#: Entries whose ``number`` is that in the series.
IN_SERIES = ("book", "inproceedings", "incollection", "inreference")
#: Entries of works that stand by themselves, whose container can be no more than a series.
WHOLES = ("book", "thesis", "report", "phdthesis", "mastersthesis", "techreport")
#: Entries that name what they appeared in as the way in which they were published.
LOOSE = ("misc", "unpublished", "dataset", "software", "patent")

UNSAID = {"pdf": "no field that readers agree on"}

#: What would end a verbatim value, or be taken for a command in it. There are no escapes in one, so it is
#: percent-encoded, which a link survives.
_UNSAFE_VERBATIM = re.compile(r"[\\{}\s\x00-\x1f\x7f-\x9f]")
_UNSAFE_ASCII = re.compile(r"[\\{}\s\x00-\x1f\x7f-\x9f]|[^\x00-\x7f]")


def bibtex_entry(record_type: str, genre: str) -> str:
    """BibTeX's entry type; a thesis that calls itself a master's (or a bachelor's) is no ``phdthesis``."""
    if record_type == "thesis" and is_master(genre):
        return "mastersthesis"
    return _BIBTEX.get(record_type, "misc")


def is_master(genre: str) -> bool:
    """Whether a thesis of this genre ("Master's thesis", "Diplomarbeit") is below a doctorate."""
    lower = genre.lower()
    return any(word in lower for word in ("master", "bachelor", "diplom", "licen", "m.sc", "msc"))


def biblatex_entry(record_type: str, genre: str) -> str:  # noqa: ARG001  (the template's word is the same in both)
    """Biblatex's entry type; a thesis says what kind it is in the field ``type``."""
    return _BIBLATEX.get(record_type, "misc")


def langid(language: str) -> str:
    """The babel name of a BCP 47 language, or nothing where biblatex knows none."""
    return BABEL_NAMES.get(language.partition("-")[0].lower(), "")


def percent_encoded(value: str, ascii_only: bool = False) -> str:
    """A DOI, a link or an identifier with what a verbatim value cannot hold percent-encoded as UTF-8.

    With ``ascii_only`` that is all that is not ASCII, too (RFC 3987, 3.1).
    """
    unsafe = _UNSAFE_ASCII if ascii_only else _UNSAFE_VERBATIM
    return unsafe.sub(_percent, value) if unsafe.search(value) else value


def _percent(match: re.Match[str]) -> str:
    return "".join([f"%{byte:02X}" for byte in match[0].encode()])


# Which field has what: the filters of the templates ------------------------------------------------------------------


def of_article(value: str, entry: str) -> str:
    """A value that only an article has a field for: the journal, and its abbreviated name."""
    return value if entry == "article" else ""


def issue_number(issue: str, entry: str, series: str) -> str:
    """The issue where it is the entry's ``number``: an article's, and a paper's that is in no numbered series."""
    return issue if entry == "article" or (entry == "inproceedings" and not series) else ""


def issue_apart(issue: str, entry: str, series: str) -> str:
    """The issue where ``number`` is something else."""
    return "" if issue_number(issue, entry, series) else issue


def own_number(number: str, entry: str) -> str:
    """The number of a report, a patent, a dataset: of what is neither in something else nor a book."""
    return "" if entry in PARTS or entry == "book" else number


def article_number(number: str, entry: str) -> str:
    """The number of an article in its volume; it has a field of its own."""
    return "" if own_number(number, entry) else number


def page_number(number: str, entry: str) -> str:
    """The number of an article where it stands for the pages."""
    return number if entry in PARTS else ""


def series_number(number: str, entry: str) -> str:
    """The number in the series where it is the entry's ``number``."""
    return number if entry in IN_SERIES else ""


def series_number_apart(number: str, entry: str) -> str:
    """The number in the series where ``number`` is something else."""
    return "" if entry in IN_SERIES else number


def of_whole(container: str, entry: str) -> str:
    """What a whole work appeared in: it can only be a series."""
    return container if entry in WHOLES else ""


def of_loose(container: str, entry: str) -> str:
    """What a work appeared in that is of no kind which appears in anything."""
    return container if entry in LOOSE else ""


#: The filters, each of which keeps or drops its first value by the others.
FILTERS: Mapping[str, Filter] = {
    one.__name__: one
    for one in (
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
    )
}


# Comparison ----------------------------------------------------------------------------------------------------------

#: How a thesis of no kind comes back: as the doctor's that its entry type says.
_DOCTORATES = ("phdthesis", "PhD thesis")


def _project_bibtex(record: Record) -> Record:
    entry = bibtex_entry(record.type, record.genre)
    numbered = entry in ("techreport", "misc", "unpublished")
    return _project(record, entry, numbered)


def _project_biblatex(record: Record) -> Record:
    entry = biblatex_entry(record.type, record.genre)
    return replace(_project(record, entry, entry not in PARTS), language=langid(record.language))


def _project(record: Record, entry: str, numbered: bool) -> Record:
    """The record as both kinds of .bib file can express it; the ``number`` of ``numbered`` entries is their own."""
    is_whole = entry in WHOLES
    number = page_number(record.number, entry)
    return replace(
        record,
        genre="" if record.type == "thesis" and record.genre in _DOCTORATES else record.genre,
        container_title="" if is_whole else record.container_title,
        collection_title=record.collection_title or of_whole(record.container_title, entry),
        container_title_short=of_article(record.container_title_short, entry),
        issue=record.issue or (record.number if numbered else "") or record.collection_number,
        number=number,
        collection_number="",
        page=pages_or(record.page, number),
        doi=percent_encoded(record.doi, ascii_only=True),
        url=percent_encoded(record.url, ascii_only=True),
        arxiv=percent_encoded(record.arxiv, ascii_only=True),
        custom=tuple([(field_name(name), text) for name, text in record.custom]),
    )


BIBTEX = Limits(UNSAID, word=bibtex_entry, project=_project_bibtex)
BIBLATEX = Limits(UNSAID, word=biblatex_entry, project=_project_biblatex)
