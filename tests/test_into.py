"""Adding to a bibliography: new works are added, and every existing byte is kept."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bibstep import Record, read
from bibstep.cli import run
from bibstep.output.append import AddError, joint
from bibstep.output.lock import LockedError, locked

SEED = Path(__file__).parent / "data" / "golden" / "seed.txt"

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
    for options in (["-o", str(tmp_path / "x.bib")], ["--depfile", str(tmp_path / "x.d")]):
        assert run(["convert", "--into", str(path), *options, str(SEED)]) == 2
    assert not path.exists()


def test_the_library_in_a_folder_of_records_is_not_read_as_an_input(tmp_path: Path) -> None:
    (tmp_path / "seed.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "refs.json").write_bytes(CSL)
    assert run(["convert", "--into", str(tmp_path / "refs.json"), "--remarks", "none", str(tmp_path)]) == 0
    assert len(json.loads((tmp_path / "refs.json").read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "Title,Year\nA,2001\n"), ("a.cff", "cff-version: 1.2.0\ntitle: A\n"), ("a.nbib", "PMID- 1\nTI  - A\n")],
)
def test_nothing_is_added_to_a_format_that_is_only_read(
    name: str, text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text)
    Path("in.json").write_text('[{"id": "x", "type": "book", "title": "T"}]')
    assert run(["convert", "in.json", "--into", name]) == 2
    assert "convert it" in capsys.readouterr().err
    assert Path(name).read_text() == text
    Path(name).write_text("")
    assert run(["convert", "in.json", "--into", name]) == 2
    assert "give --to" in capsys.readouterr().err


# Other programs, and other runs ---------------------------------------------------------------------------------------

ENTRY = "@book{{{key},\n  title = {{A book with the title number {key}}},\n  year = {{2020}},\n}}\n"


def titles_in(path: Path) -> set[str]:
    return {str(one.title) for one in read(path) if isinstance(one, Record)}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "bibstep", "convert", *words, "--remarks", "none"]


def test_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(BIB)
    runs = []
    for number in range(4):
        new = tmp_path / f"{number}.bib"
        new.write_text("".join(ENTRY.format(key=f"k{number}x{entry}") for entry in range(20)))
        runs.append(subprocess.Popen(command(str(new), "--into", str(path))))
    assert [one.wait() for one in runs] == [0, 0, 0, 0]
    assert len(titles_in(path)) == 81
    assert path.read_bytes().startswith(BIB)
    assert not path.with_name("refs.bib.lock").exists()


def test_an_edit_while_a_run_waits_for_its_input_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(ENTRY.format(key="old"))
    with subprocess.Popen(command("-", "-f", "bibtex", "--into", str(path)), stdin=subprocess.PIPE) as waiting:
        assert waiting.stdin
        waiting.stdin.write(ENTRY.format(key="new").encode())
        waiting.stdin.flush()
        path.write_text(ENTRY.format(key="edited"))
        waiting.stdin.close()
        assert waiting.wait() == 0
    assert titles_in(path) == {f"A book with the title number {key}" for key in ("edited", "new")}


def test_an_edit_just_before_the_file_is_replaced_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, new = tmp_path / "refs.bib", tmp_path / "new.bib"
    path.write_text(ENTRY.format(key="old"))
    new.write_text(ENTRY.format(key="new"))
    edits = iter(range(100))

    @contextlib.contextmanager
    def edited(name: str) -> Iterator[None]:
        # An editor saves the file after it was read, and does not look for a lock.
        with locked(name):
            path.write_text(ENTRY.format(key=f"edit{next(edits)}"))
            yield

    monkeypatch.setattr("bibstep.cli.into.locked", edited)
    assert run(["convert", str(new), "--into", str(path), "--remarks", "none"]) == 0
    assert titles_in(path) == {f"A book with the title number {key}" for key in ("edit0", "new")}


def test_a_file_that_another_program_changes_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, new = tmp_path / "refs.bib", tmp_path / "new.bib"
    path.write_text(ENTRY.format(key="old"))
    new.write_text(ENTRY.format(key="new"))
    edits = iter(range(100))

    def changed(*_: object) -> bool:
        path.write_text(ENTRY.format(key=f"edit{next(edits)}"))
        return False

    monkeypatch.setattr("bibstep.cli.into._has", changed)
    assert run(["convert", str(new), "--into", str(path), "--remarks", "none"]) == 2
    assert "refs.bib: another program changed it 6 times meanwhile; nothing was added" in capsys.readouterr().err
    assert titles_in(path) == {"A book with the title number edit5"}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["new.bib", "refs.bib"]


def test_a_lock_that_a_killed_run_left_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, new, lock = tmp_path / "refs.bib", tmp_path / "new.bib", tmp_path / "refs.bib.lock"
    path.write_text(ENTRY.format(key="old"))
    new.write_text(ENTRY.format(key="new"))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    lock.write_text(f"{ended.pid} {os.uname().nodename}\n")
    before = path.read_bytes()
    assert run(["convert", str(new), "--into", str(path), "--remarks", "none"]) == 2
    err = capsys.readouterr().err
    assert f"{lock} is left from process {ended.pid} on {os.uname().nodename}, which has ended" in err
    assert "delete this lock and try again" in err
    assert path.read_bytes() == before
    assert lock.exists()
    # What needs no writing needs no lock.
    assert run(["convert", str(path), "--into", str(path), "--remarks", "none"]) == 0
    assert run(["convert", str(new), "--into", str(path), "--remarks", "none", "--dry-run"]) == 0


@pytest.mark.parametrize("text", ["1 another.machine", "", f"{os.getppid()} {os.uname().nodename}"])
def test_a_lock_of_a_run_that_may_go_on_is_waited_for(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "refs.bib.lock"
    lock.write_text(text)
    monkeypatch.setattr("bibstep.output.lock._PATIENCE", -1)
    with pytest.raises(LockedError, match=r"holds .*refs.bib.lock; if it does not run any more, delete this lock"):
        locked(str(tmp_path / "refs.bib")).__enter__()
    assert lock.read_text() == text
    monkeypatch.undo()
    monkeypatch.setattr("bibstep.output.lock.time.sleep", lambda _: lock.unlink())
    with locked(str(tmp_path / "refs.bib")):
        assert lock.read_text() == f"{os.getpid()} {os.uname().nodename}\n"
    assert not lock.exists()


def test_a_library_into_itself(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(BIB + b"@misc{a,}\n@misc{b, title={Rivers}}\n@misc{c, title={Rivers}}\n@misc{a, year=2000}\n")
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    assert run(["convert", str(path), "--into", str(path), "--remarks", "none"]) == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)


@pytest.mark.parametrize("name", ["refs.bib", "refs.ris", "refs.json"])
def test_what_was_added_is_known(name: str, tmp_path: Path) -> None:
    path, new = tmp_path / name, tmp_path / "new.bib"
    new.write_text(
        "@online{site, title={The maps project}, url={https://maps.example.org/}}\n"
        "@article{g, author={Gross, E.}, journal={Reports}, year=1952, volume=84, pages=471}\n"
        "@book{k, author={Knuth, Donald}, maintitle={Computers and Type}, title={Book A}, volume={A}, year=1984}\n"
        "@book{r, author={{National Academies of Sciences}}, title={Reproducibility and replicability}, year=2019}\n"
        "@misc{m, title={Rivers}}\n@misc{n, title={Rivers}, author={Ray, Bob}}\n"
    )
    for _ in range(2):
        assert run(["convert", str(new), "--into", str(path), "--remarks", "none"]) == 0
        assert len([one for one in read(path) if isinstance(one, Record)]) == 6


def test_a_diff_in_place_of_writing(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "refs.ris"
    path.write_bytes(RIS)
    assert added(path, "--diff", "--omit", "abstract") == RIS
    out = capfdbinary.readouterr().out.decode()
    assert out.startswith(f"--- {path}\n+++ {path}\n@@ -3,3 +3,")
    assert "+ID  - viswanathan2025hallmarks\n" in out
    assert not [line for line in out.splitlines()[2:] if line.startswith("-")]
    bib = tmp_path / "a.bib"
    assert run(["convert", str(SEED), "-o", str(bib), "--diff", "--remarks", "none"]) == 0
    assert b"+@article{viswanathan2025hallmarks,\n" in capfdbinary.readouterr().out
    assert sorted(one.name for one in tmp_path.iterdir()) == ["refs.ris"]
    assert run(["convert", str(SEED), "--diff"]) == 2


def test_the_summary_says_what_was_added_known_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "library.bib"
    assert run(["convert", str(SEED), "--into", str(path)]) == 0
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"1 record added to {path} (created); ")
    new = tmp_path / "new.ris"
    new.write_text("TY  - BOOK\nTI  - Blood and its cells\nAU  - Smith, Ann\nPY  - 2020\nER  - \n" * 2)
    assert run(["convert", str(SEED), str(new), "--into", str(path)]) == 0
    line = capsys.readouterr().err.splitlines()[-1]
    assert line.startswith(f"1 record added to {path}; 1 known before; 1 left out as duplicates; ")
    misspelt = tmp_path / "libary.bib"
    assert run(["convert", str(SEED), "--into", str(misspelt)]) == 0
    assert f"added to {misspelt} (created; did you mean {path}?); " in capsys.readouterr().err
    assert misspelt.exists()


def test_the_map_of_keys_leads_to_the_keys_in_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lib.bib").write_text(
        "@article{Lee, title={Blood flow in cells}, author={Lee, Ann}, doi={10.1000/1}}\n"
        "@book{taken, title={Quite another}}\n"
    )
    Path("new.bib").write_text(
        "@article{blood, title={Blood flow in cells}, author={Lee, Ann}, doi={10.1000/1}}\n"
        "@book{taken, title={Of moss}, author={Moll, Eva}, year=2020}\n"
        "@book{plain, title={Of stone}, author={Moll, Eva}, year=2021}\n"
    )
    Path("more.bib").write_text(
        "@book{taken, title={A third}, author={Zed, Q}, year=1999}\n"
        "@book{p2, title={Of stone}, author={Moll, Eva}, year=2021}\n"
    )
    before = Path("lib.bib").read_bytes()
    command = ["convert", "new.bib", "more.bib", "--into", "lib.bib", "--key-map", "map.json"]
    assert run([*command, "--diff"]) == run([*command, "--dry-run"]) == 0
    assert not Path("map.json").exists()
    assert run(command) == 0
    keys = json.loads(Path("map.json").read_text())
    assert list(keys) == ["blood", "taken", "plain", "p2"]
    assert (keys["blood"], keys["plain"], keys["p2"]) == ("Lee", "plain", "plain")
    added = Path("lib.bib").read_text().removeprefix(before.decode())
    assert f"@book{{{keys['taken']},\n  author = {{Moll, Eva}}" in added
    os.unlink("map.json")
    library = Path("lib.bib").read_bytes()
    assert run(command) == 0
    assert json.loads(Path("map.json").read_text()) == keys
    assert Path("lib.bib").read_bytes() == library


def test_a_map_of_keys_in_place_of_the_library_or_an_input_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lib.bib").write_text("@book{k, title={Of cells}}\n")
    Path("in.bib").write_text("@book{k, title={Of cells}}\n")
    for name in ("lib.bib", "./lib.bib", "in.bib"):
        assert run(["convert", "in.bib", "--into", "lib.bib", "--key-map", name]) == 2
        assert "choose another name" in capsys.readouterr().err
        assert Path("lib.bib").read_text() == Path("in.bib").read_text()
