"""The Jinja environments of templates: a format's filters and nothing else, in a sandbox for a user's own template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from jinja2 import Environment, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

_Blocks = dict[str, Callable[[Context], Iterator[str]]]


def environment(
    finalize: Callable[[object], str], filters: Mapping[str, Callable[..., object]], *, sandboxed: bool
) -> Environment:
    """An environment in which a template has these filters, no other, no global and no test.

    ``finalize`` turns whatever the template prints into text. A name or an attribute that does not exist is an error.
    """
    kind = _Sandbox if sandboxed else Environment
    made = kind(
        autoescape=False,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # a table has no constants to fold; to look for them takes a fifth of the compilation
    )
    made.context_class = _Variables
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    made.filters.update(filters)
    return made


class _Variables(Context):
    """A template's variables in one dictionary; Jinja's own context looks up each name in two."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: _Blocks,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (Jinja's name for it)
    ) -> None:
        super().__init__(environment, {}, name, blocks, globals)
        self.vars = _Values(parent)
        # The method of the dict itself, because a call of one in Python takes twice as long.
        self.resolve_or_missing = self.vars.__getitem__  # type: ignore[method-assign,assignment]


class _Values(dict[str, Any]):
    """Values by name, with Jinja's sign in the place of one that is not there."""

    def __missing__(self, name: str) -> Any:
        return missing


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without what a mapping table does not need: calls, and operators with huge results.

    There is no loader either, so a template cannot read another file.
    """

    intercepted_binops = frozenset(["*", "**", "%"])

    def call(self, *_: Any, **__: Any) -> Any:
        """Refuse any call, of a value's method as of a macro (whose text would be escaped twice)."""
        raise SecurityError("a template cannot call anything; it can only use the filters of the format")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Refuse one of the operators above; the arguments are those Jinja calls with."""
        raise SecurityError(f"a template cannot use the operator {operator}")
