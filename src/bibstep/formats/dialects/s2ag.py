"""Semantic Scholar's bulk data (S2AG): lines of the dataset ``papers``.

Source: the documentation of the datasets, and samples of them.
"""

from __future__ import annotations

from bibstep.formats.dialects.table import dialect

TABLE = dialect(
    {
        "title": "title",
        "author": "authors.*.name",
        "container_title": "journal.name venue",
        "volume": "journal.volume",
        "page": "journal.pages",
        "issued": "publicationdate year",
        "abstract": "abstract",
        "keyword": "fieldsofstudy s2fieldsofstudy.*.category",
        "doi": "externalids.DOI",
        "arxiv": "externalids.ArXiv",
        "pmid": "externalids.PubMed",
        "pmcid": "externalids.PubMedCentral",
        "ACL": "externalids.ACL",
        "DBLP": "externalids.DBLP",
        "type": "publicationtypes",
        "pdf": "openaccessinfo.url",
    },
    ignored="""corpusid externalids url authors referencecount citationcount influentialcitationcount isopenaccess
    publicationvenueid openaccessinfo updated s2fieldsofstudy venue year""",
    pads=True,
)
