"""What a release needs beside the code: the action for GitHub, how to cite, the workflow that publishes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import bibstep

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "data" / "golden"


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return found


def test_the_citation_is_of_this_version() -> None:
    assert loaded("CITATION.cff")["version"] == bibstep.__version__


def test_the_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == bibstep.__version__


def test_the_manual_pages_are_those_of_the_commands(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "docs" / "man.py", tmp_path], check=True, timeout=600)
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "man").iterdir()}
    assert "--into" in made["bibstep-convert.1"].replace("\\-", "-")
    assert kept == made, "python docs/man.py man"


@pytest.mark.skipif(not shutil.which("bash"), reason="the action runs bash")
@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("convert seed.txt -o refs.bib", 0, "::warning file=seed.txt,line=1,title=title-original::"),
        ("convert bad.json -o refs.bib", 2, "::error file=bad.json,line=1"),
        ("check a.bib b.bib", 1, "1 contradiction"),
        ("check a.bib a.bib", 0, "agree"),
    ],
)
def test_the_action_runs_a_command(command: str, code: int, told: str, tmp_path: Path) -> None:
    action = loaded("action.yml")
    assert action["inputs"]["command"]["default"] == "check"
    shutil.copy(GOLDEN / "seed.txt", tmp_path)
    (tmp_path / "bad.json").write_text('{"title": "cut')
    (tmp_path / "a.bib").write_text("@book{k, title = {One}}")
    (tmp_path / "b.bib").write_text("@book{k, title = {Two}}")
    program = tmp_path / "bibstep" / "bin" / "bibstep"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bibstep "$@"\n')
    program.chmod(0o755)
    environment = {**os.environ, "RUNNER_TEMP": str(tmp_path), "COMMAND": command, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["bash", "-e", "-c", action["runs"]["steps"][-1]["run"]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert told in done.stdout + done.stderr


def test_the_workflow_tries_what_it_builds_on_three_systems() -> None:
    jobs = loaded(".github/workflows/publish.yml")["jobs"]
    assert jobs["publish"]["needs"] == "try"
    assert jobs["try"]["needs"] == "build"
    assert {name.partition("-")[0] for name in jobs["try"]["strategy"]["matrix"]["os"]} == {
        "ubuntu",
        "macos",
        "windows",
    }
