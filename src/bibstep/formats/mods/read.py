"""Read the records of MODS.

Source: Library of Congress, "MODS User Guidelines, version 3", and what bibutils, catalogues and repositories write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO
from xml.etree.ElementTree import Element

from bibstep.formats.dialects.read import record_of
from bibstep.formats.dialects.table import Values, fieldwise
from bibstep.input.lines import MAX_RECORD
from bibstep.input.xml import elements, inline, plain
from bibstep.model import Name, Record, Rejected, Source

#: Role, as a word or MARC's code -> the field of Record, or CSL's name variable.
_ROLES: Mapping[str, str] = {
    "author": "author",
    "aut": "author",
    "cre": "author",
    "creator": "author",
    "dis": "author",
    "dissertant": "author",
    "editor": "editor",
    "edt": "editor",
    "translator": "translator",
    "trl": "translator",
    "compiler": "compiler",
    "com": "compiler",
    "illustrator": "illustrator",
    "ill": "illustrator",
    "interviewer": "interviewer",
    "ivr": "interviewer",
    "recipient": "recipient",
    "rcp": "recipient",
    "director": "director",
    "drt": "director",
    "composer": "composer",
    "cmp": "composer",
    "performer": "performer",
    "prf": "performer",
    "producer": "producer",
    "pro": "producer",
    "contributor": "contributor",
    "ctb": "contributor",
}
#: Genres (MARC's and bibutils' words) -> CSL type; of several the first that is here counts.
_GENRES: Mapping[str, str] = {
    "academic journal": "article-journal",
    "article": "article-journal",
    "journal article": "article-journal",
    "book": "book",
    "book chapter": "chapter",
    "bookitem": "chapter",
    "chapter": "chapter",
    "conference paper": "paper-conference",
    "conference publication": "paper-conference",
    "dataset": "dataset",
    "dictionary": "entry-dictionary",
    "encyclopedia": "entry-encyclopedia",
    "legal case and case notes": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "magazine": "article-magazine",
    "magazine article": "article-magazine",
    "manuscript": "manuscript",
    "map": "map",
    "newspaper": "article-newspaper",
    "newspaper article": "article-newspaper",
    "patent": "patent",
    "ph.d. thesis": "thesis",
    "preprint": "article",
    "proceeding": "paper-conference",
    "report": "report",
    "technical report": "report",
    "standard": "standard",
    "speech": "speech",
    "theses": "thesis",
    "thesis": "thesis",
    "web site": "webpage",
    "website": "webpage",
}
_RESOURCES: Mapping[str, str] = {
    "cartographic": "map",
    "moving image": "motion_picture",
    "software, multimedia": "software",
    "sound recording": "song",
    "sound recording-musical": "song",
    "still image": "graphic",
    "notated music": "musical_score",
}
_TABLE = fieldwise({kind: kind for kind in {*_GENRES.values(), *_RESOURCES.values(), "document"}})


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the records of a stream; ``name`` is its name in messages, and a record has ``max_record`` bytes at most.

    What cannot become a record is a Rejected in its place, and so is the rest of a broken file. Raises nothing.
    """
    found = False
    for line, element in elements(stream, frozenset(("mods",)), max_record):
        found = True
        source = Source(name, line)
        if isinstance(element, str):
            yield Rejected(source, element)
        else:
            yield record_of(_TABLE, "MODS", _values(element), source)
    if not found:
        yield Rejected(Source(name, 1), "this has no record of MODS (mods)")


def _values(element: Element) -> Values:
    """The values of a record by field."""
    host, series = _related(element, "host"), _related(element, "series")
    origin = [one for one in (element, host) if one is not None]
    values: Values = {
        "title": _title(element),
        "title_short": _title(element, "abbreviated"),
        "original-title": _title(element, "uniform"),
        "container_title": _title(host),
        "container_title_short": _title(host, "abbreviated"),
        "collection_title": _title(series),
        "publisher": _first(origin, "originInfo/publisher"),
        "publisher_place": _place(origin),
        "issued": _date(origin),
        "edition": _first(origin, "originInfo/edition"),
        "language": _first([element], "language/languageTerm", "language"),
        "abstract": inline(element.find("abstract")).strip(),
        "note": "; ".join(filter(None, (plain(one) for one in element.iterfind("note")))),
        "keyword": [plain(one) for kind in _SUBJECTS for one in element.iterfind(f"subject/{kind}")],
        "citation_key": element.get("ID", ""),
        "call-number": _first([element], "location/shelfLocator", "classification"),
    }
    _add_people(element, host, values)
    _add_identifiers(element, host, values)
    _add_part(origin, values)
    values["type"] = [_kind(element, host, values)]
    _add_others(element, values)
    return values


_SUBJECTS = ("topic", "geographic", "temporal", "titleInfo/title", "name/namePart", "genre", "occupation")
#: Element with a text -> the name of the custom value that keeps it.
_OTHERS: Mapping[str, str] = {
    "accessCondition": "license",
    "location/physicalLocation": "archive",
    "originInfo/frequency": "frequency",
    "originInfo/issuance": "issuance",
    "physicalDescription/form": "medium",
    "tableOfContents": "table-of-contents",
    "targetAudience": "target-audience",
}


def _add_others(element: Element, values: Values) -> None:
    """What has no field of its own, under its own name."""
    for path, name in _OTHERS.items():
        values.setdefault(name, [text for one in element.iterfind(path) if (text := plain(one))])
    genres = [text for one in element.iterfind("genre") if (text := plain(one)) and text.lower() not in _GENRES]
    values.setdefault("genre", next(iter(genres), ""))
    values["genres"] = genres[1:]
    for kind in ("alternative", "translated"):
        values[f"{kind}-title"] = _title(element, kind)
    for one in element.iterfind("relatedItem"):
        kind = one.get("type", "other")
        if kind not in ("host", "series") and (title := _title(one)):
            values.setdefault(f"related-{kind}", []).append(title)


def _related(element: Element, kind: str) -> Element | None:
    found = (one for one in element.iterfind("relatedItem") if one.get("type") == kind)
    return next((one for one in found if _title(one) or one.find("part") is not None), None)


def _title(element: Element | None, kind: str = "") -> str:
    """The title of a kind ("" for the proper one), with its first words, its subtitle and the part of the work."""
    for one in element.iterfind("titleInfo") if element is not None else ():
        if one.get("type", "") == kind:
            start, text, more = (inline(one.find(part)).strip() for part in ("nonSort", "title", "subTitle"))
            parts = [inline(one.find(part)).strip() for part in ("partNumber", "partName")]
            whole = start + ("" if start.endswith("'") or not start else " ") + text
            return ". ".join([f"{whole}: {more}" if more else whole, *filter(None, parts)])
    return ""


def _first(elements: Iterable[Element], *paths: str) -> str:
    return next(
        (text for one in elements for path in paths for found in one.iterfind(path) if (text := plain(found))), ""
    )


def _place(elements: Iterable[Element]) -> str:
    terms = [term for one in elements for term in one.iterfind("originInfo/place/placeTerm")]
    return next((plain(term) for term in terms if term.get("type") != "code"), "")


def _date(elements: Iterable[Element]) -> str:
    """The date of publication, the one for computers first; "2001/2005" for a start and an end."""
    for one in elements:
        for path in ("originInfo/dateIssued", "part/date", "originInfo/copyrightDate", "originInfo/dateCreated"):
            found = one.findall(path)
            found.sort(key=lambda date: not date.get("encoding"))
            points = {date.get("point", ""): plain(date) for date in reversed(found)}
            if points.get("start") and points.get("end"):
                return f"{points['start']}/{points['end']}"
            if text := next((plain(date) for date in found if plain(date)), ""):
                return text.strip("[]c©. ")
    return ""


def _add_people(element: Element, host: Element | None, values: Values) -> None:
    for one in element.iterfind("name"):
        if name := _person(one):
            roles = [plain(term).lower().rstrip(".") for term in one.iterfind("role/roleTerm")]
            role = next((_ROLES[word] for word in roles if word in _ROLES), "" if roles else "author")
            if role:
                values.setdefault(role, []).append(name)
            else:
                values.setdefault(f"mods-{roles[0]}", []).append(str(name))
    for one in host.iterfind("name") if host is not None else ():
        if name := _person(one):
            roles = [plain(term).lower().rstrip(".") for term in one.iterfind("role/roleTerm")]
            role = next((_ROLES[word] for word in roles if word in _ROLES), "author")
            role = {"author": "container-author"}.get(role, role)
            values.setdefault(role, []).append(name)


def _person(element: Element) -> str | Name:
    parts: dict[str, list[str]] = {}
    for one in element.iterfind("namePart"):
        parts.setdefault(one.get("type", ""), []).append(plain(one))
    family, given = " ".join(parts.get("family", ())), " ".join(parts.get("given", ()))
    whole = " ".join(parts.get("", ())).strip() or plain(element.find("displayForm"))
    if element.get("type") in ("corporate", "conference"):
        return Name(literal=whole or family)
    suffix = next(
        (term for term in parts.get("termsOfAddress", ()) if term.strip(".").lower() in ("jr", "sr", "ii", "iii")), ""
    )
    if family and suffix:
        return Name(family, given, suffix=suffix)
    return f"{family}, {given}" if family and given else family or given or whole.rstrip(",")


def _add_identifiers(element: Element, host: Element | None, values: Values) -> None:
    found = [(one, False) for one in element.iterfind("identifier")]
    found += [(one, True) for one in host.iterfind("identifier")] if host is not None else []
    for one, is_of_host in found:
        kind, text = one.get("type", "").lower(), plain(one)
        if one.get("invalid") == "yes" or not text:
            continue
        if kind in ("issn", "isbn"):
            values.setdefault(kind, []).append(text)
        elif is_of_host:
            values.setdefault(f"host-{kind or 'identifier'}", []).append(text)
        elif kind in ("doi", "pmid", "pmc", "arxiv"):
            values.setdefault("pmcid" if kind == "pmc" else kind, text)
        elif kind == "pubmed":
            values.setdefault("pmid", text)
        elif kind in ("uri", "url") and "url" not in values:
            values["url"] = text
        elif kind == "citekey":
            values["citation_key"] = text
        else:
            values.setdefault(f"identifier-{kind}" if kind else "identifier", text)
    for one in element.iterfind("location/url"):
        if text := plain(one):
            values["url"] = [*dict.fromkeys([*_list(values.get("url")), text])]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []


def _add_part(places: Iterable[Element], values: Values) -> None:
    """Volume, issue and pages, which are the part of the host; and how many pages the work has."""
    for place in places:
        for part in place.iterfind("part"):
            for detail in part.iterfind("detail"):
                number = plain(detail.find("number")) or plain(detail.find("caption"))
                field = {"volume": "volume", "issue": "issue", "number": "issue", "chapter": "chapter_number"}.get(
                    detail.get("type", "").lower()
                )
                if field and number:
                    values.setdefault(field, number)
                elif detail.get("type") in ("page", "pages") and number:
                    values.setdefault("page", number)
            for extent in part.iterfind("extent"):
                if extent.get("unit", "pages").startswith("page"):
                    values["page-first"], values["page-last"] = plain(extent.find("start")), plain(extent.find("end"))
                    values.setdefault("page", plain(extent.find("list")))
    if extent_text := plain(next(iter(places), Element("mods")).find("physicalDescription/extent")):
        values.setdefault("page", "") or values.update({"extent": extent_text})


def _kind(element: Element, host: Element | None, values: Values) -> str:
    """The CSL type by the genres of the record and of its host, or else by the kind of resource and the host."""
    genres = [plain(one).lower() for one in element.iterfind("genre")]
    outer = [plain(one).lower() for one in host.iterfind("genre")] if host is not None else []
    inside = {"book": "chapter", "periodical": "article-journal", "academic journal": "article-journal"}
    found = next((_GENRES[genre] for genre in genres if genre in _GENRES), "")
    if not found or (found == "book" and host is not None):
        found = next(
            (inside.get(genre, _GENRES.get(genre, "")) for genre in outer if genre in inside or genre in _GENRES), found
        )
    if found:
        return found
    if kind := _RESOURCES.get(plain(element.find("typeOfResource")).lower(), ""):
        return kind
    if host is not None:
        return "article-journal" if values.get("issn") or values.get("volume") else "chapter"
    return "book" if values.get("isbn") or values.get("publisher") else "document"
