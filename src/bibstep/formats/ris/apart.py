"""What no tag of RIS can hold, as a JSON object in ``U5``: a user's own tag, which other programs do not print.

A value is restored only where the tags beside it still have what they had when it was written, so a title that was
edited in the file is not undone by ``U5``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bibstep.formats.filters import year
from bibstep.formats.ris import limits, tables, values
from bibstep.formats.ris.lines import first, last, line, names
from bibstep.model import OTHERS, Date, Name, PageRange, Record, Rich, Span
from bibstep.text.patterns import later
from bibstep.values import dates, identifiers, pages, titles

TAG = "U5"
#: The beginning of a value that is ours.
MARK = '{"'
_PARTS = ("family", "given", "non_dropping_particle", "suffix", "literal")
_PEOPLE = ("author", "editor", "translator")
#: Names that the reader certainly takes as they are.
_USUAL = later(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?")
_USUAL_GIVEN = later(r"(?:[A-Z][a-z]{2,}(?:-[A-Z][a-z]{2,})?|[A-Z]\.)(?: (?:[A-Z][a-z]{2,}|[A-Z]\.)){0,3}")


def apart(record: Mapping[str, Any], kind: str, date: Callable[[Date | None], str]) -> dict[str, Any]:
    """The values of a record that the tags of its type do not hold, or that would be read as something else.

    ``record`` has the fields by name, ``date`` is how DA is written.
    """
    found = {name: record[name] for name in ("event_place", "original_date", "aliases") if record[name]}
    if tables.TYPES[kind] != record["type"] or (kind == "JFULL" and record["author"]):
        found["type"] = record["type"]
    title: Rich = record["title"]
    usual = title.is_plain and titles.is_plain(title.source) and title
    if not usual and (not title or titles.parse(titles.plain(title))[0] != title):
        found["title"] = title
    for name in _PEOPLE:
        if record[name] and not _are_read(record[name]):
            found[name] = record[name]
    if any(part != "collection-editor" or kind not in limits.SERIES_EDITED for part, _ in record["roles"]):
        found["roles"] = record["roles"]
    found |= _containers(record, kind)
    found |= _numbers(record, kind)
    found |= _pages(record, kind)
    issued: Date | None = record["issued"]
    if issued and (issued.literal or issued.end or issued.circa or issued.year < 1000):
        texts = tuple(filter(None, (year(issued), date(issued))))
        if values.issued(texts)[0] != issued:
            found["issued"] = issued
    if record["accessed"] and record["accessed"].literal:
        found["accessed"] = record["accessed"]
    if "\n" in record["note"]:
        found["note"] = record["note"]
    if len(record["keyword"]) == 1 and ";" in record["keyword"][0]:
        found["keyword"] = record["keyword"]
    url = record["url"]
    if (
        url
        and ("doi" in url or "arxiv" in url)
        and identifiers.same_work(url, record["doi"] or identifiers.doi_in_url(url), record["arxiv"])
    ):
        found["url"] = url
    return found


def _containers(record: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Container, series and event, if they share a tag."""
    container, series, event = record["container_title"], record["collection_title"], record["event_title"]
    if not event and not (container and kind in limits.SERIES):
        return {}
    named = limits.within(container, event, kind)
    in_series = kind in limits.SERIES and not series
    read = {
        "container_title": "" if in_series else named,
        "collection_title": named if in_series else series,
        "event_title": event if container and container != event and kind in limits.EVENTS else "",
    }
    return {name: record[name] for name, text in read.items() if record[name] != text}


def _numbers(record: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Numbers that share a tag with another one, or have none for works of this type."""
    found: dict[str, Any] = {}
    edition, version, issue, number = record["edition"], record["version"], record["issue"], record["number"]
    if (edition or version) and ("", version or edition) != (edition, version) and kind in limits.VERSIONED:
        found |= {"edition": edition, "version": version}
    elif version and kind not in limits.VERSIONED:
        found["version"] = version
    if (issue or number) and kind not in limits.ARTICLES:
        own = tables.TYPES[kind] not in tables.IN_ISSUES
        if (issue, number) != (("", issue or number) if own else (issue or number, "")) or kind == "THES":
            found |= {"issue": issue, "number": number}
    elif number and not any(map(str.isdigit, number)):
        found["number"] = number
    if record["collection_number"] and kind not in limits.SERIES_NUMBERS:
        found["collection_number"] = record["collection_number"]
    if record["chapter_number"] and kind not in limits.CHAPTERED:
        found["chapter_number"] = record["chapter_number"]
    return found


def _pages(record: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Pages that would be read otherwise, and the number of pages beside them."""
    page: tuple[PageRange, ...] = record["page"]
    count = record["number_of_pages"]
    found: dict[str, Any] = {}
    if count:
        alone = kind in limits.COUNTED and not page and not (record["container_title"] and record["volume"])
        if not (alone and count.isdecimal() and len(count) < 7):
            found["number_of_pages"] = count
    if not page:
        return found
    start, end = first(page), last(page)
    if start.isdecimal() and end.isdecimal() and len(end) >= len(start) and end > start:
        return found  # as nearly always
    number = record["number"]
    single = end in ("", start)
    if (
        (single and (kind in limits.COUNTED or pages.number(start) == number))
        or (single and values.page_count(start, False))
        or values.page_range(start, end)[0] != pages.Pages(page)
    ):
        found |= {"page": page, "number": number, "number_of_pages": count}
    return found


def _are_read(people: Sequence[Name]) -> bool:
    """Whether people come back from their lines."""
    for person in people:
        family, given, particle, suffix, literal = person
        usual = _USUAL.fullmatch(family) and _USUAL_GIVEN.fullmatch(given) and not (suffix or particle or literal)
        if not usual and (person == OTHERS or not _is_read(person)):
            return False
    return True


@lru_cache(8192)
def _is_read(person: Name) -> bool:
    return values.people([line(person)], "author")[0] == (person,)


# JSON ----------------------------------------------------------------------------------------------------------------


def written(found: Mapping[str, Any], custom: Collection[tuple[str, str]], tagged: Collection[str]) -> str:
    """The value of U5, or "" if there is nothing for it.

    ``custom`` are the custom values of the record. Those with the names in ``tagged`` have a tag; here they only show
    their place among the others.
    """
    stated = {name.replace("_", "-"): _as_json(value) for name, value in found.items()}
    names = [name for name, _ in custom]
    if len(tagged) < len(names) or names != sorted(names):
        stated["custom"] = {name: None if name in tagged else text for name, text in custom}
    return json.dumps(stated, ensure_ascii=False) if stated else ""


def _as_json(value: Any) -> Any:
    if isinstance(value, Rich):
        return [[span.text, *span.styles] for span in value.spans]
    if isinstance(value, Date):
        return str(value)
    if isinstance(value, Name):
        return {part.replace("_", "-"): text for part, text in zip(_PARTS, value, strict=True) if text}
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    return value


def stated_in(text: str) -> dict[str, Any]:
    """The fields of Record in a value of U5, each of its type; {} if it is not ours."""
    try:
        stated = json.loads(text)
        return {name.replace("-", "_"): _of_json(name.replace("-", "_"), value) for name, value in stated.items()}
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}


def _of_json(name: str, value: Any) -> Any:
    if name == "title":
        return Rich.join(Span(_text(text), tuple(map(_text, styles))) for text, *styles in value)
    if name in _PEOPLE:
        return tuple(map(_name, value))
    if name == "roles":
        return tuple([(_text(role), tuple(map(_name, people))) for role, people in value])
    if name == "page":
        return tuple([PageRange(_text(first), _text(last)) for first, last in value])
    if name in ("keyword", "aliases"):
        return tuple(map(_text, value))
    if name in ("issued", "accessed", "original_date"):
        read = dates.parse(_text(value))[0]
        return read if str(read) == value else Date(0, literal=value)
    if name == "custom":
        return {name: None if text is None else _text(text) for name, text in value.items()}
    if name not in _NAMES:
        raise KeyError(name)
    return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _name(parts: Mapping[str, Any]) -> Name:
    return Name(**{part.replace("-", "_"): _text(text) for part, text in parts.items()})


# Restoring -----------------------------------------------------------------------------------------------------------

_TAGS = {"title": "TI", "author": "AU", "editor": "ED", "translator": "A4", "keyword": "KW", "url": "UR"}
#: Fields that share tags: those of RIS must say the same with the stated values as they do without.
_SHARED = (
    ("container_title", "collection_title", "event_title"),
    ("issue", "number", "page"),
)
_ALONE = (
    "edition",
    "version",
    "event_place",
    "original_date",
    "number_of_pages",
    "collection_number",
    "chapter_number",
    "accessed",
    "roles",
    "issued",
    "note",
    "aliases",
)
_NAMES = frozenset(("type", *_TAGS, *_ALONE, *[name for names in _SHARED for name in names]))


def restored(record: Record, stated: dict[str, Any], tags: Mapping[str, Sequence[str]]) -> Record:
    """The record with the values that U5 states and the tags allow; ``tags`` are the entry's values."""
    places: Mapping[str, str | None] = stated.get("custom", {})
    agreed = {
        name: value for name, value in stated.items() if name != "custom" and _agrees(record, name, value, stated, tags)
    }
    read = limits.project(record)
    for group in _SHARED:
        values_of_group = {name: stated[name] for name in group if name in stated and name not in agreed}
        if values_of_group:
            again = limits.project(replace(record, **values_of_group))
            changed = [name for name in group if name != "page" and getattr(again, name) != getattr(read, name)]
            if changed == ["event_title"] and again.event_title == read.container_title:
                changed = []  # the reader takes a text that stands in two tags once
            if not changed and ("page" not in stated or _has_pages(stated["page"], tags)):
                agreed |= values_of_group
    if places:
        left = dict(record.custom)
        merged = {name: left.pop(name, "") if text is None else text for name, text in places.items()}
        agreed["custom"] = tuple([(name, text) for name, text in (merged | left).items() if text])
    return replace(record, **agreed)


def _has_pages(page: Sequence[PageRange], tags: Mapping[str, Sequence[str]]) -> bool:
    """Whether SP and EP have what they have for these pages."""
    return [first(page), last(page)] == ["".join(tags.get(tag, [])[:1]) for tag in ("SP", "EP")]


def _agrees(
    record: Record, name: str, value: Any, stated: Mapping[str, Any], tags: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the entry's tags still have what they had beside a stated value."""
    if name == "type":
        return limits.kind(value) == tags["TY"][0]
    if name == "title":
        return not value or [titles.plain(value)] == tags.get("TI")
    if name in _PEOPLE:
        return list(names(value)) == tags.get(_TAGS[name], [])
    if name in _TAGS:
        return ([value] if isinstance(value, str) else list(value)) == tags.get(_TAGS[name])
    if name == "issued":
        return [year(value)] == tags.get("PY")
    if name == "note":
        return str(value).split("\n") == tags.get("N1")
    if name == "roles":
        return record.roles in ((), tuple([one for one in value if one[0] == "collection-editor"]))
    if name in ("edition", "version"):
        edition = stated.get("version") or stated.get("edition")
        return limits.kind(record.type) not in limits.VERSIONED or [edition] == tags.get("ET")
    if name == "number_of_pages":
        return "page" in stated or not record.number_of_pages
    return name in _ALONE and not getattr(record, name)
