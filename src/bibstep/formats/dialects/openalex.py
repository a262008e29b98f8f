"""OpenAlex: works of its API (one, a page of results) and of its snapshot (a work on each line).

Sources: OpenAlex's documentation ("Work object"), and records of the API.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

from bibstep.formats.dialects.table import Json, Values, dialect, objects, text
from bibstep.values import identifiers


def _more(data: Json, values: Values) -> None:
    if words := _abstract(data.get("abstract_inverted_index")):
        values["abstract"] = words
    if "arxiv" not in values:
        links = (text(one, name) for one in objects(data, "locations") for name in ("landing_page_url", "pdf_url"))
        values["arxiv"] = next((link for link in links if "arxiv.org/" in link and identifiers.arxiv(link)[0]), "")
    kind = text(data, "primary_location.source.type") or text(data, "host_venue.type")
    if kind == "book series":
        values["collection_title"] = values.pop("container_title", "")
        values["container_title"] = text(data, "primary_location.raw_source_name")
    elif kind == "ebook platform":
        values["container_title"] = text(data, "primary_location.raw_source_name")
    if data.get("is_retracted") is True:
        values["status"] = "retracted"
    if not text(values, "type") or "proceedings-article" in str(data.get("type_crossref")):
        values["type"] = [data.get("type"), data.get("type_crossref")]


def _abstract(index: Any) -> str:
    """The text of an inverted index, which maps each word to its places in the text."""
    if not isinstance(index, dict):
        return ""
    if isinstance(index.get("InvertedIndex"), dict):  # as in the Microsoft Academic Graph, and in old snapshots
        index = index["InvertedIndex"]
    places = chain.from_iterable(
        [(place, word) for place in found if isinstance(place, int)]
        for word, found in index.items()
        if isinstance(found, list)
    )
    return " ".join([word for _, word in sorted(places)])


TABLE = dialect(
    {
        "title": "title display_name",
        "author": "authorships.*.author.display_name authorships.*.raw_author_name",
        "container_title": "primary_location.source.display_name host_venue.display_name"
        " primary_location.raw_source_name",
        "publisher": "primary_location.source.host_organization_name host_venue.publisher",
        "volume": "biblio.volume",
        "issue": "biblio.issue",
        "page-first": "biblio.first_page",
        "page-last": "biblio.last_page",
        "issued": "publication_date publication_year",
        "language": "language",
        "keyword": "keywords.*.display_name keywords.*.keyword",
        "doi": "doi ids.doi",
        "pmid": "ids.pmid",
        "pmcid": "ids.pmcid",
        "arxiv": "ids.arxiv",
        "issn": "primary_location.source.issn host_venue.issn primary_location.source.issn_l host_venue.issn_l",
        "url": "primary_location.landing_page_url host_venue.url",
        "pdf": "primary_location.pdf_url best_oa_location.pdf_url",
        "type": "type type_crossref",
    },
    ignored="""id ids authorships primary_location host_venue locations best_oa_location abstract_inverted_index
    abstract_inverted_index_v3 is_retracted is_paratext is_authors_truncated is_oa is_xpac open_access
    alternate_host_venues locations_count indexed_in cited_by_count cited_by_api_url
    cited_by_percentile_year citation_normalized_percentile counts_by_year summary_stats fwci related_works
    related_works_count referenced_works referenced_works_count concepts topics primary_topic mesh
    sustainable_development_goals grants funders awards apc_list apc_paid has_abstract has_fulltext
    has_content has_pdf_url has_references fulltext fulltext_origin content_url content_urls ngrams_url
    updated_date updated created_date created relevance_score corresponding_author_ids
    corresponding_institution_ids countries_distinct_count institutions_distinct_count institutions
    institution_assertions authors_count concepts_count topics_count works_api_url versions
    is_fulltext_indexed datasets datasets_count""",
    types={
        "article": "article-journal",
        "journal-article": "article-journal",
        "review": "article-journal",
        "proceedings-article": "paper-conference",
        "conference-paper": "paper-conference",
        "dissertation": "thesis",
        "preprint": "article",
        "posted-content": "article",
        "peer-review": "review",
        "reference-entry": "entry-encyclopedia",
        "book-review": "review-book",
        "libguides": "webpage",
        "paratext": "document",
        "supplementary-materials": "document",
        "grant": "document",
        "component": "document",
    },
    more=_more,
    pads=True,
)
