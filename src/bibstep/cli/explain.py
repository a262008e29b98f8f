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
from bibstep.cli.params import OmittedWords, Word, Words, notes_words, omissible
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
Exit code: 0 explained; 1 the record was rejected; 2 there is no
such record.""",
)
@click.argument("file", type=click.Path(readable=False, path_type=str))
@click.option(
    "--key",
    metavar="KEY",
    default="",
    help="Show the record with this key: its key in the file, or the key that it would get.",
)
@click.option(
    "--number", type=click.IntRange(min=1), help="Show the record at this position in the file; by default the first."
)
@click.option(
    "-t",
    "--to",
    "to",
    multiple=True,
    type=Word(FORMATS),
    help="An output format to show; may be repeated. By default all.",
)
@click.option("-f", "--from", "reader", type=Word(READERS), default="auto", show_default=True, help="The input format.")
@click.option("--notes", type=Words(notes_words), metavar="WORD[,WORD]", default="", help="As given to convert.")
@click.option("--omit", type=OmittedWords(omissible), metavar="FIELD[,FIELD]", default="", help="As given to convert.")
def explain(
    file: str,
    key: str,
    number: int | None,
    to: tuple[str, ...],
    reader: str,
    notes: tuple[str, ...],
    omit: tuple[str, ...],
) -> int:
    """Show where each field of a record in FILE was read, what was decided, and why.

    Also show where each field is written in each output format. FILE is - for standard input.
    """
    from bibstep.explain.explain import explain as explain_record
    from bibstep.model import Rejected
    from bibstep.pipeline.options import Options

    if key and number:
        raise click.UsageError("--key and --number cannot be used together")
    if os.path.isdir(file):
        raise UserError(f"{shown(file)} is a folder; give a file")
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
    lines += ["", *text("What was read, and from where:"), "", *table(read, width)]
    if not all(row.read_from for row in found.rows):
        lines += text("-: derived from several parts of the source, or found in more than one place")
    lines += ["", *text("Decisions and doubts:" if found.remarks else "No decisions or doubts."), ""]
    for remark in found.remarks:
        lines += text(f"{remark.field}: {remark.message} [{remark.code}]") + text(CODES[remark.code], "  ")
    lines += [""] if found.remarks else []
    return [*lines, *text("Where it is written:"), "", *table(goes, width)]
