"""Hayagriva's strings and persons as values of a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bibstep.model import Name, Remark, Rich, Span
from bibstep.text.patterns import later
from bibstep.values import Parsed
from bibstep.values.names.words import split_particle

#: The parts of a formattable string: an escaped character, a formula of Typst, a brace, other text.
_PART = later(r"\\(.)|\$((?:[^$\\]|\\.)*)\$|([{}])|([^\\${}]+|[\\$])")


def formattable(value: Any, field: str) -> Parsed[Rich]:
    """The text of a formattable string, with ``nocase`` where it keeps its case; ``value`` may be a mapping.

    A formula is in Typst's syntax, which no other format has; it stays as it is, with a remark.

    >>> formattable(r"The {DNA} of \\{x\\}", "title")[0].spans[1]
    Span(text='DNA', styles=('nocase',))
    """
    verbatim = isinstance(value, dict) and value.get("verbatim") == "true"
    text = value.get("value") if isinstance(value, dict) else value
    if not isinstance(text, str):
        return Rich(), ()
    spans = list(_spans(text, ("nocase",) if verbatim else ()))
    if not any(one is None for one in spans):
        return Rich.join([one for one in spans if one]), ()
    formulas = [match[2] for match in _PART.finditer(text) if match[2] is not None]
    message = f"{formulas[0]!r} is a formula of Typst; its text was kept"
    return Rich.join([one for one in spans if one]), (Remark("markup-dropped", field, message),)


def _spans(text: str, styles: tuple[str, ...]) -> Iterator[Span | None]:
    """The spans of a text, and None after each formula."""
    depth = 0
    for escaped, formula, brace, other in _PART.findall(text):
        if brace:
            depth = max(0, depth + (1 if brace == "{" else -1))
            continue
        kept = ("nocase",) if depth else styles
        yield Span(escaped or formula or other, kept)
        if formula:
            yield None


def people(value: Any) -> list[Name]:
    """The people of a person, or of a list of them: "Prefix Name, Suffix, Given", or a mapping of these parts."""
    found = [_person(one) for one in (value if isinstance(value, list) else [value])]
    return [one for one in found if any(one)]


def _person(value: Any) -> Name:
    if isinstance(value, dict):
        parts = {part: text.strip() for part, text in value.items() if isinstance(text, str)}
        name, given = parts.get("name", ""), parts.get("given-name", "")
        prefix, suffix = parts.get("prefix", ""), parts.get("suffix", "")
        name = name or parts.get("alias", "")
        return Name(name, given, prefix, suffix) if given or prefix or suffix else Name(literal=name)
    if not isinstance(value, str):
        return Name()
    last, *others = [part.strip() for part in value.split(",", 2)]
    suffix, given = others if len(others) == 2 else ("", others[0] if others else "")
    if not (given or suffix):
        return Name(literal=last) if " " in last else Name(last)
    particle, family = split_particle(last)
    return Name(family, given, particle, suffix)


def roles(value: Any) -> Iterator[tuple[str, list[Name]]]:
    """The roles in ``affiliated``, in small letters and with hyphens, and the people in each."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and isinstance(one.get("role"), str):
            yield _HUMP.sub("-", one["role"]).lower(), people(one.get("names"))


_HUMP = later(r"(?<=[a-z])(?=[A-Z])")


def date(value: Any) -> str:
    """A date as text: "~" before an uncertain one becomes that of EDTF after it; a mapping may have a season."""
    if isinstance(value, str):
        text = value.strip()
        return f"{text[1:].strip()}~" if text.startswith("~") else text
    if not isinstance(value, dict):
        return ""
    year, month, day = (str(value.get(part) or "").strip() for part in ("year", "month", "day"))
    sign = "-" if year.startswith("-") else ""
    text = sign + year.lstrip("-").zfill(4)
    season = str(value.get("season") or "")
    if season.isdecimal():
        text += f"-{20 + int(season)}"
    elif month:
        text += f"-{month.zfill(2)}" + (f"-{day.zfill(2)}" if day else "")
    return text + ("~" if value.get("approximate") == "true" else "")
