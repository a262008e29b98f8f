"""``bibstep explain``: where fields are read and written, remarks on them, and tables that fit the terminal."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import FORMATS, READERS, Record, Rejected
from bibstep.cli import run
from bibstep.cli.tables import table, width_of, wrapped
from bibstep.explain.explain import NOT_ASKED, Explained, explain
from bibstep.explain.mapping import OWN_NAMES, written
from bibstep.model import Name, Rich

SEED = (Path(__file__).parent / "data" / "golden" / "seed.txt").read_bytes()
RIS = b"TY  - JOUR\nAU  - Smith, Ann\nTI  - Blood\nT2  - Haema\nVL  - 3\nPY  - 2020\nER  - \n"
Output = pytest.CaptureFixture[str]


def explained(data: bytes, **options: object) -> Explained:
    found = explain(data, "in", **options)  # type: ignore[arg-type]
    assert isinstance(found, Explained)
    return found


def read_from(found: Explained) -> dict[str, tuple[str, ...]]:
    return {row.field: row.read_from for row in found.rows}


def test_the_parts_of_an_inner_object_are_distinguished() -> None:
    places = read_from(explained(SEED))
    assert places["title"] == ("resultStr.title",)
    assert places["volume"] == places["issue"] == ("resultStr.journal.volume",)
    assert places["translation"] == ("title",)
    assert places["container_title"] == ("resultStr.journal.name", "text line")


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (RIS, {"title": ("TI",), "author": ("AU",), "volume": ("VL",), "issued": ("PY",), "container_title": ("T2",)}),
        (RIS + RIS.replace(b"Blood", b"Bone"), {"title": ("TI",), "volume": ("VL",)}),
        (
            b'[{"id": "a", "type": "book", "title": "A", "issued": {"date-parts": [[2020]]}},\n'
            b' {"id": "b", "title": "B"}]',
            {"title": ("title",), "issued": ("issued.date-parts",)},
        ),
        (b'{"title": "A", "DOI": "10.1000/x", "type": "book"}\n', {"title": ("title",), "doi": ("DOI",)}),
    ],
)
def test_the_parts_are_named_as_in_the_source(data: bytes, places: dict[str, tuple[str, ...]]) -> None:
    found = read_from(explained(data))
    assert {field: found[field] for field in places} == places


def test_which_record() -> None:
    data = RIS + b"\n" + RIS.replace(b"Blood", b"Bone").replace(b"AU", b"ID  - own\nAU")
    assert str(explained(data).record.title) == "Blood"
    assert str(explained(data, number=2).record.title) == "Bone"
    assert str(explained(data, key="own").record.title) == "Bone"
    assert explained(data, key="smith2020blood").number == 1
    assert explain(data, "in", number=3) is None
    assert explain(data, "in", key="none") is None
    assert isinstance(explain(b"{", "in"), Rejected)


def test_words_are_those_that_this_record_is_written_under() -> None:
    found = explained(RIS, to=["bibtex", "ris"])
    words = {row.field: row.written for row in found.rows}
    assert words["container_title"] == {"bibtex": "journal", "ris": "T2, JF"}
    assert words["type"] == {"bibtex": "@article", "ris": "TY JOUR"}
    book = Record("book", Rich.of("T"), number="7", issue="3", custom=(("archive", "A"),))
    assert written(FORMATS["ris"], book, ["issue", "number"]) == {"issue": "IS", "number": OWN_NAMES}
    assert written(FORMATS["bibtex"], book, ["custom"]) == {"custom": OWN_NAMES}
    assert written(FORMATS["bibtex"], Record("book", Rich.of("T"), pdf="https://a/b"), ["pdf"]) == {"pdf": "pdf"}


def test_a_field_that_was_not_requested_is_marked() -> None:
    (row,) = [row for row in explained(SEED).rows if row.field == "metrics"]
    assert set(row.written.values()) == {NOT_ASKED}


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("data", [b"", b"{", b"[1, 2]", b"TY  - ", b"\xff\xfe", b'{"title": "x"', b'{"title": 1e999}'])
def test_nothing_in_an_input_raises(data: bytes, format_: str) -> None:
    if format_ == "bibtex":
        pytest.importorskip("bibstep.formats.bibtex.read")
    explain(data, "in", format=format_)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.txt").write_bytes(SEED)
    Path("bad.json").write_text('{"title": ""}')
    for width in (30, 60, 80, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        assert run(["explain", "in.txt"]) == 0
        out = capsys.readouterr().out
        assert max(map(width_of, out.splitlines())) <= width
        assert all(line.isprintable() for line in out.splitlines())
    assert "[title-original]" in out
    assert "the outer title is a translation" in out
    assert run(["explain", "bad.json"]) == 1
    assert run(["explain", "gone"]) == 2
    assert run(["explain", "in.txt", "--number", "2"]) == 2
    assert run(["explain", "in.txt", "--number", "1", "--key", "x"]) == 2
    assert run(["explain", "in.txt", "--key", "viswanathan2025hallmarks", "-t", "ris", "--notes", "metrics"]) == 0


def test_no_value_controls_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.chdir(tmp_path)
    evil = "\x1b]0;x\x07\u202ea\x9b"
    Path("in.json").write_text(json.dumps({"title": evil, evil: evil, "authors": evil, "doi": evil}))
    run(["explain", "in.json"])
    assert all(line.isprintable() for line in capsys.readouterr().out.splitlines())


@given(
    st.lists(st.lists(st.text(max_size=40), min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(min_value=4, max_value=90),
)
def test_a_table_is_no_wider_than_the_terminal(rows: list[list[str]], width: int) -> None:
    lines = table(rows, width)
    assert max(map(width_of, lines)) <= width


@given(st.text(alphabet="ab ,.医学é\u0301", max_size=60), st.integers(min_value=2, max_value=20))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(width_of, lines)) <= width


def test_people_and_pairs_are_shown() -> None:
    from bibstep.explain.explain import shown

    assert shown((("translator", (Name("Roe", "Jane"), Name("Doe", "John"))),)) == "translator: Jane Roe; John Doe"
    assert shown(("a", "b")) == "a; b"


def test_a_stream(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    class Stream:
        buffer = io.BytesIO(RIS)

    monkeypatch.setattr("sys.stdin", Stream())
    assert run(["explain", "-"]) == 0
    assert "<stdin>:1: record 1" in capsys.readouterr().out
