"""Failures of the machine, not of the input: each ends the command with a message and exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bibstep.cli import run

GOLDEN = Path(__file__).parent / "data/golden/seed.txt"
Output = pytest.CaptureFixture[str]

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX files and limits")


def bibstep(arguments: Sequence[str], redirection: str = "", **environment: str) -> tuple[int, list[str]]:
    """The exit code of the command in a shell, and its lines on standard error."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "bibstep", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=600,
        check=False,
        text=True,
    )
    return done.returncode, done.stderr.splitlines()


@posix
@pytest.mark.parametrize("command", [["convert", "--remarks", "none", str(GOLDEN)], ["formats"], ["template", "ris"]])
def test_standard_output_closed(command: list[str]) -> None:
    assert bibstep(command, ">&-") == (2, ["bibstep: error: standard output: Bad file descriptor"])


@posix
def test_standard_output_closed_but_not_used(tmp_path: Path) -> None:
    out = tmp_path / "refs.bib"
    code, told = bibstep(["convert", "--remarks", "none", "-o", str(out), str(GOLDEN)], ">&-")
    assert (code, told) == (0, [])
    assert out.read_bytes() == GOLDEN.with_suffix(".bib").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [["convert", "--remarks", "none", str(GOLDEN)], ["formats"]])
def test_standard_output_full(command: list[str], unbuffered: str) -> None:
    expected = (2, ["bibstep: error: standard output: No space left on device"])
    assert bibstep(command, ">/dev/full", PYTHONUNBUFFERED=unbuffered) == expected


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_help_that_cannot_be_printed(redirection: str) -> None:
    code, told = bibstep(["--help"], redirection)
    assert code == 2
    assert len(told) == 1
    assert told[0].startswith("bibstep: ")


@pytest.mark.parametrize("module", ["orjson", "jinja2"])
def test_a_module_that_cannot_be_loaded(module: str, tmp_path: Path) -> None:
    path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    (tmp_path / f"{module}.py").write_text("raise ImportError('made for another Python')")
    code, told = bibstep(["convert", str(GOLDEN)], PYTHONPATH=path)
    message = "bibstep: error: a Python module cannot be loaded: made for another Python; install bibstep again"
    assert (code, told) == (2, [message])


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "bibstep: error: not enough memory; nothing was written"),
        (RecursionError(), "bibstep: error: the input is nested too deeply; nothing was written"),
        (OSError(5, "Input/output error"), "bibstep: error: Input/output error"),
        (OSError(5, "Input/output error", "some/file"), "bibstep: error: some/file: Input/output error"),
    ],
)
def test_errors_that_can_come_from_anywhere(
    error: Exception, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("bibstep.pipeline.convert.entry_writer", fail)
    out = tmp_path / "refs.bib"
    out.write_text("as before")
    assert run(["convert", "-o", str(out), str(GOLDEN)]) == 2
    assert capsys.readouterr().err == message + "\n"
    assert out.read_text() == "as before"
    assert os.listdir(tmp_path) == ["refs.bib"]


def test_an_error_of_our_own(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("never to be seen")

    monkeypatch.setattr("bibstep.pipeline.convert.entry_writer", fail)
    assert run(["convert", str(GOLDEN)]) == 2
    told = capsys.readouterr().err
    assert "ZeroDivisionError: never to be seen" in told
    assert told.endswith("bibstep: error: this is an error in bibstep itself; please report it with the lines above\n")


TOO_DEEP = {
    "groups": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "conditions": "{% if key %}" * 200 + "x" + "{% endif %}" * 200,
    "loops": "{% for one in [1] %}" * 30 + "x" + "{% endfor %}" * 30,
    "signs": "{{ " + "-" * 3000 + "1 }}",
    "items": "{{ key" + "[0]" * 3000 + " }}",
    "sums": "{{ " + "1 + " * 3000 + "1 }}",
}


@pytest.mark.parametrize("name", TOO_DEEP)
def test_a_template_nested_too_deeply(name: str, tmp_path: Path, capsys: Output) -> None:
    template = tmp_path / "mine.j2"
    template.write_text("{{ key }}\n\n" + TOO_DEEP[name])
    assert run(["convert", "-t", "ris", "--template", str(template), str(GOLDEN)]) == 2
    assert capsys.readouterr().err.startswith(f"bibstep: error: {template}:3: it is nested too deeply")
