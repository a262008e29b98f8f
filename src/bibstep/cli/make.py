"""What a build asks of ``bibstep convert``: a rule for make, time stamps that tell the truth, a bound for a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bibstep.cli.exits import UserError, tell
from bibstep.input.sources import shown

if TYPE_CHECKING:
    from bibstep.pipeline.options import Target

_SIZE = re.compile(r"([1-9][0-9]{0,11})([KMG]?)(?:i?B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def size(context: click.Context, parameter: click.Parameter, value: str) -> int:  # noqa: ARG001
    """A number of bytes from ``65536``, ``64K``, ``64 MiB``; a callback of click's."""
    match = _SIZE.fullmatch(value.replace(" ", ""))
    if not match:
        raise click.BadParameter(f"{value!r} is no size; say 500K, 64M or 1G")
    return int(match[1]) * _UNITS[match[2].upper()]


def rule(
    outputs: Sequence[str], inputs: Sequence[str], reader: str, targets: Sequence[Target], written: Sequence[str]
) -> bytes:
    """The rule for make: the outputs, and the files and templates they are made from; not what is ``written``.

    Raises UserError for an output whose name make cannot be told, and tells of an input with such a name.
    """
    from bibstep.output import depfile

    templates = [str(target.template) for target in targets if target.template]
    names = [*depfile.sources(inputs, reader, written), *templates]
    for name in outputs:
        if not depfile.sayable(name):
            raise UserError(f"--depfile: make has no way to say the name {shown(name)!r}; choose another")
    for name in names:
        if not depfile.sayable(name):
            tell(f"bibstep: --depfile: make has no way to say the name {shown(name)!r}; it was left out")
    return depfile.rule(outputs, [name for name in names if depfile.sayable(name)])
