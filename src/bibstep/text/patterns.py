"""Regular expressions that are compiled when they are first used.

Compiling all two hundred takes a third of the time of a short conversion, and most inputs need few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Later:
    """A pattern that is compiled at its first use; then it has the methods of the compiled one."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.__dict__["_source"] = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self.__dict__["_source"])
        for method in ("match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split"):
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when one of its methods is first used. Arguments as for ``re.compile``."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
