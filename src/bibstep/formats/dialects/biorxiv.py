"""bioRxiv and medRxiv: details of preprints, and preprints with the articles that they became (api.biorxiv.org).

Source: the API's documentation and replies.
"""

from __future__ import annotations

from bibstep.formats.dialects.table import Json, Values, dialect, text

_SERVERS = {"biorxiv": "bioRxiv", "medrxiv": "medRxiv"}


def _more(data: Json, values: Values) -> None:
    server = text(values, "container_title") or "bioRxiv"
    values["container_title"] = _SERVERS.get(server.lower(), server)
    values["type"] = "preprint"
    published = text(data, "published") or text(data, "published_doi")
    if published.lower() not in ("", "na"):
        values["published-doi"] = published


TABLE = dialect(
    {
        "title": "title preprint_title",
        "author": "authors preprint_authors",
        "container_title": "server preprint_platform",
        "issued": "date preprint_date",
        "abstract": "abstract preprint_abstract",
        "keyword": "category preprint_category",
        "doi": "doi preprint_doi biorxiv_doi medrxiv_doi",
        "version": "version",
        "license": "license",
        "pdf": "pdf_url",
        "url": "html_url",
        "published-in": "published_journal",
        "published-on": "published_date",
    },
    ignored="""published published_doi author_corresponding author_corresponding_institution jatsxml jats_xml_path type
    funder funding node preprint_author_corresponding preprint_author_corresponding_institution
    published_citation_count""",
    types={"preprint": "article"},
    more=_more,
)
