"""Seed records: two levels made one, and what is remarked on or rejected."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import remarks
from bibstep.formats.seed.read import read
from bibstep.model import Date, Metrics, Name, PageRange, Record, Rejected, Rich, Source, Translation

SEED = Path(__file__).parent / "data" / "golden" / "seed.txt"


def found(*values: object, text: str = "") -> list[Record | Rejected]:
    data = "".join([json.dumps(value, ensure_ascii=False) + "\n" for value in values]) + text
    return list(read(io.BytesIO(data.encode()), "in.json"))


def one(value: dict[str, object], text: str = "") -> Record:
    (record,) = found(value, text=text)
    assert isinstance(record, Record), record
    assert {remark.code for remark in record.remarks} <= remarks.CODES.keys()
    return record


def codes(record: Record) -> list[str]:
    return [remark.code for remark in record.remarks]


def nested(outer: dict[str, object], inner: dict[str, object]) -> dict[str, object]:
    return {**outer, "resultStr": json.dumps(inner, ensure_ascii=False)}


def test_the_seed_record_field_by_field() -> None:
    with SEED.open("rb") as stream:
        (record,) = read(stream, "seed.txt")
    abstract = json.loads(SEED.read_text(encoding="utf-8").splitlines()[0])["abstract"]
    assert record == Record(
        type="article-journal",
        title=Rich.of("Hallmarks of MSCs: Key quality attributes for pharmacology and clinical use"),
        author=(Name("Viswanathan", "Sowmya"), Name("Galipeau", "Jacques")),
        container_title="Cell Stem Cell",
        volume="39",
        issue="1",
        issued=Date(2025, 6, 5),
        abstract=abstract,
        doi="10.1016/j.stem.2025.05.008",
        metrics=Metrics("19.8", "Q1", "Cell & Tissue Engineering", "1", "医学"),
        translation=Translation("msc的特点:药理学和临床使用的关键质量属性", "", "zh"),
    )
    assert record.source == Source("seed.txt", 1)
    assert codes(record) == ["title-original", "journal-casing", "volume-split"]


def test_the_original_wins_and_the_outer_level_fills_gaps() -> None:
    record = one(
        nested(
            {"title": "Outer", "abstract": "Outer.", "doi": "10.1000/a", "publicationDate": "2020-05-17"},
            {"title": "Inner", "abstract": "Inner.", "doi": "", "publicationDate": None},
        )
    )
    assert (str(record.title), record.abstract, record.doi) == ("Inner", "Inner.", "10.1000/a")
    assert record.issued == Date(2020, 5, 17)
    assert "levels-disagree" in codes(record)


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, False), ("", False), (" ", False), ("{broken", True), ("[1]", True), ("7", True), ([1], True), (7, True)],
)
def test_an_original_that_is_none(value: object, said: bool) -> None:
    record = one({"title": "Outer", "resultStr": value})
    assert str(record.title) == "Outer"
    assert ("nested-unread" in codes(record)) is said


def test_an_original_as_an_object() -> None:
    assert str(one({"title": "Outer words", "resultStr": {"title": "Inner"}}).title) == "Inner"


def test_the_outer_title_where_the_original_has_none() -> None:
    record = one(nested({"title": "Outer"}, {"title": None, "doi": "10.1000/a"}))
    assert str(record.title) == "Outer"
    assert "title-outer" in codes(record)


def test_titlecn_is_the_translation() -> None:
    record = one({"title": "Blood", "TitleCN": "血液", "AbstractTextCN": "摘要"})
    assert record.translation == Translation("血液", "摘要", "zh")


def test_a_chinese_abstract_of_an_english_work_is_its_abstract_where_there_is_no_other() -> None:
    record = one({"title": "Blood cells", "abstract": "间充质干细胞的特点。"})
    assert (record.abstract, record.translation.abstract) == ("间充质干细胞的特点。", "")
    outer: dict[str, object] = {"title": "Blood", "abstract": "间充质干细胞的特点。"}
    inner: dict[str, object] = {"title": "Blood", "abstract": "On cells."}
    for record in (one(nested(outer, inner)), one(nested(inner, outer))):
        assert (record.abstract, record.translation.abstract) == ("On cells.", "间充质干细胞的特点。")
    record = one({"title": "血液细胞", "abstract": "间充质干细胞的特点。"})
    assert (record.abstract, record.language) == ("间充质干细胞的特点。", "zh")


def test_the_title_from_the_text_lines() -> None:
    record = one({"title": "血液细胞", "abstract": "Cells are in it."}, "Blood cells\nCells are in it.\n")
    assert (str(record.title), record.translation.title) == ("Blood cells", "血液细胞")
    assert "title-from-text" in codes(record)


def test_a_semantic_scholar_record() -> None:
    record = one(
        {
            "title": "Attention Is All You Need",
            "authors": [{"authorId": "1", "name": "Ashish Vaswani"}, {"name": "Noam Shazeer"}, {"authorId": "3"}],
            "year": 2017,
            "publicationVenue": {"name": "Neural Information Processing Systems", "issn": "1049-5258"},
            "externalIds": {"ArXiv": "1706.03762", "PubMed": "12345678", "PubMedCentral": "7654321", "CorpusId": 1},
            "openAccessPdf": {"url": "https://arxiv.org/pdf/1706.03762", "status": "GREEN"},
            "publicationTypes": ["JournalArticle", "Conference"],
            "journal": {"pages": "5998-6008", "volume": "30"},
            "fieldsOfStudy": ["Computer Science"],
        }
    )
    assert record.type == "paper-conference"
    assert record.author == (Name("Vaswani", "Ashish"), Name("Shazeer", "Noam"))
    assert record.container_title == "Neural Information Processing Systems"
    assert (record.volume, record.page, record.issued) == ("30", (PageRange("5998", "6008"),), Date(2017))
    assert (record.arxiv, record.pmid, record.pmcid, record.issn) == (
        "1706.03762",
        "12345678",
        "PMC7654321",
        ("1049-5258",),
    )
    assert (record.pdf, record.keyword) == ("https://arxiv.org/pdf/1706.03762", ("Computer Science",))
    assert "names-junk" in codes(record)


def test_the_electronic_date_where_there_is_no_other() -> None:
    record = one({"title": "a", "publicationDate": "", "EPubDate": "2020-03-17"})
    assert (record.issued, "date-electronic" in codes(record)) == (Date(2020, 3, 17), True)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({}, "has no title"),
        ({"title": None}, "has no title"),
        ({"title": ""}, "has no title"),
        ({"title": " \u200b"}, "is blank"),
        ({"title": ["x", "y"]}, "is not text but ['x', 'y']"),
        ({"title": 12}, "is not text but 12"),
    ],
)
def test_without_a_title_there_is_no_record(value: dict[str, object], reason: str) -> None:
    record, rejected = found({"title": "good"}, value)
    assert isinstance(record, Record)
    assert isinstance(rejected, Rejected)
    assert rejected.source == Source("in.json", 2)
    assert reason in rejected.reason
    assert str(rejected).startswith("in.json:2: ")


@pytest.mark.parametrize(
    "identifier", [{"doi": "10.1000/a"}, {"PMID": "123"}, {"externalIds": {"ArXiv": "2001.00001"}}]
)
def test_a_record_without_a_title_is_kept_for_its_identifier(identifier: dict[str, object]) -> None:
    record = one({"authors": "Ann Lee", "journal": {"name": "J Test", "volume": "3"}, **identifier})
    assert (str(record.title), record.volume) == ("", "3")
    assert ("title-missing", "the record has no title ($.title); the record was kept for its identifier") in [
        (remark.code, remark.message) for remark in record.remarks
    ]


KEYS = [
    "title",
    "TitleCN",
    "abstract",
    "AbstractTextCN",
    "authors",
    "doi",
    "DOIUrl",
    "url",
    "ListUrlMain",
    "journal",
    "PeriodicalName",
    "venue",
    "publicationVenue",
    "publicationDate",
    "EPubDate",
    "year",
    "publicationTypes",
    "fieldsOfStudy",
    "openAccessPdf",
    "externalIds",
    "PMID",
    "PMCID",
    "PeriodicalIF",
    "JCR",
    "JCRName",
    "RegionNum",
    "RegionCategory",
    "resultStr",
]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["name", "volume", "pages", "url", "DOI", "issn"]), inner, max_size=3)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("key", [key for key in KEYS if key not in ("title", "resultStr")])
@pytest.mark.parametrize("value", [True, 7, 1.5, [], [[]], [None], ["a", 2], {}, {"a": 1}, {"name": [1, 2]}])
def test_wrong_types_stop_nothing(key: str, value: object) -> None:
    assert str(one({"title": "Blood", key: value}).title) == "Blood"


@given(st.dictionaries(st.sampled_from(KEYS), ANY))
def test_no_object_raises(value: dict[str, object]) -> None:
    assert len(found(value)) == 1
    assert len(found({"title": "a", "resultStr": value})) == 1


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ({"journal": {"volume": "39 1"}}, "volume-split", "$.journal.volume"),
        ({"resultStr": {"journal": {"volume": "39 1"}}}, "volume-split", "$.resultStr.journal.volume"),
        ({"url": "gopher x.y"}, "link-dropped", "$.url"),
        ({"ListUrlMain": "gopher x.y"}, "link-dropped", "$.ListUrlMain"),
        ({"year": {"a": 1}}, "value-ignored", "$.year"),
        ({"resultStr": "{"}, "nested-unread", "$.resultStr"),
        ({"authors": 7}, "value-ignored", "$.authors"),
        ({"title": "译文", "resultStr": {"title": "Blood"}}, "title-original", "$.title"),
    ],
)
def test_a_remark_says_where_the_value_stands(data: dict[str, object], code: str, path: str) -> None:
    assert path in [remark.path for remark in one({"title": "Blood", **data}).remarks if remark.code == code]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"volume": "12", "tags": ["a", "b"]}, (("volume", "12"), ("tags", "a; b"))),
        ({"resultStr": '{"title": "A", "shelf": 3}'}, (("shelf", "3"),)),
        ({"paperid": "1", "Score": 2, "isOpenAccess": True, "other": None}, ()),
    ],
)
def test_a_key_that_no_record_of_the_family_has_is_a_custom_value(data: dict[str, object], expected: object) -> None:
    assert one({"title": "A", "authors": "Ann Lee", "publicationDate": "2020", **data}).custom == expected
