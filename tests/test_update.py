"""--into --update: fields of entries that a library has are renewed, and every other byte stays."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import Record, reads, writes
from bibstep.cli import run
from bibstep.formats import FORMATS
from bibstep.formats.bibtex.blocks import blocks
from bibstep.formats.bibtex.edit import places
from bibstep.model import FIELDS, Date, Name, PageRange
from bibstep.pipeline.update import FIELDS_RENEWED, Renewal, parse, renewed

NEW = """
@article{n1, title={Blood flow in cells}, author={Lee, Ann and Moll, Eva}, journal={J. Blood}, year=2013, month=may,
  doi={10.1000/1}, abstract={Of blood.}, pages={1-9}, volume=7}
@article{n2, title={Room temperature and memory}, author={Moll, Eva}, journal={Memory}, year=2001, doi={10.1000/2},
  abstract={Of memory.}}
@book{n3, title={Quite new}, author={New, Nora}, year=2020}
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("new.bib").write_text(NEW, encoding="utf-8")


def update(name: str, before: str, words: str, *more: str) -> str:
    """The text of a library after an update from the records of its works."""
    Path(name).write_bytes(before.encode())
    known = [key for key, doi in (("n1", "10.1000/1"), ("n2", "10.1000/2")) if doi in before]
    assert (
        run(["convert", "new.bib", "--into", name, "--update", words, "--only", f"key={','.join(known)}", *more]) == 0
    )
    return Path(name).read_bytes().decode()


#: A library before; words; what it is afterwards, as lines that are replaced.
HAND_MADE = """\
% my own
@string{jb = "Journal of Blood"}
@article{A1,
  title   = {{Blood} flow in \\emph{cells}},
  author  = {Lee, Ann},
  journal = jb # " (online)",
  year    = 2012,
  groups  = {thesis},
  doi     = {10.1000/1}
}
@comment{nobody touches this}
@article{ A2, TITLE="Room temperature and memory", AUTHOR="Moll, Eva", YEAR=2001, DOI="10.1000/2" }
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (
            "empty",
            [
                (
                    "  doi     = {10.1000/1}\n",
                    "  doi     = {10.1000/1},\n  volume  = {7},\n  pages   = {1--9},\n  abstract = {Of blood.}\n",
                ),
                ('DOI="10.1000/2" }', 'DOI="10.1000/2", JOURNAL={Memory}, ABSTRACT={Of memory.} }'),
            ],
        ),
        ("author", [("{Lee, Ann}", "{Lee, Ann and Moll, Eva}")]),
        (
            "journal,date",
            [
                ('jb # " (online)"', "{J. Blood}"),
                ("= 2012", "= {2013}"),
                ("{10.1000/1}\n", "{10.1000/1},\n  month   = may\n"),
                ('DOI="10.1000/2" }', 'DOI="10.1000/2", JOURNAL={Memory} }'),
            ],
        ),
        ("doi,isbn", []),
    ],
)
def test_a_bib_file(words: str, changes: list[tuple[str, str]], newline: str) -> None:
    expected = HAND_MADE
    for old, new in changes:
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    before = HAND_MADE.replace("\n", newline)
    assert update("lib.bib", before, words) == expected.replace("\n", newline)


def test_fields_of_biblatex_keep_their_words() -> None:
    before = "@article{k,\n\tdate = {2012},\n\tjournaltitle = {Old},\n"
    before += "\ttitle = {Blood flow in cells},\n\tdoi = {10.1000/1},\n}\n"
    after = before.replace("{2012}", "{2013-05}").replace("{Old}", "{J. Blood}")
    assert update("lib.bib", before, "date,journal") == after


RIS = """\
Provider: Somebody

TY  - JOUR
T1  - Room temperature and memory
A1  - Moll, Eva
Y1  - 2001///
JO  - Mem
DO  - 10.1000/2
KW  - one
KW  - two
N2  - An old abstract that is
 broken over lines
ER  -

TY  - BOOK
TI  - Mine
ER  -
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_ris_file(newline: str) -> None:
    Path("new.bib").write_text(NEW.replace("abstract={Of memory.}", "abstract={Of memory.}, volume=3, keywords={red}"))
    before = RIS.replace("\n", newline)
    after = RIS.replace("JO  - Mem", "JO  - Memory").replace(
        "N2  - An old abstract that is\n broken over lines", "N2  - Of memory.\nVL  - 3"
    )
    Path("lib.ris").write_bytes(before.encode())
    assert (
        run(
            ["convert", "new.bib", "--into", "lib.ris", "--update", "empty,journal,abstract", "--only", "doi=10.1000/2"]
        )
        == 0
    )
    assert Path("lib.ris").read_bytes().decode() == after.replace("\n", newline)
    assert run(["convert", "new.bib", "--into", "lib.ris", "--update", "keywords", "--only", "doi=10.1000/2"]) == 0
    last = after.replace("KW  - one\nKW  - two\n", "KW  - red\n")
    assert Path("lib.ris").read_bytes().decode() == last.replace("\n", newline)


ITEM = {"id": "a", "type": "article-journal", "title": "Blood flow in cells", "DOI": "10.1000/1", "mine": [1, 2],
        "custom": {"own": "x"}, "issued": {"date-parts": [[2012]]}}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 1, 4, "\t"])
def test_a_json_file(indent: int | str | None) -> None:
    before = json.dumps([ITEM, {"id": "b", "type": "book", "title": "Mine"}], indent=indent)
    after = update("lib.json", before, "date,author")
    (first, other, *_) = json.loads(after)
    assert first["author"] == [{"family": "Lee", "given": "Ann"}, {"family": "Moll", "given": "Eva"}]
    assert first["issued"] == {"date-parts": [[2013, 5]]}
    assert {name: value for name, value in first.items() if name in ITEM and name != "issued"} == {
        name: value for name, value in ITEM.items() if name != "issued"
    }
    assert other == {"id": "b", "type": "book", "title": "Mine"}
    own = json.dumps([1, 2], indent=indent).replace(
        "\n", "\n" + 2 * (indent if isinstance(indent, str) else " " * (indent or 0))
    )
    assert f'"mine": {own}' in after
    kept = before[: before.index('"issued"')]
    assert after.startswith(kept)


def test_what_an_update_reports(capsys: Output) -> None:
    update("lib.bib", HAND_MADE, "abstract", "-v")
    err = capsys.readouterr().err
    assert "abstract of A1 renewed [work-updated]" in err
    assert "0 records added to lib.bib; 2 updated" in err
    assert run(["convert", "new.bib", "--into", "lib.bib", "--update", "abstract"]) == 0
    assert "1 record added to lib.bib; 2 known before" in capsys.readouterr().err
    again = Path("lib.bib").read_bytes()
    assert run(["convert", "new.bib", "--into", "lib.bib", "--update", "abstract"]) == 0
    assert "0 records added to lib.bib; 3 known before" in capsys.readouterr().err
    assert Path("lib.bib").read_bytes() == again


def test_diff_and_dry_run_print_what_would_change(capsys: Output) -> None:
    Path("lib.bib").write_text(HAND_MADE)
    for option in ("--diff", "--dry-run"):
        assert run(["convert", "new.bib", "--into", "lib.bib", "--update", "author", option]) == 0
        out = capsys.readouterr().out
        assert "-  author  = {Lee, Ann},\n+  author  = {Lee, Ann and Moll, Eva},\n" in out
        assert "+@book{n3,\n" in out
        assert Path("lib.bib").read_text() == HAND_MADE


def test_a_work_held_twice_is_updated_once_and_said(capsys: Output) -> None:
    entry = "@article{KEY, title={Blood flow in cells}, author={Lee, Ann}, doi={10.1000/1}}\n"
    before = entry.replace("KEY", "one") + entry.replace("KEY", "two")
    after = update("lib.bib", before, "volume", "-v")
    assert after == before.replace("10.1000/1}}", "10.1000/1}, volume={7}}", 1)
    assert "volume of one renewed; the bibliography has the work also as two, which stays" in capsys.readouterr().err


def test_entries_that_share_a_key() -> None:
    before = "@book{k, title={Other}}\n@article{k, title={Blood flow in cells}, doi={10.1000/1}}\n"
    assert update("lib.bib", before, "volume") == before.replace("10.1000/1}}", "10.1000/1}, volume={7}}")


def test_what_is_hand_made_is_not_taken_for_empty(capsys: Output) -> None:
    before = (
        "@article{k,\n  title = {Blood flow in cells},\n  author = {Lee, Ann},\n  year = {to appear},\n"
        "  pages = {},\n  volume = {},\n doi={10.1000/1}}\n"
    )
    after = update("lib.bib", before, "empty")
    assert "year = {to appear}" in after
    assert "pages = {1--9}" in after
    assert "volume = {7}" in after
    assert after.count("year") == after.count("pages") == 1


def test_an_entry_from_which_others_take_values_stays(capsys: Output) -> None:
    before = (
        "@article{c, title={A part}, author={Zed, Q}, crossref={k}}\n"
        "@article{k, title={Blood flow in cells}, author={Lee, Ann}, volume=1, doi={10.1000/1}}\n"
    )
    assert update("lib.bib", before, "volume", "-v") == before
    assert "k was not renewed: another entry takes values from it" in capsys.readouterr().err
    assert "author={Lee, Ann and Moll, Eva}" in update("lib.bib", before, "author")


def test_a_broken_entry_stays(capsys: Output) -> None:
    before = "@article{k, title={Blood flow in cells} author={Lee, Ann}, doi={10.1000/1}}\n@book{b, title={B}}\n"
    assert update("lib.bib", before, "volume", "-v") == before
    assert "k was not renewed: its syntax is broken" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--update", "abstract"], "--update can only be used with --into"),
        (["--into", "lib.bib", "--update", "abstrakt"], "did you mean 'abstract'?"),
        (["--into", "lib.bib", "--update", "type"], "'type' is not known as a field that can be renewed"),
        (["--into", "lib.bib", "--update", "groups"], "'groups' is not known as a field that can be renewed"),
    ],
)
def test_wrong_use(arguments: list[str], message: str, capsys: Output) -> None:
    Path("lib.bib").write_text(HAND_MADE)
    assert run(["convert", "new.bib", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert Path("lib.bib").read_text() == HAND_MADE


def test_strict_and_a_configuration() -> None:
    Path("lib.bib").write_text(HAND_MADE)
    Path("bad.jsonl").write_text('{"title": \n')
    assert run(["convert", "new.bib", "bad.jsonl", "--into", "lib.bib", "--update", "empty", "--strict"]) == 2
    assert Path("lib.bib").read_text() == HAND_MADE
    Path("bibstep.toml").write_text('into = "lib.bib"\nupdate = ["author"]\n')
    assert run(["convert", "new.bib"]) == 0
    assert "{Lee, Ann and Moll, Eva}" in Path("lib.bib").read_text()
    assert run(["convert", "new.bib", "-o", "out.bib"]) == 0


def test_places_do_not_depend_on_the_pieces_of_a_file() -> None:
    text = "".join(f"x@book{{k{number}, title={{{'T' * 3000}}}}}\n" for number in range(900))
    found = list(places(text))
    assert [text[one.start : one.start + 3] for one in found[::300]] == ["k0,", "k30", "k60"]
    starts = [block.start for block in blocks(text[at : at + 10_000] for at in range(0, len(text), 10_000))]
    assert starts == [one.start for one in found]


words = st.sampled_from(["Cells", "Über {Blut} & x_1", "a; b", "50 % of \\ it", "李明"])
changes = st.fixed_dictionaries(
    {},
    optional={
        "title": words,
        "author": st.lists(words.map(Name), min_size=1, max_size=3).map(tuple),
        "container_title": words,
        "publisher": words,
        "abstract": words,
        "keyword": st.lists(words, min_size=1, max_size=2, unique=True).map(tuple),
        "volume": st.sampled_from(["1", "12A"]),
        "issue": st.sampled_from(["2", "3-4"]),
        "page": st.sampled_from([(PageRange("1", "9"),), (PageRange("e17"),)]),
        "issued": st.builds(Date, st.integers(1500, 2030), st.sampled_from([0, 5])),
        "doi": st.just("10.1000/x"),
        "note": words,
        "language": st.sampled_from(["de", "en-GB"]),
        "isbn": st.just(("9783161484100",)),
    },
)
kinds = st.sampled_from(["article-journal", "book", "chapter", "thesis", "webpage", "article"])


@given(kinds, changes, changes, st.sampled_from(["bibtex", "biblatex", "ris", "csl-json"]))
def test_an_update_changes_only_the_named_fields(kind: str, old: dict, new: dict, form: str) -> None:  # type: ignore[type-arg]
    library = [Record("book", "First"), Record(kind, **{"title": "Old", **old}), Record("book", "Last")]
    text = writes(library, form)
    entries = reads(text)
    assert isinstance(entries[1], Record)
    one = Renewal({name: value for name, value in new.items() if value != getattr(entries[1], name)})
    one.values = {name: getattr(replace(entries[1], **one.values), name) for name in one.values}
    newline = FORMATS[form].newline
    after, back = renewed(text, "<text>", entries, {1: one}, FORMATS[form], newline)
    assert reads(after) == back
    assert (back[0], back[2]) == (entries[0], entries[2])
    assert isinstance(back[1], Record)
    expected = replace(entries[1], **one.wanted)
    project = FORMATS[form].limits.project
    for name in FIELDS:
        assert getattr(back[1], name) == getattr(entries[1], name) or name in one.wanted
        assert getattr(project(back[1]), name) == getattr(project(expected), name)
    if not one.wanted:
        assert after == text


def test_all_fields_can_be_named() -> None:
    assert set(parse([name.replace("_", "-") for name in FIELDS_RENEWED]).fields) == set(FIELDS_RENEWED)
    assert parse(["year", "Journal", "EMPTY"]) == (("issued", "container_title"), True)
    assert re.findall("[A-Z]", "".join(FIELDS_RENEWED)) == []
