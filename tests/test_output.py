"""Output files: whole or untouched, all or none."""

from __future__ import annotations

import difflib
import errno
import os
import re
import stat
import threading
from functools import partial
from pathlib import Path

import pytest

from bibstep.cli.exits import print_diff
from bibstep.output.diff import unified
from bibstep.output.files import OutputError, Outputs


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(*paths: str) -> None:
    with Outputs(paths) as files:
        files.write([f"new é {path}" for path in paths])
        files.commit()


def test_new_files_have_the_mode_of_the_umask() -> None:
    before = os.umask(0o027)
    try:
        write("a", "b")
    finally:
        os.umask(before)
    assert [Path(name).read_text(encoding="utf-8") for name in "ab"] == ["new é a", "new é b"]
    assert stat.S_IMODE(os.stat("a").st_mode) == 0o640
    assert sorted(os.listdir()) == ["a", "b"]


def test_an_old_file_keeps_its_mode() -> None:
    Path("a").write_text("old")
    os.chmod("a", 0o604)
    write("a")
    assert stat.S_IMODE(os.stat("a").st_mode) == 0o604


def test_a_symbolic_link_is_followed() -> None:
    os.mkdir("there")
    Path("there/a").write_text("old")
    os.symlink("there/a", "link")
    write("link")
    assert os.path.islink("link")
    assert Path("there/a").read_text(encoding="utf-8").startswith("new")
    assert os.listdir("there") == ["a"]


def test_a_fifo_is_written_to() -> None:
    os.mkfifo("fifo")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(Path("fifo").read_bytes()))
    reader.start()
    write("fifo")
    reader.join(20)
    assert got == ["new é fifo".encode()]
    assert stat.S_ISFIFO(os.stat("fifo").st_mode)


@pytest.mark.parametrize("bad", ["folder", "no/such/file", "a\0b"])
def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(bad: str) -> None:
    os.mkdir("folder")
    Path("a").write_text("old")
    with pytest.raises(OutputError) as caught, Outputs(["a", bad]):
        pass
    assert str(caught.value).startswith(bad)
    assert sorted(os.listdir()) == ["a", "folder"]
    assert Path("a").read_text() == "old"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_in_the_middle_leaves_the_old_files(error: type[BaseException]) -> None:
    Path("a").write_text("old")

    def fail() -> None:
        with Outputs(["a", "b"]) as files:
            files.write(["new", "new"])
            raise error

    with pytest.raises(error):
        fail()
    assert os.listdir() == ["a"]
    assert Path("a").read_text() == "old"


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_failing_disk_leaves_the_old_files(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a").write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, name, fail)
        with pytest.raises(OutputError, match="No space left"):
            write("a", "b")
    assert os.listdir() == ["a"]
    assert Path("a").read_text() == "old"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners of POSIX")
def test_an_old_file_keeps_its_owner_and_group_where_permitted(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.bib").write_text("old")
    asked: list[tuple[int, int]] = []

    def fchown(_: int, user: int, group: int) -> None:
        asked.append((user, group))
        raise PermissionError(errno.EPERM, "not permitted")

    monkeypatch.setattr(os, "fchown", fchown)
    status = os.stat("a.bib")
    other = os.stat_result((*status[:4], status.st_uid + 1, status.st_gid + 1, *status[6:]))
    monkeypatch.setattr("bibstep.output.files._status", lambda _: other)
    with Outputs(["a.bib"]) as out:
        out.write(["new"])
        out.commit()
    assert asked == [(status.st_uid + 1, -1), (-1, status.st_gid + 1)]
    assert Path("a.bib").read_text() == "new"


def test_the_first_output_is_renamed_last(monkeypatch: pytest.MonkeyPatch) -> None:
    renamed: list[str] = []
    replace = os.replace

    def noted(old: str, new: str) -> None:
        renamed.append(new)
        replace(old, new)

    monkeypatch.setattr(os, "replace", noted)
    for may in (False, True):
        with Outputs(["a.bib", "b.ris", "c.mk"]) as out:
            out.write(["a", "b", "c"])
            assert out.commit(partial(bool, may)) is may
        assert bool(renamed) is may
    assert renamed == ["c.mk", "b.ris", "a.bib"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "a\nb\n"),
        ("a\nb\n", ""),
        ("".join(f"{n}\n" for n in range(40)), "".join(f"{n}\n" for n in range(40) if n not in (20, 30))),
        ("".join(f"{n}\n" for n in range(40)), "".join(f"{n}\n" for n in range(60))),
        ("a\nb\n", "a\nb\u2028x\n"),
        ("a\n", "b\n"),
    ],
)
def test_a_diff_is_that_of_the_whole_files(old: str, new: str) -> None:
    before, after = (re.findall(r"[^\n]*\n", text) for text in (old, new))
    whole = difflib.unified_diff(before, after, "x.bib", "x.bib")
    assert "".join(unified(old.encode(), new.encode(), "x.bib")) == "".join(whole)


def test_a_diff_without_a_last_newline() -> None:
    lines = list(unified(b"a\nb", b"a\nb\nc\n", "x"))
    assert lines[3:] == [" a\n", "-b\n\\ No newline at end of file\n", "+b\n", "+c\n"]
    assert list(unified(b"a", b"a", "x")) == []


def test_a_diff_in_the_bytes_of_the_file(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_diff(b"caf\xe9\r\n", b"caf\xe8\r\n", "x")
    assert capfdbinary.readouterr().out.splitlines(keepends=True)[3:] == [b"-caf\xe9\r\n", b"+caf\xe8\r\n"]
