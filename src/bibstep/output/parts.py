"""An output in several files of so many entries each: their names, and those of an earlier run."""

from __future__ import annotations

import os
import re

from bibstep.text.patterns import later


def part_name(name: str, number: int) -> str:
    """The name of a part of an output, from 1.

    >>> part_name("out/refs.bib", 2)
    'out/refs-2.bib'
    """
    stem, ending = os.path.splitext(name)
    return f"{stem}-{number}{ending}"


def parts_on_disk(name: str) -> list[str]:
    """The files with the names of parts of an output, in their order; none if its folder cannot be read."""
    folder, base = os.path.split(name)
    stem, ending = os.path.splitext(base)
    pattern = later(rf"{re.escape(stem)}-([1-9][0-9]{{0,8}}){re.escape(ending)}")
    try:
        found = [int(match[1]) for one in os.listdir(folder or ".") if (match := pattern.fullmatch(one))]
    except OSError:
        return []
    return [part_name(name, number) for number in sorted(found)]
