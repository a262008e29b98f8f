"""The fields of BibTeX as JSON, in the words of many programs and people: an object with author, title, year, journal …

Sources: bibtexparser 1, BibJSON, exports of lists of publications.
"""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.formats.dialects.table import Json, Values, at, dialect, objects, text
from bibstep.text.patterns import later
from bibstep.values.tex import decode

_HAS_TEX = later(r"[\\{}~$]|--|``|''")

#: What says that an object with a title, a year and authors is a reference.
_WITNESSES = ("ENTRYTYPE", "journal", "booktitle", "doi", "DOI", "venue", "identifier", "isbn", "issn")
#: BibTeX's types -> CSL's.
_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "proceedings": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "book": "book",
    "booklet": "pamphlet",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "manual": "book",
    "unpublished": "manuscript",
    "misc": "document",
    "online": "webpage",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
}


def is_bibtex_json(data: Mapping[str, object]) -> bool:
    """Whether an object has the fields of a reference: a title, people, a year, and where or what it is.

    >>> is_bibtex_json({"title": "A", "author": "Ann Lee", "year": 2001, "journal": "J"})
    True
    >>> is_bibtex_json({"title": "A", "author": "Ann Lee", "year": 2001, "country": "Nigeria"})
    False
    """
    if not ("title" in data and ("author" in data or "authors" in data) and ("year" in data or "date" in data)):
        return False
    kind = data.get("type")
    return any(name in data for name in _WITNESSES) or (isinstance(kind, str) and kind.lower() in _TYPES)


def _more(data: Json, values: Values) -> None:
    for role in ("author", "editor"):
        people = at(data, role) or at(data, f"{role}s")
        if isinstance(people, str) and (" and " in people or people.count(",") == 1):
            people = people.split(" and ")
        elif isinstance(people, list):
            people = [text(one, "name") if isinstance(one, dict) else one for one in people]
        if people:
            values[role] = people
    date = " ".join(filter(None, [text(data, "month"), text(data, "year")]))
    values["issued"] = text(data, "date") or date
    if "ENTRYTYPE" in data:  # bibtexparser's, which leaves TeX as it is
        for field, value in values.items():
            if isinstance(value, str) and field not in ("doi", "url", "pdf", "citation_key") and _HAS_TEX.search(value):
                values[field] = decode.plain(value)[0]
    for one in objects(data, "identifier"):  # of BibJSON
        if text(one, "type").lower() in ("doi", "issn", "isbn", "pmid"):
            values.setdefault(text(one, "type").lower(), text(one, "id"))


TABLE = dialect(
    {
        "title": "title",
        "subtitle": "subtitle",
        "container_title": "journal.name journal booktitle journaltitle venue container",
        "collection_title": "series",
        "publisher": "publisher.name publisher institution school organization",
        "publisher_place": "address location",
        "edition": "edition",
        "volume": "volume journal.volume",
        "issue": "issue number journal.number",
        "page": "pages page journal.pages",
        "chapter_number": "chapter",
        "abstract": "abstract",
        "keyword": "keywords keyword",
        "language": "language langid",
        "doi": "doi DOI",
        "url": "url link.*.url link",
        "pdf": "pdf",
        "arxiv": "arxiv eprint",
        "pmid": "pmid",
        "pmcid": "pmcid",
        "issn": "issn ISSN",
        "isbn": "isbn ISBN",
        "note": "note",
        "type": "ENTRYTYPE type",
        "citation_key": "ID citekey key",
    },
    ignored="author authors editor editors year month date identifier",
    types=_TYPES,
    more=_more,
)
