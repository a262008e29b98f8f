"""RIS: reference types and how a value becomes tag lines, one physical line a tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bibstep.formats.filters import one_line, unless, when, year
from bibstep.formats.ris import apart, limits
from bibstep.formats.ris import custom as ris_custom
from bibstep.formats.ris.lines import first, last, names
from bibstep.formats.template import Encoded, Encoder, Format, Render, renderer
from bibstep.model import Date, Name, Record, Rich
from bibstep.values import dates, notes, titles
from bibstep.values.dates import SEASON_NAMES


def encode(value: object) -> str:
    """A value as the text of one line; RIS knows no markup and no escapes, so rich text becomes plain."""
    if isinstance(value, str):
        return value if isinstance(value, Encoded) else one_line(value)
    return titles.plain(value) if isinstance(value, Rich) else one_line(str(value))


def date(value: Date | None) -> str:
    """``2025/06/05``, ``2025/06`` or ``2025///Spring``; nothing where only the year is known, which ``PY`` says.

    A range, a date that is not certain, and one before Christ are words ("Jan-Feb 2020", "c. 1850"), which readers take
    as they are (Zotero, EndNote: measured).
    """
    if not value or value.literal:
        return ""
    if value.end or value.circa or (value.year < 0 and (value.month or value.season)):
        return dates.words(value)
    if value.season:
        return f"{year(value)}///{SEASON_NAMES[value.season]}"
    if not value.month:
        return ""
    return f"{year(value)}/{value.month:02d}/{value.day:02d}" if value.day else f"{year(value)}/{value.month:02d}"


def role(people: Sequence[tuple[str, Sequence[Name]]], part: str) -> tuple[str, ...]:
    """The people with one part in the work."""
    return next((names(found) for name, found in people if name == part), ())


def arxiv_number(arxiv: str) -> str:
    """An arXiv identifier with its name before it; RIS has no tag for one, so it goes to a custom field."""
    return f"arXiv:{arxiv}" if arxiv else ""


def arxiv_link(arxiv: str) -> str:
    """The page of a preprint."""
    return f"https://arxiv.org/abs/{arxiv}" if arxiv else ""


def lines(values: Mapping[str, object], custom: Sequence[tuple[str, str]], more: Mapping[str, object]) -> Encoded:
    """Tags and their values as lines; a value of several parts has a line for each, an empty one has none.

    What was read from RIS and has no field ("ris-AD" in ``custom``) goes back to its tag. ``more`` and the custom
    values without a tag go to U5.
    """
    written: list[str] = []
    for tag, value in values.items():
        if isinstance(value, (tuple, list)):
            written += [f"{tag}  - {encode(part)}" for part in value]
        elif value:
            written.append(f"{tag}  - {encode(value)}")
    if more or custom:
        tagged: list[str] = []
        if custom:
            carried, tagged = ris_custom.lines(custom, written)
            written += carried
        if rest := apart.written(more, custom, tagged):
            written.append(f"{apart.TAG}  - {rest}")
    return Encoded("\n".join(written))


def _apart(record: Mapping[str, object], kind: str) -> dict[str, object]:
    """The values that no tag of this type can hold."""
    return apart.apart(record, kind, date)


def _encoder(ascii_only: bool) -> Encoder:  # noqa: ARG001  (RIS has no commands for what is not ASCII)
    return Encoder(
        encode,
        {
            "kind": limits.kind,
            "names": names,
            "when": when,
            "unless": unless,
            "year": year,
            "date": date,
            "first": first,
            "last": last,
            "within": limits.within,
            **limits.FILTERS,
            "role": role,
            "variable": ris_custom.variable,
            "accession": ris_custom.accession,
            "location": ris_custom.location,
            "section": ris_custom.section,
            "arxiv_number": arxiv_number,
            "arxiv_link": arxiv_link,
            "notes": notes.lines,
            "apart": _apart,
            "lines": lines,
        },
    )


def _partly(record: Record) -> Iterator[tuple[str, str]]:
    """What ``limits`` yields, and the custom values that cannot go back to their tag."""
    yield from limits.partly(record)
    asked = [(tag, text) for tag, text in ris_custom.carried(record.custom) if tag not in ris_custom.UNREAD]
    lines = _own_renderer()(record).split("\r\n") if asked else []
    for tag, text in asked:
        if not set(ris_custom.lines_of(tag, encode(text))) <= set(lines):
            yield "custom", f"no tag for ris-{tag}: {tag} would be read as a field; kept in {apart.TAG}"


FORMAT = Format(
    name="ris",
    template="ris.ris.j2",
    encoder=_encoder,
    limits=replace(limits.LIMITS, partly=_partly),
    separator="\r\n\r\n",
    epilogue="\r\n",
    newline="\r\n",
)


@cache
def _own_renderer() -> Render:
    return renderer(FORMAT)
