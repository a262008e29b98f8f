"""Read a CITATION.cff file: the work itself, the one to cite in its place, and the references.

Source: the guide to the Citation File Format's schema, version 1.2.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from bibstep.formats.dialects.read import record_of
from bibstep.formats.dialects.table import Values, fieldwise
from bibstep.input.lines import MAX_RECORD
from bibstep.input.yaml import document, items, mappings, members
from bibstep.model import Name, Record, Rejected, Source

_TYPES: Mapping[str, str] = {
    "article": "article-journal",
    "art": "graphic",
    "audiovisual": "motion_picture",
    "bill": "bill",
    "blog": "post-weblog",
    "book": "book",
    "catalogue": "book",
    "conference": "paper-conference",
    "conference-paper": "paper-conference",
    "data": "dataset",
    "database": "dataset",
    "dataset": "dataset",
    "dictionary": "entry-dictionary",
    "edited-work": "book",
    "encyclopedia": "entry-encyclopedia",
    "film-broadcast": "motion_picture",
    "generic": "document",
    "government-document": "report",
    "grant": "document",
    "hearing": "hearing",
    "historical-work": "classic",
    "legal-case": "legal_case",
    "legal-rule": "legislation",
    "magazine-article": "article-magazine",
    "manual": "book",
    "map": "map",
    "multimedia": "motion_picture",
    "music": "song",
    "newspaper-article": "article-newspaper",
    "pamphlet": "pamphlet",
    "patent": "patent",
    "personal-communication": "personal_communication",
    "proceedings": "book",
    "report": "report",
    "serial": "periodical",
    "slides": "speech",
    "software": "software",
    "software-code": "software",
    "software-container": "software",
    "software-executable": "software",
    "software-virtual-machine": "software",
    "sound-recording": "song",
    "standard": "standard",
    "statute": "legislation",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "website": "webpage",
}
_TABLE = fieldwise(_TYPES)
#: Key -> field of Record, for values that are texts.
_TEXTS: Mapping[str, str] = {
    "abstract": "abstract",
    "abbreviation": "title_short",
    "chapter": "chapter_number",
    "collection-title": "collection_title",
    "doi": "doi",
    "edition": "edition",
    "end": "page-last",
    "isbn": "isbn",
    "issn": "issn",
    "issue": "issue",
    "journal": "container_title",
    "notes": "note",
    "number": "number",
    "pages": "number_of_pages",
    "pmcid": "pmcid",
    "section": "section",
    "start": "page-first",
    "thesis-type": "genre",
    "title": "title",
    "url": "url",
    "version": "version",
    "volume": "volume",
    "date-accessed": "accessed",
    "license": "license",
    "commit": "commit",
    "repository-code": "repository-code",
    "medium": "medium",
    "number-volumes": "number_of_volumes",
    "status": "status",
    "volume-title": "volume-title",
    "year-original": "original_date",
}
#: What tells of the file or of addresses of people, and what is read elsewhere.
_ELSEWHERE = frozenset(
    """type message cff-version contact keywords languages identifiers publisher institution conference year month
    date-published date-released preferred-citation references""".split()
)
_PEOPLE: Mapping[str, str] = {
    "authors": "author",
    "editors": "editor",
    "editors-series": "collection-editor",
    "translators": "translator",
    "recipients": "recipient",
}


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the works of a stream, the one to cite first; ``name`` is its name in messages. The file is read
    whole, and has ``max_record`` bytes at most.

    What cannot become a record is a Rejected in its place. Raises nothing.
    """
    read = document(stream, max_record)
    if read.fault:
        yield Rejected(Source(name, read.line), read.fault)
        return
    parts = dict(members(read.root))
    if "cff-version" not in parts:
        yield Rejected(Source(name, 1), "this YAML has no cff-version, so it is no CITATION.cff")
        return
    preferred = parts.pop("preferred-citation", None)
    references = parts.pop("references", None)
    nodes = [preferred, read.root, *(items(references) if references else [])]
    for found in mappings([node for node in nodes if node is not None], name, "keys"):
        if isinstance(found, Rejected):
            yield found
            continue
        node, source, data = found
        yield record_of(_TABLE, "CITATION.cff", _values(data, "software" if node is read.root else "generic"), source)


def _values(data: Mapping[str, Any], kind: str) -> Values:
    """The values of a work by field."""
    values: Values = {field: data[key] for key, field in _TEXTS.items() if isinstance(data.get(key), (str, list))}
    values |= {field: _people(data[key]) for key, field in _PEOPLE.items() if isinstance(data.get(key), list)}
    values["type"] = [str(data.get("type") or kind)]
    values["keyword"] = data.get("keywords")
    values["language"] = next(iter(_list(data.get("languages"))), "")
    values["issued"] = _issued(data)
    if "url" not in values and "repository-code" in values:
        values["url"] = values.pop("repository-code")
    publisher, conference = data.get("publisher"), data.get("conference")
    institution = data.get("institution")
    for entity in (publisher, institution):
        if isinstance(entity, Mapping) and "publisher" not in values:
            values["publisher"], values["publisher_place"] = entity.get("name"), entity.get("city")
    if isinstance(conference, Mapping):
        values["event_title"], values["event_place"] = conference.get("name"), conference.get("city")
    if values["type"] == ["conference-paper"] and "container_title" not in values and "collection_title" in values:
        values["container_title"] = values.pop("collection_title")
    for one in _list(data.get("identifiers")):
        kind, text = (str(one.get("type") or ""), one.get("value")) if isinstance(one, Mapping) else ("", None)
        name = kind if kind in ("doi", "url") else f"identifier-{kind}"
        before = values.get(name) or []
        values[name] = [
            *dict.fromkeys([*(before if isinstance(before, list) else [before]), *([text] if text else [])])
        ]
    for key, value in data.items():
        if key not in _TEXTS and key not in _PEOPLE and key not in _ELSEWHERE:
            entity = value.get("name") if isinstance(value, Mapping) else value
            values.setdefault(key, entity or value)
    return {field: value for field, value in values.items() if value}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _people(people: list[Any]) -> list[str | Name]:
    """Persons with the parts of their names, and entities."""
    found: list[str | Name] = []
    for one in people:
        if not isinstance(one, Mapping):
            continue
        family, given = str(one.get("family-names") or ""), str(one.get("given-names") or "")
        if one.get("name"):
            found.append(Name(literal=str(one["name"])))
        elif family or given or one.get("alias"):
            particle, suffix = str(one.get("name-particle") or ""), str(one.get("name-suffix") or "")
            found.append(Name(family or given or str(one["alias"]), given if family else "", particle, suffix))
    return found


def _issued(data: Mapping[str, Any]) -> str:
    for key in ("date-published", "date-released"):
        if data.get(key):
            return str(data[key])
    year, month = data.get("year"), data.get("month")
    if year and month and str(month).isdecimal():
        return f"{year}-{str(month).zfill(2)}"
    return str(year or "")
