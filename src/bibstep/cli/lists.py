"""``bibstep formats`` and ``bibstep template``: list the formats, print their templates."""

from __future__ import annotations

import click

from bibstep.cli.exits import to_stdout
from bibstep.cli.params import Word
from bibstep.formats import FORMATS, LIST, READERS
from bibstep.formats.template import template_source


@click.command()
def formats() -> None:
    """List what can be read and written."""
    lines = ["Read (--from), and the files that a folder stands for:"]
    for one in READERS.values():
        endings = "; without these ".join([" ".join(suffixes) for suffixes in one.in_folders])
        lines.append(f"  {one.name:9} {one.reads}  ({endings})")
    lines += ["Write (--to), and the endings that tell it:"]
    lines += [f"  {name:9} {LIST[name].writes}  ({' '.join(LIST[name].suffixes)})" for name in FORMATS]
    to_stdout([line + "\n" for line in lines])


@click.command()
@click.argument("name", metavar="FORMAT", type=Word(FORMATS))
def template(name: str) -> None:
    """Print a format's template, to start one of your own from.

    FORMAT is one of those that bibstep formats lists under Write.
    """
    to_stdout([template_source(FORMATS[name].template)])
