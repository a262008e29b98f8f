"""XML of PubMed, EndNote and library catalogues (MODS)."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import Record, Rejected
from bibstep import read as read_any
from bibstep.formats import detected
from bibstep.model import OTHERS, Date, Name, PageRange

PUBMED = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN" "http://example.org/pubmed.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">123</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Electronic">0028-0836</ISSN>
<JournalIssue><Volume>4</Volume><Issue>2</Issue><PubDate><Year>2008</Year><Month>Feb</Month></PubDate></JournalIssue>
<Title>Journal of Tests</Title><ISOAbbreviation>J. Tests</ISOAbbreviation></Journal>
<ArticleTitle>A study of H<sub>2</sub>O &amp; more.</ArticleTitle>
<Pagination><MedlinePgn>132-42</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/abc</ELocationID>
<Abstract><AbstractText Label="AIM">One.</AbstractText><AbstractText Label="RESULT">Two.</AbstractText></Abstract>
<AuthorList CompleteYN="N"><Author><LastName>van der Berg</LastName><ForeName>Jan</ForeName></Author>
<Author><LastName>Roe</LastName><ForeName>Jane</ForeName><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>The Study Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>
<VernacularTitle>Eine Studie.</VernacularTitle></Article>
<MeshHeadingList><MeshHeading><DescriptorName>Humans</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC7</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId></ArticleIdList></Reference>
</ReferenceList></PubmedData></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>2</PMID><Book><Publisher><PublisherName>A press</PublisherName></Publisher>
<BookTitle>A book.</BookTitle><PubDate><Year>2001</Year></PubDate>
<AuthorList Type="editors"><Author><LastName>Doe</LastName><ForeName>Bob</ForeName></Author></AuthorList></Book>
<ArticleTitle>A chapter.</ArticleTitle></BookDocument></PubmedBookArticle>
</PubmedArticleSet>
"""
ENDNOTE = """<?xml version="1.0" encoding="UTF-8" ?>
<xml><records><record><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal" font="default" size="100%">Roe, Jane</style></author></authors>
</contributors><titles><title><style face="normal">Growth of </style><style face="italic">E. coli</style></title>
<secondary-title>Journal of Tests</secondary-title></titles><pages>45-67</pages><volume>12</volume><number>3</number>
<keywords><keyword>cells</keyword><keyword>growth</keyword></keywords>
<dates><year>2020</year><pub-dates><date>June 5</date></pub-dates></dates><isbn>0028-0836&#xD;1476-4687</isbn>
<electronic-resource-num>10.1000/abc</electronic-resource-num>
<urls><related-urls><url>https://example.org/a</url></related-urls>
<pdf-urls><url>internal-pdf://a.pdf</url></pdf-urls></urls></record>
<record><ref-type name="Book">6</ref-type><titles><title>Two</title></titles></record></records></xml>
"""
MODS = """<?xml version="1.0"?>
<mods:modsCollection xmlns:mods="http://www.loc.gov/mods/v3"><mods:mods ID="roe2020">
<mods:titleInfo><mods:nonSort>The</mods:nonSort><mods:title>cells</mods:title><mods:subTitle>a study</mods:subTitle>
</mods:titleInfo><mods:name type="personal"><mods:namePart type="given">Jane</mods:namePart>
<mods:namePart type="family">Roe</mods:namePart><mods:role><mods:roleTerm type="text">author</mods:roleTerm></mods:role>
</mods:name><mods:name type="corporate"><mods:namePart>Society of Tests</mods:namePart></mods:name>
<mods:genre>journal article</mods:genre><mods:identifier type="doi">10.1000/abc</mods:identifier>
<mods:relatedItem type="host"><mods:titleInfo><mods:title>Journal of Tests</mods:title></mods:titleInfo>
<mods:name><mods:namePart>Doe, Bob</mods:namePart>
<mods:role><mods:roleTerm>editor</mods:roleTerm></mods:role></mods:name>
<mods:identifier type="issn">0028-0836</mods:identifier><mods:part><mods:date>2020-06</mods:date>
<mods:detail type="volume"><mods:number>12</mods:number></mods:detail>
<mods:detail type="issue"><mods:number>3</mods:number></mods:detail>
<mods:extent unit="pages"><mods:start>45</mods:start><mods:end>67</mods:end></mods:extent></mods:part>
</mods:relatedItem>
</mods:mods></mods:modsCollection>
"""
ALL = {"pubmed-xml": PUBMED, "endnote-xml": ENDNOTE, "mods": MODS}


def read(text: str | bytes, name: str = "auto", **options: int) -> list[Record | Rejected]:
    stream = io.BytesIO(text.encode() if isinstance(text, str) else text)
    return list(read_any(stream, format=name, **options))  # type: ignore[arg-type]


def test_an_article_of_pubmed() -> None:
    record = read(PUBMED)[0]
    assert isinstance(record, Record)
    jan, jane, group, others = record.author
    assert (jan.family, jan.non_dropping_particle, jane) == ("Berg", "van der", Name("Roe", "Jane", suffix="Jr"))
    assert (group, others) == (Name(literal="The Study Group"), OTHERS)
    assert [(span.text, tuple(span.styles)) for span in record.title.spans][1] == ("2", ("sub",))
    assert (record.type, record.container_title, record.container_title_short) == (
        "article-journal",
        "Journal of Tests",
        "J. Tests",
    )
    assert (record.issued, record.volume, record.page) == (Date(2008, 2), "4", (PageRange("132", "142"),))
    assert (record.doi, record.pmid, record.pmcid, record.language) == ("10.1000/abc", "123", "PMC7", "en")
    assert (record.abstract, record.keyword, record.source.line) == ("AIM: One. RESULT: Two.", ("Humans",), 4)
    assert record.custom == (("original-title", "Eine Studie"),)


def test_a_chapter_of_pubmed() -> None:
    record = read(PUBMED)[1]
    assert isinstance(record, Record)
    assert (record.type, str(record.title), record.container_title) == ("chapter", "A chapter", "A book")
    assert (record.editor, record.publisher, record.issued) == ((Name("Doe", "Bob"),), "A press", Date(2001))


def test_endnotes_xml() -> None:
    record, book = read(ENDNOTE)
    assert isinstance(record, Record)
    assert isinstance(book, Record)
    assert [tuple(span.styles) for span in record.title.spans] == [(), ("italic",)]
    assert (record.author, record.container_title, record.doi) == (
        (Name("Roe", "Jane"),),
        "Journal of Tests",
        "10.1000/abc",
    )
    assert (record.issued, record.volume, record.issue) == (Date(2020, 6, 5), "12", "3")
    assert (record.page, record.keyword) == ((PageRange("45", "67"),), ("cells", "growth"))
    assert (record.issn, record.url, record.pdf) == (("0028-0836", "1476-4687"), "https://example.org/a", "")
    assert (book.type, book.source.line) == ("book", 11)


def test_mods() -> None:
    (record,) = read(MODS)
    assert isinstance(record, Record)
    assert (str(record.title), record.citation_key, record.type) == ("The cells: a study", "roe2020", "article-journal")
    assert record.author == (Name("Roe", "Jane"), Name(literal="Society of Tests"))
    assert (record.container_title, record.editor) == ("Journal of Tests", (Name("Doe", "Bob"),))
    assert (record.issued, record.volume, record.issue) == (Date(2020, 6), "12", "3")
    assert (record.page, record.doi, record.issn) == ((PageRange("45", "67"),), "10.1000/abc", ("0028-0836",))


@pytest.mark.parametrize("name", ALL)
def test_each_is_detected_and_named(name: str) -> None:
    assert detected(ALL[name].encode(), "download.xml") == name
    assert not any(isinstance(one, Rejected) for one in read(ALL[name], name))
    (found,) = read("@book{k, title = {T}}", name)
    assert isinstance(found, Rejected)


@pytest.mark.parametrize("name", ALL)
def test_what_comes_before_a_fault_is_read(name: str) -> None:
    text = ALL[name]
    whole = read(text)
    *found, last = read(text.rstrip()[: -len(text.rstrip().rpartition("</")[2])] + "broken>")
    assert found == whole
    assert isinstance(last, Rejected)
    assert "not well-formed XML" in last.reason


def test_several_files_joined_are_read() -> None:
    joined = read(MODS + MODS)
    assert [one.source.line for one in joined] == [2, 18]


def test_entities_are_refused_and_those_of_html_are_known() -> None:
    bomb = PUBMED.replace('"http://example.org/pubmed.dtd">', '"x" [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>')
    (found,) = read(bomb.replace("A study", "&b;"), "pubmed-xml")
    assert isinstance(found, Rejected)
    assert "entities are refused" in found.reason
    record = read(PUBMED.replace("A study", "A study&nbsp;&alpha;"))[0]
    assert isinstance(record, Record)
    assert str(record.title).startswith("A study α")


def test_a_record_that_is_too_long_or_too_deep_is_rejected() -> None:
    (found,) = read(MODS.replace("cells", "cells " * 10_000), "mods", max_record=2000)
    assert isinstance(found, Rejected)
    assert "longer than" in found.reason
    (found,) = read(MODS.replace("cells", "<a>" * 1000), "mods")
    assert isinstance(found, Rejected)
    assert "nested" in found.reason


@given(st.sampled_from(sorted(ALL)), st.integers(0, 2000), st.binary(max_size=20))
def test_no_bytes_raise(name: str, at: int, junk: bytes) -> None:
    data = ALL[name].encode()
    read(data[:at] + junk + data[at:], name)
