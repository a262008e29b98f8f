"""The title, the container and the type of a work, which CSL-JSON and Crossref's works have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bibstep.formats.csl_json import tables
from bibstep.formats.csl_json.fields import CslFields
from bibstep.model import Rich
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values.types import classify
from bibstep.values.variables import TYPES

_TYPE_LETTERS = later(r"[\W\d_]+")
#: A running head that Wiley's older deposits have in the place of a second title: "Dye/Dictionary of …".
_RUNNING_HEAD = later(r"[^/]{2,40}/\S")


def title_of(fields: CslFields, *instead: str) -> Rich:
    """Return the title with those subtitles that it does not contain already.

    ``instead``: the names of values that replace a missing title.
    """
    texts = next((found for name in ("title", *instead) if (found := fields.texts("title", name))), [])
    if not texts:
        return Rich()
    whole = clean(texts[0])
    if len(texts) > 1:
        fields.remark(
            "value-ignored", "title", f"it is also called {shorten('; '.join(texts[1:]), 60)!r}, which was left out"
        )
    for subtitle in map(clean, fields.texts("title", "subtitle")):
        if subtitle.casefold() not in whole.casefold() and not _RUNNING_HEAD.match(subtitle):
            whole = f"{whole}{'' if whole[-1:] in '?!:.' else ':'} {subtitle}"
    return fields.rich(whole)


#: Types of parts of books, of which Crossref names both the book and its series.
_PARTS = ("book-chapter", "chapter", "proceedings-article", "paper-conference", "reference-entry", "book-section")
#: How titles of series begin or end.
_SERIES = later(
    r"(?:lecture notes|(?:methods|advances|studies|topics|progress|trends|issues|perspectives|research) (?:in|on|to)"
    r"|contributions to|springerbriefs|communications in|synthesis lectures|ifip|nato|acs symposium)\b"
    r"|.{0,200}\b(?:series|library|monographs|proceedings|textbooks|handbooks|reihe|collection|symposia|schriften"
    r"|forschungen)$|.{0,200}\b(?:series|studies of|beiträge zu[mr]?)\b",
    re.IGNORECASE,
)
#: What only the title of one volume has: a year, its number, its part.
_OF_ONE_VOLUME = later(r".{0,300}(?:\b(?:19|20)\d\d\b|\b(?:[Vv]ol(?:ume)?\.?|[Pp]art) ?[A-Z0-9]{1,4}\b| [IVX]{1,5}$)")


def containers_of(fields: CslFields, work_type: str) -> tuple[str, str, str]:
    """Return the titles of the container and of its series, and the container's short title where both are given.

    Crossref names the two in any order; for a part of a book, the words of the titles show which one is the series. A
    running head ("Dye/Dictionary of Developmental Biology 2E") is not a title, nor is the end of another title.
    """
    texts = fields.texts("container_title", "container-title")
    found = list(dict.fromkeys([fields.plain(text, "container_title") for text in texts]))
    named = [text for text in found if not _RUNNING_HEAD.match(text)] or found[:1]
    named = [text for text in named if not any(one.endswith(f": {text}") for one in named)]
    if not named:
        return "", "", ""
    first, others = named[0], named[1:]
    if len(others) == 1 and work_type in _PARTS:
        other = others[0]
        return (other, first, "") if _is_series(first) and not _is_series(other) else (first, other, "")
    if len(others) == 1:
        for short, full in ((first, others[0]), (others[0], first)):
            if _is_short(short, full):
                return full, "", short
    if others:
        fields.remark(
            "value-ignored",
            "container_title",
            f"it is also called {shorten('; '.join(others), 60)!r}, which was left out",
        )
    return first, "", ""


def _is_short(short: str, full: str) -> bool:
    """Whether a title is another one in short: "J Bone Miner Res"."""
    words = iter(full.casefold().split())
    parts = [part.strip(".,") for part in short.casefold().split()]
    return len(short) < len(full) and all(any(word.startswith(part) for word in words) for part in parts)


def _is_series(title: str) -> bool:
    return _SERIES.match(title) is not None and not _OF_ONE_VOLUME.match(title)


def type_of(fields: CslFields, word: str, values: Mapping[str, Any], arxiv: str) -> str:
    """Return the CSL type of an item: its own type, in any spelling, or a guess from the other values."""
    word = word.strip()
    if word in _TYPES:
        return word
    name = _TYPE_LETTERS.sub("", word[:80]).lower()
    known = tables.OTHER_TYPES.get(name) or _SPELT.get(name)
    if known:
        return known
    numbered = bool(values["volume"] or values["issue"] or values["page"])
    return fields.accept(
        classify([word] if word else [], values["container_title"], values["doi"], arxiv, values["url"], numbered)
    )


#: CSL's types in letters alone: "legal-case" and "LegalCase" are legal_case.
_TYPES = frozenset(TYPES)
_SPELT = {_TYPE_LETTERS.sub("", name): name for name in TYPES}
