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
    from bibstep.compare.findings import Finding

#: Findings after which LaTeX or another program stops, or takes the wrong entry; all others are warnings.
_ERRORS = {"rejected", "syntax-mended", "key-repeated", "key-changed", "string-undefined", "parent-missing"}


@click.command(
    cls=Configured,
    takes=("notes", "omit", "duplicates", "tidy-titles"),
    also={"files": ("output", "into"), "sources": ("input",)},
    settle=settle_check,
    epilog="""\b
Examples:
  bibstep check refs.bib                       what is wrong in it
  bibstep check refs.bib refs.ris refs.json
  bibstep check refs.bib --against papers.jsonl

\b
Exit code: 0 the files agree, or nothing is wrong; 1 they differ, something is
wrong, or a record could not be read;
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
    type=Word(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to print differences and faults: one line each, one JSON object per line, or annotations on GitHub.",
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
    they were converted from; the options of that conversion must be given again. A single FILE without --against is
    checked by itself: its syntax, keys, repeated works, missing fields, and identifiers. Without a FILE, the outputs
    that the configuration names are compared with its inputs.
    """
    from bibstep.compare.files import check as compare
    from bibstep.pipeline.options import Options

    try:
        options = Options(notes, omit, duplicates, tidy_titles=tidy_titles)
    except ValueError as error:
        raise click.UsageError(f"--{error}") from error
    if not files:
        raise click.UsageError("nothing to check: give a file")
    if [*files, *sources].count("-") > 1:
        raise click.UsageError("standard input can be read only once")
    for name in files:
        if os.path.isdir(name):
            raise UserError(f"{shown(name)} is a folder; give a file")
    if len(files) == 1 and not sources:
        with signals.raised():
            return _check_one(files[0], style)
    with signals.raised():
        checked = compare(*map(_input, files), against=[*map(_input, sources)], options=options)
    for rejected in checked.rejected:
        tell(str(rejected))
    shown_as = {"json": _json, "text": _as_line, "github": _annotated}[style]
    lines = [shown_as(one) for one in checked.disagreements]
    to_stdout([line + "\n" for line in [*lines, *([_summary(checked)] if style == "text" else [])]])
    return OK if checked else PARTIAL


def _check_one(name: str, style: str) -> int:
    """Print what is wrong in one file. Raises UserError if it has no record."""
    from bibstep.compare.findings import findings
    from bibstep.formats.reading import read
    from bibstep.model import Rejected

    items = list(read(_input(name)))
    if all(isinstance(one, Rejected) for one in items):
        raise UserError(str(items[0]) if items else f"{shown(name)}: it has no record")
    found = list(findings(items))
    lines = [_finding(one, style) + "\n" for one in found]
    if style == "text":
        works = _count(len(items), "entry", "entries")
        faults = _count(len(found), "finding") if found else "nothing wrong"
        lines.append(f"{faults} in {works}\n")
    to_stdout(lines)
    return PARTIAL if found else OK


def _finding(one: Finding, style: str) -> str:
    if style == "json":
        values = one._asdict()
        file, line = values.pop("source")
        return json.dumps({"file": file, "line": line, **values})
    from bibstep.cli.report import annotation
    from bibstep.text.clean import shorten

    text = ": ".join(filter(None, (one.key, one.field, f"{one.message}; {one.mending}")))
    if style == "github":
        return annotation("error" if one.code in _ERRORS else "warning", one.source, one.code, text)
    return shorten(f"{one.source}: {text} [{one.code}]", 500)


def _as_line(found: Disagreement) -> str:
    from bibstep.compare.records import difference_line

    return difference_line(*found)


def _annotated(found: Disagreement) -> str:
    from bibstep.cli.report import annotation
    from bibstep.model import Source

    return annotation("warning", Source(), "files-differ", _as_line(found))


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
