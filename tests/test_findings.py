"""``bibstep check`` with one file: what is wrong in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bibstep.cli import run
from bibstep.compare.findings import MENDING, REQUIRED
from bibstep.model import FIELDS
from bibstep.remarks import CODES

Output = pytest.CaptureFixture[str]
GOOD = "@article{{{key}, title={{{title}}}, author={{Lee, Ann}}, journal={{J}}, year=2020{more}}}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def good(key: str = "a", title: str = "Cells of the skin", more: str = "") -> str:
    return GOOD.format(key=key, title=title, more=more)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (good(), []),
        (good() + good("b", "Cells of the blood"), []),
        (good("a b"), ["key-changed"]),
        (good() + good("A", "Cells of the blood"), ["key-repeated"]),
        (good() + good("a", "Cells of the blood"), ["key-repeated"]),
        (good() + good("b"), ["work-repeated"]),
        (good(more=", doi={10.1000}"), ["doi-unread"]),
        (good(more=", isbn={978-3-16-148410-1}"), ["identifier-unread"]),
        (good(more=", volume={in press}"), ["volume-doubt"]),
        (good(more=", publisher=unknown"), ["string-undefined"]),
        (good(more=", crossref={nowhere}"), ["parent-missing"]),
        (good() + "@book{b, title={Open}, author={A, B}, year=2001\n", ["syntax-mended"]),
        ("@article{a, title={Cells}}", ["field-missing"] * 3),
        ("@book{a, title={Cells}, editor={Lee, Ann}, year=2001}", []),
        ("@book{a, title={Cells}, editor={Lee, Ann}}", ["field-missing"]),
        (good() + "@book b, title={Cells}", ["rejected"]),
    ],
)
def test_what_is_wrong(text: str, codes: list[str], capsys: Output) -> None:
    Path("a.bib").write_text(text)
    assert run(["check", "a.bib", "--format", "json"]) == (1 if codes else 0)
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["code"] for one in found] == codes
    assert all(one["file"] == "a.bib" and one["line"] > 0 and one["message"] and one["mending"] for one in found)


def test_two_entries_on_one_line_are_told_apart(capsys: Output) -> None:
    item = '{"id": "%s", "type": "book", "title": "Cells", "author": [{"family": "Lee"}], "issued": {"raw": "2001"}}'
    Path("a.json").write_text(f"[{item % 'a'}, {item % 'b'}]")
    assert run(["check", "a.json"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "a.json:1: b: title: the same work is at a.json:1, as a; keep one of the two entries [work-repeated]",
        "1 finding in 2 entries",
    ]


def test_as_annotations_on_github(capsys: Output) -> None:
    Path("a.bib").write_text(good("a b", more=", volume={in press}"))
    assert run(["check", "a.bib", "--format", "github"]) == 1
    warning, error = capsys.readouterr().out.splitlines()
    assert warning.startswith("::warning file=a.bib,line=1,title=volume-doubt::a b: volume: ")
    assert error.startswith("::error file=a.bib,line=1,title=key-changed::a b: citation_key: ")
    Path("b.bib").write_text(good("a b", "Other cells"))
    assert run(["check", "a.bib", "b.bib", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::warning title=files-differ::")


def test_a_file_without_a_record_cannot_be_checked(capsys: Output) -> None:
    Path("a.bib").write_text("no entry")
    assert run(["check", "a.bib"]) == 2
    assert "a.bib" in capsys.readouterr().err
    assert run(["check"]) == 2


def test_the_tables_name_what_there_is() -> None:
    assert set(MENDING) <= set(CODES)
    names = {name for required in REQUIRED.values() for names in required for name in names.split("/")}
    assert names <= set(FIELDS)
