"""A record reduced to what formats can express, for comparing files of different formats.

A file's record holds all that is in the file; the record that it was written from holds more. Reduced to what the
formats of both can express, they are equal if the file is right. What a format can express is said by its ``limits``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bibstep.formats.limits import BLANK, Limits
from bibstep.model import Record, Rich, Span
from bibstep.values import identifiers, notes
from bibstep.values.variables import TYPES

#: Variables in which files keep notes.
_NOTES = ("annote", "annotation")


def common_type(a: Record, limits_a: Limits, b: Record, limits_b: Limits) -> str:
    """A type that both formats write with the words of these two records' types, or "" where there is none.

    A preprint is ``misc`` in BibTeX and ``UNPB`` in RIS. Neither word alone means a preprint, but that type has both.
    """
    if a.type == b.type:
        return a.type
    words = limits_a.word(a.type, a.genre), limits_b.word(b.type, b.genre)
    for candidate in (a.type, b.type, *TYPES):
        if (limits_a.word(candidate, a.genre), limits_b.word(candidate, b.genre)) == words:
            return candidate
    return ""


def projected(record: Record, limits: Collection[Limits]) -> Record:
    """The record reduced to what all formats with these limits can express."""
    for one in limits:
        record = one.without_dropped(record)
    record = _unified(record)
    for one in sorted(limits, key=lambda one: one.rank):
        record = one.project(record)
    return record


def _unified(record: Record) -> Record:
    """The record as all formats have it: notes are lines of one note, nothing is there twice, case is not marked."""
    custom = dict(record.custom)
    annotations = [custom.pop(name) for name in _NOTES if name in custom]
    lines = [*notes.lines([record.note]), *annotations, *notes.lines([record.metrics, record.translation])]
    number = record.number
    if record.arxiv and number.lower() == f"arxiv:{record.arxiv}".lower():
        number = ""
    return replace(
        record,
        title=_without_nocase(record.title),
        note="\n".join(lines),
        metrics=BLANK["metrics"],
        translation=BLANK["translation"],
        custom=tuple(custom.items()),
        number=number,
        url="" if identifiers.same_work(record.url, record.doi, record.arxiv) else record.url,
    )


def _without_nocase(value: Rich) -> Rich:
    """A title without the marks for what must keep its case: formats set more of them than a source has."""
    return Rich.join(Span(text, tuple([one for one in styles if one != "nocase"])) for text, styles in value.spans)
