"""The formats that ``bibstep convert`` writes: from --to, the endings of the outputs, and a user's own template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from bibstep.formats import FORMATS, LIST, format_of_name
from bibstep.input.sources import shown

if TYPE_CHECKING:
    from pathlib import Path

    from bibstep.pipeline.options import Target


def targets_of(to: Sequence[str], outputs: Sequence[str], own: str | None, title: str = "") -> list[Target]:
    """The formats to write: one for standard output, else one for each output.

    ``own`` is the user's template, ``title`` that of a page. Raises UsageError for options that contradict each other,
    and for an output whose format is not known.
    """
    targets = _targets(to, outputs, own)
    if title:
        from bibstep.formats.template import titled

        if not any(target.form.title for target in targets):
            raise click.UsageError("--title is the title of a web page, and no output is one")
        targets = [one._replace(form=titled(one.form, title)) if one.form.title else one for one in targets]
    return targets


def _targets(to: Sequence[str], outputs: Sequence[str], own: str | None) -> list[Target]:
    from bibstep.pipeline.options import Target

    template = _path(own) if own else None
    if len(to) > 1 and len(to) != len(outputs):
        raise click.UsageError(
            f"--to is given {len(to)} times and -o {len(outputs)} times: give --to once, or once for each -o"
        )
    if "-" in outputs:
        raise click.UsageError("-o - is standard output, which can be the only output")
    if template is not None and len(outputs) > 1:
        raise click.UsageError("--template can be used for one output only")
    if not outputs:
        return [Target(FORMATS[to[0] if to else "bibtex"], template)]
    if len(to) == len(outputs):
        return [Target(FORMATS[name], template) for name in to]
    targets = []
    for out in outputs:
        name = format_of_name(out)
        if to and (not name or out.lower().endswith(LIST[to[0]].suffixes)):
            name = to[0]
        if not name:
            raise click.UsageError(f"the ending of {shown(out)} is not that of a format: give --to")
        targets.append(Target(FORMATS[name], template))
    return targets


def misnamed(outputs: Sequence[str], targets: Sequence[Target]) -> Iterator[str]:
    """Say of each output whose ending is that of another format which format it will have."""
    for out, target in zip(outputs, targets, strict=False):
        named, name = format_of_name(out), target.form.name
        if named and not out.lower().endswith(LIST[name].suffixes):
            yield f"{shown(out)} is written as {name}, although its ending is that of {named}"


def _path(name: str) -> Path:
    from pathlib import Path  # importing it takes longer than reading a file

    return Path(name)
