"""Tables of databases and reference managers: what their columns are, and what may stand in their cells."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import Record, Rejected
from bibstep import read as read_any
from bibstep.model import Date, Name, PageRange

SCOPUS = (
    '"Authors","Author full names","Title","Year","Source title","Volume","Issue","Art. No.","Page start","Page end",'
    '"Page count","Cited by","DOI","Abstract","Author Keywords","Index Keywords","ISSN","Document Type","Source",'
    '"EID"\n'
    '"Smith J.; Doe B.","Smith, John (57192023500); Doe, Bob (57192023501)","A study, and more","2020","J Test","12",'
    '"3","","45","67","","5","10.1000/abc","Two\nlines","cells; study","Humans","00280836","Article","Scopus",'
    '"2-s2.0-1"\n'
)
WEB_OF_SCIENCE = (
    "PT\tAU\tAF\tTI\tSO\tDT\tDE\tSN\tPD\tPY\tVL\tIS\tBP\tEP\tDI\tUT\tPM\n"
    "J\tSmith, J; Doe, B\tSmith, John; Doe, Bob\tA study, and more\tJ Test\tArticle; Proceedings Paper\tcells; study\t"
    "0028-0836\tJUN 5\t2020\t12\t3\t45\t67\t10.1000/abc\tWOS:0001\t123\t\n"
)
POP = (
    "Cites,Authors,Title,Year,Source,Publisher,ArticleURL,Type,DOI,Volume,Issue,StartPage,EndPage\n"
    '10,"John Smith, Bob Doe","A study, and more",2020,J Test,Wiley,https://x.org/a,PDF,10.1000/abc,0,0,0,0\n'
)
ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Date","Pages","Manual Tags",'
    '"Extra"\n'
    '"ABCD1234","journalArticle","2020","Smith, John; Doe, Bob","A study, and more","J Test","10.1000/abc",'
    '"2020-06-05","45-67","cells; study","PMID: 123\nA note"\n'
)


def read(text: str | bytes, name: str = "auto") -> list[Record | Rejected]:
    return list(read_any(io.BytesIO(text.encode() if isinstance(text, str) else text), format=name))


def one(text: str | bytes) -> Record:
    (record,) = read(text)
    assert isinstance(record, Record), record
    return record


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", [SCOPUS, WEB_OF_SCIENCE, POP, ZOTERO], ids=["scopus", "wos", "pop", "zotero"])
def test_tables_of_databases_and_reference_managers(text: str, end: str) -> None:
    record = one(text.replace("\n", end))
    assert record.author == (Name("Smith", "John"), Name("Doe", "Bob"))
    assert (str(record.title), record.container_title) == ("A study, and more", "J Test")
    assert (record.type, record.doi, record.source.line) == ("article-journal", "10.1000/abc", 2)
    assert record.issued
    assert record.issued.year == 2020


def test_what_scopus_has() -> None:
    record = one(SCOPUS)
    assert (record.volume, record.issue, record.page) == ("12", "3", (PageRange("45", "67"),))
    assert (record.keyword, record.abstract, record.issn) == (("cells", "study", "Humans"), "Two lines", ("0028-0836",))
    assert record.custom == (("archive_location", "2-s2.0-1"),)


def test_what_web_of_science_has() -> None:
    record = one(WEB_OF_SCIENCE)
    assert (record.issued, record.pmid, record.keyword) == (Date(2020, 6, 5), "123", ("cells", "study"))
    assert one(WEB_OF_SCIENCE.replace("\nJ\t", "\nC\t")).type == "paper-conference"


def test_what_publish_or_perish_and_zotero_have() -> None:
    record = one(POP)
    assert (record.volume, record.page, record.url) == ("", (), "https://x.org/a")
    record = one(ZOTERO)
    assert (record.issued, record.pmid, record.note) == (Date(2020, 6, 5), "123", "A note")


@pytest.mark.parametrize(
    "text",
    ["title;authors;year\nA;Ann Lee;2001\n", "sep=;\nTitle;Year\nA;2001\n", '"Title"\t"Year"\n"A"\t"2001"\n',
     '\ufeffYear,"Title"\n2001,A\n', '"About the data: x"\nRank,Title,PubYear\n1,A,2001\n'],
)  # fmt: skip
def test_headings(text: str) -> None:
    record = one(text)
    assert (str(record.title), record.issued) == ("A", Date(2001))


def test_a_column_that_is_not_known_is_kept_and_a_cell_without_a_column_is_remarked_on() -> None:
    record = one("Title,Year,My Rating\nA,2001,good\n")
    assert record.custom == (("my-rating", "good"),)
    assert "value-ignored" in [remark.code for remark in one("Title,DOI\nA,10.1000/a,lost\n").remarks]


def test_other_encodings() -> None:
    record = one("Title,Authors\nGröße,Jörg Müller\n".encode("cp1252"))
    assert (str(record.title), record.author) == ("Größe", (Name("Müller", "Jörg"),))
    assert str(one("Title,Authors\nGröße,Jörg Müller\n".encode("utf-16")).title) == "Größe"


def test_a_table_of_something_else_and_an_open_quotation_mark_are_rejected() -> None:
    (found,) = read("Name,Price\nA,1\n", "csv")
    assert isinstance(found, Rejected)
    text = io.BytesIO(('Title,Year\nA,2001\n"B,2002\n' + "x,1\n" * 3000).encode())
    found = list(read_any(text, max_record=5000))[-1]
    assert isinstance(found, Rejected)
    assert found.source.line == 3


@given(st.text('",;\t\nTitle Year0123é', max_size=200))
def test_no_text_raises(text: str) -> None:
    read(f"Title,Year\n{text}")
    read(text, "csv")
