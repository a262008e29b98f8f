"""RIS: reference types and how a value becomes tag lines, one physical line a tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bibstep.formats.filters import one_line, unless, when, year
from bibstep.formats.ris import custom as ris_custom
from bibstep.formats.ris import limits
from bibstep.formats.template import Encoded, Encoder, Format, Render, renderer
from bibstep.model import OTHERS, Date, Name, PageRange, Record, Rich
from bibstep.values import dates, notes, pages, titles
from bibstep.values.dates import SEASON_NAMES


def encode(value: object) -> str:
    """A value as the text of one line; RIS knows no markup and no escapes, so rich text becomes plain."""
    if isinstance(value, str):
        return value if isinstance(value, Encoded) else one_line(value)
    return titles.plain(value) if isinstance(value, Rich) else one_line(str(value))


def names(people: Sequence[Name]) -> tuple[str, ...]:
    """``Last, First, Jr.`` with particles in the last name; an institution ends in a comma, or it would be split."""
    return tuple([_name(person) for person in people if person != OTHERS])


def _name(person: Name) -> str:
    if person.literal:
        return f"{person.literal},"
    family = f"{person.non_dropping_particle} {person.family}" if person.non_dropping_particle else person.family
    if person.suffix:
        return f"{family}, {person.given}, {person.suffix}"
    return f"{family}, {person.given}" if person.given else f"{family},"


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


def first(ranges: Sequence[PageRange]) -> str:
    """The first page of a range; the whole list where there are several, which no tag pair can say."""
    if len(ranges) > 1:
        return pages.text(tuple(ranges))
    return ranges[0].first if ranges else ""


def last(ranges: Sequence[PageRange]) -> str:
    """The last page of a single range."""
    return ranges[0].last if len(ranges) == 1 else ""


def arxiv_number(arxiv: str) -> str:
    """An arXiv identifier with its name before it; RIS has no tag for one, so it goes to a custom field."""
    return f"arXiv:{arxiv}" if arxiv else ""


def arxiv_link(arxiv: str) -> str:
    """The page of a preprint."""
    return f"https://arxiv.org/abs/{arxiv}" if arxiv else ""


def lines(values: Mapping[str, object], custom: Sequence[tuple[str, str]]) -> Encoded:
    """Tags and their values as lines; a value of several parts has a line for each, an empty one has none.

    What was read from RIS and has no field ("ris-AD" in ``custom``) goes back to its tag.
    """
    written: list[str] = []
    for tag, value in values.items():
        if not value:
            continue
        if isinstance(value, (tuple, list)):
            written += [f"{tag}  - {encode(part)}" for part in value]
        else:
            written.append(f"{tag}  - {encode(value)}")
    if custom:
        carried = [(tag, f"{tag}  - {encode(text)}") for tag, text in ris_custom.carried(custom)]
        kept = ris_custom.kept_apart(written, [line for tag, line in carried if tag not in ris_custom.UNREAD])
        written += [line for tag, line in carried if tag in ris_custom.UNREAD or line in kept]
    return Encoded("\n".join(written))


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
            "lines": lines,
        },
    )


def _partly(record: Record) -> Iterator[tuple[str, str]]:
    """What ``limits`` yields, and the custom values that cannot go back to their tag."""
    yield from limits.partly(record)
    asked = [(tag, text) for tag, text in ris_custom.carried(record.custom) if tag not in ris_custom.UNREAD]
    lines = _own_renderer()(record).split("\r\n") if asked else []
    for tag, text in asked:
        if f"{tag}  - {encode(text)}" not in lines:
            yield "custom", f"no tag for ris-{tag}: {tag} would be read as a field"


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
