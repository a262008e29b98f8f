"""``convert --split``: outputs in several files, which are opened as they are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bibstep.cli.exits import tell
from bibstep.input.sources import shown
from bibstep.output.parts import part_name

if TYPE_CHECKING:
    from bibstep.output.files import Outputs


class Part(NamedTuple):
    """The files of one part of the outputs, a file for each format, and the number of the first among all files."""

    names: Sequence[str]
    start: int


def next_part(outputs: Sequence[str], number: int, check: Callable[[Sequence[str]], None], out: Outputs) -> Part:
    """Open the files of a further part, numbered from 1; ``check`` refuses a name that must not be written."""
    names = [part_name(name, number) for name in outputs]
    check(names)
    return Part(names, out.add(names))


def report_leftover(earlier: Sequence[str], parts: Sequence[Part]) -> None:
    """Report the parts that an earlier run wrote beyond those of this one."""
    left = [name for name in earlier if name not in {name for part in parts for name in part.names}]
    if left:
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        tell(f"bibstep: {shown(left[0])}{more}: not of this run, which wrote {len(parts)} parts; remove what is old")
