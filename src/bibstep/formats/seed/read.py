"""Seed-style records: an aggregator's JSON with the original record as a JSON string inside it.

The two levels are merged field by field (see levels). A title in another language outside is a translation and is kept
beside the record. Records of the Semantic Scholar Graph API (authors as objects, ``externalIds``, ``openAccessPdf`` as
an object) are of the same family and are read too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from bibstep.formats import json_records
from bibstep.formats.seed.fields import Json, Levels, part
from bibstep.input.json_objects import JsonObject, as_text, json_objects
from bibstep.input.lines import MAX_RECORD, Lines
from bibstep.model import Date, Name, Record, Rejected, Rich, Source, Translation
from bibstep.text.clean import clean, has_han, language_of, shorten
from bibstep.values import dates, identifiers, journals, metrics, names, pages, titles, volumes
from bibstep.values.types import classify, split_types

#: The heading of the journal's blurb in the text lines.
_BLURB = "期刊介绍"
#: Fields on which the two levels ought to agree.
_SHARED = ("authors", "doi", "publicationDate")


def read(stream: BinaryIO | Lines, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """The records of a stream or of its lines, one by one; what cannot become a record is a Rejected in its place.

    ``name`` is what the input is called in messages, ``max_record`` the most bytes of one. Nothing in it raises.
    """
    return json_records.read_all(_only, json_objects(stream, max_record), name, opens=False)


def _only(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    return json_records.other_dialect(data, "seed", source) or record(data, found, source)


def record(data: Mapping[str, object], found: JsonObject, source: Source) -> Record | Rejected:
    """One JSON object and its text lines as a record; Rejected where it has no usable title."""
    levels = Levels(data)
    if found.remark:
        levels.remark(found.remark, "title", "the input is in GB18030 and was converted")
    title, translated_title = _title(levels, found.text)
    if not title:
        return Rejected(source, _untitled(levels), shorten(str(dict(list(data.items())[:4]))))
    said, remarks = levels.said, levels.remarks
    language = language_of(titles.plain(title))
    abstract, translated_abstract = _abstract(levels, language)
    journal = levels.parts("journal")
    container = _container(levels, part(journal, "name"), found.text)
    others = levels.parts("externalIds")
    doi, arxiv, url = _doi_and_link(levels, others)
    indexed = _indexed(levels, others)
    volume, issue, preprint = levels.noted(volumes.parse(part(journal, "volume")))
    page, number, page_count = levels.noted(pages.parse(part(journal, "pages")))
    arxiv = arxiv or preprint
    if page_count:
        indexed["number_of_pages"] = page_count
    numbered = bool(volume or issue or page or number)
    work_type, guesses = classify(_kinds(levels), container, doi, arxiv, url, numbered)
    author = _authors(levels)
    issued = _issued(levels)
    _compare(levels)
    remarks += guesses
    custom = _more(levels, others, container) if "externalIds" in data else ()
    measured, more = metrics.parse(*map(said.get, _METRICS))
    remarks += more
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
        keyword=tuple(levels.listed("fieldsOfStudy")) if said.get("fieldsOfStudy") else (),
        language=language,
        doi=doi,
        url=url,
        arxiv=arxiv,
        **indexed,
        custom=custom,
        metrics=measured,
        translation=_translation(translated_title, translated_abstract),
        source=source,
        remarks=levels.placed() if remarks else (),
    )


_METRICS = ("PeriodicalIF", "JCR", "JCRName", "RegionNum", "RegionCategory")


def _title(levels: Levels, text: tuple[str, ...]) -> tuple[Rich, str]:
    """The title of the work itself, and its translation where the record has one."""
    outer, original = _usable(levels.outer.get("title")), _usable(levels.nested.get("title"))
    translation = levels.cleaned("TitleCN")
    if not original:
        if outer and has_han(outer) and (own := _title_in_text(levels, text)):
            levels.remark(
                "title-from-text", "title", f"the title {shorten(outer, 40)!r} is a translation; set aside", "$.title"
            )
            return levels.noted(titles.parse(own)), translation or clean(outer)
        if outer and levels.nested:
            levels.remark("title-outer", "title", "the original record has no title; the outer one was taken")
        original, outer = outer, ""
    title = levels.noted(titles.parse(original)) if original else Rich()
    if title:
        levels.remarks.extend(titles.doubts(title))
    if outer and outer != original:
        other = clean(outer)
        plain = titles.plain(title)
        if other != plain and language_of(other) != language_of(plain):
            levels.remark(
                "title-original", "title", f"the translated title {shorten(other, 40)!r} was set aside", "$.title"
            )
            return title, translation or other
        if other.casefold() != plain.casefold():
            levels.remark(
                "levels-disagree", "title", f"outside it is {shorten(other, 60)!r}; the original was taken", "$.title"
            )
    return title, translation


def _usable(value: object) -> str:
    return value if isinstance(value, str) and (value[:1].isalnum() or clean(value)) else ""


def _title_in_text(levels: Levels, text: tuple[str, ...]) -> str:
    """The first text line, where it can only be the original title: no Chinese in it nor in the record's abstract."""
    abstract = as_text(levels.outer.get("abstract"))
    if not text or not abstract or has_han(abstract) or has_han(text[0]) or len(text[0]) > 500:
        return ""
    second = clean(text[1]) if len(text) > 1 else ""
    return text[0] if second and clean(abstract).startswith(second[:80]) else ""


def _untitled(levels: Levels) -> str:
    value = levels.said.get("title")
    if value is None or value == "":
        return "the record has no title ($.title)"
    if isinstance(value, str):
        return "the record's title is blank ($.title)"
    return f"the record's title is no text but {shorten(repr(value), 40)} ($.title)"


def _abstract(levels: Levels, language: str) -> tuple[str, str]:
    """The abstract in the work's own language, and one in Chinese of a work that is not in Chinese."""
    abstract = levels.text("abstract", "abstract")
    if abstract:
        abstract = levels.noted(titles.parse_plain(abstract, "abstract"))
    translation = levels.cleaned("AbstractTextCN")
    if language != "zh" and has_han(abstract) and language_of(abstract) == "zh":
        return "", translation or abstract
    return abstract, translation


def _translation(title: str, abstract: str) -> Translation:
    if not (title or abstract):
        return _NO_TRANSLATION
    return Translation(title, abstract, language_of(title or abstract))


_NO_TRANSLATION = Translation()


def _container(levels: Levels, name: str, text: tuple[str, ...]) -> str:
    """The journal's, book's or proceedings' name, in the journal's own casing where the text lines show it."""
    if not name:
        value = levels.said.get("journal")
        name = (value if isinstance(value, str) else "") or levels.text("container_title", "PeriodicalName", "venue")
        name = name or part(levels.parts("publicationVenue"), "name")
    if not name:
        return ""
    container = levels.noted(titles.parse_plain(name, "container_title"))
    if text:
        own = journals.own_casing(container, _blurb(text))
        if own != container:
            levels.remark(
                "journal-casing", "container_title", f"{container!r} is written {own!r} by the journal itself"
            )
            return own
    return container


def _blurb(text: tuple[str, ...]) -> tuple[str, ...]:
    """The text lines behind the heading of the blurb; with no heading, all of them."""
    for index, line in enumerate(text):
        head, found, rest = line.partition(_BLURB)
        if found and len(head.strip()) < 4:
            return (rest.lstrip(":： "), *text[index + 1 :])
    return text


def _authors(levels: Levels) -> tuple[Name, ...]:
    """The people of a comma-joined string, of a list of names, or of a list of objects with a name each."""
    value = levels.said.get("authors")
    if isinstance(value, str):
        return levels.noted(names.parse_list(value)) if value else ()
    if isinstance(value, list):
        found = [as_text(one.get("name")) if isinstance(one, dict) else as_text(one) for one in value]
        if not all(found):
            levels.remark("names-junk", "author", "an author without a name was left out")
        return levels.noted(names.parse_display_names([name for name in found if name]))
    if value is not None:
        levels.remark("value-ignored", "author", f"authors holds no names but {shorten(repr(value), 40)}; left out")
    return ()


def _issued(levels: Levels) -> Date | None:
    """The date of publication, else the electronic one, else the year; words only where none of them is a date."""
    literal: Date | None = None
    for key in _DATES:
        text = levels.text("issued", key)
        if not text:
            continue
        issued = levels.noted(dates.parse(text), key)
        if issued and not issued.literal:
            if key == "EPubDate":
                message = f"no publication date; the electronic one, {issued}, was taken"
                levels.remark("date-electronic", "issued", message)
            return levels.noted(dates.doubt(issued, text), key) if issued.day == 1 else issued
        literal = literal or issued
    return literal


_DATES = ("publicationDate", "EPubDate", "year")


def _kinds(levels: Levels) -> tuple[str, ...]:
    value = levels.said.get("publicationTypes")
    if isinstance(value, str):
        return split_types(value)
    return tuple(levels.listed("publicationTypes"))


def _doi_and_link(levels: Levels, others: tuple[Json, ...]) -> tuple[str, str, str]:
    """The DOI, the arXiv identifier and a link; one that only says the DOI again is not kept.

    ``others`` has the work's names in other indexes.
    """
    links = [levels.noted(identifiers.url(link), key) for key in _LINKS if (link := levels.text("url", key))]
    doi = levels.text("doi", "doi") or part(others, "DOI")
    if doi:
        doi = levels.noted(identifiers.doi(doi))
    if not doi:
        doi = next((found for link in links if (found := identifiers.doi_in_url(link))), "")
    arxiv = part(others, "ArXiv") if others else ""
    arxiv = levels.noted(identifiers.arxiv(arxiv)) if arxiv else identifiers.arxiv_in_doi(doi)
    for link in links:
        if link and not identifiers.same_work(link, doi, arxiv):
            return doi, arxiv, link
    return doi, arxiv, ""


def _indexed(levels: Levels, others: tuple[Json, ...]) -> dict[str, Any]:
    """The work's PDF and what indexes call it, by field; only what there is."""
    said = levels.said
    found: dict[str, Any] = {}
    pdf = said.get("openAccessPdf")
    if pdf is not None and pdf != "":
        pdf = part(levels.parts("openAccessPdf"), "url") or as_text(pdf)
        found["pdf"] = levels.noted(identifiers.url(pdf)) if pdf else ""
    if others or "PMID" in said or "pmid" in said:
        pmid = levels.text("pmid", "PMID", "pmid") or part(others, "PubMed")
        found["pmid"] = levels.noted(identifiers.pmid(pmid)) if pmid else ""
    if others or "PMCID" in said:
        pmcid = levels.text("pmcid", "PMCID") or part(others, "PubMedCentral")
        found["pmcid"] = levels.noted(identifiers.pmcid(pmcid)) if pmcid else ""
    if venues := levels.parts("publicationVenue"):
        issn = part(venues, "issn")
        issn = levels.noted(identifiers.issn(issn)) if issn else ""
        found["issn"] = (issn,) if issn else ()
    return found


_LINKS = ("url", "ListUrlMain", "DOIUrl")


def _more(levels: Levels, others: tuple[Json, ...], container: str) -> tuple[tuple[str, str], ...]:
    """What Semantic Scholar says and no field holds: a venue by another name, the work's names in other indexes."""
    venue = clean(levels.text("container_title", "venue"))
    found = [] if venue.casefold() in ("", container.casefold()) else [("venue", venue)]
    found += [(index, name) for index in ("DBLP", "ACL") if (name := part(others, index))]
    return tuple(found)


def _compare(levels: Levels) -> None:
    """Remark on what the two levels say differently; the original has been taken."""
    if levels.agree or not levels.nested:
        return
    for key in _SHARED:
        inner, outer = levels.nested.get(key), levels.outer.get(key)
        if inner != outer and inner and outer:
            field = {"authors": "author", "publicationDate": "issued"}.get(key, key)
            message = f"outside it is {shorten(str(outer), 60)!r}; the original was taken"
            levels.remark("levels-disagree", field, message, f"$.{key}")
