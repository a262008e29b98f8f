"""No value of a source is lost in silence: a word in each place of a dialect of JSON, a table, XML or YAML is in
CSL-JSON or in a remark.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest

from bibstep.formats import READERS
from bibstep.formats.csv import tables as csv_tables
from bibstep.formats.dialects.read import record_of
from bibstep.formats.dialects.signs import SHOWN
from bibstep.formats.dialects.table import Dialect
from bibstep.model import Record, Source
from bibstep.pipeline.convert import convert
from bibstep.pipeline.finish import Noted
from bibstep.pipeline.options import Options

WORD = "Golomigox"


#: Dialect -> an object with a title in its own place, where that is not ``title``.
TITLED: Mapping[str, dict[str, Any]] = {
    "datacite": {"titles": [{"title": "A title"}]},
    "inspire": {"titles": [{"title": "A title"}]},
    "zotero": {"title": "A title", "itemType": "document"},
    "web-of-science": {"ti": "A title"},
}


def tables() -> Iterator[tuple[str, Dialect]]:
    for name in SHOWN:
        try:
            module = import_module(f"bibstep.formats.dialects.{name}")
        except ModuleNotFoundError:
            continue
        yield name, module.TABLE
    yield "csv", csv_tables.TABLE
    yield "web-of-science", csv_tables.WEB_OF_SCIENCE


PLACES = [
    (name, table, field, path) for name, table in tables() for field, paths in table.rows.items() for path in paths
]


@pytest.mark.parametrize(
    ("name", "table", "field", "path"), PLACES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_each_place_of_a_table(name: str, table: Dialect, field: str, path: str) -> None:
    data = merged(TITLED.get(name, {"title": "A title"}), at(path, WORD))
    record = record_of(table, name, data, Source("in"))
    assert isinstance(record, Record)
    assert is_told(record, WORD), record


def merged(base: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two objects in one; the values of the second count."""
    found = dict(base)
    for key, value in other.items():
        before = found.get(key)
        found[key] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return found


def at(path: str, value: object) -> dict[str, Any]:
    """An object with a value at a path."""
    found: Any = value
    for key in reversed(path.split(".")):
        found = [found] if key == "*" else {key: found}
    return dict(found)


def is_told(record: Record, word: str) -> bool:
    """Whether a word is in CSL-JSON, or in a remark."""
    remarks: list[str] = []

    def report(one: object) -> None:
        if isinstance(one, Noted):
            remarks.extend(remark.message for remark in one.remarks)

    text = "".join(
        convert([record], "csl-json", Options(duplicates="keep", notes=("metrics", "translation")), report=report)
    )
    return word.lower() in f"{text} {remarks}".lower()


def read(text: str) -> Record:
    (found,) = READERS["auto"].read(io.BytesIO(text.encode()), "in")
    assert isinstance(found, Record), found
    return found


CFF = """abbreviation abstract chapter collection-title collection-type commit copyright data-type database
    database-provider
    department doi edition entry filename format institution isbn issn issue issue-title journal keywords languages
    license license-url loc-start loc-end location medium nihmsid notes number number-volumes patent-states pages pmcid
    publisher repository repository-artifact repository-code scope section senders status term thesis-type title url
    version volume volume-title year year-original date-accessed date-published authors editors editors-series
    recipients translators""".split()


@pytest.mark.parametrize("kind", ["article", "software", "thesis"])
@pytest.mark.parametrize("key", CFF)
def test_each_key_of_a_reference_in_citation_cff(key: str, kind: str) -> None:
    value: object = WORD
    if key in ("authors", "editors", "editors-series", "recipients", "translators", "senders"):
        value = [{"family-names": WORD, "given-names": "J."}]
    elif key in ("publisher", "institution", "location", "database-provider"):
        value = {"name": WORD}
    elif key in ("keywords", "languages", "patent-states"):
        value = [WORD]
    reference = {"type": kind, "title": "A title", key: value}
    text = "".join(f"    {name}: {json.dumps(one)}\n" for name, one in reference.items()).replace("    ", "  - ", 1)
    _, record = READERS["auto"].read(io.BytesIO(f"cff-version: 1.2.0\ntitle: T\nreferences:\n{text}".encode()), "in")
    assert isinstance(record, Record)
    assert is_told(record, WORD), record


def test_second_identifiers_of_citation_cff() -> None:
    found = read(
        "cff-version: 1.2.0\ntitle: T\ndoi: 10.1000/a\nidentifiers:\n- {type: doi, value: 10.1000/b}\n"
        "- {type: url, value: 'https://a.example/'}\n- {type: url, value: 'https://b.example/'}\n"
        "- {type: swh, value: 'swh:1:rel:99'}\n"
    )
    assert (found.doi, found.url) == ("10.1000/a", "https://a.example/")
    assert dict(found.custom) == {
        "doi": "10.1000/b", "url": "https://b.example/", "identifier-swh": "swh:1:rel:99"
    }  # fmt: skip


ENDNOTE = """contributors/authors/author contributors/secondary-authors/author contributors/tertiary-authors/author
    contributors/subsidiary-authors/author contributors/translated-authors/author titles/title titles/secondary-title
    titles/tertiary-title titles/alt-title titles/short-title titles/translated-title periodical/full-title
    periodical/abbr-1 periodical/abbr-2 pages volume number issue secondary-volume edition section num-vols
    reprint-edition keywords/keyword dates/year dates/pub-dates/date dates/copyright-dates/date pub-location publisher
    orig-pub isbn accession-num call-num label abstract notes research-notes work-type reviewed-item custom1 custom2
    custom3 custom4 custom5 custom6 custom7 misc1 misc2 misc3 remote-database-name remote-database-provider language
    urls/related-urls/url urls/text-urls/url access-date auth-address auth-affiliaton caption electronic-resource-num
    meeting-place report-id size""".split()


@pytest.mark.parametrize("kind", ["Journal Article", "Book", "Book Section"])
@pytest.mark.parametrize("path", ENDNOTE)
def test_each_element_of_endnote(path: str, kind: str) -> None:
    title = "" if path == "titles/title" else "<titles><title>A title</title></titles>"
    inner = nested(path, f'<style face="normal">{WORD}</style>')
    record = read(
        f'<?xml version="1.0"?><xml><records><record><ref-type name="{kind}">17</ref-type>{title}{inner}'
        "</record></records></xml>"
    )
    assert is_told(record, WORD), record


MODS = """titleInfo/title titleInfo[alternative]/title titleInfo[translated]/title titleInfo[abbreviated]/title
    titleInfo[uniform]/title name/namePart originInfo/publisher originInfo/edition originInfo/place/placeTerm
    originInfo/frequency abstract note tableOfContents targetAudience accessCondition subject/topic subject/geographic
    subject/temporal subject/titleInfo/title subject/name/namePart genre language classification identifier
    identifier[hdl] location/shelfLocator location/physicalLocation location/url physicalDescription/extent
    relatedItem[host]/titleInfo/title relatedItem[series]/titleInfo/title relatedItem[preceding]/titleInfo/title
    relatedItem[original]/titleInfo/title""".split()


@pytest.mark.parametrize("path", MODS)
def test_each_element_of_mods(path: str) -> None:
    title = "" if path == "titleInfo/title" else "<titleInfo><title>A title</title></titleInfo>"
    assert is_told(read(f"<mods>{title}{nested(path, WORD)}</mods>"), WORD)


def test_numbers_and_links_of_mods_that_are_not_the_first() -> None:
    record = read(
        "<mods><titleInfo><title>T</title></titleInfo><location><url>https://a.example/</url><url>https://b.example/</url>"
        '</location><relatedItem type="host"><titleInfo><title>H</title></titleInfo><identifier type="doi">10.1000/h'
        "</identifier></relatedItem></mods>"
    )
    assert (record.url, record.doi) == ("https://a.example/", "")
    assert dict(record.custom) == {"url": "https://b.example/", "host-doi": "10.1000/h"}


ARTICLE = """Article/ArticleTitle Article/VernacularTitle Article/AuthorList/Author/CollectiveName Article/Journal/Title
    Article/Journal/ISOAbbreviation Article/Journal/JournalIssue/Volume Article/Journal/JournalIssue/Issue
    Article/Journal/JournalIssue/PubDate/MedlineDate Article/Abstract/AbstractText Article/Pagination/MedlinePgn
    Article/Language MedlineJournalInfo/Country MeshHeadingList/MeshHeading/DescriptorName KeywordList/Keyword
    GeneralNote PMID CommentsCorrectionsList/CommentsCorrections[RetractionIn]/RefSource""".split()
BOOK = """ArticleTitle AuthorList/Author/CollectiveName Book/BookTitle Book/CollectionTitle Book/Publisher/PublisherName
    Book/Publisher/PublisherLocation Book/AuthorList/Author/CollectiveName Book/Isbn Book/Edition Book/Volume
    Book/VolumeTitle Book/Medium Book/ReportNumber Abstract/AbstractText KeywordList/Keyword""".split()


@pytest.mark.parametrize("path", ARTICLE)
def test_each_element_of_an_article_of_pubmed(path: str) -> None:
    title = "" if path == "Article/ArticleTitle" else "<ArticleTitle>A title</ArticleTitle>"
    inner = nested(path, WORD).replace(" type=", " RefType=")
    merged = inner if "<Article>" not in inner else inner.replace("<Article>", f"<Article>{title}")
    rest = "" if "<Article>" in inner else f"<Article>{title}</Article>"
    record = read(f"<PubmedArticle><MedlineCitation>{merged}{rest}</MedlineCitation></PubmedArticle>")
    assert is_told(record, WORD), record


@pytest.mark.parametrize("path", BOOK)
def test_each_element_of_a_book_of_pubmed(path: str) -> None:
    title = "<Book><BookTitle>A book</BookTitle></Book><ArticleTitle>A part</ArticleTitle>"
    people = "<AuthorList><Author><LastName>Roe</LastName></Author></AuthorList>" if path[:4] == "Book" else ""
    inner = nested(path, WORD)
    if path.startswith("Book/"):
        title = title.replace(
            "<BookTitle>A book</BookTitle>", "" if "BookTitle" in path else "<BookTitle>A</BookTitle>"
        )
        title = title.replace("<Book>", inner.removesuffix("</Book>"))
        inner = ""
    elif path == "ArticleTitle":
        title = title.replace("<ArticleTitle>A part</ArticleTitle>", "")
    record = read(f"<PubmedBookArticle><BookDocument>{inner}{title}{people}</BookDocument></PubmedBookArticle>")
    assert is_told(record, WORD), record


def nested(path: str, text: str) -> str:
    """A text in the elements of a path; what stands in brackets is the ``type`` of the element before it."""
    for name in reversed(path.split("/")):
        tag, _, kind = name.rstrip("]").partition("[")
        text = f"<{tag}" + (f' type="{kind}"' if kind else "") + f">{text}</{tag}>"
    return text


def test_a_retraction_is_kept() -> None:
    kinds = "".join(
        f"<PublicationType>{kind}</PublicationType>" for kind in ("Journal Article", "Retracted Publication")
    )
    article = f"<ArticleTitle>T</ArticleTitle><PublicationTypeList>{kinds}</PublicationTypeList>"
    xml = f"<PubmedArticle><MedlineCitation><Article>{article}</Article></MedlineCitation></PubmedArticle>"
    assert dict(read(xml).custom) == {"status": "retracted"}
    nbib = "PMID- 123\nTI  - A title.\nPT  - Journal Article\nPT  - Retracted Publication\n"
    assert "Retracted Publication" in dict(read(nbib).custom).values()
    summary = {
        "uid": "1",
        "pubdate": "2001",
        "title": "A title.",
        "pubtype": ["Journal Article", "Retracted Publication"],
    }
    assert dict(read(json.dumps(summary)).custom) == {"status": "retracted"}
    assert dict(read("Title,Year,Document Type\nA title,2001,Retracted\n").custom) == {"status": "retracted"}


def test_a_table_of_zotero() -> None:
    found = read(
        "Item Type,Author,Title,Rights,Library Catalog,File Attachments,Series,Series Title,Composer\n"
        '"journalArticle","Wei, Li","A title","CC BY","PubMed","a.pdf","S","T","Bach, J.; Roe, A."\n'
    )
    assert [str(one) for one in found.author] == ["Li Wei"]
    assert dict(found.roles)["composer"][1].family == "Roe"
    assert dict(found.custom) == {"license": "CC BY", "source": "PubMed", "file": "a.pdf", "series-title": "T"}


def test_datacite() -> None:
    titles = [
        {"title": "Übersetzt", "titleType": "TranslatedTitle", "lang": "de"}, {"title": "A title"},
        {"title": "Traduit", "titleType": "TranslatedTitle", "lang": "fr"},
    ]  # fmt: skip
    related = [
        {"relatedIdentifier": "10.1000/b", "relatedIdentifierType": "DOI", "relationType": "IsSupplementTo"},
        {"relatedIdentifier": "978-0-306-40615-7", "relatedIdentifierType": "ISBN", "relationType": "IsIdenticalTo"},
        {"relatedIdentifier": "10.1000/c", "relatedIdentifierType": "DOI", "relationType": "Cites"},
    ]
    container = {"type": "DataRepository", "title": "A repository"}
    data = {"titles": titles, "creators": [{"name": "Roe, J."}], "relatedIdentifiers": related, "container": container}
    found = read(json.dumps({**data, "types": {"resourceTypeGeneral": "Dataset"}, "publicationYear": 2001}))
    assert (found.title.source, found.translation.title) == ("A title", "Übersetzt")
    assert found.isbn == ("978-0-306-40615-7",)
    assert dict(found.custom) == {
        "alternative-title": "Traduit", "IsSupplementTo": "10.1000/b", "source": "A repository"
    }  # fmt: skip
