"""Read the articles and books of PubMed's XML.

Source: NLM, "MEDLINE/PubMed XML Element Descriptions and their Attributes".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from bibstep.formats.dialects.read import record_of
from bibstep.formats.dialects.table import Values, fieldwise
from bibstep.input.lines import MAX_RECORD
from bibstep.input.xml import elements, inline, plain
from bibstep.model import Name, Record, Rejected, Source

_RECORDS = frozenset(("PubmedArticle", "PubmedBookArticle"))
_TABLE = fieldwise()


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the records of a stream; ``name`` is its name in messages, and a record has ``max_record`` bytes at most.

    What cannot become a record is a Rejected in its place, and so is the rest of a broken file. Raises nothing.
    """
    found = False
    for line, element in elements(stream, _RECORDS, max_record):
        found = True
        source = Source(name, line)
        if isinstance(element, str):
            yield Rejected(source, element)
        else:
            book = element.find("BookDocument")
            values = _book(book) if book is not None else _article(element)
            yield record_of(_TABLE, "PubMed", values, source)
    if not found:
        yield Rejected(Source(name, 1), "this has no record of PubMed (PubmedArticle)")


def _article(element: Element) -> Values:
    """The values of an article by field."""
    cited = element.find("MedlineCitation")
    cited = cited if cited is not None else Element("MedlineCitation")
    article = cited.find("Article")
    article = article if article is not None else Element("Article")
    issue = article.find("Journal/JournalIssue")
    values: Values = {
        "title": _sentence(article.find("ArticleTitle")),
        "original-title": _sentence(article.find("VernacularTitle")),
        "author": _people(article.find("AuthorList")),
        "container_title": plain(article.find("Journal/Title")),
        "container_title_short": plain(article.find("Journal/ISOAbbreviation"))
        or plain(cited.find("MedlineJournalInfo/MedlineTA")),
        "volume": plain(issue.find("Volume")) if issue is not None else "",
        "issue": plain(issue.find("Issue")) if issue is not None else "",
        "issued": _date(article.find("Journal/JournalIssue/PubDate")) or _date(article.find("ArticleDate")),
        "issn": [plain(article.find("Journal/ISSN")), plain(cited.find("MedlineJournalInfo/ISSNLinking"))],
        "publisher_place": plain(cited.find("MedlineJournalInfo/Country")),
        "language": plain(article.find("Language")),
        "abstract": _abstract(article.find("Abstract")),
        "type": [plain(one) for one in article.iterfind("PublicationTypeList/PublicationType")] or ["Journal Article"],
        "pmid": plain(cited.find("PMID")),
        "keyword": [plain(one) for one in cited.iterfind("MeshHeadingList/MeshHeading/DescriptorName")]
        + [plain(one) for one in cited.iterfind("KeywordList/Keyword")],
    }
    notes = [*article.iterfind("GeneralNote"), *cited.iterfind("GeneralNote")]
    values["note"] = "\n".join(filter(None, map(plain, notes)))
    languages = [plain(one) for one in article.iterfind("Language")]
    values["other-languages"] = languages[1:]
    for link in cited.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind = link.get("RefType", "")
        if kind.startswith(("Retraction", "Expression", "Erratum", "Republished", "Corrected")):
            values.setdefault(kind, []).append(plain(link.find("RefSource")))
    _add_pages(article.find("Pagination"), values)
    _add_identifiers(element.find("PubmedData/ArticleIdList"), values)
    for place in article.iterfind("ELocationID"):
        if place.get("EIdType") == "doi" and place.get("ValidYN") != "N":
            values.setdefault("doi", plain(place))
    return values


def _book(element: Element) -> Values:
    """The values of a book or of a chapter by field."""
    book = element.find("Book")
    book = book if book is not None else Element("Book")
    chapter, whole = _sentence(element.find("ArticleTitle")), _sentence(book.find("BookTitle"))
    values: Values = {
        "title": chapter or whole,
        "container_title": whole if chapter else "",
        "collection_title": plain(book.find("CollectionTitle")),
        "publisher": plain(book.find("Publisher/PublisherName")),
        "publisher_place": plain(book.find("Publisher/PublisherLocation")),
        "issued": _date(book.find("PubDate")) or _date(element.find("ContributionDate")),
        "isbn": [plain(one) for one in book.iterfind("Isbn")],
        "edition": plain(book.find("Edition")),
        "volume": plain(book.find("Volume")),
        "language": plain(element.find("Language")),
        "abstract": _abstract(element.find("Abstract")),
        "pmid": plain(element.find("PMID")),
        "keyword": [plain(one) for one in element.iterfind("KeywordList/Keyword")],
        "type": ["Book Chapter" if chapter else "Book"],
        "volume-title": plain(book.find("VolumeTitle")),
        "medium": plain(book.find("Medium")),
        "number": plain(book.find("ReportNumber")),
    }
    lists = [(one, people) for one in (element, book) for people in one.iterfind("AuthorList")]
    for one, people in lists:
        role = "editor" if people.get("Type") == "editors" else "author"
        role = "container-author" if role == "author" and one is book and chapter and values.get(role) else role
        values[role] = values.get(role) or _people(people)
    _add_pages(element.find("Pagination"), values)
    _add_identifiers(element.find("ArticleIdList"), values)
    return values


def _sentence(element: Element | None) -> str:
    """A title, without the full stop that PubMed ends each with."""
    text = inline(element).strip()
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _people(listed: Element | None) -> list[str | Name]:
    """The people of a list, which may not be complete."""
    people: list[str | Name] = []
    for one in listed if listed is not None else ():
        family, given = plain(one.find("LastName")), plain(one.find("ForeName")) or plain(one.find("Initials"))
        suffix, whole = plain(one.find("Suffix")), plain(one.find("CollectiveName"))
        if one.get("ValidYN") == "N":
            continue
        if whole:
            people.append(Name(literal=whole))
        elif suffix:
            people.append(Name(family, given, suffix=suffix))
        elif family or given:
            people.append(f"{family}, {given}" if family and given else family or given)
    if people and listed is not None and listed.get("CompleteYN") == "N":
        people.append("et al.")
    return people


def _date(element: Element | None) -> str:
    """A date in words ("2008 Feb 5"), which the parser of dates reads."""
    if element is None:
        return ""
    parts = [plain(element.find(part)) for part in ("Year", "Month", "Day")]
    if all(part.isdecimal() for part in parts):
        return "-".join(part.zfill(2) for part in parts)
    if parts[1].isdecimal() and not parts[2]:
        return f"{parts[0]}-{parts[1].zfill(2)}"
    season = plain(element.find("Season"))
    return plain(element.find("MedlineDate")) or " ".join([part for part in (season, *parts) if part])


def _abstract(element: Element | None) -> str:
    """The parts of an abstract, each with its label."""
    if element is None:
        return ""
    parts = []
    for one in element.iterfind("AbstractText"):
        label, text = one.get("Label", ""), inline(one).strip()
        parts.append(f"{label}: {text}" if label and label != "UNLABELLED" else text)
    return " ".join(filter(None, parts))


def _add_pages(element: Element | None, values: Values) -> None:
    if element is not None:
        values["page"] = plain(element.find("MedlinePgn"))
        values["page-first"], values["page-last"] = plain(element.find("StartPage")), plain(element.find("EndPage"))


def _add_identifiers(listed: Element | None, values: Values) -> None:
    for one in listed if listed is not None else ():
        field = {"doi": "doi", "pmc": "pmcid"}.get(one.get("IdType", ""))
        if field:
            values.setdefault(field, plain(one))
