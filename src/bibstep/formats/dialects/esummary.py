"""PubMed's and PubMed Central's summaries (esummary of the E-utilities, ``retmode=json``).

Source: replies of the E-utilities.
"""

from __future__ import annotations

from bibstep.formats.dialects.table import Json, Values, body, dialect, family_first, objects, text, without_stop
from bibstep.text.patterns import later

_DOI = later(r"\bdoi: ?(10\.\S+)")
_ARTICLE_IDS = {"doi": "doi", "pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}


def _more(data: Json, values: Values) -> None:
    values["title"] = without_stop(text(data, "title"))
    values["original-title"] = without_stop(text(data, "vernaculartitle"))
    values["issn"] = [number for name in ("issn", "essn") if (number := text(data, name))]
    for one in [one for name in ("authors", "doccontriblist", "srccontriblist") for one in objects(data, name)]:
        name, role = text(one, "name"), text(one, "authtype")
        if name:
            who = body(name) if role.startswith("Coll") else family_first(name)
            values.setdefault("editor" if role.startswith("Editor") else "author", []).append(who)
    for one in objects(data, "articleids"):
        field = _ARTICLE_IDS.get(text(one, "idtype"), "")
        value = text(one, "value").partition(";")[0].removeprefix("pmc-id:").strip()
        if field and value.strip("0") and (field not in values or one.get("idtype") == "pmc"):
            values[field] = value
    if "pmid" not in values and "sortpubdate" in data:
        values["pmid"] = text(data, "uid")
    location = text(data, "elocationid")
    values.setdefault("doi", text(data, "doi"))
    if not values["doi"] and (found := _DOI.search(location)):
        values["doi"] = found[1]
    elif location and "doi" not in location and "page" not in values:
        values["number"] = location
    if text(data, "booktitle") and text(data, "booktitle") == text(data, "title"):
        values["type"] = "book"


TABLE = dialect(
    {
        "container_title": "booktitle fulljournalname source",
        "container_title_short": "source",
        "volume": "volume",
        "issue": "issue",
        "page": "pages",
        "issued": "pubdate epubdate printpubdate sortpubdate",
        "language": "lang",
        "type": "pubtype",
        "publisher": "publishername",
        "publisher_place": "publisherlocation",
        "edition": "edition",
        "chapter_number": "chapter",
        "number": "reportnumber",
        "abstract": "abstract",
        "medium": "medium",
        "url": "availablefromurl",
    },
    ignored="""uid id title authors articleids elocationid lastauthor sortauthor sorttitle nlmuniqueid recordstatus
    pubstatus history references attributes pmcrefcount doctype srccontriblist doccontriblist srcdate
    locationlabel docdate bookname sortpubdate sortfirstauthor issn vernaculartitle epubdate printpubdate
    sortdate pmclivedate essn pubdate error doi pmid""",
    types={"journal article": "article-journal", "preprint": "article", "book chapter": "chapter", "book": "book"},
    more=_more,
)
