"""The ways in from other tools: completion in real shells, the hooks for pre-commit, and a line for latexmk."""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bibstep.cli import commands

ROOT = Path(__file__).parents[1]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which the command is installed."""
    command = tmp_path / "bin" / "bibstep"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m bibstep "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join([str(command.parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path), "TERM": "dumb"}


def shell(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


BASH = """
eval "$(_BIBSTEP_COMPLETE=bash_source bibstep)"
COMP_WORDS=({words}) COMP_CWORD={last}
_bibstep_completion bibstep
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
CASES = [
    (["convert", "--notes", "metrics,tr"], ["metrics,translation"]),
    (["convert", "--omit", "abstract,container-"], ["abstract,container-title", "abstract,container-title-short"]),
    (["convert", "-t", "bib"], ["biblatex", "bibtex"]),
    (["convert", "--key"], ["--key", "--key-map", "--keys-from"]),
    (["expl"], ["explain"]),
]


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_bash(words: list[str], expected: list[str], environment: dict[str, str]) -> None:
    script = BASH.format(words=" ".join(["bibstep", *words]), last=len(words))
    done = subprocess.run([shell("bash"), "-c", script], env=environment, capture_output=True, text=True, timeout=600)
    assert sorted(done.stdout.split()) == expected, done.stderr


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_fish(words: list[str], expected: list[str], environment: dict[str, str]) -> None:
    line = " ".join(["bibstep", *words])
    script = f"_BIBSTEP_COMPLETE=fish_source bibstep | source; complete -C {shlex.quote(line)}"
    done = subprocess.run([shell("fish"), "-c", script], env=environment, capture_output=True, text=True, timeout=600)
    assert sorted(found.split("\t")[0] for found in done.stdout.splitlines()) == expected, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_zsh(environment: dict[str, str]) -> None:
    zsh = shell("zsh")
    import pty

    child, terminal = pty.fork()
    if not child:
        os.execve(zsh, [zsh, "-f", "-i"], environment)
    setup = b'autoload -Uz compinit; compinit -u -D; eval "$(_BIBSTEP_COMPLETE=zsh_source bibstep)"; echo rea""dy\n'
    try:
        os.write(terminal, setup)
        assert b"\nready" in _until(terminal, b"\nready")
        os.write(terminal, b"bibstep convert --notes metrics,tr\t")
        assert b"metrics,translation" in _until(terminal, b"metrics,translation")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


def _until(terminal: int, wanted: bytes) -> bytes:
    data = b""
    while wanted not in data and select.select([terminal], [], [], 600)[0]:
        data += os.read(terminal, 65536)
    return data


def test_the_hooks_run_what_there_is() -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"^  entry: (.*)$", text, re.MULTILINE)
    names = re.findall(r"^- id: (.*)$", text, re.MULTILINE)
    assert names == ["bibstep-check", "bibstep-convert", "bibstep-cited"]
    for entry in entries:
        program, command = shlex.split(entry)
        assert program == "bibstep"
        assert commands.get_command(click.Context(commands), command)
    patterns = dict(zip(names, re.findall(r"^  files: (.*)$", text, re.MULTILINE), strict=True))
    for name, pattern in patterns.items():
        of_records = name != "bibstep-cited"
        assert bool(re.search(pattern, "papers/a.jsonl")) is of_records
        assert re.search(pattern, "bibstep.toml")
        assert bool(re.search(pattern, "paper.tex")) is not of_records


def test_latexmk_as_the_page_has_it(environment: dict[str, str], tmp_path: Path) -> None:
    latexmk, _ = shell("latexmk"), shell("pdflatex")
    page = (ROOT / "docs/how-to/builds.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```perl\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / ".latexmkrc").write_text(block)
    (tmp_path / "papers").mkdir()
    shutil.copy(ROOT / "tests" / "data" / "golden" / "seed.txt", tmp_path / "papers")
    (tmp_path / "paper.tex").write_text(
        r"\documentclass{article}\begin{document}\cite{viswanathan2025hallmarks}"
        r"\bibliographystyle{plain}\bibliography{refs}\end{document}"
    )
    command = [latexmk, "-pdf", "paper.tex"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout
    assert "Hallmarks" in (tmp_path / "paper.bbl").read_text()
    again = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=600)
    assert "Nothing to do" in again.stdout + again.stderr
