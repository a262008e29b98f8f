"""The progress line on a terminal, and --quiet: when it is shown, what it shows, and that it is removed."""

from __future__ import annotations

import errno
import os
import re
import signal
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from bibstep.cli import run
from bibstep.formats.reading import read

pty = pytest.importorskip("pty", reason="this system has no terminals that a test can play")
fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")

RECORD = '{{"title": "Blood cells, {0}", "authors": "Ann Lee", "publicationDate": "2020", "doi": "10.1000/{0}"}}\n'
BAD = '{"title": ""}\n'
#: The command with a clock that advances half a second at each call, and with small batches.
HASTY = """import itertools, sys, time
time.time = itertools.count(1.6e9, 0.5).__next__
from bibstep.pipeline import finish
from bibstep.cli import run
finish._MOST = 4
sys.exit(run())"""
COMMAND = [sys.executable, "-c", HASTY, "convert"]
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")
    Path("in.jsonl").write_text("".join([RECORD.format(number) for number in range(40)]))
    Path("bad.jsonl").write_text(Path("in.jsonl").read_text() + BAD + RECORD.format("x"))


class Ended(NamedTuple):
    """A command that has ended, and its output to the terminal."""

    code: int
    shown: str


def on_terminal(
    arguments: Sequence[str], command: Sequence[str] = COMMAND, stdin: str = "", columns: int = 100
) -> Ended:
    """Run a command with a terminal as its standard error only."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
    with open("stdin", "w+", encoding="utf-8") as empty:
        process = subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.PIPE if stdin else empty,
            stdout=subprocess.DEVNULL,
            stderr=its,
        )
    os.close(its)
    if process.stdin:
        process.stdin.write(stdin.encode())
        process.stdin.close()
    shown = b""
    while part := _part(ours):
        shown += part
    os.close(ours)
    return Ended(process.wait(600), shown.decode())


def _part(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError as error:  # Linux's error if the other end was closed
        if error.errno != errno.EIO:
            raise
        return b""


def left(shown: str) -> list[str]:
    """The lines that remain on a screen, without those that were overwritten."""
    lines = []
    for line in re.sub(r"\x1b\[\?25[lh]", "", shown).split("\n"):
        cells: list[str] = []
        for part in line.removesuffix("\r").split("\r"):
            cells[: len(part)] = part
        lines.append("".join(cells).rstrip())
    return lines


def has_controls(shown: str) -> bool:
    return "\x1b" in shown or "\r" in shown.replace("\r\n", "\n")


@pytest.mark.parametrize("name", ["in.jsonl", "."])
@pytest.mark.parametrize("out", [["-o", "refs.bib"], []])
def test_records_rate_and_time_left(name: str, out: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    Path("bad.jsonl").unlink()
    ended = on_terminal([name, "--remarks", "none", *out])
    assert ended.code == 0
    line = r"records {}: \d+ \([\d.]+/s\)  \[#+-+\] +(\d+)%  00:00:\d\d"
    shares = [int(share) for share in re.findall(line.format("read"), ended.shown)]
    assert len(set(shares)) > 9
    assert shares == sorted(shares)
    assert bool(re.findall(line.format("written"), ended.shown)) is bool(out)
    assert left(ended.shown) == [""]
    assert ended.shown.endswith("\x1b[?25h")


def test_for_a_pipe_only_records_and_rate() -> None:
    shown = on_terminal(["-", "--remarks", "none"], stdin=Path("in.jsonl").read_text()).shown
    assert "records read: 40 (" in shown
    assert "%" not in shown


def test_each_step_is_counted() -> None:
    ended = on_terminal("in.jsonl -o a.bib -o a.ris --remarks none --verify --duplicates merge".split())
    assert ended.code == 0
    steps = [step for step, number in re.findall(r"records ([a-z ]+): (\d+) ", ended.shown) if number == "40"]
    assert steps == ["read", "converted", "written", "read back", "read back"]


def test_messages_have_their_own_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    ended = on_terminal(["bad.jsonl", "-o", "refs.bib"])
    assert ended.code == 1
    *told, total, rest = left(ended.shown)
    assert all(line.startswith("bad.jsonl:") for line in told)
    assert "bad.jsonl:41: error: the record has no title ($.title): {'title': ''}" in told
    assert total.startswith("41 records converted and written to refs.bib; 1 rejected")
    assert rest == ""


def test_an_error_has_its_own_line() -> None:
    Path("template").write_text("{{ title }}{% if volume == '' and doi == '10.1000/30' %}{{ volume / 2 }}{% endif %}")
    ended = on_terminal("in.jsonl -t bibtex --template template --remarks none".split())
    assert ended.code == 2
    assert "records read" in ended.shown
    assert [line.partition(" ")[0] for line in left(ended.shown)] == ["bibstep:", ""]


@pytest.mark.parametrize("columns", [20, 50])
def test_a_narrow_terminal_is_not_overrun(columns: int) -> None:
    shown = on_terminal(["in.jsonl", "--remarks", "none"], columns=columns).shown
    drawn = [part.rstrip() for part in shown.replace("\x1b[?25l", "").split("\r")]
    assert ("records" in shown, "[" in shown.replace("\x1b[", "")) == (columns == 50, False)
    assert max(map(len, drawn)) < columns


@pytest.mark.parametrize("arguments", [["--quiet"], ["-q"], ["--remarks", "json"]])
def test_quiet_and_json_show_none(arguments: list[str]) -> None:
    assert not has_controls(on_terminal(["in.jsonl", *arguments]).shown)


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_dumb_terminal_gets_no_control_characters(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    ended = on_terminal(["bad.jsonl"])
    assert not has_controls(ended.shown)
    assert "1 rejected" in ended.shown


def test_work_that_is_soon_over_shows_none() -> None:
    assert not has_controls(on_terminal(["in.jsonl"], [sys.executable, "-m", "bibstep", "convert"]).shown)


def test_a_pipe_gets_none() -> None:
    done = subprocess.run([*COMMAND, "in.jsonl", "--remarks", "none"], capture_output=True, check=True, timeout=600)
    assert done.stderr == b""


def _shown_when_fed(process: subprocess.Popen[bytes], ours: int) -> bytes:
    """The terminal's text up to the progress line, after the records were written to standard input."""
    assert process.stdin
    process.stdin.write(Path("in.jsonl").read_bytes())
    process.stdin.flush()
    shown = b""
    while b"records read" not in shown:
        part = _part(ours)
        assert part, "the command has ended"
        shown += part
    return shown


def test_an_interrupt_removes_it() -> None:
    ours, its = pty.openpty()
    command = [*COMMAND, "-", "-o", "refs.bib", "--remarks", "none"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=its) as process:
        os.close(its)
        shown = _shown_when_fed(process, ours)
        process.send_signal(signal.SIGINT)
        while part := _part(ours):
            shown += part
    os.close(ours)
    assert process.returncode == -signal.SIGINT
    assert left(shown.decode()) == [""]
    assert shown.endswith(b"\x1b[?25h")
    assert not Path("refs.bib").exists()


def test_a_terminal_that_goes_away_does_not_stop_the_work() -> None:
    ours, its = pty.openpty()
    with subprocess.Popen([*COMMAND, "-", "-o", "refs.bib"], stdin=subprocess.PIPE, stderr=its) as process:
        os.close(its)
        _shown_when_fed(process, ours)
        os.close(ours)
        assert process.stdin
        process.stdin.write((BAD + RECORD.format("last")).encode())
        process.stdin.close()
        assert process.wait(600) == 1
    assert Path("refs.bib").read_text().count("@") == 41


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["in.jsonl", "-q"], []),
        (
            ["bad.jsonl", "-q"],
            ["bad.jsonl:41: error: the record has no title", "41 records converted and written to refs.bib; 1"],
        ),
        (["bad.jsonl", "-q", "--remarks", "json"], ['{"file": "bad.jsonl", "line": 41, "rejected"']),
        (["bad.jsonl", "-q", "--remarks", "github"], ["::error file=bad.jsonl,line=41", "41 records converted"]),
        (["none.jsonl", "-q"], ["bibstep: error: none.jsonl: No such file"]),
        (["stdin", "-q"], ["bibstep: error: nothing to convert"]),
    ],
)
def test_quiet_reports_errors(arguments: list[str], lines: list[str], capsys: Output) -> None:
    Path("stdin").write_text("")
    code = run(["convert", *arguments, "-o", "refs.bib"])
    told = capsys.readouterr().err.splitlines()
    assert [line[: len(start)] for line, start in zip(told, lines, strict=True)] == lines
    assert run(["convert", *[one for one in arguments if one != "-q"], "-o", "refs.bib"]) == code


def test_quiet_in_a_configuration_gives_way_to_remarks_on_the_command_line(capsys: Output) -> None:
    Path("bibstep.toml").write_text("quiet = true\nremarks = 'text'\n")
    run(["convert", "in.jsonl", "-o", "refs.bib"])
    assert capsys.readouterr().err == ""
    run(["convert", "in.jsonl", "-o", "refs.bib", "--remarks", "text"])
    assert "type-guessed" in capsys.readouterr().err


def test_the_caller_can_watch_each_stream() -> None:
    Path("folder").mkdir()
    Path("folder/a.jsonl").write_text(RECORD.format("a"))
    watched: list[str] = []
    with open("in.jsonl", "rb") as stream:
        found = list(read("bad.jsonl", "folder", stream, watch=lambda one: watched.append(one.name)))
    assert len(found) == 42 + 1 + 40
    assert watched == ["bad.jsonl", "folder/a.jsonl", "in.jsonl"]
