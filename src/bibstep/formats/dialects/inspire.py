"""INSPIRE: literature records of its API (``metadata``), and of its own schema.

Sources: INSPIRE's schema ``hep`` and its documentation, records of the API.
"""

from __future__ import annotations

from bibstep.formats.dialects.table import Json, Values, body, dialect, objects, text
from bibstep.model import Translation

_DEGREES = {
    "phd": "PhD thesis",
    "master": "Master's thesis",
    "bachelor": "Bachelor's thesis",
    "diploma": "Diploma thesis",
    "habilitation": "Habilitation thesis",
    "laurea": "Laurea thesis",
}


def _more(data: Json, values: Values) -> None:
    first = next(iter(objects(data, "titles")), {})
    values["title"], values["subtitle"] = text(first, "title"), text(first, "subtitle")
    for one in objects(data, "title_translations")[:1]:
        values["translation"] = Translation(text(one, "title"), "", text(one, "language"))
    _people(data, values)
    published = objects(data, "publication_info")
    main = next((one for one in published if text(one, "material") in ("", "publication")), {})
    for field, name in _PUBLISHED.items():
        values[field] = text(main, name)
    if not values["container_title"]:
        values["container_title"] = text(main, "pubinfo_freetext") if not values["volume"] else ""
        if not values["volume"]:
            values["event_title"] = text(main, "conf_acronym")
    kinds = data.get("document_type")
    if values["number"] and isinstance(kinds, list) and "article" not in kinds and values["page-first"]:
        values["number"] = ""
    values["annote"] = [text(one, "value") for one in objects(data, "public_notes")]
    values["note"] = "\n".join(filter(None, map(_erratum, published)))
    values["issued"] = _issued(data, text(main, "year"))
    degree = text(data, "thesis_info.degree_type")
    if degree:
        values["genre"] = _DEGREES.get(degree, degree)
        places = [text(one, "name") for one in objects(data, "thesis_info.institutions")]
        values["publisher"] = text(values, "publisher") or "; ".join(filter(None, places))
    words = [text(one, "value") for one in objects(data, "keywords")]
    values["keyword"] = [word for word in words if word and not word.startswith("* ")]
    if numbers := [number for one in objects(data, "report_numbers") if (number := text(one, "value"))]:
        is_report = not values["number"] and not values["container_title"]
        values["number" if is_report else "report-number"] = numbers[0] if is_report else numbers
        if is_report and numbers[1:]:
            values["report-number"] = numbers[1:]
    abstracts = objects(data, "abstracts")
    values["abstract"] = text(abstracts[0], "value") if abstracts else ""
    series = next(iter(objects(data, "book_series")), {})
    values["collection_title"], values["collection_number"] = text(series, "title"), text(series, "volume")


def _other(data: Json) -> str | None:
    return "a conference of INSPIRE" if "opening_date" in data or "conferences" in text(data, "$schema") else None


_PUBLISHED = {
    "container_title": "journal_title",
    "volume": "journal_volume",
    "issue": "journal_issue",
    "page-first": "page_start",
    "page-last": "page_end",
    "number": "artid",
}


def _people(data: Json, values: Values) -> None:
    for one in objects(data, "authors"):
        roles = one.get("inspire_roles")
        roles = roles if isinstance(roles, list) else []
        role = "editor" if "editor" in roles else "Supervisor" if "supervisor" in roles else "author"
        if name := text(one, "full_name"):
            values.setdefault(role, []).append(name)
    if "author" not in values and (name := text(data, "first_author.full_name")):
        values["author"] = [name, "et al."] if str(data.get("author_count")) != "1" else [name]
    for name in data.get("corporate_author") or ():
        if isinstance(name, str):
            values.setdefault("author", []).append(body(name))
    groups = [text(one, "value") for one in objects(data, "collaborations")]
    if groups:
        values["collaboration"] = groups
        if "author" not in values:
            values["author"] = [body(f"{group} Collaboration") for group in groups]


def _issued(data: Json, year: str) -> str:
    """The most exact date of the year of publication, as INSPIRE shows it."""
    imprint = next((date for one in objects(data, "imprints") if (date := text(one, "date"))), "")
    thesis = text(data, "thesis_info.date") or text(data, "thesis_info.defense_date")
    found = [imprint, thesis, year, text(data, "preprint_date"), text(data, "earliest_date")]
    best = next(filter(None, found), "")
    if best != year:
        return best
    return next((date for date in found if date.startswith(f"{year}-")), year)


def _erratum(published: Json) -> str:
    """An erratum in words; nothing for the publication itself."""
    kind = text(published, "material")
    if kind in ("", "publication"):
        return ""
    place = " ".join(filter(None, [text(published, name) for name in ("journal_title", "journal_volume")]))
    pages = text(published, "artid") or text(published, "page_start")
    return f"{kind.capitalize()}: {', '.join(filter(None, [place, pages]))} ({text(published, 'year')})"


TABLE = dialect(
    {
        "doi": "dois.*.value",
        "arxiv": "arxiv_eprints.*.value",
        "isbn": "isbns.*.value",
        "publisher": "imprints.*.publisher",
        "publisher_place": "imprints.*.place",
        "number_of_pages": "number_of_pages",
        "language": "languages",
        "edition": "editions",
        "url": "urls.*.value",
        "citation_key": "texkeys",
        "type": "document_type",
    },
    ignored="""titles title_translations authors corporate_author collaborations publication_info public_notes imprints
    thesis_info keywords report_numbers abstracts book_series texkeys control_number $schema self
    _collections core citeable refereed curated deleted references number_of_references author_count
    first_author citation_count citation_count_without_self_citations inspire_categories facet_author_name
    facet_inspire_doc_type earliest_date preprint_date legacy_creation_date legacy_version
    acquisition_source external_system_identifiers persistent_identifiers accelerator_experiments
    _private_notes _desy_bookkeeping _export_to _fft _files _bai _created _updated _ui_display
    _latex_us_display _latex_eu_display _expanded_authors_count authors_full_texts authors_count documents figures
    fulltext_links funding_info license copyright energy_ranges new_record deleted_records related_records
    record_affiliations number_of_authors self_recid withdrawn publication_type hidden
    abstract_source_suggest id_field is_collection_hidden title_suggest author_suggest book_autocomplete
    date_year es_language facet_author_affiliation is_preprint created updated uuid links id
    curated_relation sourced_from""",
    types={
        "article": "article-journal",
        "review": "article-journal",
        "conference paper": "paper-conference",
        "proceedings": "book",
        "book": "book",
        "book chapter": "chapter",
        "thesis": "thesis",
        "report": "report",
        "activity report": "report",
        "note": "report",
        "lectures": "speech",
    },
    more=_more,
    other=_other,
)
