"""What a format can say of a record, as a record: where it has one place for two fields, or less room, so has this.

A record of a file says all that is in the file; its original says more. Both seen through the same formats are equal
if the file is right, so this module knows where the templates merge fields and where a format is coarser than the
model. It goes by the templates' rules, not by what a reader makes of a file: a reader's mistakes are to be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from bibstep.formats import FORMATS
from bibstep.formats.bibtex import biblatex, bibtex
from bibstep.formats.bibtex import write as tex
from bibstep.formats.bibtex.custom import field_name
from bibstep.formats.ris import write as ris
from bibstep.formats.template import Format
from bibstep.model import EMPTY, FIELDS, Date, PageRange, Record, Rich, Span
from bibstep.text.clean import clean_rich
from bibstep.values import identifiers, notes, pages
from bibstep.values import variables as csl_variables
from bibstep.values.titles import parse as titles

#: The types of CSL (1.0.2, as its input schema has them).
_TYPES = """article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard
    thesis treaty webpage""".split()
#: Names under which a .bib file keeps what ``notes`` asks for.
_ANNOTATIONS = ("annote", "annotation")
_BLANK = {name: getattr(Record("", EMPTY), name) for name in FIELDS}


def without(record: Record, names: Iterable[str]) -> Record:
    """The record with the named fields empty."""
    said = {name: _BLANK[name] for name in names if getattr(record, name)}
    return replace(record, **said) if said else record


def word(form: str, record: Record, record_type: str = "") -> str:
    """The format's word for the record's type, or for another type of the same genre; "" says types as they are."""
    record_type = record_type or record.type
    if form == "bibtex":
        return bibtex.entry(record_type, record.genre)
    if form == "biblatex":
        return biblatex.entry(record_type, record.genre)
    return ris.kind(record_type) if form == "ris" else record_type


def common_type(a: Record, form_a: str, b: Record, form_b: str) -> str:
    """A type that both formats would say as these two records are said, or "" where there is none.

    A preprint is ``misc`` in BibTeX and ``UNPB`` in RIS; neither word alone tells it, but one type has both.
    """
    if a.type == b.type:
        return a.type
    words = word(form_a, a), word(form_b, b)
    for candidate in (a.type, b.type, *_TYPES):
        if (word(form_a, a, candidate), word(form_b, b, candidate)) == words:
            return candidate
    return ""


def said_in(forms: Iterable[str], record: Record) -> Record:
    """The record as far as all of the formats can say it; "" stands for a source, which can say everything."""
    forms = set(forms) - {""}
    record = without(record, {name for form in forms for name in FORMATS[form].unsaid})
    for name in sorted(forms):
        record = _by_own_account(FORMATS[name], record)
    record = _by_itself(record)
    for form, seen_in in _VIEWS:
        if form in forms:
            record = seen_in(record)
    return record


def _by_own_account(form: Format, record: Record) -> Record:
    """The record without what the format says it has no place for in this very record.

    A text is said whole or not at all, people in other parts and what no field holds one by one; what is said of a
    title or a date in part, the views below know.
    """
    if form.partly is None:
        return record
    unsaid = {name for name, _ in form.partly(record)}
    record = without(record, [name for name in unsaid if isinstance(getattr(record, name), str)])
    for field in unsaid & {"roles", "custom"}:
        said: Any = {field: tuple([one for one in getattr(record, field) if _says(form, record, field, one)])}
        record = replace(record, **said)
    return record


def _says(form: Format, record: Record, field: str, one: object) -> bool:
    """Whether a format says one of the values of a field."""
    alone: Any = {field: (one,)}
    return form.partly is None or field not in {name for name, _ in form.partly(replace(record, **alone))}


def _by_itself(record: Record) -> Record:
    """What is the same in all formats: notes are lines of one note, nothing is said twice, and case is not marked."""
    custom = dict(record.custom)
    annotations = [custom.pop(name) for name in _ANNOTATIONS if name in custom]
    lines = [*notes.lines([record.note]), *annotations, *notes.lines([record.metrics, record.translation])]
    number = record.number
    if record.arxiv and number.lower() == f"arxiv:{record.arxiv}".lower():
        number = ""
    return replace(
        record,
        title=_without_nocase(clean_rich(record.title)),
        note="\n".join(lines),
        metrics=_BLANK["metrics"],
        translation=_BLANK["translation"],
        custom=tuple(custom.items()),
        number=number,
        url="" if identifiers.same_work(record.url, record.doi, record.arxiv) else record.url,
    )


def _in_bibtex(record: Record) -> Record:
    entry = bibtex.entry(record.type, record.genre)
    return replace(
        _in_bib(record, entry, numbered=entry in ("techreport", "misc", "unpublished")),
        issued=_with_one_end(record.issued),
    )


def _in_biblatex(record: Record) -> Record:
    entry = biblatex.entry(record.type, record.genre)
    record = _in_bib(record, entry, numbered=entry not in _BIB_PARTS)
    return replace(record, language=biblatex.langid(record.language))


#: Entries of what appears in something: an article's number has a field of its own there.
_BIB_PARTS = ("article", "inproceedings", "incollection", "inreference")
_BIB_WHOLES = ("book", "thesis", "report", "phdthesis", "mastersthesis", "techreport")


_DOCTORATES = ("phdthesis", "PhD thesis")


def _in_bib(record: Record, entry: str, numbered: bool) -> Record:
    """What both kinds of .bib file have in common; ``numbered`` entries say their own number as ``number``."""
    part = entry in _BIB_PARTS
    whole = entry in _BIB_WHOLES
    return replace(
        record,
        # The entry's own word: a thesis of no kind is written as a doctor's.
        genre="" if record.type == "thesis" and record.genre in _DOCTORATES else record.genre,
        container_title="" if whole else record.container_title,
        collection_title=record.collection_title or (record.container_title if whole else ""),
        container_title_short=record.container_title_short if entry == "article" else "",
        issue=record.issue or (record.number if numbered else "") or record.collection_number,
        number=record.number if part else "",
        collection_number="",
        page=_pages(pages.text(record.page) or (record.number if part else "")),
        doi=tex.verbatim_ascii(record.doi),
        url=tex.verbatim_ascii(record.url),
        arxiv=tex.verbatim_ascii(record.arxiv),
        custom=tuple([(field_name(name), text) for name, text in record.custom]),
    )


def _in_csl(record: Record) -> Record:
    numbered = record.type in ("report", "patent", "standard", "dataset", "software", "article")
    kept, others = [], list(record.custom)
    for role, people in record.roles:
        if role in csl_variables.NAMES:
            kept.append((role, people))
        else:
            others.append((role, "; ".join(map(str, people))))
    return replace(
        record,
        title=titles.unmath(record.title),
        page=_pages(pages.text(record.page) or ("" if numbered else record.number)),
        roles=tuple(kept),
        custom=tuple(others),
        issued=_doubted_once(record.issued),
        original_date=_doubted_once(record.original_date),
        accessed=_doubted_once(record.accessed),
    )


_RIS_WHOLES = ("BOOK", "COMP", "MAP", "RPRT")


def _in_ris(record: Record) -> Record:
    part = ris.kind(record.type) in ("JOUR", "CONF", "CHAP")
    own = record.number if part else ""
    # T2 and T3 of a whole work are its series; T2 is read as what it appeared in only where both are there.
    one_series = ris.kind(record.type) in _RIS_WHOLES and not record.collection_title
    event = record.event_title if ris.kind(record.type) in ("CONF", "SLIDE") else ""
    container = record.container_title or event  # an event without proceedings of a name of their own
    versioned = ris.kind(record.type) in ("COMP", "DATA")
    accessed = _with_one_end(record.accessed)
    return replace(
        record,
        title=Rich.of(titles.plain(record.title)),
        collection_title=container if one_series else record.collection_title,
        container_title="" if one_series else container,
        event_title=event if record.container_title else "",
        edition="" if versioned else record.edition,
        version=record.version or (record.edition if versioned else ""),
        issue=record.issue or ("" if part else record.number),
        number=own,
        page=_pages(pages.text(record.page) or own or record.number_of_pages),
        number_of_pages="",
        issued=_with_one_end(record.issued),
        accessed=None if accessed and accessed.literal else accessed,
    )


#: In this order: the coarsest comes last.
_VIEWS: Iterable[tuple[str, Callable[[Record], Record]]] = (
    ("bibtex", _in_bibtex),
    ("biblatex", _in_biblatex),
    ("csl-json", _in_csl),
    ("ris", _in_ris),
)


def _pages(text: str) -> tuple[PageRange, ...]:
    """Pages by their text alone: "1" to "9" and a page "1-9" are written alike."""
    return (PageRange(text),) if text else ()


def _without_nocase(value: Rich) -> Rich:
    """A title without the marks for what must keep its case: formats set more of them than a source has."""
    return Rich.join(Span(text, tuple([one for one in styles if one != "nocase"])) for text, styles in value.spans)


def _with_one_end(value: Date | None) -> Date | None:
    """A date where there is no place for the end of a range, and none for a doubt."""
    return replace(value, end=None, circa=False) if value and not value.literal else value


def _doubted_once(value: Date | None) -> Date | None:
    """A date in CSL-JSON: a doubt about the end of a range is one about all of it."""
    if not value or not value.end or not value.end.circa:
        return value
    return replace(value, circa=True, end=replace(value.end, circa=False))
