"""Works as the Crossref REST API and Crossref's content negotiation give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from bibstep.formats import json_records
from bibstep.formats.csl_json import tables as csl_tables
from bibstep.formats.csl_json import values as csl_values
from bibstep.formats.csl_json.fields import Item, texts_of
from bibstep.formats.csl_json.titles import containers_of, strings, title_of, type_of
from bibstep.input.json_objects import JsonObject, json_objects
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Date, PageRange, Record, Rejected, Source
from bibstep.text.clean import language_of, shorten
from bibstep.values import Parsed, identifiers, languages, pages, titles, variables, volumes

#: Where the date of publication stands, the best first; ``issued`` is the earliest one, by Crossref's account of it.
_DATES = ("issued", "published", "published-print", "published-online", "approved")
#: Text variables of Crossref that a field holds.
_TEXTS = {
    "publisher": "publisher",
    "publisher-location": "publisher_place",
    "publisher-place": "publisher_place",
    "volume": "volume",
    "edition-number": "edition",
    "edition": "edition",
    "part-number": "chapter_number",
    "collection-title": "collection_title",
    "genre": "genre",
}
#: Crossref's name of a preprint's place (subtype of posted-content) and of what else is posted.
_POSTED = {"preprint": "article", "working_paper": "article", "letter": "document", "report": "report"}


def read(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """The works of a stream or of its lines, one by one, bare or in envelopes; what is none is a Rejected in its place.

    ``name`` is what the input is called in messages; a record has ``max_record`` bytes at most. Nothing raises.
    """
    return json_records.read_all(_only, json_objects(stream, max_record), name)


def _only(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    return json_records.other_dialect(data, "crossref", source) or record(data, found, source)


def record(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    """One work of Crossref's as a record; Rejected where it has neither a title nor a container."""
    item = Item(data)
    if found.remark:
        item.remark(found.remark, "title", "the input is in GB18030 and was converted")
    title = title_of(item, "original-title")
    said = texts_of(item.get("type")), texts_of(item.get("subtype"))
    container, series, volume_title = containers_of(item, said[0])
    values: dict[str, Any] = {}
    for name, field in _TEXTS.items():
        values[field] = values.get(field) or item.text(name, field)
    values["collection_title"] = values["collection_title"] or series
    roles = [(key, people) for key in data if key in variables.NAMES if (people := item.people(key, "roles"))]
    doi = item.identifier("DOI", "doi", identifiers.doi)
    url = item.identifier("URL", "url", identifiers.url)
    issue = item.text("issue", "issue") or _inner(item, "journal-issue", "issue")
    if not (title or container or doi):
        return Rejected(source, "the work has neither a title nor a DOI", shorten(str(dict(list(data.items())[:4]))))
    if title:
        item.remarks.extend(titles.doubts(title))
    else:
        item.remark("title-missing", "title", "the work has no title")
    _institution(item, values)
    values |= _paged(item)
    event_title, event_place = _inner(item, "event", "name"), _inner(item, "event", "location")
    if not event_title:
        event_title = item.text("event", "event_title")
    work_type = _type(item, said, container, doi, bool(values["volume"] or issue or values["page"]))
    numbering = volumes.in_fields(values["volume"], issue, identifiers.arxiv_in_doi(doi), work_type)
    values["volume"], issue, arxiv = item.noted(numbering)
    issued, online = _issued(item, bool(values["volume"] and issue) and work_type.startswith("article-"))
    language = item.text("language", "language")
    return Record(
        type=work_type,
        title=title,
        title_short=_first(item, "short-title", "title_short"),
        author=item.people("author", "author"),
        editor=item.people("editor", "editor"),
        translator=item.people("translator", "translator"),
        roles=tuple(roles),
        container_title=container,
        container_title_short=_first(item, "short-container-title", "container_title_short")
        or item.text("container-title-short", "container_title_short"),
        event_title=event_title,
        event_place=event_place,
        issue=issue,
        issued=issued,
        abstract=item.text("abstract", "abstract"),
        keyword=_subjects(item),
        language=(languages.tag(language) or language) or language_of(titles.plain(title)),
        doi=doi,
        url="" if url and identifiers.same_work(url, doi, "") else url,
        pdf=_pdf(item),
        arxiv=arxiv,
        issn=item.identifiers("ISSN", identifiers.issn),
        isbn=_isbns(item),
        custom=(*_named({"volume-title": volume_title, "available-date": online}), *_rest(item)),
        source=source,
        remarks=tuple(item.remarks),
        **values,
    )


def _named(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple([(name, str(value)) for name, value in values.items() if value])


def _first(item: Item, key: str, field: str) -> str:
    texts = strings(item, key, field)
    return item.plain(texts[0], field) if texts else ""


def _inner(item: Item, key: str, name: str) -> str:
    """The text under a name in the object under a key."""
    value = item.data.get(key)
    if not isinstance(value, dict):
        return ""
    item.asked.add(key)
    return item.plain(texts_of(value.get(name)), "event_title")


def _institution(item: Item, values: dict[str, Any]) -> None:
    """What the institution of a thesis, a report or a preprint says, where the publisher does not say it."""
    value = item.get("institution")
    one = value[0] if isinstance(value, list) else value
    if isinstance(one, dict):
        name = item.plain(texts_of(one.get("name")), "publisher")
        values["publisher"] = values["publisher"] or name
        if name == values["publisher"]:
            values["publisher_place"] = values["publisher_place"] or item.plain(
                texts_of(one.get("place")), "publisher_place"
            )
    values["genre"] = values["genre"] or item.text("degree", "genre")


def _paged(item: Item) -> dict[str, Any]:
    """Pages and the article's number; the number may stand in the place of the pages too."""
    page, found, count = item.noted(pages.parse(item.text("page", "page")))
    number = pages.number(item.text("article-number", "number") or item.text("number", "number"))
    if found and number not in ("", found):
        page = page or (PageRange(found),)
    return {"page": page, "number": number or found, "number_of_pages": count}


def _issued(item: Item, in_issue: bool) -> tuple[Date | None, Date | None]:
    """The date of publication, and the one on which the work appeared online before its issue.

    The volume, the issue and the pages of an article are those of the printed issue, so its date goes with them
    (``in_issue``); ``issued`` is the earliest of all, often the day on which the article was first online.
    """
    found = _first_date(item)
    if not in_issue or not found or item.data.get("published-print") == item.data.get("issued"):
        return found, None
    inner = item.get("journal-issue")
    printed = item.date("published-print", "issued")
    if not printed and isinstance(inner, dict):
        printed = item.noted(csl_values.date(inner.get("published-print"), "issued"))
    if not printed or printed.literal or found.literal or _agree(printed, found):
        return found, None
    item.remark("dates-disagree", "issued", f"the issue is of {printed}, which was taken; the article of {found}")
    return printed, found


def _agree(one: Date, other: Date) -> bool:
    """Whether two dates say the same as far as both say it."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(a == b or not (a and b) for a, b in pairs)


def _first_date(item: Item) -> Date | None:
    for key in _DATES:
        if (date := item.date(key, "issued")) is not None:
            if key == "published-online":
                item.remark("date-electronic", "issued", f"no other publication date; the electronic one, {date}")
            return date
    return None


def _type(item: Item, said: tuple[str, str], container: str, doi: str, numbered: bool) -> str:
    kind, subtype = said
    if kind == "posted-content":
        return _POSTED.get(subtype, "article")
    probe = Item({"type": kind})
    values = {"container_title": container, "doi": doi, "url": "", "volume": numbered, "issue": "", "page": ()}
    found = type_of(probe, values, "")
    item.remarks.extend(probe.remarks)
    return found


def _subjects(item: Item) -> tuple[str, ...]:
    value = item.get("subject")
    words = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys([word for one in words if (word := item.plain(texts_of(one), "keyword"))]))


def _pdf(item: Item) -> str:
    """The first link that is said to lead to a PDF."""
    links = item.get("link")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("content-type") == "application/pdf":
            return item.identified("link", texts_of(link.get("URL")), identifiers.url)
    return ""


def _isbns(item: Item) -> tuple[str, ...]:
    """The ISBNs, which older answers give as links (http://id.crossref.org/isbn/…)."""

    def parse(text: str) -> Parsed[str]:
        return identifiers.isbn(text.rpartition("/")[2] if "://" in text else text)

    return item.identifiers("ISBN", parse)


def _rest(item: Item) -> tuple[tuple[str, str], ...]:
    found = dict([*item.left(csl_tables.NOT_BIBLIOGRAPHIC), *item.unread])
    original = _first(item, "original-title", "custom")
    if original and "title" in item.asked and texts_of(item.data.get("title")).strip():
        found["original-title"] = original
    return tuple(found.items())
