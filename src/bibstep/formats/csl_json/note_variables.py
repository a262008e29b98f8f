"""Variables that the note of a CSL-JSON item sets, as Zotero's users and citeproc-js have them there."""

from __future__ import annotations

import re

from bibstep.text.clean import clean
from bibstep.values.variables import NOTED

#: ``{:variable: value}`` anywhere, or ``Variable: value`` on a line of its own (citeproc-js manual, "cheater syntax";
#: Zotero's manual, "Citing fields from Extra").
_BRACED = re.compile(r"\{:([A-Za-z][A-Za-z_-]{0,40}): ?([^{}]{1,1000})\}")
_LINE = re.compile(r"([A-Za-z][A-Za-z_ -]{0,40}?) ?: ?(.+)")


def variables(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A note without what sets a variable in it, and these as (variable, value); a line with another name is text.

    >>> variables("Read: twice.\\nOriginal Date: 1901")
    ('Read: twice.', [('original-date', '1901')])
    """
    found: list[tuple[str, str]] = []

    def braced(match: re.Match[str]) -> str:
        variable = NOTED.get(_key(match[1]))
        if not variable:
            return match[0]
        found.append((variable, clean(match[2])))
        return ""

    rest: list[str] = []
    for line in text.split("\n"):
        if "{:" in line:
            line = _BRACED.sub(braced, line)
        match = _LINE.fullmatch(line.strip())
        variable = NOTED.get(_key(match[1])) if match else None
        if match and variable:
            found.append((variable, clean(match[2])))
        elif line.strip():
            rest.append(line)
    return "\n".join(rest), found


def _key(name: str) -> str:
    return name.strip().lower().replace(" ", "-").replace("_", "-")
