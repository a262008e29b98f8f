"""Read works as the Crossref REST API and Crossref's content negotiation return them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from bibstep.formats import json_records
from bibstep.formats.csl_json import tables
from bibstep.formats.csl_json.fields import CslFields, texts_of
from bibstep.formats.csl_json.titles import containers_of, title_of, type_of
from bibstep.formats.json_records import Piece, pieces
from bibstep.input.json_objects import JsonObject
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Date, PageRange, Record, Rejected, Source
from bibstep.text.clean import language_of, shorten
from bibstep.values import identifiers, languages, pages, titles, variables, volumes

#: Where the date of publication stands, the best first; ``issued`` is the earliest one, by Crossref's account of it.
_DATES = ("issued", "published", "published-print", "published-online", "approved")
#: Field of Record -> Crossref's names of the text that it holds.
_TEXTS = {
    "publisher": ("publisher",),
    "publisher_place": ("publisher-location", "publisher-place"),
    "volume": ("volume",),
    "edition": ("edition-number", "edition"),
    "chapter_number": ("part-number",),
    "collection_title": ("collection-title",),
    "genre": ("genre",),
}
#: What is of the institution that it comes from, and is only distributed by its publisher.
_OF_INSTITUTIONS = ("report", "report-component", "report-series", "dissertation", "standard")
#: Crossref's name of a preprint's place (subtype of posted-content) and of what else is posted.
_POSTED = {"preprint": "article", "working_paper": "article", "letter": "document", "report": "report"}


def read(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the works of a stream or of its lines one by one, also in envelopes; anything else is a Rejected.

    ``name`` is the name of the input in messages, and a record has ``max_record`` bytes at most. Raises nothing.
    """
    return records(pieces(stream, name, max_record), name)


def records(pieces: Iterable[Piece], name: str) -> Iterator[Record | Rejected]:
    """Read each object as a record."""
    return json_records.read_all(_only, pieces, name)


def _only(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    return json_records.other_dialect(data, "crossref", source) or record(data, found, source)


def record(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    """Read one work as a record, or as a Rejected where it has neither a title nor a container nor a DOI."""
    fields = CslFields(data)
    if found.remark:
        fields.remark(found.remark, "title", "the input is in GB18030; it was converted")
    title = title_of(fields, "original-title")
    kind, subtype = texts_of(fields.take("type")), texts_of(fields.take("subtype"))
    container, series, short = containers_of(fields, kind)
    values: dict[str, Any] = {field: fields.text(field, *names) for field, names in _TEXTS.items()}
    values["collection_title"] = values["collection_title"] or series
    roles = [(name, people) for name in data if name in variables.NAMES if (people := fields.people("roles", name))]
    doi = fields.identifier("doi", "DOI")
    url = fields.identifier("url", "URL")
    issue = fields.text("issue", "issue") or _inner(fields, "issue", "journal-issue", "issue")[0]
    if not (title or container or doi):
        return Rejected(source, "the work has neither a title nor a DOI", shorten(str(dict(list(data.items())[:4]))))
    if title:
        fields.remarks += titles.doubts(title)
    else:
        fields.remark("title-missing", "title", "the work has no title")
    container = _institution(fields, values, kind) or container
    values |= _paged(fields)
    event_title, event_place = _inner(fields, "event_title", "event", "name", "location")
    if not event_title:
        event_title = fields.text("event_title", "event")
    work_type = _type(fields, kind, subtype, container, doi, bool(values["volume"] or issue or values["page"]))
    numbering = volumes.in_fields(values["volume"], issue, identifiers.arxiv_in_doi(doi), work_type)
    values["volume"], issue, arxiv = fields.accept(numbering)
    in_issue = bool(values["volume"] and issue) and work_type.startswith("article-")
    issued, online = _issued(fields, _printed(data) if in_issue else None)
    language = fields.text("language", "language")
    return Record(
        type=work_type,
        title=title,
        title_short=_first(fields, "title_short", "short-title"),
        author=fields.people("author", "author"),
        editor=fields.people("editor", "editor"),
        translator=fields.people("translator", "translator"),
        roles=tuple(roles),
        container_title=container,
        container_title_short=_first(fields, "container_title_short", "short-container-title")
        or fields.text("container_title_short", "container-title-short")
        or short,
        event_title=event_title,
        event_place=event_place,
        issue=issue,
        issued=issued,
        abstract=fields.text("abstract", "abstract"),
        keyword=_subjects(fields),
        language=(languages.tag(language) or language) or language_of(titles.plain(title)),
        doi=doi,
        url="" if url and identifiers.same_work(url, doi, "") else url,
        pdf=_pdf(fields),
        arxiv=arxiv,
        issn=fields.identifiers("issn", "ISSN"),
        isbn=fields.identifiers("isbn", "ISBN"),
        custom=_custom(fields, online),
        source=source,
        remarks=tuple(fields.remarks),
        **values,
    )


def _first(fields: CslFields, field: str, name: str) -> str:
    texts = fields.texts(field, name)
    return fields.plain(texts[0], field) if texts else ""


def _inner(fields: CslFields, field: str, name: str, *inner: str) -> list[str]:
    """Return the texts under these names in a value that is an object; leave any other value, and return ""."""
    value = fields.get(name)
    if not isinstance(value, dict):
        return [""] * len(inner)
    del fields[name]
    return [fields.plain(texts_of(value.get(one)), field) for one in inner]


def _institution(fields: CslFields, values: dict[str, Any], kind: str) -> str:
    """What the institution of a thesis, a report or a preprint says; returns the server of a preprint.

    A report or a thesis is of its institution, and the publisher is who distributes it.
    """
    value = fields.take("institution")
    one = value[0] if isinstance(value, list) and value else value
    name = place = ""
    if isinstance(one, dict):
        name = fields.plain(texts_of(one.get("name")), "publisher")
        place = fields.plain(texts_of(one.get("place")), "publisher_place")
    values["genre"] = values["genre"] or fields.text("genre", "degree")
    publisher = values["publisher"]
    if publisher and kind == "posted-content":
        return name if name != publisher else ""
    if name and publisher.casefold() != name.casefold() and (not publisher or kind in _OF_INSTITUTIONS):
        if publisher:
            fields.keep("distributor", publisher)
        values["publisher"] = name
        values["publisher_place"] = place
    elif name:
        values["publisher_place"] = values["publisher_place"] or place
    return ""


def _paged(fields: CslFields) -> dict[str, Any]:
    """Pages and the article's number; the number may stand in the place of the pages too."""
    page, found, count = fields.accept(pages.parse(fields.text("page", "page")))
    number = pages.number(fields.text("number", "article-number", "number"))
    if found and number not in ("", found):
        page = page or (PageRange(found),)
    return {"page": page, "number": number or found, "number_of_pages": count}


def _printed(data: Mapping[str, object]) -> object:
    """The date of the printed issue that an article is in."""
    issue = data.get("journal-issue")
    return data.get("published-print") or (issue.get("published-print") if isinstance(issue, dict) else None)


def _issued(fields: CslFields, printed: object) -> tuple[Date | None, Date | None]:
    """The date of publication, and the one on which the work appeared online before its issue.

    The volume, the issue and the pages of an article are those of the printed issue, so its date goes with them
    (``printed``); ``issued`` is the earliest of all, often the day on which the article was first online.
    """
    is_same = printed == fields.get("issued")
    found = _first_date(fields)
    if not printed or not found or is_same:
        return found, None
    date = fields.accept(fields.parse_date(printed, "issued"))
    if not date or date.literal or found.literal or _agree(date, found):
        return found, None
    fields.remark(
        "dates-disagree", "issued", f"the issue is dated {date}, which was taken; the article is dated {found}"
    )
    return date, found


def _agree(one: Date, other: Date) -> bool:
    """Whether two dates say the same as far as both say it."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(a == b or not (a and b) for a, b in pairs)


def _first_date(fields: CslFields) -> Date | None:
    for name in _DATES:
        if (date := fields.date("issued", name)) is not None:
            if name == "published-online":
                fields.remark(
                    "date-electronic", "issued", f"no other publication date; the electronic one, {date}, was taken"
                )
            return date
    return None


def _type(fields: CslFields, kind: str, subtype: str, container: str, doi: str, numbered: bool) -> str:
    if kind == "posted-content":
        return _POSTED.get(subtype, "article")
    values = {"container_title": container, "doi": doi, "url": "", "volume": numbered, "issue": "", "page": ()}
    return type_of(fields, kind, values, "")


def _subjects(fields: CslFields) -> tuple[str, ...]:
    value = fields.take("subject")
    words = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys([word for one in words if (word := fields.plain(texts_of(one), "keyword"))]))


def _pdf(fields: CslFields) -> str:
    """Return the first link whose content type is PDF."""
    links = fields.take("link")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("content-type") == "application/pdf":
            return fields.identified("pdf", "link", texts_of(link.get("URL")))
    return ""


def _custom(fields: CslFields, online: Date | None) -> tuple[tuple[str, str], ...]:
    """Return the values without a field, except for those about the deposit; with an original title."""
    original = _first(fields, "custom", "original-title")
    for name in tables.NOT_BIBLIOGRAPHIC.intersection(fields):
        del fields[name]
    found = {"available-date": str(online)} if online else {}
    found |= fields.rest()
    if original:
        found["original-title"] = original
    return tuple(found.items())
