"""Read CSL-JSON as Zotero, pandoc, citeproc, Mendeley, DataCite, Crossref and this project write it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from bibstep.formats import json_records
from bibstep.formats.csl_json import tables
from bibstep.formats.csl_json.fields import CslFields, texts_of
from bibstep.formats.csl_json.titles import containers_of, title_of, type_of
from bibstep.formats.json_records import Piece, pieces
from bibstep.input.json_objects import JsonObject
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Metrics, Name, PageRange, Record, Rejected, Source, Translation
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import citation_keys, identifiers, languages, notes, pages, preprints, titles, variables, volumes

#: The entry of ``custom`` in an item whose texts contain no markup but CSL's own tags (see ``csl_json.write``).
VERBATIM = ("markup", "csl")

_LANGUAGE = later(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){1,4}")
_ROLES = ("author", "editor", "translator")
_DATES = {"issued": "issued", "original-date": "original_date", "accessed": "accessed"}
_ARXIV_NUMBER = later(r"arxiv *: *\S.*", re.IGNORECASE)


def read(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the items of a stream or of its lines one by one; what cannot become a record is a Rejected in its place.

    ``name`` is the name of the input in messages, and a record has ``max_record`` bytes at most. Raises nothing.
    """
    return records(pieces(stream, name, max_record), name)


def records(pieces: Iterable[Piece], name: str) -> Iterator[Record | Rejected]:
    """Read each object as a record."""
    return json_records.read_all(_only, pieces, name)


def _only(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    return json_records.other_dialect(data, "csl-json", source) or record(data, found, source)


def record(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    """Read one CSL-JSON item as a record, or as a Rejected where it describes no work."""
    fields, custom = _prepared(data)
    if found.remark:
        fields.remark(found.remark, "title", "the input is in GB18030; it was converted")
    note, (metrics, translation) = _note(fields)
    kind = texts_of(fields.take("type"))
    values = _texts(fields, kind)
    title = title_of(fields)
    roles = _roles(fields)
    values.update([role for role in roles if role[0] in _ROLES])
    for name, field in _DATES.items():
        if name in fields:
            values[field] = fields.date(field, name)
    values |= _identified(fields, custom, values["number"])
    values |= _paged(fields, kind, values)
    work_type = type_of(fields, kind, values, values["arxiv"])
    numbering = volumes.in_fields(values["volume"], values["issue"], values["arxiv"], work_type)
    values["volume"], values["issue"], values["arxiv"] = fields.accept(numbering)
    place = preprints.in_container(work_type, values["container_title"], values["arxiv"])
    work_type, values["container_title"], values["arxiv"] = fields.accept(place)
    key = _key(fields, values["doi"])
    if title:
        fields.remarks += titles.doubts(title)
    values["language"] = _language(fields)
    values["keyword"] = _keywords(fields, custom)
    values["aliases"] = fields.accept(citation_keys.aliases(_own_list(custom, "ids"), key))
    rest, parts = _rest(fields, custom)
    if not (title or roles or rest or any(values.values()) or note or "type" in data):
        return Rejected(source, "this has no bibliographic data", shorten(str(dict(list(data.items())[:4]))))
    if not title:
        fields.remark("title-missing", "title", "the item has no title")
    return Record(
        type=work_type,
        title=title,
        roles=(*[(role, names) for role, names in roles if role not in _ROLES], *parts),
        note=note,
        metrics=metrics,
        translation=translation,
        custom=rest,
        citation_key=key,
        source=source,
        remarks=tuple(fields.remarks),
        **values,
    )


def _prepared(data: Mapping[str, object]) -> tuple[CslFields, dict[str, object]]:
    """The values of an item under today's names of the variables, and its object ``custom``."""
    values = data if tables.ALIASES.keys().isdisjoint(data) else _renamed(data)
    custom = values.get("custom")
    if not isinstance(custom, dict):
        return CslFields(values), {}
    values = {name: value for name, value in values.items() if name != "custom"}
    custom = dict(custom)
    plainly = custom.get(VERBATIM[0]) == VERBATIM[1]
    if plainly:
        del custom[VERBATIM[0]]
    return CslFields(values, plainly), custom


def _renamed(data: Mapping[str, object]) -> Mapping[str, object]:
    """The same under today's names."""
    values: dict[str, object] = {}
    for key, value in data.items():
        name = tables.ALIASES.get(key, key)
        # Where a variable is there under both of its names and says two things, the older name is a value of its own.
        if name != key and data.get(name) not in (None, "", [], value):
            name = key
        if values.get(name) in (None, ""):
            values[name] = value
    return values


def _note(fields: CslFields) -> tuple[str, tuple[Metrics, Translation]]:
    """The note proper, and (metrics, translation); variables set in it become the item's where it has none."""
    text = fields.raw("note", "note")
    if not text:
        return "", _NO_NOTES
    text, metrics, translation = notes.parse(text)
    if ":" in text and not fields.plainly:
        text, found = notes.variables(text)
        others: list[str] = []
        values: dict[str, object] = {}
        for name, value in found:
            if name in variables.NAMES:
                values.setdefault(name, []).append(_person(value))  # type: ignore[attr-defined]
            elif name == "type" or (fields.get(name) in (None, "", []) and name not in values):
                values[name] = value
            else:
                others.append(f"{name}: {value}")
        fields.update(values)
        fields.order += values
        text = "\n".join([text, *others])
    lines = [plain for line in text.split("\n") if (plain := fields.plain(line, "note"))]
    return "\n".join(lines), (metrics, translation)


_NO_NOTES = Metrics(), Translation()


def _person(text: str) -> dict[str, object]:
    """A name in a note: ``Family || Given``, or a literal one."""
    family, bars, given = text.partition("||")
    return {"family": family.strip(), "given": given.strip()} if bars else {"literal": text}


def _texts(fields: CslFields, kind: str) -> dict[str, Any]:
    values: dict[str, Any] = defaultdict(str)
    for name, field in variables.FIELDS.items():
        if name in fields and name != "container-title":
            values[field] = fields.text(field, name)
    values["container_title"], series, short = containers_of(fields, kind)
    values["container_title_short"] = values["container_title_short"] or short
    values["collection_title"] = values["collection_title"] or series
    return values


def _roles(fields: CslFields) -> list[tuple[str, tuple[Name, ...]]]:
    """All people by their parts, in the order of the item."""
    found = []
    for name in [name for name in fields if name in _ROLES or name in variables.NAMES]:
        if people := fields.people(name if name in _ROLES else "roles", name):
            found.append((name, people))
    return found


def _key(fields: CslFields, doi: str) -> str:
    """The citation key: what the item calls one, else its id, unless that is the work's DOI as a link (DataCite)."""
    found = {name: clean(texts_of(fields.pop(name))) for name in ("citation-key", "id") if name in fields}
    key = next((text for text in found.values() if text), "")
    number = found.get("id", "")
    if doi and "://" in key and key.lower().endswith(doi.lower()):
        return ""
    is_doi = bool(doi) and "://" in number and number.lower().endswith(doi.lower())
    if number not in ("", key) and not is_doi:  # a link is the item's address in some library
        fields.keep("id", number)
    return key


def _language(fields: CslFields) -> str:
    """The BCP 47 tag; what is no tag and no name of a language stays as it is."""
    text = fields.text("language", "language")
    if not text:
        return ""
    known = languages.tag(text)
    return known or (text.replace("_", "-") if _LANGUAGE.fullmatch(text) else text)


def _keywords(fields: CslFields, custom: dict[str, object]) -> tuple[str, ...]:
    """Keywords of a list, or of a text that joins them with semicolons or else with commas."""
    if own := _own_list(custom, "keyword"):
        fields.take("keyword")
        return own
    value = fields.get("keyword")
    if isinstance(value, list):
        fields.take("keyword")
        words = [texts_of(word) for word in value]
    else:
        text = fields.text("keyword", "keyword")
        words = text.split(";" if ";" in text else ",")
    return tuple([word for word in (fields.plain(word, "keyword") for word in words) if word])


def _own_list(custom: dict[str, object], name: str) -> tuple[str, ...]:
    """The texts of a list that our own ``custom`` has, which is taken out of it; anything else stays there."""
    own = custom.get(name)
    texts = [one for one in own if isinstance(one, str)] if isinstance(own, list) else []
    if not texts or len(texts) != len(own):  # type: ignore[arg-type]
        return ()
    del custom[name]
    return tuple(texts)


def _rest(
    fields: CslFields, custom: Mapping[str, object]
) -> tuple[tuple[tuple[str, str], ...], list[tuple[str, tuple[Name, ...]]]]:
    """What no field holds, as (name, text); and people in parts that CSL has no name for."""
    if not (fields or fields.kept or custom):  # as in most items
        return (), []
    found: dict[str, str] = {}
    parts: list[tuple[str, tuple[Name, ...]]] = []
    for name in variables.DATES:
        if name in fields:
            date, remarks = fields.parse_date(fields[name], "custom")
            if date:  # anything else stays, as a custom value
                found[name] = str(date)
                fields.remarks += remarks
                del fields[name]
    for name in [name for name in fields if name in variables.TEXTS]:
        if text := fields.text("custom", name):
            found[name] = text
    if not tables.CROSSREF.isdisjoint(fields):  # what says nothing of the work in an item that came from Crossref
        for name in tables.NOT_BIBLIOGRAPHIC.intersection(fields):
            del fields[name]
    for name, text in fields.rest().items():
        found.setdefault(name, text)
    inner = CslFields(custom, fields.plainly)
    for name, value in custom.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            people, remarks = inner.parse_people(value, "roles")
            if len(people) == len(value) and not remarks:
                parts.append((tables.together(clean(name)), people))
                del inner[name]
    taken = (*tables.OWN_NAMES, *[name for name in custom if name not in inner])
    for name, text in inner.rest().items():
        found.setdefault(tables.together(name, taken), text)
    if len(found) < 2:
        return tuple(found.items()), parts
    names = [*fields.order, *[tables.together(name, taken) for name in custom]]
    order = {name: place for place, name in enumerate(names)}
    return tuple(sorted(found.items(), key=lambda pair: order.get(pair[0], -1))), parts


def _identified(fields: CslFields, custom: dict[str, object], number: str) -> dict[str, Any]:
    """The identifiers and links that an item has, by field; those that our own ``custom`` says are taken out of it."""
    doi = fields.identifier("doi", "DOI")
    url = fields.identifier("url", "URL")
    if not doi:
        doi = identifiers.doi_in_url(url)
    arxiv = _popped(custom, "arxiv") or fields.identifier("arxiv", "arxiv")
    if not arxiv and number and _ARXIV_NUMBER.fullmatch(number):
        arxiv = identifiers.arxiv(number)[0]
    values: dict[str, Any] = {
        "doi": doi,
        "url": _popped(custom, "url") or ("" if url and identifiers.same_work(url, doi, "") else url),
        "arxiv": arxiv or identifiers.arxiv_in_doi(doi),
        "pdf": _popped(custom, "pdf"),
    }
    for name in ("PMID", "PMCID"):
        if name in fields:
            values[name.lower()] = fields.identifier(name.lower(), name)
    for name in ("ISSN", "ISBN"):
        if name in fields:
            values[name.lower()] = fields.identifiers(name.lower(), name)
    return values


def _popped(custom: dict[str, object], field: str) -> str:
    """What our own ``custom`` says for a field, where it is an identifier for it; anything else stays there."""
    value = custom.get(field)
    found = identifiers.PARSERS[field](value)[0] if isinstance(value, str) else ""
    if found:
        del custom[field]
    return found


def _paged(fields: CslFields, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Pages and number, where ``values`` has the other fields.

    A page that is the article's number is not both, "arXiv:…" is no number.
    """
    number = str(values.get("number", ""))
    if values["arxiv"] and _ARXIV_NUMBER.fullmatch(number):
        number = number if identifiers.arxiv(number)[0] != values["arxiv"] else ""
    if kind in variables.NUMBERED_PARTS and not fields.plainly:
        number = pages.number(number)
    text = fields.text("page", "page", "page-first")
    fields.pop("page-first", None)
    if not text or text == number:
        return {"page": (), "number": number}
    if fields.plainly:
        return {"page": _as_written(text), "number": number}
    (page, found, count), remarks = pages.parse(text)
    if found and (number not in ("", found) or kind not in variables.NUMBERED_PARTS):
        page = page or (PageRange(found),)
        found = ""
    fields.remarks += remarks
    if count and not values.get("number_of_pages"):
        return {"number": number, "number_of_pages": count}
    return {"page": page or ((PageRange(text),) if count else ()), "number": number or found}


def _as_written(text: str) -> tuple[PageRange, ...]:
    """Pages as ``pages.text`` wrote them, of any shape."""
    read = pages.parse(text)[0].ranges
    if pages.text(read) == text:  # nothing at all, too
        return read
    return tuple([PageRange(*part.split("-", 1)) for part in text.split(", ")])
