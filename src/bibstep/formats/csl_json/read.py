"""CSL-JSON as Zotero, pandoc, citeproc, Mendeley, DataCite and Crossref write it, and as this project writes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from bibstep.formats import json_records
from bibstep.formats.csl_json import tables as csl_tables
from bibstep.formats.csl_json import values as csl_values
from bibstep.formats.csl_json.fields import Item, texts_of
from bibstep.formats.csl_json.titles import containers_of, title_of, type_of
from bibstep.input.json_objects import JsonObject, json_objects
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Metrics, Name, PageRange, Record, Rejected, Source, Translation
from bibstep.text.clean import clean, shorten
from bibstep.values import identifiers, languages, notes, pages, titles, variables, volumes

#: What ``custom`` says where all texts of an item are meant as they stand (see formats/csl_json).
VERBATIM = ("markup", "csl")

_NO_KEY = re.compile(r"[\s{}(),\"'#%\\~=]|://")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){1,4}")
_ROLES = ("author", "editor", "translator")
_ARXIV_NUMBER = re.compile(r"arxiv *: *\S.*", re.IGNORECASE)
#: Identifiers of a CSL item, of which there is one or of which there may be several: variable -> (field, parser).
_IDENTIFIERS = {"PMID": ("pmid", identifiers.pmid), "PMCID": ("pmcid", identifiers.pmcid)}
_SERIALS = {"ISSN": ("issn", identifiers.issn), "ISBN": ("isbn", identifiers.isbn)}


def read(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """The items of a stream or of its lines, one by one; what cannot become a record is a Rejected in its place.

    ``name`` is what the input is called in messages; a record has ``max_record`` bytes at most. Nothing raises.
    """
    return json_records.read_all(_only, json_objects(stream, max_record), name)


def _only(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    return json_records.other_dialect(data, "csl-json", source) or record(data, found, source)


def record(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    """One CSL-JSON item as a record; Rejected where it says nothing of a work."""
    item, custom = _prepared(data)
    if found.remark:
        item.remark(found.remark, "title", "the input is in GB18030 and was converted")
    note, said = _note(item)
    values = _texts(item, texts_of(item.get("type")))
    title = title_of(item)
    roles = _roles(item)
    values.update([role for role in roles if role[0] in _ROLES])
    for name, field in _DATES.items():
        if name in item.data:
            values[field] = item.date(name, field)
    values |= _identified(item, custom)
    values |= _paged(item, values)
    work_type = type_of(item, values, values["arxiv"])
    numbering = volumes.in_fields(values["volume"], values["issue"], values["arxiv"], work_type)
    values["volume"], values["issue"], values["arxiv"] = item.noted(numbering)
    key = _key(item)
    if title:
        item.remarks.extend(titles.doubts(title))
    values["language"] = _language(item)
    values["keyword"] = _keywords(item, custom)
    rest, parts = _rest(item, custom)
    if not (title or roles or rest or any(values.values()) or note or "type" in data):
        return Rejected(source, "this says nothing of a work", shorten(str(dict(list(data.items())[:4]))))
    if not title:
        item.remark("title-missing", "title", "the item has no title")
    return Record.of(
        {
            "type": work_type,
            "title": title,
            **values,
            "roles": (*[(role, names) for role, names in roles if role not in _ROLES], *parts),
            "note": note,
            "metrics": said[0],
            "translation": said[1],
            "custom": rest,
            "citation_key": key,
            "source": source,
            "remarks": tuple(item.remarks),
        }
    )


_DATES = {"issued": "issued", "original-date": "original_date", "accessed": "accessed"}


def _prepared(data: Mapping[str, object]) -> tuple[Item, dict[str, object]]:
    """The item with today's names of the variables, and its object ``custom``."""
    values = data if csl_tables.ALIASES.keys().isdisjoint(data) else _renamed(data)
    custom = values.get("custom")
    if not isinstance(custom, dict):
        return Item(values), {}
    values = {name: value for name, value in values.items() if name != "custom"}
    custom = dict(custom)
    verbatim = custom.get(VERBATIM[0]) == VERBATIM[1]
    if verbatim:
        del custom[VERBATIM[0]]
    return Item(values, verbatim), custom


def _renamed(data: Mapping[str, object]) -> Mapping[str, object]:
    """The same under today's names."""
    values: dict[str, object] = {}
    for key, value in data.items():
        name = csl_tables.ALIASES.get(key, key)
        # Where a variable is there under both of its names and says two things, the older name is a value of its own.
        if name != key and data.get(name) not in (None, "", [], value):
            name = key
        if values.get(name) in (None, ""):
            values[name] = value
    return values


def _note(item: Item) -> tuple[str, tuple[Any, Any]]:
    """The note proper, and (metrics, translation); variables set in it become the item's where it has none."""
    text = item.raw("note", "note")
    if not text:
        return "", _NO_NOTES
    text, metrics, translation = notes.parse(text)
    if ":" in text and not item.verbatim:
        text, found = csl_values.note_variables(text)
        kept: list[str] = []
        values: dict[str, object] = {}
        for name, value in found:
            if name in variables.NAMES:
                values.setdefault(name, []).append(_person(value))  # type: ignore[attr-defined]
            elif name == "type" or (item.data.get(name) in (None, "", []) and name not in values):
                values[name] = value
            else:
                kept.append(f"{name}: {value}")
        item.data = {**item.data, **values}
        text = "\n".join([text, *kept])
    lines = [said for line in text.split("\n") if (said := item.plain(line, "note"))]
    return "\n".join(lines), (metrics, translation)


_NO_NOTES = Metrics(), Translation()


def _person(text: str) -> dict[str, object]:
    """A name in a note: ``Family || Given``, or a literal one."""
    family, bars, given = text.partition("||")
    return {"family": family.strip(), "given": given.strip()} if bars else {"literal": text}


def _texts(item: Item, work_type: str) -> dict[str, Any]:
    values: dict[str, Any] = defaultdict(str)
    for name, field in variables.FIELDS.items():
        if name in item.data and name != "container-title":
            values[field] = item.text(name, field)
    values["container_title"], series, volume_title = containers_of(item, work_type)
    if volume_title:
        item.data = {"volume-title": volume_title, **item.data}
    values["collection_title"] = values["collection_title"] or series
    return values


def _roles(item: Item) -> list[tuple[str, tuple[Name, ...]]]:
    """All people by their parts, in the order of the item."""
    found = []
    for key in item.data:
        if key in _ROLES or key in variables.NAMES:
            names = item.people(key, key if key in _ROLES else "roles")
            if names:
                found.append((key, names))
    return found


def _key(item: Item) -> str:
    """The citation key: what the item calls one, else its id where it can be one (a link, or words, cannot)."""
    found = [clean(texts_of(value)) if (value := item.get(name)) is not None else "" for name in ("citation-key", "id")]
    key = next((text for text in found if text and len(text) <= 200 and not _NO_KEY.search(text)), "")
    # A link as an id is the item's address in some library; any other name is one to keep.
    item.unread += [("id", text) for text in found[1:] if text not in ("", key) and "://" not in text]
    return key


def _language(item: Item) -> str:
    """The BCP 47 tag; what is no tag and no name of a language stays as it is."""
    text = item.text("language", "language")
    if not text:
        return ""
    known = languages.tag(text)
    return known or (text.replace("_", "-") if _LANGUAGE.fullmatch(text) else text)


def _keywords(item: Item, custom: dict[str, object]) -> tuple[str, ...]:
    """Keywords of a list, or of a text that joins them with semicolons or else with commas."""
    own = custom.get("keyword")
    if isinstance(own, list) and all(isinstance(word, str) for word in own):
        del custom["keyword"]
        item.asked.add("keyword")
        return tuple([clean(word) for word in own])
    value = item.get("keyword")
    if value is None:
        return ()
    if isinstance(value, list):
        words = [texts_of(word) for word in value]
    else:
        text = item.text("keyword", "keyword")
        words = text.split(";" if ";" in text else ",")
    return tuple([word for word in (item.plain(word, "keyword") for word in words) if word])


def _passed(item: Item) -> frozenset[str]:
    """What says nothing of the work in CSL-JSON that came from Crossref."""
    return csl_tables.NOT_BIBLIOGRAPHIC if not csl_tables.CROSSREF.isdisjoint(item.data) else frozenset()


def _rest(
    item: Item, custom: Mapping[str, object]
) -> tuple[tuple[tuple[str, str], ...], list[tuple[str, tuple[Name, ...]]]]:
    """What no field holds, as (name, text); and people in parts that CSL has no name for."""
    found: dict[str, str] = {}
    parts: list[tuple[str, tuple[Name, ...]]] = []
    for name in variables.DATES:
        if name in item.data and (date := item.date(name, "custom")):
            found[name] = str(date)
    for key in [key for key in item.data if key in variables.TEXTS]:
        if text := item.text(key, "custom"):
            found[key] = text
    for key, text in [*item.left(_passed(item)), *item.unread]:
        found.setdefault(key, text)
    inner = Item(custom, item.verbatim)
    for key, value in custom.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            names, remarks = csl_values.people(value, "roles")
            if len(names) == len(value) and not remarks:
                parts.append((csl_tables.together(clean(key)), names))
                inner.asked.add(key)
    taken = (*csl_tables.OWN_NAMES, *inner.asked)
    for key, text in inner.left():
        found.setdefault(csl_tables.together(key, taken), text)
    if len(found) < 2:
        return tuple(found.items()), parts
    order = {key: place for place, key in enumerate([*item.data, *[csl_tables.together(key, taken) for key in custom]])}
    return tuple(sorted(found.items(), key=lambda pair: order.get(pair[0], 0))), parts


def _identified(item: Item, custom: dict[str, object]) -> dict[str, Any]:
    """The identifiers and links that an item has, by field; those that our own ``custom`` says are taken out of it."""
    doi = item.identifier("DOI", "doi", identifiers.doi)
    url = item.identifier("URL", "url", identifiers.url)
    if not doi:
        doi = identifiers.doi_in_url(url)
    arxiv = _popped(custom, "arxiv", identifiers.arxiv)
    if not arxiv and item.data.get("arxiv"):
        arxiv = item.identifier("arxiv", "arxiv", identifiers.arxiv)
    if not arxiv and (number := item.data.get("number")) and _ARXIV_NUMBER.fullmatch(text := texts_of(number)):
        arxiv = identifiers.arxiv(text)[0]
    values: dict[str, Any] = {
        "doi": doi,
        "url": "" if url and identifiers.same_work(url, doi, "") else url,
        "arxiv": arxiv or identifiers.arxiv_in_doi(doi),
        "pdf": _popped(custom, "pdf", identifiers.url),
    }
    for key, (name, parse) in _IDENTIFIERS.items():
        if key in item.data:
            values[name] = item.identifier(key, name, parse)
    for key, (name, parse) in _SERIALS.items():
        if key in item.data:
            values[name] = item.identifiers(key, parse)
    return values


def _popped(custom: dict[str, object], key: str, parse: Any) -> str:
    """What our own ``custom`` says under a key, where the parser takes it; anything else stays there."""
    value = custom.get(key)
    if value is None:
        return ""
    read = parse(value)[0] if isinstance(value, str) else ""
    if read:
        del custom[key]
    return str(read)


def _paged(item: Item, values: Mapping[str, Any]) -> dict[str, Any]:
    """Pages and number, where ``values`` has the other fields.

    A page that is the article's number is not both, "arXiv:…" is no number.
    """
    number = str(values.get("number", ""))
    if values["arxiv"] and _ARXIV_NUMBER.fullmatch(number):
        number = number if identifiers.arxiv(number)[0] != values["arxiv"] else ""
    kind = texts_of(item.get("type"))
    if kind in variables.NUMBERED_PARTS and not item.verbatim:
        number = pages.number(number)
    text = item.text("page", "page")
    first = item.text("page-first", "page")
    if not (text or first) or (text and text == number):
        return {"page": (), "number": number}
    if item.verbatim:
        return {"page": _as_written(text or first), "number": number}
    (page, found, count), remarks = pages.parse(text or first)
    if found and (number not in ("", found) or kind not in variables.NUMBERED_PARTS):
        page = page or (PageRange(found),)
        found = ""
    item.remarks.extend(remarks)
    if count and not values.get("number_of_pages"):
        return {"number": number, "number_of_pages": count}
    return {"page": page or ((PageRange(text),) if count else ()), "number": number or found}


def _as_written(text: str) -> tuple[PageRange, ...]:
    """Pages as ``pages.text`` wrote them, of any shape."""
    read = pages.parse(text)[0].ranges
    if pages.text(read) == text:  # nothing at all, too
        return read
    return tuple([PageRange(*part.split("-", 1)) for part in text.split(", ")])
