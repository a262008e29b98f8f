"""Write the manual pages of bibstep into a folder, from the help of its commands: ``python docs/man.py man``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bibstep import __version__
from bibstep.cli import commands


def pages() -> Iterator[tuple[str, str]]:
    """The name and the source of each page: one of bibstep, one of each command."""
    top = click.Context(commands, info_name="bibstep", **commands.context_settings)
    names = commands.list_commands(top)
    others = [f"bibstep-{name}" for name in names]
    yield "bibstep.1", page(commands, top, others)
    for name in names:
        command = commands.get_command(top, name)
        assert command
        yield f"bibstep-{name}.1", page(command, click.Context(command, info_name=name, parent=top), ["bibstep"])


def page(command: click.Command, context: click.Context, others: list[str]) -> str:
    """The source of a page (man(7)) about a command; ``others`` are the pages to see, too."""
    name = context.command_path.replace(" ", "-")
    help_text = (command.help or "").strip()
    summary = " ".join(help_text.split("\n\n")[0].split())
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [
        f'.TH "{escaped(name.upper())}" 1 "" "bibstep {__version__}" "bibstep"',
        ".SH NAME",
        f"{escaped(name)} \\- {escaped(summary.rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {escaped(context.command_path)}",
        escaped(usage),
        ".SH DESCRIPTION",
        *paragraphs(help_text),
        ".SH OPTIONS",
        *options(command, context),
    ]
    if isinstance(command, click.Group):
        lines.append(".SH COMMANDS")
        for other in command.list_commands(context):
            found = command.get_command(context, other)
            first = " ".join((found.help or "").split("\n\n")[0].split()) if found else ""
            lines += [".TP", f".B {escaped(other)}", escaped(first)]
    if command.epilog:
        lines += [".SH NOTES", *paragraphs(command.epilog)]
    lines += [".SH SEE ALSO", ",\n".join([f".BR {escaped(other)} (1)" for other in others]).replace(",\n", " ,\n")]
    return "\n".join(lines) + "\n"


def options(command: click.Command, context: click.Context) -> Iterator[str]:
    """The options of a command, each with its help."""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record:
            words, text = record
            yield from (".TP", f".B {escaped(words)}", escaped(" ".join(text.split())))


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text; those that begin with click's mark are printed as they are."""
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield ".PP"
        if paragraph.lstrip().startswith("\b"):
            yield from (".nf", *[escaped(line) for line in paragraph.split("\n")[1:]], ".fi")
        else:
            yield escaped(" ".join(paragraph.split()))


def escaped(text: str) -> str:
    """A text as roff has it: a line that begins with a dot or a quote would be a request."""
    text = text.replace("\\", "\\(rs").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text


def main(folder: Path) -> None:
    """Write all pages into a folder, and remove those of commands that no longer exist."""
    folder.mkdir(exist_ok=True)
    found = dict(pages())
    for old in folder.glob("bibstep*.1"):
        if old.name not in found:
            old.unlink()
    for name, source in found.items():
        (folder / name).write_text(source, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
