"""Europe PMC: the results of its search, in its forms ``core`` and ``lite``.

Sources: Europe PMC's reference of its web service, replies of it, and files of getpapers, where every value is a list.
"""

from __future__ import annotations

from typing import Any

from bibstep.formats.dialects.table import (
    Json,
    Values,
    at,
    body,
    dialect,
    family_first,
    objects,
    person,
    text,
    without_stop,
)
from bibstep.values import dates

#: The kinds of sources of Europe PMC that say what a work is.
_SOURCES = {"PPR": "preprint", "PAT": "patent", "ETH": "thesis"}


def _more(data: Json, values: Values) -> None:
    values["title"] = without_stop(text(data, "title"))
    for role, path in (("author", "authorList.author"), ("editor", "bookOrReportDetails.editorList.editor")):
        if people := [name for one in objects(data, path) if (name := _person(one))]:
            values[role] = people
    if "author" not in values and text(data, "authorString"):
        values["author"] = _short_names(text(data, "authorString"))
    values["issued"] = _issued(data)
    journal = ("issn", "essn", "ISSN", "ESSN")
    if numbers := [number for name in journal if (number := text(data, f"journalInfo.journal.{name}"))]:
        values["issn"] = list(dict.fromkeys(numbers))
    kinds = at(data, "pubTypeList.pubType")
    kinds = kinds if isinstance(kinds, list) else [kind for kind in text(data, "pubType").split(";") if kind.strip()]
    source = _SOURCES.get(text(data, "source"), "")
    if "preprint" in str(kinds).lower():
        source = "preprint"
    elif text(data, "bookOrReportDetails.comprisingTitle"):
        kinds = ["book" if text(data, "title") == text(data, "bookOrReportDetails.comprisingTitle") else "book chapter"]
    values["type"] = [source] if source else kinds
    if source == "preprint":
        server = text(data, "bookOrReportDetails.publisher")
        values["container_title"] = text(values, "container_title") or server
        values["publisher"] = "" if server == values["container_title"] else server
    words = [word for one in objects(data, "meshHeadingList.meshHeading") if (word := text(one, "descriptorName"))]
    if words:
        own = values.get("keyword")
        values["keyword"] = [*(own if isinstance(own, list) else [own]), *words]
    for one in objects(data, "fullTextUrlList.fullTextUrl"):
        if text(one, "documentStyle") == "pdf" and text(one, "availabilityCode") in ("OA", "F"):
            values.setdefault("pdf", text(one, "url"))


def _person(one: Json) -> Any:
    if group := text(one, "collectiveName"):
        return body(group)
    given = text(one, "firstName") or text(one, "initials")
    full = text(one, "fullName")
    return person(text(one, "lastName"), given) if text(one, "lastName") else family_first(full) if full else ""


def _short_names(listed: str) -> list[Any]:
    """The people of ``authorString``: "Doe J, van Dijk JA, Sample Group."."""
    return [family_first(name.strip()) for name in without_stop(listed).split(",") if name.strip()]


def _issued(data: Json) -> str:
    """The date of the issue; the day of the first publication, where the issue only has its year."""
    issue = text(data, "journalInfo.dateOfPublication")
    first = text(data, "firstPublicationDate") or text(data, "electronicPublicationDate")
    found = dates.parse(issue)[0] if issue else None
    year = text(data, "pubYear") or text(data, "bookOrReportDetails.yearOfPublication")
    if found and (found.month or found.season or found.literal or not first.startswith(f"{found.year:04d}-")):
        return issue
    return first if first and (not year or first.startswith(year)) else issue or year or first


TABLE = dialect(
    {
        "container_title": "journalInfo.journal.title journalTitle bookOrReportDetails.comprisingTitle",
        "container_title_short": "journalInfo.journal.ISOAbbreviation journalInfo.journal.isoabbreviation"
        " journalInfo.journal.medlineAbbreviation",
        "volume": "journalInfo.volume journalVolume",
        "issue": "journalInfo.issue issue",
        "page": "pageInfo",
        "abstract": "abstractText",
        "keyword": "keywordList.keyword",
        "language": "language",
        "doi": "doi",
        "pmid": "pmid",
        "pmcid": "pmcid",
        "issn": "journalIssn",
        "isbn": "bookOrReportDetails.isbn13 bookOrReportDetails.isbn10",
        "publisher": "bookOrReportDetails.publisher",
        "edition": "bookOrReportDetails.edition",
        "number_of_pages": "bookOrReportDetails.numberOfPages",
        "collection_title": "bookOrReportDetails.seriesName",
        "number": "patentDetails.application.applicationNumber",
        "version": "versionNumber",
    },
    ignored="""id source title authorString authorList authorIdList affiliation firstPublicationDate
    electronicPublicationDate pubYear pubType pubTypeList meshHeadingList fullTextUrlList fullTextIdList
    fullTextIdList journalInfo.dateOfPublication journalInfo.monthOfPublication
    journalInfo.yearOfPublication journalInfo.printPublicationDate journalInfo.journalIssueId
    journalInfo.journal.issn journalInfo.journal.essn journalInfo.journal.ISSN journalInfo.journal.ESSN
    journalInfo.journal.NLMid journalInfo.journal.nlmid bookOrReportDetails.yearOfPublication
    bookOrReportDetails.editorList dataLinksTagsList authMan epmcAuthMan nihAuthMan inEPMC inPMC
    isOpenAccess hasPDF hasBook hasSuppl hasData hasReferences hasTextMinedTerms hasDbCrossReferences
    hasLabsLinks hasEvaluations hasTMAccessionNumbers hasPreprint citedByCount dateOfCompletion
    dateOfCreation dateOfRevision firstIndexDate fullTextReceivedDate embargoDate grantsList subsetList
    chemicalList commentCorrectionList tmAccessionTypeList dbCrossReferenceList manuscriptId pubModel
    publicationStatus license investigatorList authorAffiliationDetailsList versionList downloaded htmlmade
    csvmade pdfdownloaded jsondownloaded xmldownloaded pdflinks htmllinks""",
    types={
        "preprint": "article",
        "patent": "patent",
        "thesis": "thesis",
        "book": "book",
        "books": "book",
        "book chapter": "chapter",
        "book-chapter": "chapter",
    },
    more=_more,
)
