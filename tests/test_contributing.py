"""CONTRIBUTING: the functions, files and folders that it names exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "bibstep"
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FUNCTIONS = re.findall(r"`([\w/]+\.py): (\w+)`", TEXT)
FILES = sorted(set(re.findall(r"`((?:[\w-]+/)+[\w.-]*\w\.\w+)`", TEXT)))
TREE = re.findall(r"^  ([\w./]+) ", TEXT.partition("```\nsrc/bibstep/\n")[2].partition("```")[0], re.MULTILINE)


@pytest.mark.parametrize(("path", "name"), FUNCTIONS)
def test_every_function_is_there(path: str, name: str) -> None:
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    assert name in [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]


@pytest.mark.parametrize("path", [path for path in FILES if "NAME" not in path])
def test_every_file_is_there(path: str) -> None:
    assert (PACKAGE / path).exists() or (ROOT / path).exists()


def test_the_tree_is_that_of_the_package() -> None:
    found = [path.name + "/" * path.is_dir() for path in PACKAGE.iterdir() if path.suffix in ("", ".py")]
    assert sorted(TREE) == sorted(name for name in found if name != "__pycache__/")
