"""What a template of a user's own may do: print, choose, loop, and use the format's filters."""

from __future__ import annotations

from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without what a mapping table has no use for: calls, and operators that make much of little.

    There is no loader either, so that a template cannot take in another file.
    """

    intercepted_binops = frozenset(["*", "**", "%"])

    def call(self, *_: Any, **__: Any) -> Any:
        """Refuse any call, of a value's method as of a macro (whose text would be escaped twice)."""
        raise SecurityError("a template calls nothing; it has the format's filters")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Refuse one of the operators above; the arguments are those Jinja calls with."""
        raise SecurityError(f"a template has no operator {operator}")
