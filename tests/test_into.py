"""Adding to a bibliography: new works are added, and every existing byte is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bibstep import Record, read
from bibstep.cli import run
from bibstep.output.append import AddError, joint

SEED = Path(__file__).parent / "data" / "golden" / "seed.txt"
BOOK = Path(__file__).parent / "data" / "golden" / "book.txt"

BIB = b"""% My library, do not sort.
@string{jcb = "J. Cell Biol."}

@ARTICLE { Smith2020 , Author="Smith, A and Lee,B" ,
   journal = jcb # { (London)}, year=2020, title={{Odd} layout, kept as it is, of cells}
}
@comment{jabref-meta: databaseType:bibtex;}
"""
RIS = b"TY  - JOUR\nID  - Smith2020\nTI  - Odd layout, kept as it is, of cells\nPY  - 2020\nER  - \n"
CSL = b'[ {"id": "Smith2020", "type": "book",\n\t"title": "Odd layout, kept as it is, of cells"} ]\n'


def added(path: Path, *options: str) -> bytes:
    assert run(["convert", "--into", str(path), "--remarks", "none", *options, str(SEED)]) == 0
    return path.read_bytes()


@pytest.mark.parametrize(("name", "text"), [("refs.bib", BIB), ("refs.ris", RIS), ("refs.json", CSL)])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n"])
def test_every_byte_stays(name: str, text: bytes, newline: bytes, end: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    before = (text.rstrip(b"\n") + end).replace(b"\n", newline)
    path.write_bytes(before)
    after = added(path)
    tail = before[before.rindex(b"]") :] if name == "refs.json" else b""
    head = before.removesuffix(tail).rstrip() if tail else before
    assert after.startswith(head)
    assert after.endswith(tail)
    assert after.count(b"\r\n") == (after.count(b"\n") if newline == b"\r\n" else 0)
    records = [one for one in read(path) if isinstance(one, Record)]
    assert [one.citation_key for one in records] == ["Smith2020", "viswanathan2025hallmarks"]
    # A second time there is nothing to add, and nothing is written.
    stamp = path.stat().st_mtime_ns
    assert added(path) == after
    assert path.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("name", ["refs.bib", "refs.ris", "refs.json"])
@pytest.mark.parametrize("text", [None, b"", b"\n", b"[]"])
def test_a_file_that_is_not_there_or_empty(name: str, text: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_bytes(text if name == "refs.json" or text != b"[]" else b"")
    added(path)
    plain = tmp_path / f"plain{path.suffix}"
    assert run(["convert", "-o", str(plain), "--remarks", "none", str(SEED)]) == 0
    assert path.read_bytes().split() == plain.read_bytes().replace(b"}\n]", b"}]" if text == b"[]" else b"}\n]").split()


def test_a_known_work_is_skipped_even_with_another_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "refs.json"
    path.write_text('[{"id": "mine", "type": "article-journal", "DOI": "10.1016/J.STEM.2025.05.008", "title": "x"}]')
    before = path.read_bytes()
    assert run(["convert", "--into", str(path), "--remarks", "json", str(SEED)]) == 0
    assert path.read_bytes() == before
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (known,) = [one for one in told if one["code"] == "work-known"]
    assert known["message"] == "the bibliography already has the work, as mine"


def test_an_existing_key_is_not_given_to_another_work(tmp_path: Path) -> None:
    path = tmp_path / "refs.ris"
    path.write_bytes(RIS.replace(b"Smith2020", b"viswanathan2025hallmarks"))
    added(path)
    keys = [one.citation_key for one in read(path) if isinstance(one, Record)]
    assert keys == ["viswanathan2025hallmarks", "viswanathan2025hallmarks-mscs"]


def test_dry_run_prints_what_would_be_added(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "refs.ris"
    path.write_bytes(RIS)
    assert added(path, "--dry-run") == RIS
    out = capfdbinary.readouterr().out
    assert out.startswith(b"TY  - JOUR\nID  - viswanathan2025hallmarks\n")


@pytest.mark.parametrize(
    ("name", "text", "to", "why"),
    [
        ("refs.json", b'{"references": []}', "", "not a list of CSL-JSON items"),
        ("refs.json", b"[{]", "", "not valid JSON"),
        ("refs.ris", RIS.replace(b"Odd", b"\xd6de"), "", "not in UTF-8"),
        ("refs.ris", RIS, "bibtex", "it is not in bibtex but in ris"),
        ("refs", b"", "", "give --to"),
    ],
)
def test_a_file_that_cannot_be_extended_is_reported_and_unchanged(
    name: str, text: bytes, to: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(text)
    assert run(["convert", "--into", str(path), *(["--to", to] if to else []), str(SEED)]) == 2
    assert why in capsys.readouterr().err
    assert path.read_bytes() == text
    with pytest.raises(AddError):
        joint(text, name, to)


def test_entries_added_after_an_unclosed_entry_are_not_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "refs.bib"
    before = BIB.replace(b"of cells}\n}", b"of cells\n")
    path.write_bytes(before)
    assert run(["convert", "--into", str(path), "--remarks", "none", str(SEED)]) == 2
    assert "refs.bib:4: the last entry is broken" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_bibtex_and_biblatex_are_distinguished_by_their_fields(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@article{x,\n  title = {A title of some length, for once},\n  date = {2020-01},\n}\n")
    assert b"journaltitle = {Cell Stem Cell}" in added(path)
    path.write_text("@article{x,\n  title = {A title of some length, for once},\n  year = {2020},\n}\n")
    assert b"journal = {Cell Stem Cell}" in added(path)


def test_into_excludes_other_outputs(tmp_path: Path) -> None:
    path = tmp_path / "refs.ris"
    for options in (["-o", str(tmp_path / "x.bib")], ["--key-map", str(tmp_path / "map.json")]):
        assert run(["convert", "--into", str(path), *options, str(SEED)]) == 2
    assert not path.exists()


def test_the_library_in_a_folder_of_records_is_not_read_as_an_input(tmp_path: Path) -> None:
    (tmp_path / "seed.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "refs.json").write_bytes(CSL)
    assert run(["convert", "--into", str(tmp_path / "refs.json"), "--remarks", "none", str(tmp_path)]) == 0
    assert len(json.loads((tmp_path / "refs.json").read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "Title,Year\nA,2001\n"), ("a.enw", "%0 Book\n%T A\n"), ("a.nbib", "PMID- 1\nTI  - A\n")],
)
def test_nothing_is_added_to_a_format_that_is_only_read(
    name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_text(text)
    Path("in.json").write_text('[{"id": "x", "type": "book", "title": "T"}]')
    assert run(["convert", "in.json", "--into", name]) == 2
    assert "convert it" in capsys.readouterr().err
    assert Path(name).read_text() == text
    Path(name).write_text("")
    assert run(["convert", "in.json", "--into", name]) == 2
    assert "give --to" in capsys.readouterr().err
