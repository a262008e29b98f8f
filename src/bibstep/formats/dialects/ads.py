"""NASA ADS: the documents of its search API.

Source: ADS's documentation of the fields of its search, and replies of it.
"""

from __future__ import annotations

from typing import Any

from bibstep.formats.dialects.table import Json, Values, dialect, text
from bibstep.text.patterns import later
from bibstep.values import identifiers

#: What can be a key of TeX's \\cite as it stands.
_KEY = later(r"[A-Za-z0-9.:]+")


def _more(data: Json, values: Values) -> None:
    names = _texts(data.get("identifier")) + _texts(data.get("eid")) + _texts(data.get("page"))
    arxiv = next((one for one in names if one.lower().startswith("arxiv:") and identifiers.arxiv(one)[0]), "")
    if arxiv:
        values["arxiv"] = arxiv
    pages = [one for one in _texts(values.get("page")) if not one.lower().startswith("arxiv")]
    values["page"] = pages[0] if pages else ""
    if text(values, "number") == text(values, "page"):
        values["page"] = ""
    if text(values, "number").lower().startswith("arxiv"):
        values["number"] = ""
    if _texts(data.get("author")) and text(data, "collaboration"):
        values["collaboration"] = text(data, "collaboration")
    kind = text(data, "doctype")
    if kind in ("proceedings", "book") or (kind == "software" and text(values, "container_title") == "Zenodo"):
        values["publisher"] = text(values, "publisher") or text(values, "container_title")
        values.pop("container_title", None)
    if kind in ("phdthesis", "mastersthesis"):
        values["genre"] = "PhD thesis" if kind == "phdthesis" else "Master's thesis"
        school = next((one for one in _texts(data.get("aff")) if one.strip("- ")), "")
        values["publisher"] = text(values, "publisher") or school
        values.pop("container_title", None)
    bibcode = text(data, "bibcode")
    if _KEY.fullmatch(bibcode):
        values["citation_key"] = bibcode
    values["bibcode"] = bibcode


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


TABLE = dialect(
    {
        "title": "title",
        "author": "author",
        "editor": "editor",
        "container-author": "book_author",
        "container_title": "pub",
        "collection_title": "series",
        "volume": "volume",
        "issue": "issue",
        "page": "page_range page",
        "number": "eid",
        "number_of_pages": "page_count",
        "issued": "pubdate date year",
        "abstract": "abstract",
        "keyword": "keyword",
        "language": "lang",
        "doi": "doi",
        "issn": "issn",
        "isbn": "isbn",
        "publisher": "publisher",
        "edition": "edition",
        "version": "version",
        "annote": "pubnote",
        "type": "doctype",
    },
    ignored="""bibcode identifier alternate_bibcode eid page pub_raw bibstem bibstem_facet property read_count
    citation_count citation_count_norm cite_read_boost classic_factor num_citations num_references
    [citations] citation reference reader aff aff_abbrev aff_canonical aff_facet_hier aff_id aff_raw
    institution author_norm author_facet author_facet_hier author_count first_author first_author_norm
    first_author_facet_hier orcid orcid_pub orcid_user orcid_other email database esources data data_facet
    links_data id recid indexstamp _version_ date pubdate pubdate_sort year keyword_norm keyword_schema
    keyword_facet arxiv_class body ack comment copyright bibgroup bibgroup_facet ids_data simbid
    simbad_object_facet_hier nedid nedtype ned_object_facet_hier vizier vizier_facet doctype_facet_hier
    doctype_boost grant grant_facet_hier facility entry_date entdate metadata_mtime metrics_mtime
    nonbib_mtime fulltext_mtime orcid_mtime update_timestamp scix_id has collaboration formattedDate putcode
    visibility source_name caption parser_version planetary_feature planetary_feature_id uat uat_id hash
    score isbn_raw lang""",
    types={
        "article": "article-journal",
        "eprint": "article",
        "inproceedings": "paper-conference",
        "abstract": "paper-conference",
        "proceedings": "book",
        "book": "book",
        "inbook": "chapter",
        "bookreview": "review-book",
        "phdthesis": "thesis",
        "mastersthesis": "thesis",
        "techreport": "report",
        "intechreport": "chapter",
        "proposal": "report",
        "software": "software",
        "catalog": "dataset",
        "dataset": "dataset",
        "talk": "speech",
        "circular": "report",
        "newsletter": "article-magazine",
        "pressrelease": "article-newspaper",
        "obituary": "article-journal",
        "editorial": "article-journal",
        "erratum": "article-journal",
        "misc": "document",
    },
    more=_more,
)
