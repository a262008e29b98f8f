"""The house rules that can be read off the code: which module may import which, how long, and what is documented."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import bibstep
from bibstep.remarks import CODES

SOURCE = Path(bibstep.__file__).parent
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}

#: The layers from the bottom up. A folder imports what stands in the lines above its own, and itself; a module beside
#: the folders counts as a folder.
LAYERS = (
    "text storage errors remarks",
    "rich",
    "model",
    "values",
    "works input",
    "manuscripts",
    "formats",
    "keys output",
    "pipeline",
    "explain compare",
    "__init__",
    "cli",
    "__main__",
)
HEIGHT = {folder: height for height, folders in enumerate(LAYERS) for folder in folders.split()}
#: A format's folder -> what it may import of another format's: BibTeX is written in LaTeX, and ``dialects`` reads by
#: tables whatever has names and values. CSL-YAML is CSL-JSON in YAML.
MAY_USE = {
    "bibtex": {"latex"},
    "csv": {"dialects"},
    "hayagriva": {"dialects"},
    "mods": {"dialects"},
    "pubmed_xml": {"dialects"},
    "yaml": {"csl_json", "dialects"},
}


def folder(module: str) -> str:
    return module.partition(".")[0]


def format_folder(module: str) -> str:
    """The format that a module is part of; nothing for what all formats share."""
    top, _, rest = module.partition(".")
    name, _, inner = rest.partition(".")
    return name if top == "formats" and (inner or MODULES[module].name == "__init__.py") else ""


def imported(name: str) -> Iterator[str]:
    """The modules of the package that a module imports, wherever in it."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            home = (
                ["bibstep", *name.split(".")]
                if MODULES[name].name == "__init__.py"
                else f"bibstep.{name}".split(".")[:-1]
            )
            base = home[: len(home) - node.level + 1] if node.level else []
            module = ".".join([*base, node.module] if node.module else base)
            found = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        for one in found:
            if one.split(".")[0] != "bibstep":
                continue
            rest = one.removeprefix("bibstep").removeprefix(".")
            while rest and rest not in MODULES:
                rest = rest.rpartition(".")[0]
            yield rest or "__init__"


def test_every_folder_has_its_layer() -> None:
    assert {folder(name) for name in MODULES} == set(HEIGHT)


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name: str) -> None:
    here = folder(name)
    others = {other for other in imported(name) if folder(other) != here}
    assert [other for other in sorted(others) if HEIGHT[folder(other)] >= HEIGHT[here]] == []


def test_no_imports_run_in_a_circle() -> None:
    graph = {name: set(imported(name)) - {name} for name in MODULES if name != "__init__"}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("name", [name for name in MODULES if format_folder(name)])
def test_a_format_knows_no_other(name: str) -> None:
    here = format_folder(name)
    others = {format_folder(other) for other in imported(name)} - {"", here}
    assert others - MAY_USE.get(here, set()) == set()


@pytest.mark.parametrize("name", [name for name in MODULES if folder(name) != "formats"])
def test_a_format_is_reached_through_the_list_of_formats(name: str) -> None:
    assert {format_folder(other) for other in imported(name)} - {""} == set()


@pytest.mark.parametrize("name", [name for name in MODULES if folder(name) not in ("cli", "__main__")])
def test_only_the_command_prints_and_knows_click(name: str) -> None:
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            assert "click" not in [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.module != "click"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print"


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("tables")])
def test_no_module_is_longer_than_a_few_screens(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= 400


def _literals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in ("Remark", "remark", "_remark") and isinstance(node.args[0].value, str):
                yield node.args[0].value


def test_every_remark_has_a_listed_code_and_every_code_is_used() -> None:
    made = {code for tree in TREES.values() for code in _literals(tree)}
    assert made - set(CODES) == set()
    # A code may reach its remark by way of a variable, so any string outside the list counts as a use.
    strings = {
        node.value
        for name, tree in TREES.items()
        if name != "remarks"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(CODES) - strings == set()


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


@pytest.mark.parametrize("name", MODULES)
def test_what_is_public_is_documented(name: str) -> None:
    assert ast.get_docstring(TREES[name])
    # A parameter type of click's has methods that click names and documents.
    missing = [node.name for node in _public(TREES[name]) if not ast.get_docstring(node)]
    assert [one for one in missing if (name, one) != ("cli.convert", "convert")] == []
