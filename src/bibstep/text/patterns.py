"""Regular expressions that are compiled when they are first used.

Two hundred of them take a third of the time in which a short conversion is over, and most inputs need few.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Later:
    """A pattern that is compiled at its first use; its methods are then found in the instance at once."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.__dict__["_source"] = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self.__dict__["_source"])
        for method in ("match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split"):
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` returns, as far as its methods go, but compiled when one of them is asked for."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
