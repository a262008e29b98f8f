"""Parse names, dates, titles with markup, and notes of CSL-JSON and Crossref."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bibstep.input.json_objects import as_text
from bibstep.model import OTHERS, Date, Name, Remark, Rich, Span
from bibstep.rich import clean_rich
from bibstep.text.clean import clean, decode_entities, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks, dates, names
from bibstep.values.names.initials import held
from bibstep.values.names.junk import whole
from bibstep.values.names.words import is_particle, split_particle
from bibstep.values.spelling import doubts, letters

# Names ----------------------------------------------------------------------------------------------------------

#: What a name may be made of that says how to print it and nothing of the name; Crossref's facts about the person.
_NO_PARTS = frozenset(
    """comma-suffix static-ordering parse-names comma-dropping-particle affiliation sequence ORCID authenticated-orcid
    isInstitution id multi role""".split()
)
#: A particle that is written together with the family name.
_GLUED = later(r".*['’ʼ-]$")


def people(value: object, field: str, plainly: bool = False) -> Parsed[tuple[Name, ...]]:
    """Parse a list of names, or a single name; raises nothing.

    A name is an object with CSL's parts, Crossref's with ``name``, or a text; ``field`` is named in remarks.
    ``plainly``: every letter is meant as it stands.
    """
    if value in (None, "", [], {}):
        return (), ()
    found: list[Name] = []
    remarks: list[Remark] = []
    others = False
    for one in value if isinstance(value, list) else [value]:
        name: Name | None = None
        more: Remarks = ()
        if isinstance(one, dict):
            family, given = one.get("family"), one.get("given")
            if (
                len(one) == 2
                and isinstance(family, str)
                and isinstance(given, str)
                and len(family) + len(given) < 60
                and not doubts((family, given), field)
                and not plainly
            ):
                name = _remembered(family, given)
            else:
                name, more = person(one, field, plainly)
        elif text := clean(as_text(one)):
            read, more = _of_text_list(text)
            found += read
            remarks += [remark._replace(field=field) for remark in more]
            continue
        if name == OTHERS:
            others = True
        elif name:
            found.append(name)
        elif one not in (None, "", [], {}) and not more:
            more = (Remark("names-junk", field, f"{shorten(repr(one), 60)} is not a name; left out"),)
        remarks += more
    if others and found:
        found = [*[name for name in found if name != OTHERS], OTHERS]
    return tuple(found), tuple(remarks)


def _of_text_list(text: str) -> Parsed[tuple[Name, ...]]:
    """People in one text: joined as BibTeX joins them, one alone with its family name first, or in a list."""
    if " and " in text and ";" not in text:
        return names.parse_display_names(text.split(" and "))
    return names.parse_display_names([text]) if text.count(",") == 1 else names.parse_list(text)


def person(data: dict[str, object], field: str, plainly: bool = False) -> Parsed[Name | None]:
    """Parse one name in CSL's parts; None where it has no part.

    Both kinds of particles become ``non_dropping_particle`` where they begin with a small letter, else they are part of
    the family name; small words before the family name are its particle unless ``parse-names`` is false.
    """
    texts = {key: as_text(value) for key, value in data.items() if key not in _NO_PARTS}
    parts = {key: clean(text if plainly else letters(text)) for key, text in texts.items()}
    remarks = _unknown_parts(parts, field) + (() if plainly else doubts(texts.values(), field))
    literal = parts.get("literal") or parts.get("name", "")
    family, given = parts.get("family", ""), parts.get("given", "")
    if family and not given and data.get("isInstitution"):
        return Name(literal=literal or family), remarks
    if not family:
        text = literal or " ".join([part for part in (given, _particles(parts)) if part])
        name, more = whole(text, field) if text else (None, ())
        return name, remarks + more
    if literal and literal not in (family, f"{given} {family}", f"{family}, {given}"):
        remarks += (Remark("names-doubt", field, f"'{shorten(literal, 40)}' is also called '{shorten(family, 40)}'"),)
    particle = _particles(parts)
    if dropping := parts.get("dropping-particle"):
        remarks += (
            Remark(
                "names-doubt",
                field,
                f"the dropping particle '{shorten(dropping, 40)}' was kept as an ordinary particle",
            ),
        )
    if particle and _GLUED.match(particle):
        family, particle = f"{particle}{family}", ""
    elif particle and not plainly and not is_particle(particle.split()):
        words = particle.split()
        small = next((index for index, word in enumerate(words) if not is_particle([word])), len(words))
        family, particle = " ".join([*words[small:], family]), " ".join(words[:small])
    elif not particle and str(data.get("parse-names")).lower() != "false":
        particle, family = split_particle(family)
    if not (given or particle or parts.get("suffix")):
        name, more = whole(family, field)
        if not name or name == OTHERS:
            return name, remarks + more
    return held(Name(family, given, particle, parts.get("suffix", ""))), remarks


@lru_cache(maxsize=8192)
def _remembered(family: str, given: str) -> Name | None:
    """Parse a name of the two usual parts, which never gets a remark."""
    return person({"family": family, "given": given}, "")[0]


def _particles(parts: dict[str, str]) -> str:
    particles = (parts.get("dropping-particle", ""), parts.get("non-dropping-particle", ""))
    return " ".join([particle for particle in particles if particle])


_PARTS = frozenset("family given dropping-particle non-dropping-particle suffix literal name".split())


def _unknown_parts(parts: dict[str, str], field: str) -> Remarks:
    strange = [key for key, value in parts.items() if value and key not in _PARTS]
    if not strange:
        return ()
    shown = ", ".join([f"{key} '{parts[key]}'" for key in strange])
    return (Remark("names-titles", field, shorten(f"{shown} was left out of a name", 120)),)


# Dates ----------------------------------------------------------------------------------------------------------

_INTEGER = later(r"\s*[-+]?\d{1,6}\s*", re.ASCII)


def date(value: object, field: str) -> Parsed[Date | None]:
    """A date variable of CSL-JSON: an object with ``date-parts``, ``raw`` or ``literal``, a text or a year."""
    if not value and value in (None, "", [], {}):
        return None, ()
    if isinstance(value, list):
        return _of_parts({"date-parts": value}, field)
    if not isinstance(value, dict):
        return _of_text(as_text(value), field) if as_text(value) else (None, (_ignored(value, field),))
    read, remarks = _of_parts(value, field)
    if read is None:
        texts = (clean(as_text(value.get(key))) for key in ("raw", "literal", "date-time", "edtf"))
        text = next((text for text in texts if text), "")
        read, more = _of_text(text, field) if text else (None, ())
        remarks += more
        if read is None and not text and value.get("date-parts") not in (None, [], [[]], [[None]], [[""]]):
            remarks += (_ignored(value, field),)
    if read is None or read.literal:
        return read, remarks
    if not read.season and not read.month and value.get("season"):
        season = _season(value["season"])
        if season:
            read = replace(read, season=season)
        else:
            shown = shorten(repr(value["season"]), 40)
            remarks += (Remark("date-partial", field, f"{shown} is not a season; only the year was kept"),)
    if value.get("circa") and str(value["circa"]).lower() not in ("false", "0", "no"):
        read = replace(read, circa=True)
    return read, remarks


def _ignored(value: object, field: str) -> Remark:
    return Remark("date-unread", field, f"{shorten(repr(value), 60)} could not be parsed; left out")


def _season(value: object) -> int:
    text = as_text(value).strip().lower()
    number = int(text) if text.isdecimal() and len(text) < 3 else dates.SEASONS.get(text, 0)
    # 13 to 16 and 21 to 24 are the seasons of citeproc-js and of EDTF.
    for base in (0, 12, 20):
        if 1 <= number - base <= 4:
            return number - base
    return 0


def _of_parts(value: dict[str, object], field: str) -> Parsed[Date | None]:
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not parts:
        return None, ()
    if not any(isinstance(one, list) for one in parts):
        parts = [parts]  # one level of brackets was forgotten
    start, remarks = _single(parts[0], field)
    if start is None or len(parts) < 2:
        return start, remarks
    end, more = _single(parts[1], field)
    remarks += more
    if end is None:
        return start, (*remarks, Remark("date-partial", field, f"the range that begins with {start} has no end"))
    if not (found := dates.ranged(start, end)):
        return start, (
            *remarks,
            Remark("date-partial", field, f"the range from {start} to {end} was cut to its beginning"),
        )
    return found, remarks


def _single(parts: object, field: str) -> Parsed[Date | None]:
    numbers: list[int] = []
    for part in parts if isinstance(parts, list) else [parts]:
        if type(part) is int and abs(part) < 1_000_000:
            numbers.append(part)
            continue
        text = as_text(part).removesuffix(".0")
        if not _INTEGER.fullmatch(text):
            if text.strip() or len(numbers) == 0:
                break
            continue
        numbers.append(int(text))
    if not numbers:
        return None, ()
    year, month, day = (*numbers, 0, 0)[:3]
    if 0 < year < 3000 and 1 <= month <= 12 and 0 <= day <= 28:  # as most are
        return Date(year, month, day), ()
    if not year:
        return None, ()
    for base in (12, 20):
        if 1 <= month - base <= 4:
            return Date(year, season=month - base), ()
    if month < 0:
        month, day = 13, 0
    found, remarks = dates.calendar(year, month, max(day, 0), "-".join(map(str, numbers[:3])))
    return found, tuple([remark._replace(field=field) for remark in remarks])


def _of_text(text: str, field: str) -> Parsed[Date | None]:
    return dates.parse(decode_entities(text), field)


# Titles ---------------------------------------------------------------------------------------------------------------

_TAG = later(
    r'(<(?:i|b|sub|sup)>|<span style="font-variant:small-caps;">|<span class="nocase">|</(?:i|b|sub|sup|span)>)'
)
#: An opening tag -> its style and its closing tag (CSL 1.0.2, "HTML-like formatting tags").
_STYLES = {
    "<i>": ("italic", "</i>"),
    "<b>": ("bold", "</b>"),
    "<sub>": ("sub", "</sub>"),
    "<sup>": ("sup", "</sup>"),
    '<span style="font-variant:small-caps;">': ("smallcaps", "</span>"),
    '<span class="nocase">': ("nocase", "</span>"),
}


def parse_title(text: str) -> Rich:
    """Parse a title in which only CSL's tags are markup; a tag without its counterpart is text.

    >>> parse_title("On <i>R&amp;D</i> at $5").spans
    (Span(text='On ', styles=()), Span(text='R&amp;D', styles=('italic',)), Span(text=' at $5', styles=()))
    """
    spans: list[Span] = []
    waiting: list[tuple[str, str, int]] = []  # style, closing tag, index of the opening tag among the spans
    for piece in _TAG.split(text):
        if piece in _STYLES:
            waiting.append((*_STYLES[piece], len(spans)))
            spans.append(Span(piece))
        elif waiting and piece == waiting[-1][1]:
            style, _, start = waiting.pop()
            spans[start:] = [Span(inner, (style, *styles)) for inner, styles in spans[start + 1 :]]
        else:
            spans.append(Span(piece))
    return clean_rich(Rich.join(spans))
