"""CSL-JSON: items as pandoc, Zotero and citeproc read them, valid against the official schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from bibstep.formats.csl_json import limits
from bibstep.formats.csl_json.tables import OWN_NAMES, apart
from bibstep.formats.filters import marked_up, unless, when
from bibstep.formats.template import Encoded, Encoder, Format
from bibstep.model import Date, Name, PageRange, Rich
from bibstep.text.clean import clean
from bibstep.text.mojibake import mended
from bibstep.values import dates, identifiers, notes, pages, titles, variables
from bibstep.values.names.words import is_particle, split_particle
from bibstep.values.spelling import entities, letters
from bibstep.values.titles import nocase

#: A style of rich text -> its tags in CSL's own markup (CSL 1.0.2, "HTML-like formatting tags").
_TAGS: Mapping[str, tuple[str, str]] = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "smallcaps": ('<span style="font-variant:small-caps;">', "</span>"),
    "nocase": ('<span class="nocase">', "</span>"),
}


def markup(value: Rich) -> str:
    """A rich title in CSL's markup; math, which CSL cannot say, as Unicode with sub- and superscripts.

    Words that a style in title case would spoil are marked ``nocase`` (see ``nocase``).
    """
    if value.is_plain and not nocase.is_spoilt(value.source):
        return value.source
    value = _written(value)
    return marked_up(value.spans, _TAGS, lambda span, _: span.text)


def _written(value: Rich) -> Rich:
    """A title as CSL can say it."""
    return nocase.marked(titles.unmath(value))


def names(people: Iterable[Name]) -> list[Mapping[str, object]]:
    """Names as objects; a particle goes before the family, the one place where Zotero keeps it (measured).

    Readers tell it there by its small letters. Where that would mislead them, ``parse-names`` forbids it or, if it must
    be, the particle stands apart.
    """
    return [_name(person) for person in people]


def _name(person: Name) -> Mapping[str, object]:
    if person.literal:
        return {"literal": person.literal}
    if " " not in person.family and not person.non_dropping_particle and not person.suffix and person.given:
        return {"family": person.family, "given": person.given}
    particle, family = person.non_dropping_particle, person.family
    if particle and split_particle(f"{particle} {family}") == (particle, family):
        particle, family = "", f"{particle} {family}"
        parsed = True
    else:
        parsed = split_particle(family) == ("", family)
    parts: dict[str, object] = {
        "family": family,
        "given": person.given,
        "suffix": person.suffix,
        "non-dropping-particle": particle,
    }
    written = {part: value for part, value in parts.items() if value}
    if not particle and not parsed:
        written["parse-names"] = False
    return written


def date(value: Date | None) -> dict[str, object] | None:
    """``date-parts`` of integers, as exact as the date is; the one form that every reader takes (measured)."""
    if not value:
        return None
    if value.literal:
        return {"literal": value.literal}
    end = value.end
    written: dict[str, object] = {"date-parts": [_parts(value), _parts(end)] if end else [_parts(value)]}
    # The seasons of a range have no keys of their own; as months, pandoc and citeproc-js take 21 to 24 for them.
    if end and (value.season or end.season):
        written["date-parts"] = [[one.year, 20 + one.season] if one.season else _parts(one) for one in (value, end)]
    elif value.season:
        written["season"] = value.season
    if value.circa or (end and end.circa):
        written["circa"] = True
    return written


def _parts(value: Date) -> list[int]:
    parts = [value.year]
    if value.month:
        parts.append(value.month)
        if value.day:
            parts.append(value.day)
    return parts


def extras(roles: Iterable[tuple[str, Sequence[Name]]], custom: Iterable[tuple[str, str]]) -> dict[str, object]:
    """What CSL has a variable for though Record has no field: people in other parts, and what was carried along."""
    values: dict[str, object] = {role: names(people) for role, people in roles if limits.is_variable(role)}
    for name, text in custom:
        if name in variables.TEXTS:
            values[name] = text
        elif name in variables.DATES:
            values[name] = date(dates.parse(text)[0] or Date(0, literal=text))
    return values


def rest(
    more: Mapping[str, object], custom: Sequence[tuple[str, str]], roles: Sequence[tuple[str, Sequence[Name]]]
) -> dict[str, object]:
    """What CSL has no variable for, as the object ``custom`` that its schema leaves to everybody."""
    values = {name: value for name, value in more.items() if value}
    if not custom and not roles:
        return values
    people = {apart(role): names(found) for role, found in roles if not limits.is_variable(role)}
    values.update(people)
    taken = (*OWN_NAMES, *people)
    said = (*variables.TEXTS, *variables.DATES)
    values.update({apart(name, taken): text for name, text in custom if name not in said})
    return values


def misread(page: Sequence[PageRange], number: str, kind: str) -> str:
    """``csl`` where pages would be read as something else ("12345" as an article's number); see ``_as_it_stands``."""
    text = pages.text(tuple(page))
    read, found, _ = pages.parse(text)[0]
    if found and (number or kind not in variables.NUMBERED_PARTS):
        read = read or (PageRange(found),)
    return "csl" if page and (read != tuple(page) or text == number) else ""


def again(url: str, doi: str) -> str:
    """A link that only says the DOI again, which the reader otherwise leaves out."""
    return url if url and doi and identifiers.same_work(url, doi, "") else ""


def _has_signs(text: str) -> bool:
    """Whether an item has any sign with which markup, entities, TeX and math begin: most have none.

    A brace that is JSON's own stands before a quote.
    """
    return (
        "<" in text
        or "$" in text
        or "\\" in text
        or ("&" in text and entities(text) != text)
        or text.count("{") != text.count('{"')
        or (not text.isascii() and mended(text) != text)
    )


def _as_it_stands(values: Mapping[str, object]) -> bool:
    """Whether a text would be read as markup and does not mean it."""
    for name, value in values.items():
        if isinstance(value, str):
            if (
                not titles.is_plain(value)
                and name not in _NO_TEXT
                and titles.parse_plain(value, name)[0] != clean(value)
            ):
                return True
        elif isinstance(value, list):
            if any(_is_misspelt(one) for one in value if isinstance(one, dict)):
                return True
        elif (
            isinstance(value, Rich)
            and not (value.is_plain and titles.is_plain(value.source))
            and titles.parse(markup(value))[0] != _written(value)
        ):
            return True
    return False


def _is_misspelt(name: Mapping[str, object]) -> bool:
    """Whether a reader would take letters of a name for another spelling, or its particle for a part of the family."""
    particle = str(name.get("non-dropping-particle", ""))
    if particle and not is_particle(particle.split()):
        return True
    return any(isinstance(part, str) and letters(part) != part for part in name.values())


#: Variables that a reader takes as they stand.
_NO_TEXT = ("id", "type", "DOI", "URL")


def keywords_apart(keyword: Sequence[str]) -> list[str]:
    """The keywords where joined in one text they could not be told apart again, else none."""
    words = list(keyword)
    return [] if words == _split(keywords(words)) else words


def keywords(keyword: Iterable[str]) -> str:
    """Keywords in one text, between them commas, or semicolons where one of them has a comma."""
    words = list(keyword)
    return ("; " if any("," in word for word in words) else ", ").join(words)


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(";" if ";" in text else ",")]


def page_text(ranges: Sequence[PageRange]) -> str:
    """Pages with a hyphen between first and last."""
    return pages.text(tuple(ranges))


def arxiv_number(arxiv: str) -> str:
    """The number of a preprint: ``arXiv:2404.13957``, as Zotero writes it."""
    return f"arXiv:{arxiv}" if arxiv else ""


def listed(values: Iterable[str]) -> list[str]:
    """Several values as a list."""
    return list(values)


def joined(values: Iterable[str], separator: str = ", ") -> str:
    """Several values in one string."""
    return separator.join(values)


def note_lines(values: Iterable[object]) -> Encoded:
    """Notes, one a line or in lines of their own."""
    return Encoded("\n".join(notes.lines(values)))


def encode(value: object) -> str:
    """Any value as JSON, for a template that writes items in its own way."""
    import orjson

    return orjson.dumps(_plain(value), default=_by_names).decode()


def _by_names(value: object) -> object:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):  # a name, a page range: orjson writes no named tuples
        return value._asdict()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _plain(value: object) -> object:
    return markup(value) if isinstance(value, Rich) else value


def item(values: Mapping[str, object], more: Mapping[str, object]) -> Encoded:
    """One item as JSON, a variable a line; a variable without a value is left out (null is nowhere valid)."""
    if more:
        values = {**values, **more}
    text = _lines(values)
    if "custom" in values:
        # To look for the signs in all of it at once is quickest.
        misread = (_has_signs(text) or "non-dropping-particle" in text) and _as_it_stands(values)
        if misread or (values.get("note") and notes.variables(str(values["note"]))[1]):
            # Then our reader is told that only CSL's own tags are markup. Others have no way to be told.
            custom: Any = values["custom"] or {}
            text = _lines({**values, "custom": {**custom, "markup": "csl"}})
    return Encoded(f"  {{\n{text}\n  }}")


def _lines(values: Mapping[str, object]) -> str:
    # orjson is imported here, not above, so that --help and completion start without it.
    from orjson import dumps

    return b",\n".join([_label(name) + dumps(_plain(value)) for name, value in values.items() if value]).decode()


@cache
def _label(name: str) -> bytes:
    return f'    "{name}": '.encode()


def _encoder(ascii_only: bool) -> Encoder:  # noqa: ARG001  (JSON is UTF-8)
    return Encoder(
        encode,
        {
            "names": names,
            "date": date,
            "pages": page_text,
            "page_number": limits.page_number,
            "arxiv_number": arxiv_number,
            "joined": joined,
            "listed": listed,
            "keywords": keywords,
            "keywords_apart": keywords_apart,
            "misread": misread,
            "again": again,
            "extras": extras,
            "rest": rest,
            "notes": note_lines,
            "when": when,
            "unless": unless,
            "item": item,
        },
    )


FORMAT = Format(
    name="csl-json",
    template="csl-json.json.j2",
    encoder=_encoder,
    limits=limits.LIMITS,
    prologue="[\n",
    separator=",\n",
    epilogue="\n]\n",
)
