"""--only and --sort: which records are written and in which order, the same in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import Options, Record, convert, reads
from bibstep.cli import run
from bibstep.formats import only
from bibstep.model import Date, Name
from bibstep.pipeline.selection import Candidate, Selection
from bibstep.storage.packed import PackedTuples

LIBRARY = """
@article{Zed1, author={Zed, Ann}, title={Blood flow}, journal={Nature Medicine}, year=2019, doi={10.1000/1},
  keywords={stem cells, blood}, groups={Thesis, Later}}
@book{old, author={van Berg, Jan}, title={Cells of old}, year=1950, publisher={Wiley}}
@proceedings{proc, editor={Moll, Eva}, title={Proceedings of Tests}, year=2001}
@inproceedings{paper, author={Ångström, Bo}, title={A paper}, crossref={proc}}
@misc{web, title={The lichen project}, url={https://example.org/lichens}, abstract={Of stones.}}
@phdthesis{Thesis20, author={Łuk, Ola}, title={Of moss}, year=2020, month=mar, school={Uppsala}}
@unpublished{pre, author={Abel, Kai}, title={Of sand}, eprint={2001.00001}, archiveprefix={arXiv}, date={2020-05-02}}
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("all.bib").write_text(LIBRARY, encoding="utf-8")


def keys(*arguments: str) -> list[str]:
    """The keys of the entries that are written to a .bib file with these options."""
    assert run(["convert", "all.bib", "--remarks", "none", "-o", "out.bib", *arguments]) == 0
    return re.findall(r"^@\w+\{(.*),$", Path("out.bib").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        (["type=article"], "Zed1 pre"),
        (["type=article-journal"], "Zed1"),
        (["type=JOUR"], "Zed1"),
        (["type=book,PhdThesis"], "old proc Thesis20"),
        (["type=proceedings"], "old proc"),
        (["type!=article,book"], "paper web Thesis20"),
        (["key=zed1"], "Zed1"),
        (["key=p*,web"], "proc paper web pre"),
        (["key!=p*", "type!=book"], "Zed1 web Thesis20"),
        (["year=2019..2020"], "Zed1 Thesis20 pre"),
        (["year=..2001"], "old proc paper"),
        (["year=2020"], "Thesis20 pre"),
        (["date=2020-04..2020-06"], "pre"),
        (["date=2020-03"], "Thesis20"),
        (["issued=1950,2019"], "Zed1 old"),
        (["year!=*"], "web"),
        (["year"], "Zed1 old proc paper Thesis20 pre"),
        (["year!=2020"], "Zed1 old proc paper web"),
        (["author=van berg"], "old"),
        (["author=Berg", "type=book"], "old"),
        (["author=Zed, Ann"], "Zed1"),
        (["AUTHOR=ann zed"], "Zed1"),
        (["journal=nature*"], "Zed1"),
        (["container-title=Nature Medicine"], "Zed1"),
        (["journal=nature"], None),
        (["keyword=blood"], "Zed1"),
        (["title=*cells*"], "old"),
        (["groups=later"], "Zed1"),
        (["groups"], "Zed1"),
        (["doi"], "Zed1"),
        (["doi!=*", "publisher"], "old Thesis20"),
        (["key=proc"], "proc"),
    ],
)
def test_the_records_that_meet_conditions(conditions: list[str], found: str | None, capsys: Output) -> None:
    arguments = [part for one in conditions for part in ("--only", one)]
    if found is None:
        assert run(["convert", "all.bib", *arguments]) == 2
        assert "no record meets the conditions of --only" in capsys.readouterr().err
    else:
        assert keys(*arguments) == found.split()


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("yaer=2020", "'yaer' is not known; did you mean 'year'?"),
        ("type=artcle", "'artcle' is not a type; did you mean 'article'?"),
        ("type", "type needs a value: type=article"),
        ("key", "key needs a value"),
        ("year=next", "'next' is not a date for year: write 2020"),
        ("year=..", "'..' is not a date"),
        ("month=3", "'month' is not known"),
        ("doi=", "'doi=' has no value; for the records without one: doi!=*"),
        ("a b", "'a b' is not a condition such as type=article"),
    ],
)
def test_a_mistake_in_a_condition(condition: str, message: str, capsys: Output) -> None:
    assert run(["convert", "all.bib", "--only", condition]) == 2
    assert message in capsys.readouterr().err
    Path("bibstep.toml").write_text(f'only = ["{condition}"]')
    assert run(["convert", "all.bib"]) == 2
    assert f"bibstep.toml: only: {message}" in capsys.readouterr().err


def test_a_configuration_sets_conditions_and_the_order() -> None:
    Path("bibstep.toml").write_text('only = "year"\nsort = "year"\n')
    assert keys() == "old paper proc Zed1 Thesis20 pre".split()
    assert keys("--only", "type=book", "--sort", "none") == ["old", "proc"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("input", "Zed1 old proc paper web Thesis20 pre"),
        ("none", "Zed1 old proc paper web Thesis20 pre"),
        ("key", "old paper pre proc Thesis20 web Zed1"),
        ("author", "pre paper old Thesis20 proc web Zed1"),
        ("year", "old paper proc Zed1 Thesis20 pre web"),
    ],
)
def test_the_order_is_the_same_in_every_format_and_with_other_processes(sort: str, order: str) -> None:
    assert keys("--sort", sort, "-o", "out.ris", "-o", "out.json", "--key-map", "map.json", "--verify") == order.split()
    assert re.findall("^ID  - (.*)$", Path("out.ris").read_text(), re.MULTILINE) == order.split()
    assert [one["id"] for one in json.loads(Path("out.json").read_text())] == order.split()
    assert set(json.loads(Path("map.json").read_text())) == set(order.split())
    assert keys("--sort", sort, "--jobs", "2") == order.split()
    assert keys("--sort", sort, "--jobs", "2", "--only", "year") == [one for one in order.split() if one != "web"]


def test_remarks_come_for_the_records_that_are_written(capsys: Output) -> None:
    Path("in.json").write_text(
        '{"title": "ONE", "authors": "Ann Lee", "publicationDate": "2020"}\n{"title": "TWO", "authors": "Bo Moll"}\n'
    )
    assert run(["convert", "in.json", "--only", "year"]) == 0
    out, err = capsys.readouterr()
    assert out.count("@") == err.count("type-guessed]") == 1
    assert "in.json:1" in err


def test_a_record_has_the_key_that_it_has_beside_all_others() -> None:
    Path("all.bib").write_text("".join(f"@misc{{, author={{Lee, A}}, title={{Cells {w}}}, year=2020}}" for w in "ab"))
    both = keys()
    assert len(both) == 2
    assert keys("--only", "title=cells a") == both[:1]
    assert keys("--only", f"key={both[1]}") == both[1:]


def test_conditions_and_what_a_manuscript_cites_hold_together() -> None:
    Path("paper.md").write_text("See @web and @old and @Zed1.")
    assert keys("--cited-in", "paper.md", "--sort", "author") == ["old", "web", "Zed1"]
    assert keys("--cited-in", "paper.md", "--sort", "cited", "--only", "year") == ["old", "Zed1"]


def test_what_is_added_to_a_library_is_chosen_and_sorted() -> None:
    Path("lib.bib").write_text("@book{mine, title={Mine}}\n")
    assert run(["convert", "all.bib", "--into", "lib.bib", "--only", "type=book,article", "--sort", "year"]) == 0
    assert re.findall(r"^@\w+\{(\w*),", Path("lib.bib").read_text(), re.MULTILINE) == "mine old proc Zed1 pre".split()


def test_in_python() -> None:
    records = reads(LIBRARY)
    made = "".join(convert(records, "ris", Options(only=["year=2020"], sort="author")))
    assert re.findall("^ID  - (.*)$", made.replace("\r", ""), re.MULTILINE) == ["pre", "Thesis20"]
    with pytest.raises(ValueError, match="did you mean 'year'"):
        Options(only=["yaer=2020"])
    with pytest.raises(ValueError, match="must be a list of words"):
        Options(only="year")


def test_entries_of_equal_rank_stay_in_order_and_what_others_refer_to_comes_last() -> None:
    def one(key: str, *relatives: str) -> Candidate:
        return Candidate(key, (key,), relatives, True, "")

    rows = [one("a"), one("p"), one("b", "p"), one("q", "r"), one("r", "q"), one("g"), one("p2", "g"), one("c", "p2")]
    order = Selection(sort="year").order(rows, {row.key: row.key for row in rows})
    assert [rows[number].key for number in order] == "a b p c p2 g q r".split()


texts = st.sampled_from(["", "a", "B", "é", "Łuk", "李"])
records = st.builds(
    lambda family, title, year: Record(
        "book", title or "x", author=(Name(family),) if family else (), issued=Date(year) if year else None
    ),
    texts,
    texts,
    st.sampled_from([0, 44, 900, 1999, 2020]),
)


@given(st.lists(records, max_size=12), st.sampled_from(["key", "author", "year"]))
def test_sorting_twice_changes_nothing_and_loses_nothing(some: list[Record], sort: str) -> None:
    options = Options(sort=sort, duplicates="keep")
    once = "".join(convert(some, "bibtex", options))
    plain = "".join(convert(some, "bibtex", Options(duplicates="keep")))
    assert sorted(once.strip().split("\n\n")) == sorted(plain.strip().split("\n\n"))
    assert "".join(convert(reads(once), "bibtex", options)) == once


@given(st.lists(records, max_size=8))
def test_a_condition_and_its_opposite_divide_the_records(some: list[Record]) -> None:
    for text in ("year=1999", "author=a", "title=b*", "type=book", "doi"):
        (condition,) = only.parse([text])
        (other,) = only.parse([text.replace("=", "!=") if "=" in text else f"{text}!=*"])
        assert all(condition.holds(one) is not other.holds(one) for one in some)


def test_rows_are_read_in_any_order() -> None:
    with PackedTuples() as rows:
        for number in range(300):
            rows.add((b"%d" % number, b"" if number % 2 else b"x" * number))
        assert [rows[number][0] for number in (299, 0, 7)] == [b"299", b"0", b"7"]
        assert rows[7] == (b"7", b"")
        assert len(rows[8][1]) == 8
