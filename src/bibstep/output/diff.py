"""What would change in a file, as a unified diff that ``patch`` and ``git apply`` read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bibstep.text.patterns import later

_CONTEXT = 3
_HUNK = later(r"@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")


def unified(old: bytes, new: bytes, name: str) -> Iterator[str]:
    """Yield the lines of the diff from ``old`` to ``new``, the contents of a file with this name; none if they agree.

    Bytes that are not UTF-8 are surrogates in the lines, from which "surrogateescape" makes them again. Only the lines
    between the first and the last change are compared, because comparing whole libraries takes long.
    """
    from difflib import unified_diff

    before, after = _lines(old), _lines(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    start, end = max(0, start - _CONTEXT), max(0, end - _CONTEXT)
    old_part, new_part = before[start : len(before) - end], after[start : len(after) - end]
    for line in unified_diff(old_part, new_part, name, name, n=_CONTEXT):
        shifted = _HUNK.sub(lambda match: _shifted(match, start), line) if line.startswith("@@ ") else line
        yield shifted if shifted.endswith("\n") else f"{shifted}\n\\ No newline at end of file\n"


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """The number of equal lines at the beginning."""
    shorter = min(len(one), len(other))
    return next((number for number in range(shorter) if one[number] != other[number]), shorter)


def _lines(content: bytes) -> Sequence[str]:
    # Not splitlines: patch knows no other end of a line.
    return re.findall(r"[^\n]*\n|[^\n]+", content.decode("utf-8", "surrogateescape"))


def _shifted(match: re.Match[str], by: int) -> str:
    return f"@@ -{int(match[1]) + by}{match[2] or ''} +{int(match[3]) + by}{match[4] or ''} @@"
