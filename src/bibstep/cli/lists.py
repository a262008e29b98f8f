"""``bibstep formats`` and ``bibstep template``: what there is."""

from __future__ import annotations

import click

from bibstep.cli.ends import to_stdout
from bibstep.formats import FORMATS
from bibstep.readers import READERS
from bibstep.rendering import template_source


@click.command()
def formats() -> None:
    """List what can be read and written."""
    lines = ["Read (--from):"]
    lines += [f"  {one.name:9} {one.description}  ({' '.join(one.suffixes)})" for one in READERS.values()]
    lines += ["Write (--to):"]
    lines += [f"  {one.name:9} {one.description}  ({' '.join(one.suffixes)})" for one in FORMATS.values()]
    to_stdout([line + "\n" for line in lines])


@click.command()
@click.argument("name", type=click.Choice(list(FORMATS), case_sensitive=False))
def template(name: str) -> None:
    """Print a format's template, to start one of your own from."""
    to_stdout([template_source(FORMATS[name].template)])
