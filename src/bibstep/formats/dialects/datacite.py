"""DataCite: DOIs of its REST API (``attributes``), and DataCite's JSON.

Sources: DataCite's metadata schema 4.6, the REST API's documentation and replies.
"""

from __future__ import annotations

from typing import Any

from bibstep.formats.dialects.table import Json, Values, at, body, dialect, objects, person, text
from bibstep.model import Translation
from bibstep.text.clean import clean
from bibstep.text.patterns import later

#: DataCite's types of contributors that CSL has a name for -> this name.
_ROLES = {
    "Editor": "editor",
    "Producer": "producer",
    "Translator": "translator",
    "Other": "contributor",
    "RelatedPerson": "contributor",
}
#: General types that say nothing of a text; the words of DataCite's other fields are looked at then.
_VAGUE = frozenset(("", "text", "other", "collection"))
_PAGES = later(r"(\d{1,5}) (?:pages|pp\.?|Seiten|S\.)")
#: Relations to works that are no part, version or supplement of this one's own.
_OTHER_WORKS = frozenset(
    """Cites IsCitedBy References IsReferencedBy HasPart HasVersion HasMetadata IsMetadataFor Reviews Documents Collects
    IsRequiredBy Requires""".split()
)
#: How sure a date is that of publication, the surest first.
_DATES = ("Issued", "Available", "Published", "Created", "Submitted")


def _more(data: Json, values: Values) -> None:
    _titles(data, values)
    _people(data, values)
    _container(data, values)
    publisher = data.get("publisher")
    if isinstance(publisher, dict):
        values["publisher"] = text(publisher, "name")
    if text(values, "publisher").startswith("(:"):
        values["publisher"] = ""
    found = {text(one, "dateType"): text(one, "date") for one in reversed(objects(data, "dates"))}
    year = text(data, "publicationYear")
    exact = next((date for kind in _DATES if (date := found.get(kind, "")) and date.startswith(year or "-")), "")
    values["issued"] = exact or year or next((found[kind] for kind in _DATES if kind in found), "")
    for one in objects(data, "descriptions"):
        kind, words = text(one, "descriptionType"), text(one, "description")
        if kind in ("Abstract", "") and not values.get("abstract"):
            values["abstract"] = words
        elif kind not in ("SeriesInformation", "TableOfContents", "Abstract") and not words.startswith('{"references"'):
            values["note"] = "\n".join(filter(None, [values.get("note", ""), clean(words)]))
    for one in [*objects(data, "identifiers"), *objects(data, "alternateIdentifiers")]:
        kind = (text(one, "identifierType") or text(one, "alternateIdentifierType")).lower()
        number = text(one, "identifier") or text(one, "alternateIdentifier")
        if kind in ("arxiv", "pmid", "pmcid", "isbn", "issn", "doi"):
            values[kind] = values.get(kind) or number
        elif kind in ("url", "uri"):
            values["url"] = values.get("url") or number
        elif "report" in kind:
            values["number"] = values.get("number") or number
        elif kind and number:
            values.setdefault(text(one, "identifierType") or text(one, "alternateIdentifierType"), []).append(number)
    _related(data, values)
    kinds = [text(data, path) for path in ("types.resourceTypeGeneral", "types.resourceType", "types.citeproc")]
    kinds[0] = kinds[0] or text(data, "resourceType.resourceTypeGeneral")  # in version 3 of the schema
    general = kinds[0].lower()
    if kinds[2] == "article":  # CSL's word for a preprint
        kinds[2] = "preprint"
    elif kinds[2] == "article-journal" and not values.get("container_title") and "rticle" not in kinds[1]:
        kinds[2] = ""  # which DataCite writes for any text
    values["type"] = kinds[1:] if general in _VAGUE else kinds[:1]
    if kinds[1] and text(data, "types.bibtex").endswith("thesis"):
        values["genre"] = kinds[1]


def _related(data: Json, values: Values) -> None:
    """What related works say of this one: what it is a part of, and the same work in arXiv; and its length."""
    for one in objects(data, "relatedIdentifiers"):
        kind, relation = text(one, "relatedIdentifierType").lower(), text(one, "relationType")
        if (kind in ("issn", "isbn") and relation in ("IsPartOf", "IsPublishedIn")) or (
            kind == "isbn" and relation == "IsIdenticalTo"
        ):
            values.setdefault(kind, []).append(text(one, "relatedIdentifier"))
        elif kind in ("arxiv", "pmid") and relation == "IsIdenticalTo":
            values[kind] = values.get(kind) or text(one, "relatedIdentifier")
        elif relation and relation not in _OTHER_WORKS:
            values.setdefault(relation, []).append(text(one, "relatedIdentifier"))
    sizes = data.get("sizes")
    for size in sizes if isinstance(sizes, list) else []:
        if isinstance(size, str) and (count := _PAGES.fullmatch(size)):
            values["number_of_pages"] = count[1]


def _titles(data: Json, values: Values) -> None:
    values.pop("title", None)
    language = text(data, "language")
    found = objects(data, "titles")
    for one in sorted(found, key=lambda one: text(one, "titleType") not in ("", "Title")):  # the own title first
        kind, title = text(one, "titleType"), text(one, "title")
        if kind == "Subtitle":
            values["subtitle"] = title
        elif kind == "TranslatedTitle" and values.get("title") and "translation" not in values:
            values["translation"] = Translation(title, "", text(one, "lang"))
        elif not values.get("title"):
            values["title"] = "" if title.startswith("(:") else title
            values["language"] = language or text(one, "lang")
        elif title and title != values["title"]:
            values.setdefault("alternative-title", []).append(title)


def _people(data: Json, values: Values) -> None:
    for one in objects(data, "creators"):
        if who := _person(one):
            values.setdefault("author", []).append(who)
    for one in objects(data, "contributors"):
        kind = text(one, "contributorType") or "Other"
        if who := _person(one):
            values.setdefault(_ROLES.get(kind, kind), []).append(who if kind in _ROLES else _name(one))


def _person(one: Json) -> Any:
    family, given = text(one, "familyName"), text(one, "givenName")
    kind = text(one, "nameType") or text(one, "type")
    name = _name(one)
    if not name or name.startswith("(:"):  # DataCite's codes for unknown values, such as (:unav)
        return ""
    if kind in ("Organizational", "Organization"):
        return body(name)
    return person(family, given) if family and given else name


def _name(one: Json) -> str:
    return text(one, "name") or text(one, "creatorName") or text(one, "contributorName")


def _in_series(data: Json) -> bool:
    """Whether a work is one of a series by itself, and not a part of a journal or a book."""
    kinds = [text(data, path).lower() for path in ("types.resourceTypeGeneral", "types.resourceType")]
    return not any(word in kind for kind in kinds for word in ("article", "chapter", "paper"))


def _container(data: Json, values: Values) -> None:
    """The container, the series and the numbers in them, of ``container`` or of what the work is published in."""
    kind = text(data, "container.type")
    if kind in ("DataRepository", ""):
        where = text(values, "container_title")
        values.pop("container_title", None)
        if where and where not in (text(data, "publisher"), text(data, "publisher.name")):
            values["source"] = where
    elif kind in ("Series", "Book Series") and _in_series(data):
        values["collection_title"] = values.pop("container_title", "")
        values["collection_number"] = values.pop("volume", "")
    if text(values, "page-first") in (text(data, "container.title"), text(data, "publisher")):
        values.pop("page-first", None)  # where DataCite could not take its text of the series apart
    number, form = text(data, "container.identifier"), text(data, "container.identifierType").lower()
    if form in ("issn", "isbn") and kind != "DataRepository":
        values.setdefault(form, []).append(number)
    for one in objects(data, "relatedItems"):
        if text(one, "relationType") == "IsPublishedIn":
            title = next((text(found, "title") for found in objects(one, "titles")), "")
            values["container_title"] = values.get("container_title") or title
            names = {"volume": "volume", "issue": "issue", "edition": "edition", "publisher_place": "publisherPlace",
                     "page-first": "firstPage", "page-last": "lastPage"}  # fmt: skip
            for field, name in names.items():
                values[field] = values.get(field) or text(one, name)
            if text(one, "numberType") in ("Article", "Report"):
                values["number"] = text(one, "number")
            elif text(one, "numberType") == "Chapter":
                values["chapter_number"] = text(one, "number")
            number, form = (
                at(one, "relatedItemIdentifier.relatedItemIdentifier"),
                text(one, "relatedItemIdentifier.relatedItemIdentifierType"),
            )
            if form in ("ISSN", "ISBN"):
                values.setdefault(form.lower(), []).append(number)


TABLE = dialect(
    {
        "container_title": "container.title",
        "volume": "container.volume",
        "issue": "container.issue",
        "page-first": "container.firstPage",
        "page-last": "container.lastPage",
        "edition": "container.edition",
        "publisher": "publisher",
        "keyword": "subjects.*.subject",
        "language": "language",
        "doi": "doi identifier.identifier id",
        "url": "url",
        "version": "version",
        "number_of_pages": "numberOfPages",
        "license": "rightsList.*.rights",
    },
    ignored="""titles creators contributors container publisher dates publicationYear descriptions identifiers
    alternateIdentifiers relatedIdentifiers relatedItems types language rightsList id sizes formats
    geoLocations fundingReferences identifier contentUrl metadataVersion resourceType schemaVersion source
    isActive state reason viewCount viewsOverTime downloadCount downloadsOverTime referenceCount
    citationCount citationsOverTime partCount partOfCount versionCount versionOfCount created registered
    published updated prefix suffix xml agency providerId clientId provider client event landingPage""",
    types={
        "audiovisual": "motion_picture",
        "award": "document",
        "book": "book",
        "bookchapter": "chapter",
        "computationalnotebook": "software",
        "conferencepaper": "paper-conference",
        "conferenceproceeding": "book",
        "datapaper": "article-journal",
        "dataset": "dataset",
        "dissertation": "thesis",
        "event": "event",
        "image": "graphic",
        "interactiveresource": "webpage",
        "journal": "periodical",
        "journalarticle": "article-journal",
        "model": "document",
        "outputmanagementplan": "document",
        "peerreview": "review",
        "physicalobject": "document",
        "preprint": "article",
        "presentation": "speech",
        "poster": "speech",
        "report": "report",
        "service": "webpage",
        "software": "software",
        "sound": "song",
        "standard": "standard",
        "workflow": "software",
        "article-journal": "article-journal",
        "article": "article-journal",
        "journal article": "article-journal",
        "blogposting": "post-weblog",
        "post-weblog": "post-weblog",
        "graphic": "graphic",
        "speech": "speech",
        "song": "song",
        "motion_picture": "motion_picture",
    },
    more=_more,
)
