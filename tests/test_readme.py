"""The README and the documentation: console blocks print what they say, tables are those of the code, links lead on."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bibstep.explain import mapping
from bibstep.explain.mapping import NOT_SAID, OWN_NAMES
from bibstep.formats import FORMATS
from bibstep.formats.template import Format
from bibstep.model import FIELDS
from bibstep.remarks import CODES

ROOT = Path(__file__).parents[1]
AGREEMENT = json.loads((ROOT / "tests" / "data" / "agreement.json").read_text(encoding="utf-8"))
#: The path of each page from the root -> its text.
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
}
BLOCKS = [
    pytest.param(block, id=f"{page}-{number}")
    for page, text in PAGES.items()
    for number, block in enumerate(re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
]
COMMAND = re.compile(r"^\$ (.*(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@pytest.mark.skipif(not shutil.which("bash"), reason="the examples are for a POSIX shell")
@pytest.mark.parametrize("block", BLOCKS)
def test_console_blocks_print_what_the_page_says(block: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "data" / "golden", tmp_path / "tests" / "data" / "golden")
    environment = {**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT / "src")}
    for command, expected in COMMAND.findall(block):
        script = 'bibstep() { "$PYTHON" -m bibstep "$@"; }\n' + command.replace("\n> ", "\n")
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, timeout=600, check=False
        )
        assert (done.stdout + done.stderr).decode().replace("\r\n", "\n") == expected


def absent(form: Format, field: str) -> str:
    """A field that has no word in the table is unsaid, or written under names of its own behind the others."""
    return NOT_SAID if field in form.limits.unsaid else OWN_NAMES


def field_table() -> str:
    """Field by format, read off the templates: which of the target's words each field of the model goes into."""
    lines = ["| field | " + " | ".join(FORMATS) + " |", "|---" * (len(FORMATS) + 1) + "|"]
    words = {name: mapping.words(form) for name, form in FORMATS.items()}
    for field in FIELDS[1:]:
        cells = [
            ", ".join([f"`{word}`" for word in words[name][field]]) or absent(form, field)
            for name, form in FORMATS.items()
        ]
        lines.append(f"| {field} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def remark_table() -> str:
    return "\n".join(["| remark | what it means |", "|---|---|", *[f"| `{c}` | {text} |" for c, text in CODES.items()]])


def reader_table() -> str:
    """What every reader makes of every format it reads: the figures that tests/test_agreement.py guards."""
    fields = (
        "title",
        "title exactly",
        "author families",
        "container-title",
        "volume",
        "issue",
        "page",
        "date",
        "DOI",
        "type",
    )
    lines = [f"| reader | format | {' | '.join(fields)} |", "|---" * (len(fields) + 2) + "|"]
    for pair, figures in AGREEMENT["real"].items():
        reader, form = pair.split(" ")
        lines.append(f"| {reader} | {form} | {' | '.join(f'{figures[field]:g}' for field in fields)} |")
    return "\n".join(lines)


@pytest.mark.parametrize("table", [field_table, remark_table, reader_table])
def test_the_tables_are_those_of_the_code(table: Callable[[], str]) -> None:
    whole = "\n".join(PAGES.values())
    lines = set(whole.splitlines())
    missing = [line for line in table().splitlines() if line not in lines]
    if missing:
        pytest.fail("the documentation lacks these lines of a table:\n" + "\n".join(missing), pytrace=False)
    assert table() in whole


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_a_file(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", PAGES[page])
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).is_file()] == []


def test_the_readme_is_short() -> None:
    assert PAGES["README.md"].count("\n") <= 150
