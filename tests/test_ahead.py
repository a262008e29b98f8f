"""Templates whose code was made ahead write what Jinja writes, and need no Jinja."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from bibstep import ahead
from bibstep.formats import FORMATS
from bibstep.model import Record
from bibstep.readers import read
from bibstep.rendering import environment_of, renderer, template_source

GOLDEN = Path(__file__).parent / "data" / "golden"
RECORDS = [record for record in read(str(GOLDEN)) if isinstance(record, Record)]


def made(name: str) -> ModuleType:
    """The module that the build puts beside a format's template."""
    form = FORMATS[name]
    module = ModuleType(ahead.module_name(form.template))
    exec(ahead.code(environment_of(form), template_source(form.template), form.template), module.__dict__)
    return module


MODULES = {f"bibstep.templates.{module.__name__}": module for module in map(made, FORMATS)}


@pytest.fixture(autouse=True)
def _checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code was made ahead, even where the tests run on a wheel."""
    for name in MODULES:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("name", FORMATS)
def test_what_was_made_ahead_writes_the_same(name: str, ascii_only: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    omit = () if ascii_only else ("abstract", "metrics")
    expected = [renderer(FORMATS[name], omit=omit, ascii_only=ascii_only)(record) for record in RECORDS]
    for module_name, module in MODULES.items():
        monkeypatch.setitem(sys.modules, module_name, module)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    render = renderer(FORMATS[name], omit=omit, ascii_only=ascii_only)
    assert [render(record) for record in RECORDS] == expected


def test_code_of_another_template_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    form = FORMATS["bibtex"]
    source = template_source(form.template)
    environment = ahead.Environment({}, str)
    assert ahead.root(form.template, source, environment) is None
    monkeypatch.setitem(sys.modules, "bibstep.templates.bibtex", MODULES["bibstep.templates.bibtex"])
    assert ahead.root(form.template, source, environment)
    assert ahead.root(form.template, source + "\n", environment) is None


def test_a_jinja_that_makes_other_code_is_told() -> None:
    class Other:
        @staticmethod
        def compile(*_: object, **__: object) -> str:
            return "import jinja2\n"

    with pytest.raises(ValueError, match="makes other code"):
        ahead.code(Other(), "", "x.j2")  # type: ignore[arg-type]
