"""RIS read: every habit of the tools that write it, one bad spot at a time, and our own files back as they were."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import rispy
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bibstep.cli import run
from bibstep.formats import READERS
from bibstep.formats.ris import entries
from bibstep.formats.ris import limits as ris_limits
from bibstep.formats.ris import read as ris
from bibstep.formats.ris import tables as ris_tables
from bibstep.formats.ris import values as ris_values
from bibstep.model import OTHERS, Date, Metrics, Name, PageRange, Record, Rejected, Rich, Span, Translation
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from bibstep.text.clean import clean
from bibstep.values import titles
from linear import is_linear

FOREIGN = Path(__file__).parent / "data" / "foreign"
KEEP = Options(duplicates="keep", notes=("metrics", "translation"))
steady = settings(
    deadline=None, max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)


def read(text: str | bytes) -> list[Record | Rejected]:
    return list(ris.read(io.BytesIO(text.encode() if isinstance(text, str) else text), "x.ris"))


def one(*lines: str, kind: str = "JOUR") -> Record:
    text = "\n".join([f"TY  - {kind}", "TI  - A title", *lines, "ER  - ", ""])
    (record,) = read(text)
    assert isinstance(record, Record)
    return record


def codes(record: Record) -> list[str]:
    return [remark.code for remark in record.remarks]


# Lines and entries ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["VL  - 12", "VL - 12", "VL  -12", "VL\t-\t12", "  VL  - 12", "vl  - 12", "VL  – 12", "VL  -  12 ", "VL   - 12"],
)
def test_a_tag_is_read_however_it_is_written(line: str) -> None:
    record = one(line)
    assert record.volume == "12"
    assert not record.remarks


def test_a_file_without_blanks_before_the_hyphen_is_read() -> None:
    (record,) = read("TY- JOUR\nTI- A title\nAU- Roe, Jane\nER-\n")
    assert isinstance(record, Record)
    assert record.author == (Name("Roe", "Jane"),)


def test_a_file_in_small_letters_is_read() -> None:
    (record,) = read("ty - JOUR\nti - A title\nvl - 7\ner -\n")
    assert isinstance(record, Record)
    assert (str(record.title), record.volume) == ("A title", "7")


@pytest.mark.parametrize(
    ("lines", "abstract"),
    [
        (["AB  - One line", "and another."], "One line and another."),
        (["AB  - One paragraph.", "", "      Another one."], "One paragraph. Another one."),
        (["AB  - Images were", "T2-weighted and", "in - vitro they"], "Images were T2-weighted and in - vitro they"),
        (["AB  - " + "a" * 70, "bc"], "a" * 70 + "bc"),
    ],
)
def test_lines_without_a_tag_belong_to_the_value_before(lines: list[str], abstract: str) -> None:
    record = one(*lines)
    assert record.abstract == abstract
    assert not record.remarks


def test_a_line_that_cannot_belong_to_the_value_before_is_left_out_with_a_remark() -> None:
    record = one("PY  - 2020", "what is this", "VL  - 3")
    assert (record.issued, record.volume) == (Date(2020), "3")
    assert codes(record) == ["line-untagged"]
    assert "what is this" in record.remarks[0].message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\n\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks(end: str, mark: bytes) -> None:
    text = end.join(["TY  - JOUR", "TI  - Été", "ER  - ", "TY  - BOOK", "TI  - Two", "ER  - ", ""])
    first, second = read(mark + text.encode())
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (str(first.title), str(second.title), second.type) == ("Été", "Two", "book")


def test_utf_16_is_read() -> None:
    (record,) = read("TY  - JOUR\r\nTI  - Été\r\nER  - \r\n".encode("utf-16"))
    assert isinstance(record, Record)
    assert str(record.title) == "Été"


@pytest.mark.parametrize(
    ("encoding", "title", "code"),
    [("cp1252", "Über Geräte", "encoding-cp1252"), ("gb18030", "间充质干细胞", "encoding-gb18030")],
)
def test_other_encodings_are_read_with_a_remark(encoding: str, title: str, code: str) -> None:
    (record,) = read(f"TY  - JOUR\nTI  - {title}\nER  - \n".encode(encoding))
    assert isinstance(record, Record)
    assert (str(record.title), codes(record)) == (title, [code])


def test_a_record_without_its_end_is_ended_by_the_next_one_and_by_the_file() -> None:
    first, second = read("TY  - JOUR\nTI  - One\nTY  - BOOK\nTI  - Two\n")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (str(first.title), str(second.title)) == ("One", "Two")
    assert codes(first) == codes(second) == ["record-unended"]
    assert (first.source.line, second.source.line) == (1, 3)


def test_a_record_without_its_type_is_read_and_its_type_guessed() -> None:
    first, second = read("TI  - One\nJF  - Nature\nVL  - 2\nER  - \nTY  - BOOK\nTI  - Two\nER  - \n")
    assert isinstance(first, Record)
    assert (first.type, codes(first)) == ("article-journal", ["type-guessed"])
    assert isinstance(second, Record)
    assert not second.remarks


def test_a_type_may_stand_behind_the_number() -> None:
    (record,) = read("ID  - 12\nTY  - BOOK\nTI  - Two\nER  - \n")
    assert isinstance(record, Record)
    assert (record.type, record.citation_key) == ("book", "12")


def test_headings_of_databases_are_passed_over() -> None:
    text = 'Provider: A\nDatabase: B\nContent:text/plain; charset="utf-8"\n\n\nTY  - JOUR\nTI  - One\nER  - \n'
    records = read(text + text.replace("One", "Two"))
    assert [str(record.title) for record in records if isinstance(record, Record)] == ["One", "Two"]
    assert not any(record.remarks for record in records if isinstance(record, Record))


def test_junk_between_records_costs_none_of_them() -> None:
    good = "TY  - JOUR\nTI  - One\nER  - \n"
    first, junk, last = read(good + "lorem\nipsum\ndolor\n" + good)
    assert isinstance(junk, Rejected)
    assert (junk.source.line, junk.raw) == (4, "lorem")
    assert first == last


def test_a_number_in_front_of_a_record_is_remarked_on() -> None:
    good = "TY  - JOUR\nTI  - One\nER  - \n"
    _, last = read(good + "2.\n" + good)
    assert isinstance(last, Record)
    assert codes(last) == ["line-untagged"]


@pytest.mark.parametrize("text", ["TY  - JOUR\nER  - \n", "TY  - JOUR\nTI  - \nER  - \n", "no RIS at all\n", "\0\1\2"])
def test_what_says_nothing_is_rejected(text: str) -> None:
    (rejected,) = read(text)
    assert isinstance(rejected, Rejected)


STRAY = "AU  - Intruder, I.\nDO  - 10.1000/first\n"


def test_tags_between_two_records_are_no_part_of_either() -> None:
    good = "TY  - JOUR\nTI  - One\nAU  - Roe, Jane\nER  - \n"
    first, stray, second = read(f"{good}\n{STRAY}\n{good}")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.author, second.author) == ((Name("Roe", "Jane"),), (Name("Roe", "Jane"),))
    assert isinstance(stray, Rejected)
    assert stray.source.line == 6
    assert isinstance(read(f"{good}\n{STRAY}")[1], Rejected)


def test_what_ovid_writes_after_a_record_is_no_part_of_the_next() -> None:
    good = "1. \nTY  - JOUR\nTI  - One\nER  -  \n\nLink to the Ovid Full Text or citation: http://x.y/z\n\n"
    search = (
        "C1  - Database: Ovid MEDLINE <1946 to 2024>\n\nSearch Strategy:\n\n----\n1     exp baz/ (12)\n2  x (1)\n\n"
    )
    found = read(good + search + good)
    assert [record.custom for record in found if isinstance(record, Record)] == [(), ()]
    assert len(found) == 2


def test_nothing_comes_of_nothing() -> None:
    assert read("") == read("\r\n\n") == [] or all(isinstance(found, Rejected) for found in read("\r\n\n"))


# Other tags -----------------------------------------------------------------------------------------------------------

PUBMED = """
PMID- 12345678
OWN - NLM
IS  - 1476-4687 (Electronic)
IS  - 0028-0836 (Linking)
VI  - 12
IP  - 3
DP  - 2020 Jun 5
TI  - A title that is long enough to be
      wrapped.
PG  - 390-7
FAU - Roe, Jane Ann
AU  - Roe JA
CN  - The Study Group
TA  - Nat
JT  - Nature
MH  - *Stem Cells
MH  - Humans
PMC - PMC123
AID - S000-1 [pii]
AID - 10.1000/xyz [doi]
XYZ - foo

PMID- 2
TI  - Two.
"""

WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Roe, JA
   Doe, B
AF Roe, Jane Ann
   Doe, Bob
TI A title that is long enough to be
   wrapped
SO NATURE
CL Vienna
DT Article
DE stem cells; humans
PD JUN 5
PY 2020
VL 12
BP 390
EP 397
DI 10.1000/xyz
UT WOS:000000001
PM 12345678
ER

PT C
TI Two
DT Proceedings Paper
CT 3rd Symposium on Bones
ER

EF
"""


ENDNOTE = """%0 Journal Article
%A Roe, Jane
%A Doe, Bob
%T A title that is long enough to be
wrapped
%J Nature
%O Nat.
%D 2020
%8 June 5
%V 12
%N 3
%P 390-7
%R 10.1000/xyz
%@ 0028-0836
%K cells
humans
%Q The Study Group
%] e1
%= Mon
%X One.

Two.

%0 Book
%T Two
%E Doe, Bob
%I A press
%R TR-12
%O a remark
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_endnotes_tagged_format(end: str) -> None:
    first, second = read(ENDNOTE.replace("\n", end))
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.author == (Name("Roe", "Jane"), Name("Doe", "Bob"), Name(literal="The Study Group"))
    assert str(first.title) == "A title that is long enough to be wrapped"
    assert (first.container_title, first.container_title_short, first.abstract) == ("Nature", "Nat.", "One. Two.")
    assert (first.issued, first.volume, first.issue) == (Date(2020, 6, 5), "12", "3")
    assert (first.doi, first.issn, first.keyword) == ("10.1000/xyz", ("0028-0836",), ("cells", "humans"))
    assert (second.type, second.editor, second.publisher) == ("book", (Name("Doe", "Bob"),), "A press")
    assert (second.doi, second.note, second.source.line) == ("", "a remark", 24)
    assert second.custom == (("ris-endnote-R", "TR-12"),)


def test_refer_without_types() -> None:
    text = "%T One\n%A Jane Roe\n%J Nature\n%D 2001\n\n%T Two\n%A Bob Doe\n%I A press\n\n\n%T Three\n%D 2003\n"
    found = [one for one in read(text) if isinstance(one, Record)]
    assert [(str(one.title), one.type) for one in found] == [
        ("One", "article-journal"),
        ("Two", "book"),
        ("Three", "document"),
    ]


@steady
@given(st.integers(0, 400), st.binary(max_size=20))
def test_no_bytes_in_endnotes_format_raise(at: int, junk: bytes) -> None:
    data = ENDNOTE.encode()
    read(data[:at] + junk + data[at:])


ERIC = """
OWN - ERIC
TI  - An article
AU  - van Roe, Jane
OT  - Tests; Scores
JT  - Journal of Tests
SO  - v9 Article 10 2019
AID - http://dx.doi.org/10.1000/xyz
OID - EJ1245375
VI  - 9
DP  - Article 10 2019
LID - http://eric.ed.gov/?id=EJ1245375
ISSN - EISSN-0028-0836
LA  - English
PT  - Reports - Research

OWN - ERIC
TI  - A thesis
JT  - ProQuest LLC
OID - ED602023
ISBN - ISBN-978-0-306-40615-7
PT  - Dissertations/Theses - Doctoral Dissertations
"""


def test_eric_writes_what_looks_like_pubmed() -> None:
    first, second = read(ERIC)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.type, first.container_title, first.doi) == ("article-journal", "Journal of Tests", "10.1000/xyz")
    assert (first.issued, first.issn, first.language) == (Date(2019), ("0028-0836",), "en")
    assert (first.url, first.keyword) == ("http://eric.ed.gov/?id=EJ1245375", ("Tests", "Scores"))
    assert dict(first.custom) == {"archive": "ERIC", "archive_location": "EJ1245375"}
    assert (second.type, second.publisher, second.isbn) == ("thesis", "ProQuest LLC", ("978-0-306-40615-7",))


def test_pubmed_keeps_a_title_in_the_language_of_the_article() -> None:
    (record,) = read("PMID- 1\nTI  - [On the water of wells].\nTT  - Vom Wasser der Brunnen.\nLA  - ger\n")
    assert isinstance(record, Record)
    assert record.custom == (("original-title", "Vom Wasser der Brunnen"),)
    assert (record.pmid, str(record.title)) == ("1", "[On the water of wells]")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", [PUBMED, WOS], ids=["pubmed", "wos"])
def test_other_tagged_formats_are_read(text: str, end: str) -> None:
    first, second = read(text.replace("\n", end))
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert str(first.title) == "A title that is long enough to be wrapped"
    assert (first.author[0], first.keyword[-1], first.container_title.lower()) == (
        Name("Roe", "Jane Ann"),
        "humans" if text is WOS else "Humans",
        "nature",
    )
    assert (first.issued, first.volume, first.page) == (Date(2020, 6, 5), "12", (PageRange("390", "397"),))
    assert (first.doi, first.pmid, first.source.line) == ("10.1000/xyz", "12345678", 3 if text is WOS else 2)
    assert ("ris-wos-CL", "Vienna") in first.custom or ("ris-pubmed-XYZ", "foo") in first.custom
    assert (str(second.title), second.type) == ("Two", "paper-conference" if text is WOS else "article-journal")


def test_pubmed_says_groups_serial_numbers_and_pmc() -> None:
    first = read(PUBMED)[0]
    assert isinstance(first, Record)
    assert first.author[1] == Name(literal="The Study Group")
    assert (first.issn, first.pmcid, first.issue) == (("1476-4687", "0028-0836"), "PMC123", "3")


@steady
@given(st.sampled_from([PUBMED, WOS]), st.integers(0, 400), st.binary(max_size=20))
def test_no_bytes_in_other_tagged_formats_raise(text: str, at: int, junk: bytes) -> None:
    data = text.encode()
    read(data[:at] + junk + data[at:])


# Values ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Roe, Jane", Name("Roe", "Jane")),
        ("Roe,J.A.", Name("Roe", "J. A.")),
        ("Roe, Jane, Jr.", Name("Roe", "Jane", suffix="Jr.")),
        ("Roe, III, Jane", Name("Roe", "Jane", suffix="III")),
        ("van der Berg, Jan", Name("Berg", "Jan", "van der")),
        ("Beethoven, Ludwig van", Name("Beethoven", "Ludwig van")),
        ("Porter, AG", Name("Porter", "A. G.")),
        ("Jane Roe", Name("Roe", "Jane")),
        ("Roe JA", Name("Roe", "J. A.")),
        ("World Health Organization", Name(literal="World Health Organization")),
        ("World Health Organization,", Name(literal="World Health Organization")),
        ("Barnes and Noble, Inc.", Name(literal="Barnes and Noble, Inc.")),
        ("Barnes and Noble, Inc.,", Name(literal="Barnes and Noble, Inc.")),
        ("Marx, Karl,", Name("Marx", "Karl")),
        ("张三", Name(literal="张三")),
        ("M&uuml;ller, Eva", Name("Müller", "Eva")),
    ],
)
def test_names(line: str, name: Name) -> None:
    assert one(f"AU  - {line}").author == (name,)


@pytest.mark.parametrize("line", ["Roe, J.; Doe, B.", "Roe, J. and Doe, B.", "Roe, J., Doe, B."])
def test_several_names_on_a_line(line: str) -> None:
    assert one(f"AU  - {line}").author == (Name("Roe", "J."), Name("Doe", "B."))


@pytest.mark.parametrize("lines", [["Roe, J.; Doe, B. et al."], ["Roe, J.", "Doe, B.", "et al."]])
def test_that_there_are_more_people_is_kept(lines: list[str]) -> None:
    record = one(*[f"AU  - {line}" for line in lines])
    assert record.author == (Name("Roe", "J."), Name("Doe", "B."), OTHERS)
    assert codes(record) == ["names-truncated"]
    text = "".join(convert([record], "ris"))
    assert "AU  - Doe, B." in text
    assert "AU  - others" not in text
    (again,) = read(text)
    assert isinstance(again, Record)
    assert again.author == record.author


def test_the_list_decides_which_words_are_the_family_name() -> None:
    lines = ["Nolan MA", "Poe Sample M", "de Vries MD", "Brown SR", "Roe, Jane", "Acme Study Group,"]
    assert [(name.family or name.literal, name.given) for name in one(*[f"AU  - {line}" for line in lines]).author] == [
        ("Nolan", "M. A."),
        ("Poe Sample", "M."),
        ("Vries", "M. D."),
        ("Brown", "S. R."),
        ("Roe", "Jane"),
        ("Acme Study Group", ""),
    ]


def test_pubmed_writes_names_in_short_and_in_full() -> None:
    head = "PMID- 1\nTI  - A title\n"

    def authors(text: str) -> tuple[Name, ...]:
        (record,) = read(head + text)
        assert isinstance(record, Record)
        return record.author

    short = "AU  - Kim JI\nAU  - Falk OT 3rd\nAU  - Hardy S Sr\n"
    full = "FAU - Kim, Ji In\nAU  - Kim JI\nFAU - Falk, Oscar T 3rd\nAU  - Falk OT 3rd\n"
    assert [str(name) for name in authors(short)] == ["J. I. Kim", "O. T. Falk 3rd", "S. Hardy Sr"]
    assert authors(full) == (Name("Kim", "Ji In"), Name("Falk", "Oscar T", suffix="3rd"))
    # Where not all are written in full, the short forms name more people.
    assert len(authors(f"{full}AU  - Roe J\n")) == 3


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["PY  - 2020"], Date(2020)),
        (["PY  - 2020///"], Date(2020)),
        (["Y1  - 2020/06/05/"], Date(2020, 6, 5)),
        (["Y1  - 2020/06//"], Date(2020, 6)),
        (["PY  - 2020///Spring"], Date(2020, season=1)),
        (["PY  - 2020///June 5"], Date(2020, 6, 5)),
        (["DA  - 2020-06-05"], Date(2020, 6, 5)),
        (["DA  - 2020 Jun 5"], Date(2020, 6, 5)),
        (["PY  - Jun 2020"], Date(2020, 6)),
        (["PY  - 2020", "DA  - JUN 5"], Date(2020, 6, 5)),
        (["PY  - 2020", "DA  - JUN"], Date(2020, 6)),
        (["PY  - 2020", "Y1  - 2020/06/05", "DA  - 2020/06"], Date(2020, 6, 5)),
        (["PY  - 2020", "DA  - JAN-FEB"], Date(2020, 1, end=Date(2020, 2))),
        (["PY  - 2020///Nov-Dec"], Date(2020, 11, end=Date(2020, 12))),
        (["PY  - 2020", "Y2  - Feb 7"], Date(2020, 2, 7)),
        (["PY  - 2020", "Y2  - 2021/05/04"], Date(2020)),
        (["PY  - 1988-1992"], Date(1988, end=Date(1992))),
        (["PY  - ca. 1850"], Date(1850, circa=True)),
        (["PY  - in press"], Date(0, literal="in press")),
        (["PY  - 2001/00/00/"], Date(2001)),
    ],
)
def test_dates(lines: list[str], date: Date) -> None:
    assert one(*lines).issued == date


def test_dates_that_disagree_are_remarked_on() -> None:
    record = one("PY  - 2015", "DA  - 2014/05/20")
    assert (record.issued, codes(record)) == (Date(2015), ["dates-disagree"])


@pytest.mark.parametrize(
    ("lines", "kind", "pages_read", "number"),
    [
        (["SP  - 1", "EP  - 9"], "JOUR", (PageRange("1", "9"),), ""),
        (["SP  - 1-9"], "JOUR", (PageRange("1", "9"),), ""),
        (["SP  - 1-9", "EP  - 9"], "JOUR", (PageRange("1", "9"),), ""),
        (["SP  - pp.", "EP  - 1-9"], "JOUR", (PageRange("1", "9"),), ""),
        (["SP  - 3", "EP  - 3-8"], "JOUR", (PageRange("3", "3-8"),), ""),
        (["SP  - e938835-1", "EP  - e938835-15"], "JOUR", (PageRange("e938835-1", "e938835-15"),), ""),
        (["SP  - 390", "EP  - 7"], "JOUR", (PageRange("390", "397"),), ""),
        (["SP  - e0123456"], "JOUR", (), "e0123456"),
        (["C7  - 12", "SP  - 12"], "JOUR", (), "12"),
        (["C7  - 12", "SP  - 1", "EP  - 9"], "JOUR", (PageRange("1", "9"),), "12"),
        (["SP  - 350"], "BOOK", (), ""),
        (["SP  - 7"], "JOUR", (PageRange("7"),), ""),
    ],
)
def test_pages(lines: list[str], kind: str, pages_read: Any, number: str) -> None:
    record = one(*lines, kind=kind)
    assert (record.page, record.number) == (pages_read, number)


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("BOOK", ["SP  - 350"], {"number_of_pages": "350"}),
        ("BOOK", ["T2  - A series", "M1  - 12"], {"collection_title": "A series", "collection_number": "12"}),
        ("BOOK", ["A2  - Roe, Jane"], {"editor": (Name("Roe", "Jane"),)}),
        ("EDBOOK", ["AU  - Roe, Jane"], {"editor": (Name("Roe", "Jane"),), "author": ()}),
        ("CHAP", ["BT  - A book", "T3  - A series"], {"container_title": "A book", "collection_title": "A series"}),
        ("CHAP", ["A3  - Roe, Jane"], {"roles": (("collection-editor", (Name("Roe", "Jane"),)),)}),
        ("CONF", ["T2  - A meeting", "C3  - Papers"], {"event_title": "A meeting", "container_title": "Papers"}),
        ("CPAPER", ["T2  - A meeting"], {"container_title": "A meeting"}),
        ("JOUR", ["JO  - J. E.", "T2  - Journal"], {"container_title": "Journal", "container_title_short": "J. E."}),
        ("JOUR", ["JA  - J. Exp."], {"container_title": "J. Exp."}),
        ("JOUR", ["M1  - 4"], {"issue": "4"}),
        ("JOUR", ["VL  - 39(1)"], {"volume": "39", "issue": "1"}),
        ("JOUR", ["M3  - 10.1000/x"], {"doi": "10.1000/x", "genre": ""}),
        ("JOUR", ["N1  - doi: 10.1000/x"], {"doi": "10.1000/x", "note": ""}),
        ("JOUR", ["DO  - https://doi.org/10.1000/x"], {"doi": "10.1000/x"}),
        ("JOUR", ["UR  - http://dx.doi.org/10.1000/x"], {"doi": "10.1000/x", "url": ""}),
        ("JOUR", ["C1  - arXiv:2404.13957", "C2  - PMC12"], {"arxiv": "2404.13957", "pmcid": "PMC12"}),
        ("JOUR", ["AN  - 12345678"], {"pmid": "", "custom": (("archive_location", "12345678"),)}),
        ("JOUR", ["AN  - 12345678", "DB  - Ovid MEDLINE"], {"pmid": "12345678"}),
        ("JOUR", ["AN  - PMID:12345678"], {"pmid": "12345678"}),
        ("JOUR", ["AN  - MEDLINE:12345678"], {"pmid": "12345678"}),
        ("JOUR", ["U1  - 20000001[pmid]", "U2  - PMC2900001[pmcid]"], {"pmid": "20000001", "pmcid": "PMC2900001"}),
        ("BOOK", ["M1  - Query date: 2022-03-15", "M1  - 4"], {"collection_number": "4"}),
        ("JOUR", ["AN  - 1234567", "DB  - X"], {"custom": (("archive", "X"), ("archive_location", "1234567"))}),
        ("JOUR", ["KW  - a; b; c"], {"keyword": ("a", "b", "c")}),
        ("JOUR", ["KW  - a", "b", "c, d"], {"keyword": ("a", "b", "c, d")}),
        ("JOUR", ["SN  - 1476-4687 (Electronic)", "0028-0836 (Linking)"], {"issn": ("1476-4687", "0028-0836")}),
        ("CHAP", ["SN  - 978-0-306-40615-7"], {"isbn": ("978-0-306-40615-7",)}),
        ("RPRT", ["SN  - TR-12"], {"number": "TR-12"}),
        ("PAT", ["IS  - US 1"], {"number": "US 1"}),
        ("COMP", ["ET  - 2.1"], {"version": "2.1", "edition": ""}),
        ("THES", ["VL  - Ph.D."], {"genre": "Ph.D.", "volume": ""}),
        ("JOUR", ["LA  - eng"], {"language": "en"}),
        ("JOUR", ["LA  - Chinese"], {"language": "zh"}),
        ("JOUR", ["TT  - 标题"], {"custom": (("ris-TT", "标题"),)}),
        ("JOUR", ["CN  - QA", "AD  - Here"], {"custom": (("call-number", "QA"), ("ris-AD", "Here"))}),
        ("JOUR", ["L1  - http://x.org/1", "L2  - http://x.org/2"], {"pdf": "http://x.org/1", "url": "http://x.org/2"}),
        ("JOUR", ["AB  - a &amp; b"], {"abstract": "a & b"}),
        ("JOUR", ["N1  - One", "N1  - Two"], {"note": "One; Two"}),
        ("JOUR", ["CP  - 4"], {"issue": "4"}),
        ("JOUR", ["CP  - 3rd Symposium on Bones"], {"event_title": "3rd Symposium on Bones", "publisher_place": ""}),
        ("CPAPER", ["CP  - Vienna, Austria"], {"publisher_place": "Vienna, Austria", "event_title": ""}),
        ("JOUR", ["VL  - 1262 CCIS"], {"volume": "1262 CCIS", "issue": ""}),
        ("THES", ["VL  - 60", "JF  - Abstracts", "IS  - 5-B", "SP  - 9"], {"issue": "5-B", "number_of_pages": ""}),
        ("BOOK", ["SP  - 251 pp.", "EP  - 251 pp."], {"number_of_pages": "251"}),
        ("BOOK", ["SP  - x + 497 pp.-x + 497 pp."], {"number_of_pages": "x + 497"}),
        ("JOUR", ["SP  - 106S", "EP  - 106S"], {"page": (PageRange("106S"),), "number_of_pages": ""}),
        ("JOUR", ["SP  - 7", "C7  - no number"], {"number": "", "custom": (("ris-C7", "no number"),)}),
        (
            "JOUR",
            ["A1  - Roe, J.", "AU  - Doe, B.", "A1  - Poe, C."],
            {"author": (Name("Roe", "J."), Name("Doe", "B."), Name("Poe", "C."))},
        ),
        ("JOUR", ["A1  - Roe, J.", "AU  - Doe, B."], {"author": (Name("Roe", "J."), Name("Doe", "B."))}),
        ("JOUR", ["Y2  - x"], {"accessed": None, "custom": (("ris-Y2", "x"),)}),
        ("JOUR", ["ID  - smith2020"], {"citation_key": "smith2020"}),
        ("JOUR", ["ID  - not a key"], {"citation_key": "not a key", "custom": ()}),
    ],
)  # fmt: skip
def test_tags(kind: str, lines: list[str], said: dict[str, Any]) -> None:
    record = one(*lines, kind=kind)
    assert {field: getattr(record, field) for field in said} == said


def test_markup_in_a_title_is_read() -> None:
    (record,) = read("TY  - JOUR\nT1  - On <i>E. coli</i> &amp; more\nER  - \n")
    assert isinstance(record, Record)
    assert record.title.spans[1] == Span("E. coli", ("italic",))


def test_a_record_without_a_title_is_kept_with_a_remark() -> None:
    (record,) = read("TY  - JOUR\nAU  - Roe, Jane\nDO  - 10.1000/x\nER  - \n")
    assert isinstance(record, Record)
    assert (record.title, codes(record)) == (Rich(), ["title-missing"])
    for to in ("bibtex", "biblatex", "ris", "csl-json"):
        assert "10.1000/x" in "".join(convert([record], to))


@pytest.mark.parametrize("kind", ris_tables.TYPES)
def test_every_type_is_known(kind: str) -> None:
    assert one(kind=kind).type == ris_tables.TYPES[kind]
    assert one(kind=kind.lower()).type == ris_tables.TYPES[kind]


def test_a_type_that_is_written_is_read_as_one_that_is_written_the_same() -> None:
    schema = json.loads((Path(__file__).parent / "data" / "csl-data.json").read_text(encoding="utf-8"))
    for kind in schema["items"]["properties"]["type"]["enum"]:
        word = ris_limits.kind(kind)
        assert ris_limits.kind(ris_tables.TYPES[word]) == word


# Round trips ----------------------------------------------------------------------------------------------------------

words = st.text("abcXYZ ,.-äß漢é", min_size=1, max_size=15).map(clean).filter(lambda text: any(map(str.isalpha, text)))
plain = words.filter(lambda text: "," not in text)
family = st.sampled_from(["Roe", "Müller", "O'Neil", "Teixeira da Silva", "王", "Smith-Jones"])
people = st.lists(
    st.one_of(
        st.builds(
            Name,
            family,
            st.sampled_from(["Jane", "J. A.", "A. G.", "小明"]),
            st.sampled_from(["", "van der", "de la"]),
            st.sampled_from(["", "Jr.", "III"]),
            st.just(""),
        ),
        st.sampled_from(["World Health Organization", "Barnes and Noble, Inc.", "Plato", "A; B"]).map(
            lambda text: Name(literal=text)
        ),
    ),
    max_size=3,
    unique=True,
).map(tuple)
optional = st.one_of(st.just(""), plain)
numbers = st.one_of(st.just(""), st.integers(1, 999).map(str))
years = st.integers(1000, 2999)
dates = st.one_of(
    st.none(),
    st.builds(Date, years),
    st.builds(Date, years, st.integers(1, 12)),
    st.builds(Date, years, st.integers(1, 12), st.integers(1, 28)),
    st.builds(Date, years, season=st.integers(1, 4)),
    st.builds(Date, st.just(0), literal=st.just("in press")),
)
ranges = st.one_of(
    st.just(()),
    st.tuples(st.builds(PageRange, st.integers(1, 99).map(str), st.integers(100, 999).map(str))),
    st.just((PageRange("S1", "S9"),)),
    st.just((PageRange("1", "3"), PageRange("7", "9"))),
    st.just((PageRange("xii", "xx"),)),
)
dois = st.sampled_from(["", "10.1000/xyz", "10.1002/(SICI)1097-4636(199823)43:4<338::AID-JBM16>3.0.CO;2-B"])
languages = st.sampled_from(["", "en", "de-AT", "zh"])
records = st.builds(
    Record,
    type=st.sampled_from(
        "article-journal article-magazine article-newspaper article book chapter paper-conference thesis report "
        "dataset webpage software patent map manuscript motion_picture speech document standard legislation "
        "post-weblog".split()
    ),
    title=words.map(Rich.of),
    title_short=optional,
    author=people,
    editor=people,
    translator=people,
    roles=st.one_of(st.just(()), people.filter(bool).map(lambda found: (("collection-editor", found),))),
    container_title=optional,
    container_title_short=optional,
    collection_title=optional,
    collection_number=numbers,
    event_title=optional,
    publisher=optional,
    publisher_place=optional,
    genre=optional,
    edition=optional,
    version=numbers,
    volume=numbers,
    issue=numbers,
    page=ranges,
    number=st.one_of(numbers, st.just("e941209")),
    chapter_number=numbers,
    number_of_pages=numbers,
    number_of_volumes=numbers,
    issued=dates,
    accessed=dates.filter(lambda date: not (date and date.literal)),
    abstract=st.one_of(st.just(""), words),
    keyword=st.lists(words, max_size=3).map(tuple),
    language=languages,
    doi=dois,
    url=st.sampled_from(["", "https://example.org/a?b=c"]),
    pdf=st.sampled_from(["", "https://example.org/a.pdf"]),
    arxiv=st.sampled_from(["", "2404.13957v2", "hep-th/9901001"]),
    pmid=numbers,
    pmcid=st.sampled_from(["", "PMC123"]),
    issn=st.sampled_from([(), ("0028-0836",), ("0028-0836", "1476-4687")]),
    isbn=st.sampled_from([(), ("978-0-306-40615-7",)]),
    note=optional,
    custom=st.sampled_from(
        [(), (("call-number", "QA 1"),), (("archive", "PubMed"), ("ris-AD", "Here"), ("ris-C8", "x"), ("ris-U1", "y"))]
    ),
    metrics=st.sampled_from([Metrics(), Metrics("19.8", "Q1", "Cell (a)", "1", "医学"), Metrics(jcr_category="X")]),
    translation=st.sampled_from([Translation(), Translation("标题", "", "zh"), Translation("Title")]),
)

#: The fields that RIS always says; of the others it depends on the type which of them have a tag.
ALWAYS = (
    "author editor translator title_short publisher publisher_place genre volume accessed abstract keyword language "
    "doi url pdf arxiv pmid pmcid issn isbn number_of_volumes container_title_short note metrics translation"
).split()


@steady
@given(records.map(lambda record: [record]))
def test_our_own_files_come_back_as_they_were(bibliography: list[Record]) -> None:
    text = "".join(convert(bibliography, "ris", KEEP))
    again = read(text)
    assert len(again) == len(bibliography)
    for record, back in zip(bibliography, again, strict=True):
        assert isinstance(back, Record)
        assert titles.plain(back.title) == titles.plain(record.title)
        for name in ALWAYS:
            assert getattr(back, name) == getattr(record, name), name
        assert back.issued == record.issued
        if record.type in ("article-journal", "paper-conference"):
            assert back.type == record.type
            assert (back.page, back.issue, back.number) == (record.page, record.issue, record.number) or (
                not record.page or not record.number
            )
            assert back.container_title == (
                record.container_title or (record.event_title if record.type[0] == "p" else "")
            )
            assert back.collection_title == record.collection_title
    assert "".join(convert([back for back in again if isinstance(back, Record)], "ris", KEEP)) == text


@pytest.mark.parametrize(
    "record",
    [
        Record(
            "article-journal",
            Rich.of("A title"),
            author=(Name("Roe", "Jane"), Name(literal="World Health Organization")),
            container_title="Journal",
            container_title_short="J.",
            collection_title="Series",
            volume="1",
            issue="2",
            number="e941209",
            page=(PageRange("e941209-1", "e941209-4"),),
            issued=Date(2020, 6, 5),
            custom=(("ris-AD", "Here"),),
        ),
        Record("book", Rich.of("A title"), collection_title="Series", collection_number="7", number_of_pages="350"),
        Record(
            "chapter",
            Rich.of("A title"),
            roles=(("collection-editor", (Name("Roe", "Jane"),)),),
            container_title="Book",
            collection_title="Series",
            collection_number="7",
            chapter_number="3",
        ),
        Record("paper-conference", Rich.of("A title"), container_title="Papers", event_title="Meeting"),
        Record("software", Rich.of("A title"), version="1.2"),
        Record("article", Rich.of("A title"), arxiv="2404.13957"),
    ],
    ids=lambda record: record.type,
)
def test_what_ris_can_say_comes_back_whole(record: Record) -> None:
    (back,) = read("".join(convert([record], "ris", KEEP)))
    assert back == record


def test_what_ris_says_in_part_is_remarked_on() -> None:
    record = Record(
        "article-journal",
        Rich((Span("On "), Span("E. coli", ("italic",)))),
        number_of_pages="9",
        version="2",
        custom=(("medium", "print"), ("ris-AD", "Here")),
    )
    noted: list[Any] = []
    assert "".join(convert([record], "ris", report=noted.append))
    said = [remark.field for one in noted for remark in one.remarks]
    assert said == ["title", "number_of_pages", "version", "custom"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Record("software", Rich.of("T"), edition="2", version="1"), ["edition"]),
        (Record("software", Rich.of("T"), version="1"), []),
        (Record("book", Rich.of("T"), pmid="1", custom=(("archive_location", "A"),)), []),
        (Record("chapter", Rich.of("T"), chapter_number="1", custom=(("section", "A"),)), ["custom"]),
        (Record("chapter", Rich.of("T"), custom=(("section", "A"), ("archive_location", "A"))), ["custom"]),
        (Record("article-journal", Rich.of("T"), custom=(("section", "4"),)), ["custom"]),
        (Record("article-journal", Rich.of("T"), page=(PageRange("1"),), custom=(("section", "4"),)), []),
    ],
)
def test_what_shares_a_tag_is_remarked_on(record: Record, said: list[str]) -> None:
    assert [field for field, _ in ris_limits.partly(record)] == said


@pytest.mark.parametrize("name", sorted(set(ris_limits.VARIABLES.values())))
def test_a_variable_is_written_under_its_tag(name: str) -> None:
    tags = [tag for tag, variable in ris_limits.VARIABLES.items() if variable == name]
    text = "".join(convert([Record("book", Rich.of("T"), custom=((name, "A value"),))], "ris"))
    assert any(f"{tag}  - A value\r\n" in text for tag in tags)


def test_a_plain_record_is_written_without_a_remark() -> None:
    record = replace(one("AU  - Roe, Jane", "PY  - 2020", "SP  - 1", "EP  - 2"), remarks=())
    assert list(ris_limits.partly(record)) == []


# Anything at all ------------------------------------------------------------------------------------------------------

lines = st.sampled_from(
    [
        "TY  - JOUR",
        "TY  - ",
        "ER  - ",
        "TI  - x",
        "T1  - <i>",
        "AU  - ,",
        "AU  - a, b, c, d",
        "PY  - ///",
        "DA  - 9999/99/99",
    ]
    + [
        "SP  - -",
        "EP  - 1-",
        "SN  - 1;;",
        "DO  - 10.",
        "UR  - ://",
        "KW  - ;;",
        "junk",
        "",
        "  ",
        "\u2028",
        "N1  - doi:",
    ]
    + [
        "AN  - PMID:",
        "C1  - arXiv:",
        "LA  - ???",
        "VL  - (",
        "Y2  - x",
        "M3  - 10.1/",
        "ID  - {}",
        "XX  - y",
        "ty-",
        "-",
        "T2-",
    ]
)


@settings(steady, max_examples=100)
@given(st.lists(lines, max_size=25), st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_lines_raise(some: list[str], end: str) -> None:
    for record in read(end.join(some)):
        assert isinstance(record, (Record, Rejected))


@settings(steady, max_examples=100)
@given(st.binary(max_size=200), st.sampled_from(sorted(ris_tables.TAGS)))
def test_no_bytes_raise(some: bytes, tag: str) -> None:
    read(some)
    read(b"TY  - JOUR\nTI  - x\n" + tag.encode() + b"  - " + some + b"\nER  - \n")


@pytest.mark.parametrize("tag", sorted(ris_tables.TAGS))
def test_a_long_value_takes_linear_time(tag: str) -> None:
    for filler in ("a", "1", " ", ",", ";", "-", "(", "a ", "1-", "10.1/", "<i>", "&amp;"):
        entry = f"TY  - JOUR\nTI  - x\n{tag}  - %s\nER  - \n"
        assert is_linear(lambda size: read(entry % (filler * (size // len(filler)))), 4_000), filler  # noqa: B023


# Short ways and long ones ---------------------------------------------------------------------------------------------

#: Lines of an entry in its usual form, and some that are of another.
usual_lines = st.one_of(
    st.tuples(
        st.sampled_from(["AU", "KW", "AN", "AV", "N1", "SN", "PY", "XX", "TY", "ER", "dp"]),
        st.sampled_from(["  - ", "  - ", "  - ", "  - ", "  -", " - ", ""]),
        st.sampled_from(
            [
                "",
                "x",
                "Roe, Jane",
                " x",
                "x ",
                "a  b",
                "\x07",
                "\u00a0",
                "e\u0301",
                "a\u200bb",
                "\ufeff",
                "x  - y",
                "z" * 300,
            ]
            + [" " * 300, "a\rb", "2020"]
        ),
    ).map("".join),
    st.sampled_from(["", " ", "wrapped", "DP", "AB  - " + "word " * 60]),
)


@settings(steady, max_examples=150)
@given(
    st.lists(st.lists(usual_lines, max_size=6), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.sampled_from(["ER  - ", "ER  -", "ER - ", "er  - ", " ER  - ", "ER  - x", "2.\nER  - "]),
)
def test_an_entry_read_at_once_is_as_one_read_line_by_line(found: list[list[str]], end: str, last: str) -> None:
    text = "".join([end.join(["TY  - JOUR", "TI  - A title", *lines, last, ""]) for lines in found])
    with mock.patch.object(entries, "usual", return_value=None):
        expected = read(text)
    # repr, as source and remarks take no part in equality
    assert [repr(record) for record in read(text)] == [repr(record) for record in expected]


def test_a_bare_tag_is_a_line_without_one() -> None:
    assert one("PB  - A publisher", "DP").publisher == "A publisher DP"
    assert codes(one("VL  - 12", "DP")) == ["line-untagged"]


@given(st.integers(1, 2100), st.integers(1, 12), st.integers(1, 28))
def test_a_day_is_the_same_with_and_without_zeros(year: int, month: int, day: int) -> None:
    date = f"{year:04}/{month:02}/{day:02}"
    assert ris_values.date(date, "issued") == (Date(year, month, day), ())
    assert ris_values.date(f"{year:04}/{month}/{day}", "issued") == (Date(year, month, day), ())


def test_the_lines_of_an_entry_are_in_one_encoding() -> None:
    text = "TY  - JOUR\nAU  - Wałęsa, Lech\nTI  - Żółw o życiu\nER  - \n"
    (record,) = read(text.encode("cp1250"))
    assert isinstance(record, Record)
    assert (str(record.title), record.author[0].family) == ("Żółw o życiu", "Wałęsa")
    assert [(remark.code, "Windows-1250" in remark.message) for remark in record.remarks] == [
        ("encoding-guessed", True)
    ]


def test_a_path_in_a_tag_for_links_goes_back_to_it(tmp_path: Path) -> None:
    paths = ["L1  - file:///C:/My Docs/a.pdf", "L1  - files/12/b.pdf", "L2  - internal-pdf://1/c.pdf"]
    text = "\n".join(["TY  - JOUR", "TI  - A title", "UR  - http://localhost/doc", *paths, "ER  - \n"])
    (record,) = read(text.encode())
    assert isinstance(record, Record)
    assert (record.url, record.pdf, dict(record.custom)["ris-L1"]) == (
        "",
        "",
        "file:///C:/My Docs/a.pdf; files/12/b.pdf",
    )
    message = "'http://localhost/doc' leads nowhere outside its own network; kept as a custom value"
    assert [remark.message for remark in record.remarks] == [message]
    for form in ("bibtex", "csl-json", "ris"):
        (again,) = READERS[form].read(io.BytesIO("".join(convert([record], form, KEEP)).encode()), "refs")
        assert isinstance(again, Record)
        assert again.custom == record.custom
    assert set(paths) <= set("".join(convert([record], "ris", KEEP)).split("\r\n"))
    file = tmp_path / "a.ris"
    file.write_text(text)
    assert run(["convert", str(file), "-o", str(tmp_path / "a.html")]) == 0
    assert not [path for path in ("b.pdf", "ris-UR", "Docs") if path in (tmp_path / "a.html").read_text()]


def test_an_entry_that_is_not_in_utf_8_leaves_its_neighbours_alone() -> None:
    entry = "TY  - JOUR\nTI  - Caf\u00e9\nER  - \n"
    found = read(entry.encode() + entry.encode("cp1252") + entry.encode())
    assert all(isinstance(record, Record) and str(record.title) == "Caf\u00e9" for record in found)
    assert [codes(record) for record in found if isinstance(record, Record)] == [[], ["encoding-cp1252"], []]


# Files as the tools write them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(FOREIGN.glob("*.ris")), ids=lambda path: path.stem)
def test_foreign_files(path: Path, request: pytest.FixtureRequest) -> None:
    with path.open("rb") as stream:
        records = list(ris.read(stream, path.name))
    assert all(isinstance(record, Record) for record in records)
    actual = "".join(convert(records, "csl-json", KEEP))
    expected = path.with_suffix(".ris.json")
    if request.config.getoption("--regen"):
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


def test_an_independent_reader_finds_the_same_titles_and_authors() -> None:
    for path in sorted(FOREIGN.glob("*.ris")):
        text = path.read_text(encoding="utf-8-sig")
        ours = [record for record in read(text) if isinstance(record, Record)]
        theirs = rispy.loads(text)
        assert len(ours) == len(theirs)
        for record, other in zip(ours, theirs, strict=True):
            title = other.get("title") or other["primary_title"]
            assert titles.plain(titles.parse(title)[0]) == titles.plain(record.title)
            names = other.get("authors") or other["first_authors"]
            assert len(names) == len(record.author)
