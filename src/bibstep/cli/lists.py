"""``bibstep formats`` and ``bibstep template``: list the formats, print their templates."""

from __future__ import annotations

import click

from bibstep.cli.exits import to_stdout
from bibstep.cli.params import Word
from bibstep.formats import ALIASES, FORMATS, LIST, READERS
from bibstep.formats.template import template_source
from bibstep.input.compressed import ENDINGS as COMPRESSED


@click.command()
def formats() -> None:
    """List the formats that can be read and written."""
    lines = ["Input formats (--from), and the files that are read in a folder:"]
    for one in READERS.values():
        rows = [one] if one.sign else [one, *READERS.values()]
        endings = " ".join(dict.fromkeys([suffix for row in rows for suffix in (*row.suffixes, *row.also)]))
        lines.append(f"  {one.name:11} {one.reads}  ({endings})")
    lines.append(f"All of these may be compressed: {' '.join(COMPRESSED)}.")
    lines += ["Output formats (--to), and the file endings that select them:"]
    lines += [f"  {name:11} {LIST[name].writes}  ({' '.join(LIST[name].suffixes)})" for name in FORMATS]
    to_stdout([line + "\n" for line in lines])


@click.command()
@click.argument("command", required=False, default="")
@click.pass_context
def help(context: click.Context, command: str) -> None:  # noqa: A001  (the name of the command)
    """Show the help of bibstep, or of a COMMAND."""
    above = context.parent or context
    if not isinstance(above.command, click.Group):
        return
    if command:
        name, found, _ = above.command.resolve_command(above, [command])
        if found:
            with click.Context(found, info_name=name, parent=above) as its:
                to_stdout([its.get_help() + "\n"])
    else:
        to_stdout([above.get_help() + "\n"])


@click.command()
@click.argument("name", metavar="FORMAT", type=Word(FORMATS, ALIASES))
def template(name: str) -> None:
    """Print the template of a format, as a start for your own.

    FORMAT is one of the output formats that bibstep formats lists.
    """
    to_stdout([template_source(FORMATS[name].template)])
