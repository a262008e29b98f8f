"""``bibstep check``: its options, and the differences as lines of text or JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

from bibstep.cli.config import Configured, settle_check
from bibstep.cli.exits import OK, PARTIAL, UserError, tell, to_stdout
from bibstep.cli.params import OmittedWords, Word, Words, notes_words, omissible
from bibstep.input.sources import shown
from bibstep.output import signals

if TYPE_CHECKING:
    from bibstep.compare.files import Checked, Disagreement, Input


@click.command(
    cls=Configured,
    takes=("notes", "omit", "duplicates", "tidy-titles"),
    also={"files": ("output", "into"), "sources": ("input",)},
    settle=settle_check,
    epilog="""\b
Examples:
  bibstep check refs.bib refs.ris refs.json
  bibstep check refs.bib --against papers.jsonl

\b
Exit code: 0 the files agree; 1 they differ, or a record could not be read;
2 wrong usage, or a file that cannot be read at all.""",
)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(readable=False, path_type=str))
@click.option(
    "--against",
    "sources",
    multiple=True,
    metavar="SOURCE",
    type=click.Path(readable=False, path_type=str),
    help="The input that the files were converted from; may be repeated.",
)
@click.option("--notes", type=Words(notes_words), metavar="WORD[,WORD]", default="", help="As given to convert.")
@click.option("--omit", type=OmittedWords(omissible), metavar="FIELD[,FIELD]", default="", help="As given to convert.")
@click.option(
    "--duplicates",
    type=Word(["first", "merge", "keep"]),
    default="first",
    show_default=True,
    help="As given to convert.",
)
@click.option("--tidy-titles", is_flag=True, help="As given to convert.")
@click.option(
    "--format",
    "style",
    type=Word(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print differences: one line each, or one JSON object per line.",
)
def check(
    files: tuple[str, ...],
    sources: tuple[str, ...],
    notes: tuple[str, ...],
    omit: tuple[str, ...],
    duplicates: str,
    tidy_titles: bool,
    style: str,
) -> int:
    """Check whether FILEs hold the same records: BibTeX, biblatex, RIS, CSL-JSON, in any mixture.

    Each file is read back, and its records are paired by key, else by DOI, else by title and year. All fields that the
    formats of both files can express are compared. With --against, the files are also compared with the records that
    they were converted from; the options of that conversion must be given again. Without a FILE, the outputs that the
    configuration names are compared with its inputs.
    """
    from bibstep.compare.files import check as compare
    from bibstep.compare.records import difference_line
    from bibstep.pipeline.options import Options

    try:
        options = Options(notes, omit, duplicates, tidy_titles=tidy_titles)
    except ValueError as error:
        raise click.UsageError(f"--{error}") from error
    if len(files) + bool(sources) < 2:
        raise click.UsageError("nothing to compare: give two files, or one file and its source with --against")
    if [*files, *sources].count("-") > 1:
        raise click.UsageError("standard input can be read only once")
    for name in files:
        if os.path.isdir(name):
            raise UserError(f"{shown(name)} is a folder; give a file")
    with signals.raised():
        checked = compare(*map(_input, files), against=[*map(_input, sources)], options=options)
    for rejected in checked.rejected:
        tell(str(rejected))
    lines = [_json(one) if style == "json" else difference_line(*one) for one in checked.disagreements]
    to_stdout([line + "\n" for line in [*lines, *([_summary(checked)] if style == "text" else [])]])
    return OK if checked else PARTIAL


def _input(name: str) -> Input:
    return sys.stdin.buffer if name == "-" else name


def _json(found: Disagreement) -> str:
    # Escaped to ASCII, so that no value can control a terminal.
    return json.dumps({"key": found.key, "field": found.field, "a": found.a._asdict(), "b": found.b._asdict()})


def _summary(checked: Checked) -> str:
    """The last line of the output: how many differences were found in how many records."""
    if not checked.disagreements:
        rest = f"; {_count(len(checked.rejected), 'entry', 'entries')} could not be read" if checked.rejected else ""
        agree = "agrees with its source" if checked.files == 1 else "agree"
        return f"{_count(checked.files, 'file')} {agree} on {_count(checked.works, 'record')}{rest}"
    works = len({one.key for one in checked.disagreements})
    return f"{_count(len(checked.disagreements), 'difference')} in {works} of {_count(checked.works, 'record')}"


def _count(number: int, word: str, words: str = "") -> str:
    return f"{number} {word}" if number == 1 else f"{number} {words or word + 's'}"
