"""``bibstep explain``: print two tables about one record, and the remarks on it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bibstep.cli.config import Configured
from bibstep.cli.exits import OK, PARTIAL, UserError, tell, to_stdout
from bibstep.cli.params import Word, Words, notes_words, omissible
from bibstep.cli.tables import table, wrapped
from bibstep.formats import FORMATS, READERS
from bibstep.input.sources import shown
from bibstep.output import signals
from bibstep.text.clean import shorten

if TYPE_CHECKING:
    from bibstep.explain.explain import Explained


@click.command(
    cls=Configured,
    takes=("from", "notes", "omit"),
    epilog="""\b
Examples:
  bibstep explain papers.jsonl --number 3
  bibstep explain refs.ris --key lee2020cells --to bibtex

\b
Exit: 0 explained; 1 the record was rejected, which says why; 2 there is no
such record.""",
)
@click.argument("file", type=click.Path(readable=False, path_type=str))
@click.option("--key", metavar="KEY", default="", help="The record with this key, in the file or as it would get one.")
@click.option(
    "--number", type=click.IntRange(min=1), help="The record at this place in the file; by default the first."
)
@click.option(
    "-t", "--to", "to", multiple=True, type=Word(FORMATS), help="A format to show; by default all. May be repeated."
)
@click.option(
    "-f", "--from", "reader", type=Word(READERS), default="auto", show_default=True, help="The format to read."
)
@click.option("--notes", type=Words(notes_words), metavar="WORD[,WORD]", default="", help="As given to convert.")
@click.option("--omit", type=Words(omissible), metavar="FIELD[,FIELD]", default="", help="As given to convert.")
def explain(
    file: str,
    key: str,
    number: int | None,
    to: tuple[str, ...],
    reader: str,
    notes: tuple[str, ...],
    omit: tuple[str, ...],
) -> int:
    """Show for one record in FILE what was read from where, what was decided, and why.

    Then it shows for each format where each field goes. FILE is - for standard input.
    """
    from bibstep.explain.explain import explain as explain_record
    from bibstep.model import Rejected
    from bibstep.pipeline.options import Options

    if key and number:
        raise click.UsageError("--key and --number exclude each other")
    if os.path.isdir(file):
        raise UserError(f"{shown(file)} is a folder; name a file")
    name = "<stdin>" if file == "-" else shown(file)
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise UserError(f"{name}: {getattr(error, 'strerror', None) or error}") from None
    with signals.raised():
        found = explain_record(
            data, name, format=reader, number=number or 0, key=key, to=to, options=Options(notes, omit)
        )
    if found is None:
        wanted = f"with the key {key}" if key else f"at number {number}" if number else "in it"
        raise UserError(f"{name}: there is no record {wanted}")
    if isinstance(found, Rejected):
        tell(f"{found}: {found.raw}" if found.raw else str(found))
        return PARTIAL
    width = shutil.get_terminal_size().columns
    to_stdout([line + "\n" for line in _lines(found, width)])
    return OK


def _lines(found: Explained, width: int) -> list[str]:
    from bibstep.remarks import CODES

    def text(line: str, indent: str = "") -> list[str]:
        return [indent + part for part in wrapped(shorten(line, 1000), max(width - len(indent), 2))]

    read = [("field", "value", "read from")]
    read += [(row.field, row.value, ", ".join(row.read_from) or "-") for row in found.rows]
    formats = list(found.rows[0].written)
    goes = [("field", *formats)] + [(row.field, *[row.written[name] for name in formats]) for row in found.rows]
    lines = text(f"{found.record.source}: record {found.number}, {found.record.type}, key {found.key}")
    lines += ["", *text("What was read, and where it stands:"), "", *table(read, width)]
    if not all(row.read_from for row in found.rows):
        lines += text("- is what no part of the source decides alone: it was worked out, or said more than once")
    lines += ["", *text("What was decided or doubted:" if found.remarks else "Nothing had to be decided."), ""]
    for remark in found.remarks:
        lines += text(f"{remark.field}: {remark.message} [{remark.code}]") + text(CODES[remark.code], "  ")
    lines += [""] if found.remarks else []
    return [*lines, *text("Where it goes:"), "", *table(goes, width)]
