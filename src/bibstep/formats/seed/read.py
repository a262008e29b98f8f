"""Read seed-style records: an aggregator's JSON with the original record as a JSON string inside it.

The two levels are merged value by value (see ``SeedFields``). An outer title in another language is a translation.
Records of the Semantic Scholar Graph API (authors as objects, ``externalIds``, ``openAccessPdf`` as
an object) are of the same family and are read too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from bibstep.formats import json_records
from bibstep.formats.json_records import Piece
from bibstep.formats.seed.fields import Json, SeedFields, part
from bibstep.input.json_objects import JsonObject, as_text, json_objects
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Date, Record, Rejected, Rich, Source, Translation
from bibstep.text.clean import clean, has_han, language_of, shorten
from bibstep.values import dates, identifiers, journals, metrics, pages, preprints, titles, volumes
from bibstep.values.types import classify, split_types

#: The heading of the journal's description in the text lines.
_BLURB = "期刊介绍"
#: Keys that should have the same value on both levels.
_SHARED = ("authors", "doi", "publicationDate")


def read(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the records of a stream or of its lines one by one; what cannot become a record is a Rejected in its place.

    ``name`` is the name of the input in messages, ``max_record`` the limit for one record, in bytes. Raises nothing.
    """
    return records(pieces(stream, name, max_record), name)


def pieces(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Piece]:  # noqa: ARG001
    """Yield the objects of a stream or of its lines."""
    return json_objects(stream, max_record)


def records(pieces: Iterable[Piece], name: str) -> Iterator[Record | Rejected]:
    """Read each object as a record."""
    return json_records.read_all(_only, pieces, name)


def _only(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    return json_records.other_dialect(data, "aggregator", source) or record(data, found, source)


def record(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    """Read one JSON object and its text lines as a record, or as a Rejected where it has no title and no identifier."""
    fields = SeedFields(data)
    if found.remark:
        fields.remark(found.remark, "title", "the input is in GB18030; it was converted")
    title, translated_title = _title(fields, found.text)
    why = "" if title else _untitled(fields)
    language = language_of(titles.plain(title))
    abstract, translated_abstract = _abstract(fields, language)
    journal = fields.objects("journal")
    container = _container(fields, part(journal, "name"), found.text)
    others = fields.objects("externalIds")
    doi, arxiv, url = _doi_and_link(fields, others)
    indexed = _indexed(fields, others)
    if why:
        if not (doi or arxiv or indexed.get("pmid") or indexed.get("pmcid")):
            return Rejected(source, why, shorten(str(dict(list(data.items())[:4]))))
        fields.remark("title-missing", "title", f"{why}; the record was kept for its identifier")
    volume, issue, preprint = fields.accept(volumes.parse(part(journal, "volume")))
    page, number, page_count = fields.accept(pages.parse(part(journal, "pages")))
    arxiv = arxiv or preprint
    if page_count:
        indexed["number_of_pages"] = page_count
    numbered = bool(volume or issue or page or number)
    work_type, guesses = classify(_kinds(fields), container, doi, arxiv, url, numbered)
    work_type, container, arxiv = fields.accept(preprints.in_container(work_type, container, arxiv))
    author = fields.people("author", "authors")
    issued = _issued(fields)
    _compare(fields)
    fields.remarks += guesses
    custom = (*(_more(fields, others, container) if "externalIds" in data else ()), *fields.unknown())
    measured = fields.accept(metrics.parse(*map(fields.get, _METRICS)))
    return Record(
        type=work_type,
        title=title,
        author=author,
        container_title=container,
        volume=volume,
        issue=issue,
        page=page,
        number=number,
        issued=issued,
        abstract=abstract,
        keyword=tuple(fields.texts("keyword", "fieldsOfStudy")) or _fields_of_study(fields),
        language=language,
        doi=doi,
        url=url,
        arxiv=arxiv,
        **indexed,
        custom=custom,
        metrics=measured,
        translation=_translation(translated_title, translated_abstract),
        source=source,
        remarks=fields.placed(),
    )


_METRICS = ("PeriodicalIF", "JCR", "JCRName", "RegionNum", "RegionCategory")


def _title(fields: SeedFields, text: tuple[str, ...]) -> tuple[Rich, str]:
    """Return the title of the work, and its translation."""
    outer, original = _usable(fields.outer.get("title")), _usable(fields.nested.get("title"))
    translation = fields.text("translation", "TitleCN")
    if not original:
        if outer and has_han(outer) and (own := _title_in_text(fields, text)):
            fields.remark(
                "title-from-text",
                "title",
                f"the title {shorten(outer, 40)!r} is a translation; the text's title was taken",
                "$.title",
            )
            return fields.accept(titles.parse(own)), translation or clean(outer)
        if outer and fields.nested:
            fields.remark("title-outer", "title", "the original record has no title; the outer one was taken")
        original, outer = outer, ""
    title = fields.accept(titles.parse(original)) if original else Rich()
    if title:
        fields.remarks += titles.doubts(title)
    if outer and outer != original:
        other = clean(outer)
        plain = titles.plain(title)
        if other != plain and language_of(other) != language_of(plain):
            fields.remark(
                "title-original",
                "title",
                f"the outer title {shorten(other, 40)!r} is a translation; the original was taken",
                "$.title",
            )
            return title, translation or other
        if other.casefold() != plain.casefold():
            fields.remark(
                "levels-disagree",
                "title",
                f"the outer record has {shorten(other, 60)!r}; the original was taken",
                "$.title",
            )
    return title, translation


def _usable(value: object) -> str:
    return value if isinstance(value, str) and (value[:1].isalnum() or clean(value)) else ""


def _title_in_text(fields: SeedFields, text: tuple[str, ...]) -> str:
    """The first text line, where it can only be the original title: no Chinese in it nor in the record's abstract."""
    abstract = as_text(fields.outer.get("abstract"))
    if not text or not abstract or has_han(abstract) or has_han(text[0]) or len(text[0]) > 500:
        return ""
    second = clean(text[1]) if len(text) > 1 else ""
    return text[0] if second and clean(abstract).startswith(second[:80]) else ""


def _untitled(fields: SeedFields) -> str:
    value = fields.get("title")
    if value is None or value == "":
        return "the record has no title ($.title)"
    if isinstance(value, str):
        return "the record's title is blank ($.title)"
    return f"the record's title is not text but {shorten(repr(value), 40)} ($.title)"


def _abstract(fields: SeedFields, language: str) -> tuple[str, str]:
    """The abstract in the work's own language, and its translation: one in Chinese, of a work in another language.

    A Chinese abstract is the work's where there is no other. Both levels may have an abstract, each in its language.
    """
    abstract = fields.text("abstract", "abstract")
    translation = fields.text("translation", "AbstractTextCN")
    if language == "zh" or fields.agree or not fields.nested:
        return abstract, translation
    other = _other_abstract(fields, abstract)
    if not other:
        return abstract, translation
    own, chinese = (other, abstract) if _is_chinese(abstract) else (abstract, other)
    if not translation:
        message = "the abstract in Chinese was kept as a translation, which --notes translation writes"
        fields.remark("levels-disagree", "abstract", message)
    return own, translation or chinese


def _other_abstract(fields: SeedFields, abstract: str) -> str:
    """The outer abstract, if it is in a language other than the one that was taken."""
    outer = fields.outer.get("abstract")
    other = fields.plain(outer, "abstract") if isinstance(outer, str) else ""
    return other if other and _is_chinese(other) is not _is_chinese(abstract) else ""


def _is_chinese(text: str) -> bool:
    return has_han(text) and language_of(text) == "zh"


def _translation(title: str, abstract: str) -> Translation:
    if not (title or abstract):
        return _NO_TRANSLATION
    return Translation(title, abstract, language_of(title or abstract))


_NO_TRANSLATION = Translation()


def _container(fields: SeedFields, name: str, text: tuple[str, ...]) -> str:
    """The journal's, book's or proceedings' name, in the journal's own casing where the text lines show it."""
    if not name:
        value = fields.get("journal")
        name = (value if isinstance(value, str) else "") or fields.raw("container_title", "PeriodicalName", "venue")
        name = name or part(fields.objects("publicationVenue"), "name")
    if not name:
        return ""
    container = fields.accept(titles.parse_plain(name, "container_title"))
    if text:
        own = journals.own_casing(container, _blurb(text))
        if own != container:
            fields.remark(
                "journal-casing", "container_title", f"{container!r} was changed to {own!r}, as the journal writes it"
            )
            return own
    return container


def _blurb(text: tuple[str, ...]) -> tuple[str, ...]:
    """Return the text lines after the heading of the journal's description, or all of them without such a heading."""
    for index, line in enumerate(text):
        head, found, rest = line.partition(_BLURB)
        if found and len(head.strip()) < 4:
            return (rest.lstrip(":： "), *text[index + 1 :])
    return text


def _issued(fields: SeedFields) -> Date | None:
    """The date of publication, else the electronic one, else the year; words only where none of them is a date."""
    literal: Date | None = None
    for key in _DATES:
        text = fields.raw("issued", key)
        if not text:
            continue
        issued = fields.accept(dates.parse(text), key)
        if issued and not issued.literal:
            if key == "EPubDate":
                message = f"no publication date; the electronic one, {issued}, was taken"
                fields.remark("date-electronic", "issued", message)
            return fields.accept(dates.doubt(issued, text), key) if issued.day == 1 else issued
        literal = literal or issued
    return literal


_DATES = ("publicationDate", "EPubDate", "year")


def _kinds(fields: SeedFields) -> tuple[str, ...]:
    value = fields.get("publicationTypes")
    return split_types(value) if isinstance(value, str) else tuple(fields.texts("type", "publicationTypes"))


def _doi_and_link(fields: SeedFields, others: tuple[Json, ...]) -> tuple[str, str, str]:
    """The DOI, the arXiv identifier and a link; one that only says the DOI again is not kept.

    ``others`` has the work's names in other indexes.
    """
    links = [fields.accept(identifiers.url(link), key) for key in _LINKS if (link := fields.raw("url", key))]
    doi = fields.raw("doi", "doi") or part(others, "DOI")
    if doi:
        doi = fields.accept(identifiers.doi(doi))
    if not doi:
        doi = next((found for link in links if (found := identifiers.doi_in_url(link))), "")
    arxiv = part(others, "ArXiv") if others else ""
    arxiv = fields.accept(identifiers.arxiv(arxiv)) if arxiv else identifiers.arxiv_in_doi(doi)
    for link in links:
        if link and not identifiers.same_work(link, doi, arxiv):
            return doi, arxiv, link
    return doi, arxiv, ""


def _indexed(fields: SeedFields, others: tuple[Json, ...]) -> dict[str, Any]:
    """Return the link to the PDF and the identifiers in indexes that the record has, by field."""
    found: dict[str, Any] = {}
    pdf = fields.get("openAccessPdf")
    if pdf is not None and pdf != "":
        pdf = part(fields.objects("openAccessPdf"), "url") or as_text(pdf)
        found["pdf"] = fields.accept(identifiers.url(pdf)) if pdf else ""
    if others or fields.has("PMID", "pmid"):
        pmid = fields.raw("pmid", "PMID", "pmid") or part(others, "PubMed")
        found["pmid"] = fields.accept(identifiers.pmid(pmid)) if pmid else ""
    if others or "PMCID" in fields:
        pmcid = fields.raw("pmcid", "PMCID") or part(others, "PubMedCentral")
        found["pmcid"] = fields.accept(identifiers.pmcid(pmcid)) if pmcid else ""
    if venues := fields.objects("publicationVenue"):
        issn = part(venues, "issn")
        issn = fields.accept(identifiers.issn(issn)) if issn else ""
        found["issn"] = (issn,) if issn else ()
    return found


_LINKS = ("url", "ListUrlMain", "DOIUrl")


def _more(fields: SeedFields, others: tuple[Json, ...], container: str) -> tuple[tuple[str, str], ...]:
    """Return Semantic Scholar's values without a field: another name of the venue, identifiers in other indexes."""
    venue = clean(fields.raw("container_title", "venue"))
    found = [] if venue.casefold() in ("", container.casefold()) else [("venue", venue)]
    found += [(index, name) for index in ("DBLP", "ACL") if (name := part(others, index))]
    return tuple(found)


def _fields_of_study(fields: SeedFields) -> tuple[str, ...]:
    """Return the fields of study in Semantic Scholar's newer form: objects, one for each source that names a field."""
    value = fields.get("s2FieldsOfStudy")
    found = [as_text(one.get("category")) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return tuple(dict.fromkeys(filter(None, found)))


def _compare(fields: SeedFields) -> None:
    """Add a remark on each value that is different on the two levels; the original's was used."""
    if fields.agree or not fields.nested:
        return
    for key in _SHARED:
        inner, outer = fields.nested.get(key), fields.outer.get(key)
        if inner != outer and inner and outer:
            field = {"authors": "author", "publicationDate": "issued"}.get(key, key)
            message = f"the outer record has {shorten(str(outer), 60)!r}; the original was taken"
            fields.remark("levels-disagree", field, message, f"$.{key}")
