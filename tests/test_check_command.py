"""The commands ``check`` and ``convert --verify``: what they print and how they end."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bibstep import check as compare
from bibstep.cli import run
from bibstep.compare import read_back
from bibstep.formats.template import template_source
from bibstep.model import Record

SOURCE = (
    '{"title": "Blood cells", "authors": "Ann Smith", "publicationDate": "2020-05-17", "doi": "10.1000/a",'
    ' "journal": {"name": "Blood", "volume": "39 1"}, "PeriodicalIF": 19.8, "abstract": "Of cells."}\n'
    '{"title": "Blood flow", "authors": "Ann Smith", "publicationDate": "2021-05-17", "doi": "10.1000/x"}\n'
)
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.json").write_text(SOURCE)
    assert run(["convert", "in.json", "--remarks", "none", "-o", "a.bib", "-o", "a.ris", "-o", "b.json"]) == 0


def change(name: str, old: str, new: str) -> None:
    text = Path(name).read_bytes().decode()
    assert old in text
    Path(name).write_bytes(text.replace(old, new).encode())


def test_files_that_agree(capsys: Output) -> None:
    assert run(["check", "a.bib", "a.ris", "b.json"]) == 0
    assert capsys.readouterr() == ("3 files agree on 2 records\n", "")


def test_files_that_differ(capsys: Output) -> None:
    change("a.ris", "VL  - 39", "VL  - 36")
    assert run(["check", "a.bib", "a.ris", "b.json"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "smith2020blood: volume: a.bib has '39' / a.ris has '36' [contradiction]",
        "1 contradiction in 1 of 2 records",
    ]
    assert err == ""


def test_differences_as_json(capsys: Output) -> None:
    change("a.ris", "VL  - 39", "VL  - 36")
    assert run(["check", "--format", "json", "a.bib", "a.ris"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "key": "smith2020blood",
        "field": "volume",
        "kind": "contradiction",
        "a": {"file": "a.bib", "text": "39"},
        "b": {"file": "a.ris", "text": "36"},
    }


def test_a_long_value_is_cut_and_nothing_controls_the_terminal(capsys: Output) -> None:
    change("a.ris", "AB  - Of cells.", "AB  - " + "x" * 500)
    change("a.ris", "smith2020blood", "smith\x1b[31m2020blood")
    assert run(["check", "a.bib", "a.ris"]) == 1
    out = capsys.readouterr().out
    assert "abstract: a.bib has 'Of cells.'" in out
    assert max(map(len, out.splitlines())) < 400
    assert "\x1b" not in out


def test_against_the_source(capsys: Output) -> None:
    assert run(["check", "a.bib", "--against", "in.json"]) == 0
    change("in.json", "39 1", "36 1")
    assert run(["check", "a.bib", "--against", "in.json"]) == 1
    assert "smith2020blood: volume: a.bib has '39' / in.json has '36'" in capsys.readouterr().out


@pytest.fixture
def with_gaps() -> None:
    """a.ris contradicts in the volume, and has neither the abstract nor the second work."""
    change("a.ris", "VL  - 39", "VL  - 36")
    change("a.ris", "AB  - Of cells.\r\n", "")
    text = Path("a.ris").read_bytes().decode()
    Path("a.ris").write_bytes(text[: text.rindex("TY  - ")].encode())


@pytest.mark.usefixtures("with_gaps")
def test_contradictions_and_gaps_are_told_apart(capsys: Output) -> None:
    assert run(["check", "a.bib", "a.ris"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "smith2020blood: volume: a.bib has '39' / a.ris has '36' [contradiction]",
        "smith2020blood: abstract: a.bib has 'Of cells.' / a.ris has nothing [gap]",
        "smith2021blood: record: a.bib has 'Blood flow' / a.ris has nothing [gap]",
        "1 contradiction and 2 gaps in 2 of 2 records",
    ]
    assert run(["check", "a.bib", "a.ris", "--format", "json"]) == 1
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["contradiction", "gap", "gap"]
    assert run(["check", "a.bib", "a.ris", "--format", "github"]) == 1
    levels = [line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()]
    assert levels == ["::warning", "::notice", "::notice"]


@pytest.mark.usefixtures("with_gaps")
def test_gaps_are_ignored_on_demand_but_counted(capsys: Output) -> None:
    assert run(["check", "a.bib", "a.ris", "--gaps", "ignore"]) == 1
    lines = capsys.readouterr().out.splitlines()
    ignored = "2 gaps ignored, 1 of them a record that a file lacks"
    assert lines[1:] == [f"1 contradiction in 1 of 2 records; {ignored}"]
    change("a.ris", "VL  - 36", "VL  - 39")
    assert run(["check", "a.bib", "a.ris", "--gaps", "ignore"]) == 0
    assert capsys.readouterr().out == f"2 files do not contradict each other on 1 record; {ignored}\n"
    assert run(["check", "a.bib", "--against", "a.ris", "--gaps", "ignore"]) == 0
    assert capsys.readouterr().out == f"1 file does not contradict its source on 1 record; {ignored}\n"


def test_gaps_cannot_be_ignored_where_nothing_else_is(capsys: Output) -> None:
    Path("other.json").write_text('{"title": "Another work", "authors": "Bo Wu", "doi": "10.1000/zz"}')
    assert run(["check", "a.bib", "--against", "other.json"]) == 1
    assert run(["check", "a.bib", "--against", "other.json", "--gaps", "ignore"]) == 2
    assert "nothing was compared" in capsys.readouterr().err


def test_a_gap_does_not_hide_what_a_third_file_contradicts(capsys: Output) -> None:
    change("a.ris", "VL  - 39\r\n", "")
    change("b.json", '"39"', '"36"')
    assert run(["check", "a.bib", "a.ris", "b.json", "--gaps", "ignore"]) == 1
    assert "volume: a.bib has '39' / b.json has '36' [contradiction]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("volume", ["volume", "record"]),
        ("vl,Journal,DOI", ["volume", "record"]),
        ("abstract,issued", ["abstract", "record"]),
        ("container-title,year", ["record"]),
        ("type,citation-key,title", ["record"]),
    ],
)
@pytest.mark.usefixtures("with_gaps")
def test_fields_narrow_the_comparison(fields: str, found: list[str], capsys: Output) -> None:
    assert run(["check", "a.bib", "a.ris", "--fields", fields, "--format", "json"]) == 1
    assert [json.loads(line)["field"] for line in capsys.readouterr().out.splitlines()] == found


def test_a_misspelt_field_is_not_compared_in_silence(capsys: Output) -> None:
    assert run(["check", "a.bib", "a.ris", "--fields", "volumme"]) == 2
    assert "did you mean 'volume'?" in capsys.readouterr().err
    with pytest.raises(ValueError, match="did you mean 'volume'"):
        compare("a.bib", "a.ris", fields=["volumme"])


@pytest.mark.parametrize("more", [["--fields", "doi"], ["--gaps", "ignore"]])
def test_one_file_alone_has_nothing_to_compare(more: list[str], capsys: Output) -> None:
    assert run(["check", "a.bib", *more]) == 2
    assert "need a second file" in capsys.readouterr().err


def test_the_compared_files_are_not_read_as_their_source() -> None:
    assert run(["check", "b.json", "--against", "."]) == 0
    change("b.json", '"39"', '"36"')
    assert run(["check", "b.json", "--against", "."]) == 1


def test_options_of_the_conversion(capsys: Output) -> None:
    assert run(["convert", "in.json", "-o", "m.bib", "--notes", "metrics", "--omit", "abstract"]) == 0
    assert run(["check", "m.bib", "--against", "in.json", "--notes", "metrics", "--omit", "abstract"]) == 0
    capsys.readouterr()
    assert run(["check", "m.bib", "--against", "in.json"]) == 1
    assert [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()[:-1]] == ["abstract", "note"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "empty.bib"],
        ["check", "a.bib", "missing.bib"],
        ["check", "a.bib", "empty.bib"],
        ["check", "a.bib", "."],
        ["check", "a.bib", "--against", "missing.json"],
        ["check", "a.bib", "a.ris", "--notes", "nonsense"],
        ["check", "-", "-"],
    ],
)
def test_usage_and_unreadable_files(arguments: list[str], capsys: Output) -> None:
    Path("empty.bib").write_text("")
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("bibstep: ")
    assert err.count("\n") == 1


def test_a_rejected_entry_is_named(capsys: Output) -> None:
    with open("a.bib", "a") as file:
        file.write("\n@book{cut")
    assert run(["check", "a.bib", "a.ris"]) == 1
    out, err = capsys.readouterr()
    assert out == "2 files agree on 2 records; 1 entry could not be read\n"
    assert err.startswith("a.bib:")


# convert --verify --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [[], ["--notes", "metrics,translation"], ["--omit", "abstract,volume"], ["--ascii"]])
def test_verified_files_are_the_same_files(more: list[str]) -> None:
    outputs = ["-o", "c.bib", "-o", "c.ris", "-o", "c.json"]
    assert run(["convert", "in.json", *more, *outputs]) == 0
    plain = [Path(name).read_bytes() for name in outputs[1::2]]
    assert run(["convert", "in.json", "--verify", *more, *outputs]) == 0
    assert [Path(name).read_bytes() for name in outputs[1::2]] == plain


def test_a_file_that_differs_is_not_put_in_place(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    add = read_back.Kept.add

    def other(self: Any, record: Record) -> None:
        add(self, replace(record, volume="7"))

    monkeypatch.setattr(read_back.Kept, "add", other)
    old = Path("a.bib").read_bytes()
    assert run(["convert", "in.json", "--verify", "--remarks", "none", "-o", "a.bib", "-o", "new.ris"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "smith2020blood: volume: the record has '7' / a.bib has '39'" in err
    assert "a.bib would differ from the records" in err
    assert Path("a.bib").read_bytes() == old
    assert not Path("new.ris").exists()
    assert not [name for name in os.listdir() if name.endswith(".tmp")]
    assert run(["convert", "--verify", "in.json", "--remarks", "none", "-o", "a.bib"]) == 2
    assert "write the files as they are with --verify=warn" in capsys.readouterr().err
    assert run(["convert", "in.json", "--verify=warn", "--remarks", "none", "-o", "warn.bib"]) == 0
    assert "warn.bib differs from the records; it is written all the same" in capsys.readouterr().err
    assert Path("warn.bib").exists()


def test_the_fields_that_a_users_template_writes_are_verified() -> None:
    text = template_source("bibtex.bib.j2")
    Path("mine.j2").write_text("\n".join(line for line in text.splitlines() if '"volume"' not in line) + "\n")
    assert run(["convert", "in.json", "--verify", "--template", "mine.j2", "-o", "m.bib"]) == 0
    assert "volume" not in Path("m.bib").read_text()
    Path("mine.j2").write_text(text.replace("volume,", "issue,"))
    assert run(["convert", "in.json", "--verify", "--template", "mine.j2", "-o", "n.bib"]) == 2
    assert not Path("n.bib").exists()


def test_only_files_can_be_verified(capsys: Output) -> None:
    assert run(["convert", "in.json", "--verify"]) == 2
    assert run(["convert", "in.json", "--verify", "-t", "ris", "-o", os.devnull]) == 2
    assert capsys.readouterr().out == ""


def test_verify_is_for_formats_that_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "in.json", "--verify", "-o", "page.html"]) == 2
    assert "page.html is in html, which bibstep does not read" in capsys.readouterr().err
    assert not Path("page.html").exists()


@pytest.mark.parametrize(
    ("text", "keys", "found"),
    [
        (b"@misc{a, title={x}}\n@misc{b, title={y}}", ["a", "b"], []),
        (b"@misc{a, title={x}}\n@misc{b, title={y}}", ["a", "c"], [("c", "citation-key", "c", "b")]),
        (b"@misc{a, title={x}}", ["a", "b"], [("b", "citation-key", "b", "")]),
        (b"@misc{a, title={x}}\n@misc{b, title={y}", ["a"], [("", "record", "", "line 2: not parsed by bibtexparser")]),
    ],
)
def test_verify_asks_bibtexparser_too(text: bytes, keys: list[str], found: list[tuple[str, ...]]) -> None:
    assert [tuple(gap) for gap in read_back.parsed_otherwise(io.BytesIO(text), keys)] == found


@pytest.mark.parametrize("size", [1, 40, 1000])
def test_what_bibtexparser_reads_in_parts_is_what_it_reads_at_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [f"@misc{{k{number},\n  title = {{One}},\n}}\n" for number in range(20)]
    entries[11] = "@misc{k11,\n  title = {One,\n}\n"
    data, keys = "\n".join(entries).encode(), [f"k{number}" for number in range(20)]
    whole = list(read_back.parsed_otherwise(io.BytesIO(data), keys))
    monkeypatch.setattr(read_back, "_PART", size)
    assert next(read_back.parsed_otherwise(io.BytesIO(data), keys)) == whole[0]
    assert whole[0].b.startswith("line ")
