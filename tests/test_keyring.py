"""Keys that stay: patterns, the keys of a library and of a source, and which key a record gets if they clash."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bibstep import Noted, Options, Record, Rejected, Rich, Source, convert
from bibstep.cli import run
from bibstep.formats import FORMATS
from bibstep.keys.claim import claim
from bibstep.keys.pattern import FIELDS, parse
from bibstep.model import Date, Name, PageRange
from bibstep.pipeline.convert import batches
from bibstep.pipeline.finish import KeyMap
from bibstep.pipeline.options import Target
from bibstep.values.citation_keys import nearest
from bibstep.works.identity import identifiers, title_year
from bibstep.works.known import known_works

WORK = Record(
    "article-journal",
    Rich.of("The hallmarks of stromal cells in the clinic"),
    author=(Name("O'Brien", "Flann"), Name("van Dyck", "A."), Name(literal="The MSC Consortium"), Name("Li", "W.")),
    container_title="Journal of Cell Biology",
    volume="39",
    page=(PageRange("S12", "S20"),),
    issued=Date(2025, 6, 5),
    doi="10.1016/J.stem.2025(05)008",
    pmid="123",
)


def changed(**fields: Any) -> Record:
    return replace(WORK, **fields)


def keys(records: list[Record], **options: Any) -> list[str]:
    """The keys of records, in their order."""
    text = "".join(convert(records, "csl-json", Options(**{"duplicates": "keep", **options})))
    return [item["id"] for item in json.loads(text)]


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{family}{year}{title:1}", "obrien2025hallmarks"),
        ("{Family}:{shortyear}", "Obrien:25"),
        ("{families:2}-{year}", "obrienvandyck-2025"),
        ("{Families}", "ObrienVandyckThemscconsortium"),
        ("{families:1}{year}", "obrien2025"),
        ("{Title:3}", "HallmarksStromalCells"),
        ("{journal}", "journalcellbiology"),
        ("{Journal:2}{volume}p{page}", "JournalCell39ps12"),
        ("{doi}", "10.1016/j.stem.2025_28_05_29_008"),
        ("pmid:{pmid}", "pmid:123"),
        ("{type}.{year}", "articlejournal.2025"),
    ],
)
def test_patterns(pattern: str, key: str) -> None:
    assert claim(WORK, parse(pattern)).base == key
    assert keys([WORK], key=pattern) == [key]


def test_every_field_of_a_pattern_is_tried_here() -> None:
    assert set(FIELDS) == {
        "family", "families", "year", "shortyear", "title", "journal", "volume", "page", "type", "doi", "pmid", "arxiv",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "syntax error at character 1"),
        ("{family}{", "syntax error at character 9"),
        ("{family} {year}", "syntax error at character 9"),
        ("{author}", "{author} is not a field; choose from family, families"),
        ("{year:2}", "{year} takes no number"),
        ("{title:0}", "{title:0}: the number must be at least 1"),
        ("smith", "has no field"),
    ],
)
def test_an_invalid_pattern_is_reported(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match="key pattern") as error:
        parse(pattern)
    assert message in str(error.value)


def test_a_record_without_the_identifier_of_a_pattern_gets_a_key_of_its_own() -> None:
    one, other = changed(doi="", volume="1"), changed(doi="", volume="2")
    first, second = keys([one, other], key="{doi}")
    assert first.startswith("obrien2025hallmarks_")
    assert second.startswith("obrien2025hallmarks_")
    assert keys([other, one], key="{doi}") == [second, first]
    assert keys([one], key="{doi}") == [first]  # it depends on no other record


def test_a_record_keeps_the_key_of_its_source() -> None:
    known = changed(citation_key="OBrien:2025")
    assert keys([known]) == ["OBrien:2025"]
    assert keys([known], key="{family}{year}") == ["obrien2025"]


def test_two_records_with_one_key_in_their_sources() -> None:
    told: list[Rejected | Noted] = []
    records = [changed(citation_key="x", doi="10.1/a"), changed(citation_key="x", doi="10.1/b")]
    text = "".join(convert(records, "csl-json", report=told.append))
    assert [item["id"] for item in json.loads(text)] == ["x", "obrien2025hallmarks"]
    assert [remark.code for one in told if isinstance(one, Noted) for remark in one.remarks] == ["key-repeated"]


def test_two_records_never_get_the_same_key() -> None:
    given = changed(citation_key="obrien2025hallmarks", doi="10.1/a")
    other = changed(doi="10.1/b")
    assert keys([given, other]) == ["obrien2025hallmarks", "obrien2025hallmarks-stromal"]
    assert keys([other, given]) == ["obrien2025hallmarks-stromal", "obrien2025hallmarks"]


@pytest.mark.parametrize(
    ("key", "sound"),
    [
        ("Smith2020", "Smith2020"),
        ("DBLP:conf/nips/Y-2.0+x", "DBLP:conf/nips/Y-2.0+x"),
        ("Müller&Söhne;2020!", "Müller&Söhne;2020!"),
        ("李2020", "李2020"),
        ("a b", "a_b"),
        ("bad key, 2023", "bad_key_2023"),
        ("M\\&ouml;ller:2016", "M_&ouml;ller:2016"),
        ("{x}", "x"),
        ("O'Brien\"(2020)", "O_Brien_2020"),
        ("<script>alert(1)</script>", "script_alert_1_/script"),
        ("a\tb\u200b", "a_b"),
        ("50%#~=", "50"),
        ("http://zotero.org/groups/1/items/A1", ""),
        ("{,}", ""),
        ("x" * 201, ""),
        ("x" * 200, "x" * 200),
    ],
)
def test_what_a_key_can_have(key: str, sound: str) -> None:
    assert nearest(key) == sound
    assert nearest(sound) == sound
    told: list[Rejected | Noted] = []
    record = changed(citation_key=key)
    (item,) = json.loads("".join(convert([record], "csl-json", report=told.append)))
    assert item["id"] == (sound or "obrien2025hallmarks")
    assert [remark.code for one in told if isinstance(one, Noted) for remark in one.remarks] == (
        [] if record.citation_key == item["id"] else ["key-changed"]
    )


@pytest.mark.parametrize("form", list(FORMATS))
def test_a_key_is_encoded_for_its_format(form: str) -> None:
    (key,) = keys([changed(citation_key="A&B;<x>")])
    assert key == "A&B;_x"
    text = "".join(convert([changed(citation_key="A&B;<x>")], form))
    assert ("A&amp;B;_x" if form == "html" else "A&B;_x") in text
    assert form != "html" or "A&B" not in text


def test_keys_that_differ_in_capitals_only_are_one_for_bibtex() -> None:
    told: list[Rejected | Noted] = []
    records = [changed(citation_key="smith2020", doi="10.1/a"), changed(citation_key="Smith2020", doi="10.1/b")]
    text = "".join(convert(records, "csl-json", report=told.append))
    assert [item["id"] for item in json.loads(text)] == ["smith2020", "obrien2025hallmarks"]
    assert [remark.code for one in told if isinstance(one, Noted) for remark in one.remarks] == ["key-repeated"]
    # A new key is no twin of a key of the source, of another new key, or of the library.
    given = changed(citation_key="OBRIEN2025hallmarks", doi="10.1/a")
    assert keys([changed(doi="10.1/b"), given]) == ["obrien2025hallmarks-stromal", "OBRIEN2025hallmarks"]
    pins = known_works([replace(given, pmid="")])
    assert keys([changed(doi="10.1/b")], pins=pins) == ["obrien2025hallmarks-stromal"]
    twins = [
        changed(author=(Name(family),), title=Rich.of(title)) for family, title in (("Li", "Ming"), ("Lim", "Ing"))
    ]
    assert len({key.casefold() for key in keys(twins, key="{Family}{Title}")}) == 2


@pytest.mark.parametrize(
    ("entry", "record", "key"),
    [
        ({"doi": "10.1/a"}, {"doi": "10.1/A", "title": Rich.of("Another title altogether, of other cells")}, "mine"),
        ({"doi": ""}, {}, "mine"),
        ({"doi": "", "pmid": ""}, {"title": Rich.of("The HALLMARKS of stromal cells: in the clinic")}, "mine"),
        ({"doi": "10.1/a", "pmid": ""}, {"doi": "10.1/b"}, "obrien2025hallmarks"),
        ({"doi": "", "pmid": ""}, {"issued": Date(2024)}, "obrien2024hallmarks"),
        ({"doi": "", "pmid": "", "arxiv": "2404.1"}, {"arxiv": "2404.1", "title": Rich.of("A preprint")}, "mine"),
    ],
)
def test_a_library_gives_its_keys_to_its_works(entry: dict[str, Any], record: dict[str, Any], key: str) -> None:
    pins = known_works([changed(citation_key="mine", **entry)])
    assert keys([changed(**record)], pins=pins) == [key]


def test_a_work_that_a_library_has_twice_gets_the_first_of_its_keys() -> None:
    pins = known_works([changed(citation_key="b", doi=""), changed(citation_key="a", doi="")])
    told: list[Rejected | Noted] = []
    text = "".join(convert([changed(doi="")], "csl-json", Options(pins=pins), report=told.append))
    assert json.loads(text)[0]["id"] == "b"
    (remark,) = [remark for one in told if isinstance(one, Noted) for remark in one.remarks]
    assert remark.code == "work-repeated"
    assert remark.message == "the library has this work also as a; the first of its keys, b, was taken"
    # The entries of the library themselves keep their keys, each its own.
    assert keys([changed(citation_key="a"), changed(citation_key="b")], pins=pins) == ["a", "b"]


def test_a_new_work_never_gets_a_key_of_the_library() -> None:
    pins = known_works([changed(citation_key="obrien2025hallmarks")])
    new = changed(doi="10.1/new", pmid="9")
    assert keys([new], pins=pins) == ["obrien2025hallmarks-stromal"]
    assert keys([changed(citation_key="obrien2025hallmarks", doi="10.1/new", pmid="9")], pins=pins) == [
        "obrien2025hallmarks-stromal"
    ]


def test_keys_stay_if_records_are_added_removed_or_moved() -> None:
    records = [
        changed(doi=f"10.1/{number}", pmid="", title=Rich.of(f"Blood cells of kind {number % 3}"))
        for number in range(9)
    ]
    before = dict(zip([one.doi for one in records], keys(records), strict=True))
    pins = known_works([replace(one, citation_key=before[one.doi]) for one in records])
    later = [*reversed(records[2:]), changed(doi="10.1/new", pmid="", title=Rich.of("Blood cells of kind 1"))]
    after = dict(zip([one.doi for one in later], keys(later, pins=pins), strict=True))
    assert {doi: key for doi, key in after.items() if doi in before} == {
        one.doi: before[one.doi] for one in records[2:]
    }
    assert after["10.1/new"] not in before.values()


def test_the_map_of_keys() -> None:
    key_map = KeyMap()
    records = [changed(citation_key="Old1"), changed(doi="10.1/b", pmid="")]
    list(batches(records, [Target(FORMATS["ris"])], Options(key="{family}{year}{title:2}"), key_map=key_map))
    assert key_map == {"Old1": "obrien2025hallmarksstromal_" + key_map["Old1"].rpartition("_")[2]}


def test_the_map_of_keys_has_every_key_that_changed() -> None:
    records = [
        changed(citation_key="dup", doi="10.1/a"),
        changed(citation_key="dup", doi="10.1/b"),
        changed(citation_key="bad key, 2023", doi="10.1/c"),
        changed(citation_key="again", doi="10.1/b", source=Source("b", 1)),
        changed(citation_key="DUP", doi="10.1/d"),
    ]
    for duplicates in ("first", "merge"):
        key_map = KeyMap()
        list(batches(records, [Target(FORMATS["ris"])], Options(duplicates=duplicates), key_map=key_map))
        # \cite{dup} is the first of the two for BibTeX; the other got a key of its own, which "again" leads to.
        assert key_map["dup"] == "dup"
        assert key_map["bad key, 2023"] == "bad_key_2023"
        assert key_map["again"].startswith("obrien2025hallmarks_")
        assert key_map["DUP"].startswith("obrien2025hallmarks_")
        assert key_map["again"] != key_map["DUP"]


# What makes a work the same -------------------------------------------------------------------------------------------


def test_identity() -> None:
    assert identifiers(changed(pmcid="PMC1", arxiv="2404.1")) == (
        "doi:10.1016/j.stem.2025(05)008", "pmid:123", "pmcid:PMC1", "arxiv:2404.1",
    )  # fmt: skip
    assert title_year(WORK) == "thehallmarksofstromalcellsintheclinic 2025"
    assert title_year(changed(title=Rich.of("Editorial"))) == ""
    assert title_year(changed(title=Rich.of("间充质干细胞"), issued=None)) == "间充质干细胞 "
    assert title_year(changed(title=Rich.of("Über Zellen und ihre Häutchen"))).startswith("uberzellenundihrehautchen")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {"title": Rich.of("Something else")}, True),
        ({}, {"doi": ""}, True),
        ({"doi": ""}, {"pmid": "124"}, False),
        ({"doi": ""}, {"doi": "", "pmid": "124"}, False),
        ({}, {"doi": "10.1/x"}, False),
        ({"doi": "", "pmid": ""}, {"doi": "", "pmid": "", "author": (Name("Other", "A."),)}, False),
        ({"doi": "", "pmid": ""}, {"doi": "", "pmid": "", "container_title": "J Cell Biol"}, True),
    ],
)
def test_which_works_are_one(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    records = [changed(**one), changed(**other)]
    for order in (records, records[::-1]):
        assert len(keys(order, duplicates="first")) == (1 if same else 2)
        assert len(keys(order, duplicates="merge")) == (1 if same else 2)
        assert len(set(keys(order))) == 2


def test_a_work_is_recognised_by_the_identifiers_of_all_its_records() -> None:
    title = Rich.of("The same under another title altogether")
    records = [changed(doi="", pmid=""), changed(doi="10.1/a", pmid=""), changed(doi="10.1/a", pmid="", title=title)]
    assert len(keys(records, duplicates="first")) == 1
    assert len(keys([*records, changed(doi="10.1/b", pmid="", title=title)], duplicates="first")) == 2
    # The record without a DOI has got the one of the second.
    assert len(keys([*records[:2], changed(doi="10.1/b", pmid="")], duplicates="first")) == 2


@pytest.mark.parametrize(
    ("keys_", "files", "kept"),
    [
        (("a", "b"), ("x.bib", "x.bib"), 2),  # both may be cited
        (("a", "a"), ("x.bib", "x.bib"), 1),
        (("a", "b"), ("x.bib", "y.bib"), 1),
        (("a", ""), ("x.bib", "x.bib"), 1),
        (("", ""), ("x.ris", "x.ris"), 1),
    ],
)
@pytest.mark.parametrize("duplicates", ["first", "merge"])
def test_entries_of_one_file_with_keys_of_their_own_are_two(
    keys_: tuple[str, str], files: tuple[str, str], kept: int, duplicates: str
) -> None:
    records = [changed(citation_key=key, source=Source(file, 1)) for key, file in zip(keys_, files, strict=True)]
    assert len(keys(records, duplicates=duplicates)) == kept


def test_a_merged_record_has_the_fields_that_only_the_other_has() -> None:
    told: list[Noted] = []
    one = changed(volume="", pmid="", source=Source("a.ris", 3))
    other = changed(volume="40", abstract="Of cells.", container_title="JCB", source=Source("b.ris", 7))
    (item,) = json.loads(
        "".join(convert([one, other], "csl-json", Options(duplicates="merge"), report=told.append))  # type: ignore[arg-type]
    )
    assert (item["volume"], item["abstract"], item["PMID"]) == ("40", "Of cells.", "123")
    assert item["container-title"] == "Journal of Cell Biology"
    remarks = [(noted.source, remark.message) for noted in told for remark in noted.remarks]
    assert remarks == [
        (Source("b.ris", 7), "the same work as a.ris:3; volume, abstract, pmid taken from here"),
        (Source("a.ris", 3), "volume, abstract, pmid taken from b.ris:7"),
    ]


# The command ----------------------------------------------------------------------------------------------------------

SEED = Path(__file__).parent / "data" / "golden" / "seed.txt"


def test_an_invalid_pattern_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "--key", "{author}", str(SEED)]) == 2
    assert "{author} is not a field" in capsys.readouterr().err


def test_dry_run_goes_with_into(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "--dry-run", str(SEED)]) == 2
    assert "--into" in capsys.readouterr().err
