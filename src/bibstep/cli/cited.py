"""``bibstep cited``: what is out of step between manuscripts and a bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bibstep.cli.config import Configured
from bibstep.cli.exits import OK, PARTIAL, UserError, tell, to_stdout
from bibstep.cli.manuscripts import manuscripts_of
from bibstep.cli.params import Word
from bibstep.output import signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bibstep.manuscripts.findings import Finding
    from bibstep.model import Record


@click.command(
    cls=Configured,
    takes=(),
    also={"files": ("cited-in",), "bibliographies": ("output", "into")},
    epilog="""\b
Examples:
  bibstep cited paper.tex --in refs.bib
  bibstep cited 'chapters/*.md' --in refs.json --format github

\b
Exit code: 0 every key is defined; 1 a key is not defined;
2 wrong usage, or a file that cannot be read.""",
)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=str))
@click.option(
    "--in",
    "bibliographies",
    multiple=True,
    metavar="BIB",
    type=click.Path(path_type=str),
    help="The bibliography, in any format that can be read; may be repeated.",
)
@click.option(
    "--format",
    "style",
    type=Word(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to print what was found: lines of text, a JSON object per line, or lines that GitHub shows beside files.",
)
def cited(files: tuple[str, ...], bibliographies: tuple[str, ...], style: str) -> int:
    """Compare the keys that manuscripts cite with a bibliography.

    FILE is a manuscript in LaTeX, Markdown, Typst, Org, reStructuredText or Word; the files that it includes are read,
    too. Printed are keys that no entry has, with the nearest key; entries that nothing cites; and two cited keys of one
    work. Without a FILE, the manuscripts and the outputs of the configuration are compared.
    """
    from bibstep.manuscripts.findings import findings

    if not files or not bibliographies:
        raise click.UsageError("nothing to compare: give a manuscript, and its bibliography with --in")
    with signals.raised():
        found = manuscripts_of(files)
        records = _records(bibliographies)
        results = list(findings(found, records))
    lines = [_line(one, style) for one in results]
    if style == "text":
        lines.append(_summary(len(set(found.keys) - {"*"}), len(records), results))
    to_stdout([line + "\n" for line in lines])
    return PARTIAL if any(one.kind == "undefined" for one in results) else OK


def _records(paths: Sequence[str]) -> list[Record]:
    """The records of bibliographies. Raises UserError if there is none."""
    from bibstep.formats.reading import read
    from bibstep.model import Record

    records = []
    for one in read(*paths):
        if isinstance(one, Record):
            records.append(one)
        else:
            tell(f"{one} (its key counts as undefined)")
    if not records:
        raise UserError(f"{', '.join(paths)}: no entry was found")
    return records


def _line(one: Finding, style: str) -> str:
    from bibstep.cli.report import annotation, json_line

    if style == "json":
        return json_line(**one._asdict())
    if style == "github":
        from bibstep.model import Source

        level = "error" if one.kind == "undefined" else "warning"
        return annotation(level, Source(one.file, one.line), one.kind, one.message)
    from bibstep.text.clean import shorten

    return shorten(f"{one.file}:{one.line}: {one.message}", 500)


def _summary(cited: int, entries: int, results: Sequence[Finding]) -> str:
    """The last line of the output, with the counts."""
    undefined = len({one.key for one in results if one.kind == "undefined"})
    unused = sum(one.kind == "unused" for one in results)
    again = sum(one.kind == "same-work" for one in results)
    more = f", of a work with another cited key: {again}" if again else ""
    return f"keys cited: {cited}, undefined: {undefined}{more}; entries: {entries}, not cited: {unused}"
