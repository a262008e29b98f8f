"""Faults while files are written: if any call fails, or a signal comes at any time, all files are old or all are new.

``BIBSTEP_KILLS`` sets how many processes are killed (100 in a developer's run).
"""

from __future__ import annotations

import errno
import io
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from bibstep import cli
from bibstep.cli import run
from bibstep.formats.reading import read
from bibstep.model import Record
from bibstep.output import signals

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX files and signals")

KILLS = int(os.environ.get("BIBSTEP_KILLS", "6"))
NEW = ("a.bib", "there/b.ris", "c.mk")
COMMAND = ["convert", "in.jsonl", "-o", "a.bib", "-o", "there/b.ris", "--remarks", "none"]
DEPFILE = ["--depfile", "c.mk"]
#: The system calls on the way to a written file, by their names in Python's modules.
CALLS = ("open", "fdopen", "fchmod", "fsync", "link", "replace")
TIDYING = ("unlink",)

Files = dict[str, bytes]
Output = pytest.CaptureFixture[str]


def records(count: int) -> str:
    return "".join(f'{{"title": "Blood {number} of {"x" * 50}"}}\n' for number in range(count))


def files() -> Files:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """The files of a successful run. Then the folder has old files again, except for one."""
    monkeypatch.chdir(tmp_path)
    os.mkdir("there")
    Path("in.jsonl").write_text(records(9))
    assert run([*COMMAND, *DEPFILE]) == 0
    made = files()
    assert set(made) == {*NEW, "in.jsonl"}
    old()
    return made


def old() -> Files:
    for name in NEW[:2]:
        Path(name).write_bytes(b"old " + name.encode())
    Path("c.mk").unlink(missing_ok=True)
    return files()


class Nth:
    """Counts calls, and acts at the n-th of them (or, if ``on`` is set, at all from the n-th on)."""

    def __init__(self, number: int, action: Callable[[], None], on: bool = False) -> None:
        self.number = number
        self.count = 0
        self.name = ""
        self._action = action
        self._on = on

    def __call__(self, name: str) -> None:
        self.count += 1
        if self.count == self.number or (self._on and self.count > self.number):
            self.name = self.name or name
            self._action()

    @property
    def happened(self) -> bool:
        return self.count >= self.number


def hook(patch: pytest.MonkeyPatch, nth: Nth, names: tuple[str, ...]) -> None:
    """Call ``nth`` before every system call on the way to a written file."""

    class Raw(io.FileIO):
        def write(self, data: object, /) -> int:
            nth("write")
            return super().write(data)  # type: ignore[arg-type]

        def close(self) -> None:
            first = not self.closed
            super().close()
            if first:  # a file is closed even if closing it fails
                nth("close")

    def hooked(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            nth(name)
            if name == "fdopen":
                return io.BufferedWriter(Raw(arguments[0], "wb"), 512)  # type: ignore[arg-type]
            return real(*arguments, **named)

        return call

    for name in names:
        patch.setattr(os, name, hooked(name))


def check(new: Files, before: Files, code: int, message: str) -> None:
    now = files()
    assert now in (before, new)
    if code == 0:
        assert now == new
    else:
        assert code == 2
        assert now == before
        assert message.startswith("bibstep: ")
        assert "Input/output error" in message
        assert "Traceback" not in message


def fail() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_whichever_call_fails_all_files_are_old_or_all_are_new(new: Files, capsys: Output) -> None:
    failed = set()
    for number in itertools.count(1):
        before = old()
        nth = Nth(number, fail)
        with pytest.MonkeyPatch.context() as patch:
            hook(patch, nth, CALLS)
            code = run([*COMMAND, *DEPFILE])
        if not nth.happened:
            break
        failed.add(nth.name)
        check(new, before, code, capsys.readouterr().err)
    assert failed == {*CALLS, "write", "close"}


def test_on_a_disk_that_is_gone_no_file_is_torn(new: Files, capsys: Output) -> None:
    for number in itertools.count(1):
        before = old()
        nth = Nth(number, fail, on=True)
        with pytest.MonkeyPatch.context() as patch:
            hook(patch, nth, CALLS + TIDYING)
            code = run([*COMMAND, *DEPFILE])
        if not nth.happened:
            break
        now = files()
        assert all(now.get(name) in (before.get(name), new[name]) for name in NEW)
        assert code == (0 if all(now.get(name) == new[name] for name in NEW) else 2)
        assert "Traceback" not in capsys.readouterr().err
        for name in now.keys() - new.keys():
            os.unlink(name)


def test_without_hard_links_a_copy_is_restored(new: Files) -> None:
    before = old()
    real = os.replace
    calls = itertools.count(1)

    def replace(source: str, target: str) -> None:
        if next(calls) == 2:
            fail()
        real(source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "link", lambda *_: fail())
        patch.setattr(os, "replace", replace)
        assert run(COMMAND) == 2
    assert files() == before
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "link", lambda *_: fail())
        patch.setattr(shutil, "copy2", lambda *_: fail())
        assert run(COMMAND) == 2
    assert files() == before


@pytest.mark.parametrize("again", [False, True])
def test_whenever_a_signal_comes_all_files_are_old_or_all_are_new(
    again: bool, new: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    died: list[int] = []
    monkeypatch.setattr(cli, "die_of", died.append)
    for number in itertools.count(1):
        before = old()
        nth = Nth(number, lambda: os.kill(os.getpid(), signal.SIGTERM), again)
        with pytest.MonkeyPatch.context() as patch:
            hook(patch, nth, CALLS + TIDYING)
            run([*COMMAND, *DEPFILE])
        if not nth.happened:
            break
        assert files() in (before, new), nth.name
    assert died == [signal.SIGTERM] * (number - 1)


def test_a_full_disk_for_entries_that_wait_for_their_key(
    new: Files, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    before = files()
    monkeypatch.setattr("bibstep.pipeline.finish._MOST", 1)
    monkeypatch.setattr("bibstep.storage.spool._MEMORY", 100)
    monkeypatch.setattr("bibstep.storage.spool._BATCH", 2)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_, **__: io.FileIO("/dev/full", "r+"))
    assert run(COMMAND) == 2
    assert "temporary files" in capsys.readouterr().err
    assert files() == before


def test_a_limit_for_the_size_of_a_file_leaves_the_old_ones(new: Files) -> None:
    before = files()
    Path("in.jsonl").write_text(records(2000))
    script = f'ulimit -f 8; exec "{sys.executable}" -m bibstep "$@"'
    done = subprocess.run(["/bin/sh", "-c", script, "sh", *COMMAND], capture_output=True, timeout=600)
    assert done.returncode == 2
    assert b"File too large" in done.stderr
    Path("in.jsonl").write_bytes(before["in.jsonl"])
    assert files() == before


class Failing(io.BytesIO):
    """A stream that fails before its end."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(size) or fail()  # type: ignore[func-returns-value, return-value]

    def seekable(self) -> bool:
        return False


def test_an_input_that_fails_in_the_middle_is_named() -> None:
    record, rejected = read(Failing(records(1).encode()))
    assert isinstance(record, Record)
    assert str(rejected) == "<stream>: it cannot be read to the end: Input/output error"


def test_a_process_killed_at_any_time_leaves_old_files_or_new_ones(new: Files) -> None:
    Path("in.jsonl").write_text(records(400))
    command = [sys.executable, "-m", "bibstep", *COMMAND]
    start = time.monotonic()
    subprocess.run(command, check=True, timeout=600)
    took = time.monotonic() - start
    whole = files()
    for number in range(KILLS):
        before = old()
        sent = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[number % 4]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
            time.sleep(took * (0.1 + number / KILLS))
            running.send_signal(sent)
            code = running.wait(600)
            assert running.stderr is not None
            assert b"Traceback" not in running.stderr.read()
        assert code in (0, -sent)
        now = files()
        assert all(now.get(name) in (before.get(name), whole.get(name)) for name in NEW)
        if sent == signal.SIGKILL:
            for name in now.keys() - whole.keys():
                os.unlink(name)
        else:
            assert {name: now.get(name) for name in NEW} in (
                {name: kept.get(name) for name in NEW} for kept in (before, whole)
            )
            assert set(now) <= set(whole)


SENDS = "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\ndone = [number for number in range(5)]\n"


def test_a_signal_waits_for_the_end_of_an_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sends_a_signal.py").write_text(SENDS)
    monkeypatch.syspath_prepend(tmp_path)

    def work() -> None:
        with signals.raised():
            import_module("sends_a_signal")
            time.sleep(10)

    with pytest.raises(signals.Signalled):
        work()
    assert sys.modules.pop("sends_a_signal").done == [0, 1, 2, 3, 4]
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
