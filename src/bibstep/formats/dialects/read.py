"""Read an object of any dialect as a record, by the dialect's table."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from bibstep.formats.dialects.fields import DialectFields
from bibstep.formats.dialects.signs import SHOWN
from bibstep.formats.dialects.table import Dialect, Json
from bibstep.input.json_objects import JsonObject, as_text
from bibstep.model import PageRange, Record, Rejected, Remark, Source, Translation
from bibstep.text.clean import clean, language_of, shorten
from bibstep.values import dates, identifiers, pages, preprints, titles, variables, volumes
from bibstep.values.types import classify

_TEXTS = (
    "title_short container_title container_title_short collection_title collection_number event_title event_place"
    " publisher publisher_place genre edition version volume issue chapter_number number_of_volumes abstract"
).split()
_ROLES = ("author", "editor", "translator")
#: Types whose word for them tells less than the container and the DOI.
_VAGUE = ("article-journal",)
#: One of these is enough for a record without a title.
_ENOUGH = ("doi", "arxiv", "pmid", "pmcid", "isbn", "url", "author", "editor", "container_title")
_NO_TRANSLATION = Translation()


def record(name: str, data: Json, found: JsonObject, source: Source) -> Record | Rejected | None:
    """Read one object of the dialect ``name`` as a record, or as a Rejected where it has no title and no identifier.

    Returns None for what is only a part of another object, such as Zotero's attachments.
    """
    table: Dialect = import_module(f"bibstep.formats.dialects.{name}").TABLE
    other = table.other(data) if table.other else None
    if other is not None:
        return Rejected(source, f"this is {other}, and not a work") if other else None
    remarks = [Remark(found.remark, "title", "the input is in GB18030; it was converted")] if found.remark else []
    return record_of(table, SHOWN[name], data, source, remarks)


def record_of(
    table: Dialect, shown: str, data: Json, source: Source, remarks: Sequence[Remark] = ()
) -> Record | Rejected:
    """Read one object by a table; ``shown`` is what messages call the dialect, ``remarks`` are those so far."""
    raw, paths = table.values(data)
    fields = DialectFields(raw, remarks)
    title = fields.title()
    values: dict[str, Any] = {field: fields.text(field, field) for field in _TEXTS if field in fields}
    values |= _identified(fields)
    for role in _ROLES:
        if role in fields:
            values[role] = fields.people(role, role)
    others = [role for role in fields if role in variables.NAMES]  # in the order of the source
    roles = [(role, people) for role in others if (people := fields.people("roles", role))]
    if not title:
        if not any(values.get(field) for field in _ENOUGH):
            reason = f"this record of {shown} has neither a title nor an identifier, and nobody made it"
            return Rejected(source, reason, shorten(str(dict(list(data.items())[:4]))))
        fields.remark("title-missing", "title", "the record has no title")
    values |= _paged(fields)
    if "status" not in fields and any(map(is_retraction, _words(fields))):
        fields["status"] = "retracted"
    work_type = _type(fields, table, values)
    volume, issue = values.get("volume", ""), values.get("issue", "")
    numbering = volumes.in_fields(volume, issue, values["arxiv"], work_type)
    values["volume"], values["issue"], values["arxiv"] = fields.accept(numbering)
    place = preprints.in_container(work_type, values.get("container_title", ""), values["arxiv"])
    work_type, values["container_title"], values["arxiv"] = fields.accept(place)
    for field in ("issued", "original_date", "accessed"):
        if field in fields:
            values[field] = _date(fields, field, table.pads)
    language = fields.language() if "language" in fields else ""
    if "keyword" in fields:
        words = [clean(word) for word in fields.texts("keyword", "keyword")]
        values["keyword"] = tuple(dict.fromkeys(filter(None, words)))
    translation = fields.take("translation")
    note = "\n".join([fields.plain(line, "note") for line in fields.raw("note", "note").split("\n")])
    key = fields.raw("citation_key", "citation_key")
    for field in variables.DATES:
        if field in fields and (date := fields.date("custom", field)):
            fields.keep(field, str(date))
    fields.update(table.others(data))
    return Record(
        type=work_type,
        title=title,
        roles=tuple(roles),
        language=language or language_of(titles.plain(title)),
        note=note,
        translation=translation if isinstance(translation, Translation) else _NO_TRANSLATION,
        custom=tuple(fields.rest().items()),
        citation_key=clean(key),
        source=source,
        remarks=fields.placed(paths),
        **values,
    )


def is_retraction(word: str) -> bool:
    """Whether a word for the type of a work says that it was retracted, as PubMed, Europe PMC and Scopus have it."""
    return word.strip().lower() in ("retracted publication", "retracted article", "retracted")


def _identified(fields: DialectFields) -> dict[str, Any]:
    """The identifiers and links, by field; a link that only says the DOI again is left out."""
    for name in ("doi", "arxiv", "pmid", "pmcid", "url", "pdf"):
        one = fields.get(name)
        if isinstance(one, list) and one:
            fields[name], *others = dict.fromkeys(text for text in map(as_text, one) if text) or [""]
            for other in others:
                if not identifiers.arxiv_in_doi(other):
                    fields.keep(name, clean(other))
                elif not fields.get("arxiv"):
                    fields["arxiv"] = other
    doi = fields.get("doi")
    if isinstance(doi, str):
        fields["doi"] = doi.removeprefix("https://doi.org/")  # as OpenAlex writes all of them
    found: dict[str, Any] = {
        name: fields.identifier(name, name) for name in ("doi", "pdf", "pmid", "pmcid") if name in fields
    }
    url = fields.identifier("url", "url")
    doi = found["doi"] = found.get("doi") or identifiers.doi_in_url(url)
    arxiv = fields.identifier("arxiv", "arxiv") or identifiers.arxiv_in_doi(doi)
    found["arxiv"] = arxiv
    found["url"] = "" if identifiers.same_work(url, doi, arxiv) else url
    return found | {name: fields.identifiers(name, name) for name in ("issn", "isbn") if name in fields}


def _paged(fields: DialectFields) -> dict[str, Any]:
    """Pages and the article's number, which may stand in the place of the pages too."""
    text = fields.raw("page", "page")
    first, last = (clean(fields.raw("page", name)) for name in ("page-first", "page-last"))
    if last and not first and not text:
        fields.keep("page-last", last)
    if not text and first:
        text = first if last in ("", first) else f"{first}-{last}"
    page, found, count = fields.accept(pages.parse(text))
    number = pages.number(fields.text("number", "number"))
    if found and number not in ("", found):
        page = page or (PageRange(found),)
    elif number and page == (PageRange(number),):
        page = ()
    count = fields.text("number_of_pages", "number_of_pages") or count
    return {"page": page, "number": number or found, "number_of_pages": count}


def _words(fields: DialectFields) -> list[str]:
    """The words for the type, which stay where they are."""
    value = fields.get("type")
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _type(fields: DialectFields, table: Dialect, values: dict[str, Any]) -> str:
    """The CSL type: the dialect's own word for it if that says enough, else by all that the record says."""
    words = fields.texts("type", "type")
    own = [table.types.get(word.strip().lower(), "") for word in words]
    sure = next((csl for csl in own if csl and csl not in _VAGUE), "")
    if sure:
        return sure
    numbered = bool(values.get("volume") or values.get("issue") or values["page"] or values["number"])
    container = values.get("container_title", "")
    known = [csl or word for csl, word in zip(own, words, strict=True)]
    return fields.accept(classify(known, container, values["doi"], values["arxiv"], values["url"], numbered))


def _date(fields: DialectFields, field: str, pads: bool) -> Any:
    text = fields.string(fields.get(field), field, field)
    date = fields.date(field, field)
    return fields.accept(dates.doubt(date, text)) if pads and date and date.day == 1 else date
