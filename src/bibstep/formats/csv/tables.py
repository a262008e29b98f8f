"""Which heading of a table is which field. Headings are in lower case, with hyphens between their words.

Sources: exports of Scopus, Web of Science, Zotero, Publish or Perish, PubMed, IEEE Xplore, Dimensions, Lens.org and
Covidence.
"""

from __future__ import annotations

import re

from bibstep.formats.dialects.table import Json, Values, dialect
from bibstep.text.patterns import later
from bibstep.values import variables

#: Scopus's number of an author, after the full name.
_AUTHOR_NUMBER = later(r" *\(\d{5,}\)")
#: What Publish or Perish calls the kind of a search result, and not of the work.
_RESULTS = frozenset(("pdf", "html", "citation", "doc", "ps", ""))
_TYPES = {
    "artwork": "graphic",
    "audiorecording": "song",
    "bill": "bill",
    "case": "legal_case",
    "conference review": "article-journal",
    "email": "personal_communication",
    "hearing": "hearing",
    "instantmessage": "personal_communication",
    "interview": "interview",
    "letter": "article-journal",
    "note": "article-journal",
    "podcast": "song",
    "proceedings paper": "paper-conference",
    "radiobroadcast": "broadcast",
    "retracted": "article-journal",
    "short survey": "article-journal",
    "statute": "legislation",
    "tvbroadcast": "broadcast",
}


def _more(data: Json, values: Values) -> None:
    """Several texts in one cell, and what a column means in one program alone."""
    for name in ("author", "editor"):
        if "(" in values.get(name, ""):
            values[name] = _AUTHOR_NUMBER.sub("", values[name])
    if data.get("item-type"):  # Zotero, which writes a semicolon between people, and a comma in each name
        for name in ("author", "editor", "collection-editor", "translator", *variables.NAMES):
            if isinstance(values.get(name), str):
                values[name] = [one.strip() for one in values[name].split(";") if one.strip()]
    if data.get("series-title") and data.get("series") not in (None, data["series-title"]):
        values["series-title"] = data["series-title"]
    words = [str(data[name]) for name in _KEYWORDS if data.get(name)]
    if words:
        values["keyword"] = [
            word.strip() for text in words for word in re.split("[;|]" if _several(text) else ",", text)
        ]
    for name in _NUMBERS:
        if values.get(name) == "0":  # as Publish or Perish writes what it does not know
            del values[name]
    if data.get("eid") and values.get("container_title") == "Scopus":  # its column "Source" is the database
        del values["container_title"]
    if "extra" in data:
        _extra(str(data["extra"]), values)
    if data.get("item-type"):  # Zotero, where "type" is that of a thesis or a report
        values["genre"] = data.get("type", "")
        if str(data["item-type"]) == "letter":
            values["type"] = "personal_communication"
        else:
            values["type"] = data["item-type"]
    kinds = [kind.strip() for kind in str(values.get("type", "")).split(";")]
    values["type"] = [kind for kind in kinds if kind.lower() not in _RESULTS]
    year = str(data.get("year") or data.get("publication-year") or "").strip()
    date = str(values.get("issued", "")).strip()
    if date and year and not re.search(r"\d{4}", date):  # Web of Science's "JUN 5"
        values["issued"] = f"{date} {year}"


def _extra(text: str, values: Values) -> None:
    """Zotero's field of lines, of which some name a field and a value, the others are a note."""
    notes = []
    for line in text.splitlines():
        name, _, value = line.partition(":")
        field = _IN_EXTRA.get(name.strip().lower(), "")
        if field and value.strip():
            values.setdefault(field, value.strip())
        elif line.strip():
            notes.append(line.strip())
    if notes:
        values["note"] = "; ".join(notes)


_IN_EXTRA = {"pmid": "pmid", "pmcid": "pmcid", "doi": "doi", "arxiv": "arxiv", "citation key": "citation_key"}
_NUMBERS = ("volume", "issue", "page-first", "page-last", "page")


def _several(text: str) -> bool:
    return ";" in text or "|" in text


_KEYWORDS = ("author-keywords", "keywords", "manual-tags", "index-keywords", "automatic-tags", "keywords-plus", "tags")

TABLE = dialect(
    {
        "title": "title article-title document-title item-title paper-title",
        "author": "author-full-names authors author author-s book-authors",
        **{name: name for name in ("composer", "contributor", "guest", "interviewer", "producer", "recipient")},
        "container-author": "book-author",
        "performer": "cast-member",
        "reviewed-author": "reviewed-author",
        "script-writer": "scriptwriter",
        "event-date": "conference-date",
        "license": "license rights",
        "source": "library-catalog",
        "file": "file-attachments",
        "link-attachments": "link-attachments",
        "editor": "editors editor book-editors",
        "collection-editor": "series-editor",
        "translator": "translator translators",
        "container_title": "publication-title source-title journal-book journal journal-title journal-name source"
        " book-title anthology-title proceedings-title publication",
        "container_title_short": "journal-abbreviation abbreviated-source-title journal-iso-abbreviation",
        "collection_title": "series series-title book-series-title",
        "collection_number": "series-number",
        "event_title": "conference-name conference-title meeting-name",
        "event_place": "conference-location",
        "publisher": "publisher",
        "publisher_place": "place publisher-place publisher-city",
        "volume": "volume",
        "issue": "issue issue-number number",
        "number": "art-no article-number report-number",
        "page": "pages pagination page page-range",
        "page-first": "page-start start-page startpage first-page",
        "page-last": "page-end end-page endpage last-page",
        "number_of_pages": "num-pages",
        "number_of_volumes": "number-of-volumes",
        "issued": "date publication-date date-published year publication-year pubyear published-year",
        "accessed": "access-date",
        "doi": "doi book-doi",
        "pmid": "pmid pubmed-id",
        "pmcid": "pmcid pmc-id",
        "issn": "issn issns eissn",
        "isbn": "isbn isbns",
        "url": "url articleurl article-url link fulltexturl",
        "pdf": "pdf-link pdf-url",
        "abstract": "abstract abstract-note",
        "language": "language-of-original-document language",
        "edition": "edition",
        "version": "version",
        "title_short": "short-title",
        "type": "document-type publication-type type",
        "citation_key": "citation-key citationkey citekey bibtex-key",
        "archive": "archive",
        "archive_location": "archive-location ut-unique-wos-id eid",
        "call-number": "call-number",
    },
    ignored=" ".join(_KEYWORDS)
    + """ key extra item-type date-added date-modified
    author-s-id authors-id affiliations authors-with-affiliations author-affiliations references cited-by cites citesurl
    gsrank querydate relatedurl ecc citesperyear citesperauthor authorcount age citationurl page-count
    correspondence-address funding-details funding-texts funding-information publication-stage open-access
    cited-references cited-reference-count times-cited-wos-core times-cited-all-databases addresses researcher-ids
    orcids
    first-author citation create-date nihms-id article-citation-count patent-citation-count reference-count
    date-added-to-xplore issue-date document-identifier coden molecular-sequence-numbers chemicals-cas tradenames
    manufacturers sponsors conference-code rank publication-id covidence ref study""",
    types=_TYPES,
    more=_more,
)


def _more_of_web_of_science(data: Json, values: Values) -> None:
    kinds = [kind.strip() for kind in str(data.get("dt", "")).split(";")]
    if data.get("pt") == "J":
        kinds = [kind for kind in kinds if kind != "Proceedings Paper"] or ["Article"]
    values["type"] = kinds
    values["keyword"] = [word.strip() for name in ("de", "id") for word in str(data.get(name, "")).split(";")]
    values["issued"] = " ".join(filter(None, (str(data.get("pd", "")), str(data.get("py", "")))))
    groups = [f"{name.strip()}" for name in str(data.get("ca", "")).split(";") if name.strip()]
    if groups:
        values["author"] = f"{values.get('author', '')}; {'; '.join(groups)}".strip("; ")
    if data.get("ei") and data.get("sn"):
        values["issn"] = [data["sn"], data["ei"]]


#: Web of Science's tab-delimited files, whose columns are called by its tags.
WEB_OF_SCIENCE = dialect(
    {
        "title": "ti",
        "author": "af au ba",
        "editor": "be ed",
        "container_title": "so",
        "container_title_short": "ji",
        "collection_title": "se",
        "event_title": "ct",
        "event_place": "cl",
        "publisher": "pu",
        "publisher_place": "pi",
        "volume": "vl",
        "issue": "is",
        "number": "ar",
        "page-first": "bp",
        "page-last": "ep",
        "doi": "di d2",
        "pmid": "pm",
        "issn": "sn ei",
        "isbn": "bn",
        "abstract": "ab",
        "language": "la",
        "archive_location": "ut",
    },
    ignored="""pt dt de id pd py ca gp bf bs hc hp ho cy sp c1 c3 rp em ri oi fu fp fx cr nr tc z9 u1 u2 pa j9 ea ey pg
    wc we sc ga oa da pn su si ma""",
    types={**_TYPES, "meeting abstract": "article-journal"},
    more=_more_of_web_of_science,
)
