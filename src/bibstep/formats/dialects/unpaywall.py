"""Unpaywall: a work of its API, the hits of its search, a line of its snapshot.

Source: Unpaywall's description of its data format, and replies of the API.
"""

from __future__ import annotations

from bibstep.formats.dialects.table import Json, Values, dialect, objects, person, text


def _more(data: Json, values: Values) -> None:
    people = [
        person(text(one, "family"), text(one, "given"), text(one, "suffix")) or text(one, "name")
        or text(one, "raw_author_name")
        for one in objects(data, "z_authors")
    ]  # fmt: skip
    if people:
        values["author"] = people


TABLE = dialect(
    {
        "title": "title",
        "container_title": "journal_name",
        "publisher": "publisher",
        "issued": "published_date year",
        "doi": "doi",
        "issn": "journal_issns journal_issn_l",
        "url": "best_oa_location.url_for_landing_page doi_url",
        "pdf": "best_oa_location.url_for_pdf",
        "type": "genre",
    },
    ignored="""z_authors best_oa_location first_oa_location oa_locations oa_locations_embargoed oa_status is_oa
    is_paratext journal_is_oa journal_is_in_doaj has_repository_copy data_standard updated
    x_reported_noncompliant_copies x_error""",
    types={
        "journal-article": "article-journal",
        "posted-content": "article",
        "proceedings-article": "paper-conference",
        "peer-review": "review",
        "reference-entry": "entry-encyclopedia",
        "component": "document",
        "journal-issue": "periodical",
    },
    more=_more,
)
