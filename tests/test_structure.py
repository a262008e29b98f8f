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

#: Layer -> the layers it may import. A module that is not named is a module of values.
MAY_IMPORT = {
    "model": set[str](),
    "remarks": set[str](),
    "text": {"model"},
    "values": {"model", "remarks", "text", "values"},
    "sandbox": set[str](),
    "rendering": {"model", "sandbox", "rendering"},
    "formats": {"model", "text", "values", "rendering", "formats"},
    "readers": {"model", "remarks", "text", "values", "readers"},
    "keys": {"model", "text", "values", "keys"},
    "comparing": {"model", "text", "values", "rendering", "formats", "comparing"},
    "checking": {"model", "text", "values", "formats", "readers", "keys", "pipeline", "comparing"},
    "explaining": {"model", "rendering", "formats", "readers", "keys", "pipeline", "explaining"},
    "pipeline": {"model", "remarks", "text", "values", "rendering", "formats", "readers", "keys", "pipeline"},
    "command": {"model", "remarks", "text", "values", "formats", "rendering", "pipeline", "readers", "command"},
    "cli": set(
        "model remarks text values rendering formats readers keys pipeline command comparing checking explaining"
        " package cli".split()
    ),
    "__main__": {"cli", "command"},
    "package": {"model", "formats", "readers", "pipeline", "rendering", "checking"},
}
KEYS = ("citekeys", "key_patterns", "keyring", "library", "duplicates", "register", "identity", "repeats", "spool")
COMMAND = ("depfile", "reporting", "output", "signals", "into", "config", "workers", "jobs", "fitting")
PIPELINE = ("drafts", "settling", "shards")
COMPARING = ("comparing", "sayable")
CHECKING = ("checking", "verifying")
EXPLAINING = ("mapping", "tracing", "explaining")
SHARED = ("tex", "tex_ascii", "tex_dates", "tex_numbers", "tex_people", "words", "coins", "html_copies", "html_page")


def layer(module: str) -> str:
    if module == "__init__":
        return "package"
    top = module.partition(".")[0]
    if top in COMMAND:
        return "command"
    if top == "table":
        return "rendering"
    if top in PIPELINE:
        return "pipeline"
    if top in KEYS:
        return "keys"
    if top in COMPARING:
        return "comparing"
    if top in CHECKING:
        return "checking"
    if top in EXPLAINING:
        return "explaining"
    return top if top in MAY_IMPORT else "values"


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


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name: str) -> None:
    allowed = MAY_IMPORT[layer(name)]
    # Anything may use a pattern that is compiled later, and anything may fail.
    free = {"patterns", "errors"}
    assert {other for other in imported(name) if layer(other) not in allowed and other not in free} == set()


def test_no_imports_run_in_a_circle() -> None:
    graph = {name: set(imported(name)) - {name} for name in MODULES if name != "__init__"}
    TopologicalSorter(graph).prepare()


def test_a_format_knows_no_other() -> None:
    modules = [name for name in MODULES if name.startswith("formats.") and not name.endswith("_tables")]
    formats = [name for name in modules if name.removeprefix("formats.") not in SHARED]
    assert len(formats) >= 4
    for name in formats:
        assert not set(imported(name)) & (set(formats) - {name}), name


@pytest.mark.parametrize("name", [name for name in MODULES if layer(name) not in ("cli", "__main__")])
def test_only_the_command_prints_and_knows_click(name: str) -> None:
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            assert "click" not in [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.module != "click"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print"


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("_tables")])
def test_no_module_is_longer_than_a_room(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= 300


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
