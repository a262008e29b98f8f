"""Formats' own templates as Python code that was made ahead, for the wheel, and runs without Jinja.

Jinja and the compiling of one template take as long as all else in a short conversion. So the build puts beside each
template what Jinja makes of it (``bibstep.templates.bibtex``); a checkout has none, and compiles its templates itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

#: What a template is to who renders it: a function from a context to pieces of text.
Root = Callable[[Any], Iterator[str]]

#: Where Jinja's code takes from what it runs on, and what that is here.
_JINJAS = "from jinja2.runtime import "
_OURS = "from bibstep.ahead import Undefined, TemplateRuntimeError, internalcode, missing\nenvironment = None\n"

#: The names that the code asks for. Every variable of a template is there, and every filter, so nothing but ``missing``
#: is used: the tests run each template.
missing = object()
TemplateRuntimeError = LookupError


def Undefined(name: str = "") -> None:  # noqa: N802  (Jinja's name)
    """Raise LookupError: a template names a variable that does not exist."""
    raise LookupError(f"the template has no variable {name}")


def internalcode(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which Jinja marks here for its own tracebacks."""
    return function


class Context:
    """The variables of one record."""

    __slots__ = ("exported_vars", "parent", "vars")

    def __init__(self, _: object, parent: Mapping[str, object], *__: object) -> None:
        self.parent = parent
        self.vars: dict[str, object] = {}
        self.exported_vars: set[str] = set()

    def resolve_or_missing(self, name: str) -> object:
        """The value of a variable."""
        return self.parent.get(name, missing)


class Environment:
    """The filters of a dialect, and what is done to all that is printed."""

    context_class = Context
    undefined = staticmethod(Undefined)
    concat = "".join

    def __init__(self, filters: Mapping[str, Callable[..., object]], finalize: Callable[[object], str]) -> None:
        self.filters = filters
        self.finalize = finalize


def root(name: str, source: str, environment: Environment) -> Root | None:
    """The code of a format's own template, which runs on an environment; None where none was made of this source."""
    try:
        module = import_module(f"bibstep.templates.{module_name(name)}")
    except ImportError:
        return None
    return partial(module.root, environment=environment) if source == module.SOURCE else None


def module_name(template: str) -> str:
    """The name of the module that is made of a template.

    >>> module_name("csl-json.json.j2")
    'csl_json'
    """
    return template.partition(".")[0].replace("-", "_")


def code(environment: jinja2.Environment, source: str, name: str) -> str:
    """The module that is made of a template: Jinja's code on what is here in the place of Jinja."""
    made = environment.compile(source, name, name, raw=True)
    first, _, rest = made.partition("\n")
    if not first.startswith(_JINJAS):
        raise ValueError(f"{name}: this Jinja makes other code than is known here: {first}")
    return f"{_OURS}{rest}\nSOURCE = {source!r}\n"
