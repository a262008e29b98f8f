"""A difference between two files as a line of text."""

from __future__ import annotations

from bibstep.text.clean import shorten

#: Of a value as much is shown, round the place where the two part.
_WIDTH = 120


def told(key: str, field: str, a: tuple[str, str], b: tuple[str, str]) -> str:
    """One line on a difference; ``a`` and ``b`` are what two files are called and what they say.

    >>> told("lee2020cells", "volume", ("a.bib", "39"), ("a.ris", ""))
    "lee2020cells: volume: a.bib says '39' / a.ris says nothing"
    """
    first, second = (
        f"{shorten(file, 200)} says {_quoted(text, other)}" for (file, text), other in ((a, b[1]), (b, a[1]))
    )
    return f"{shorten(key, 60)}: {field}: {first} / {second}"


def _quoted(text: str, other: str) -> str:
    from bibstep.compare.records import shown

    return f"'{shown(text, other, _WIDTH)}'" if text else "nothing"
