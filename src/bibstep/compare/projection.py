"""A record reduced to what formats can express, for comparing files of different formats.

A record read from a file may have fewer fields than the record that it was written from. If the file is right, both
are equal once they are reduced to what their formats can express, which the ``limits`` of each format define.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bibstep.formats.limits import BLANK, Limits
from bibstep.model import Record, Rich, Span
from bibstep.values import identifiers, notes
from bibstep.values.variables import TYPES

#: CSL variables for notes.
_NOTES = ("annote", "annotation")


def common_type(a: Record, limits_a: Limits, b: Record, limits_b: Limits) -> str:
    """A type that the one format writes like ``a.type`` and the other like ``b.type``, or "" if there is none.

    A preprint is ``misc`` in BibTeX and ``UNPB`` in RIS. Read back, the types differ, but both can mean a preprint.
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
    """The record in a form common to all formats: one note for all notes, no value twice, no marks for case."""
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
    """A title without the marks for words that keep their case, because writers add marks to those of the source."""
    return Rich.join(Span(text, tuple([one for one in styles if one != "nocase"])) for text, styles in value.spans)
