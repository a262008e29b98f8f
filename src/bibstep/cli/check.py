"""``bibstep check``: its options, and the differences as lines of text or JSON."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from bibstep.cli.config import Configured, settle_check
from bibstep.cli.exits import OK, PARTIAL, UserError, counted, tell, to_stdout
from bibstep.cli.fix import fixed, settled
from bibstep.cli.params import ComparedWords, OmittedWords, Word, Words, notes_words, omissible
from bibstep.input.sources import shown
from bibstep.output import signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bibstep.compare.files import Checked, Disagreement, Input
    from bibstep.compare.findings import Finding
    from bibstep.model import Record, Rejected

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
  bibstep check refs.bib --fix --diff          what of it can be mended
  bibstep check refs.bib refs.ris refs.json
  bibstep check refs.bib --against papers.jsonl
  bibstep check refs.bib --against export.ris --gaps ignore

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
@click.option(
    "--fields",
    type=ComparedWords(),
    metavar="FIELD[,FIELD]",
    default="",
    help="Compare these fields only, such as doi,year,volume,pages. Missing records are reported all the same.",
)
@click.option(
    "--gaps",
    type=Word(["report", "ignore"]),
    default="report",
    show_default=True,
    help="What only one file says, or has: report it as a difference, or only count it.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Mend in the one FILE, a .bib file, what is certain, and leave every other byte; then check it.",
)
@click.option("--diff", is_flag=True, help="With --fix: print what would change, and write nothing.")
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
    fields: tuple[str, ...],
    gaps: str,
    fix: bool,
    diff: bool,
    notes: tuple[str, ...],
    omit: tuple[str, ...],
    duplicates: str,
    tidy_titles: bool,
    style: str,
) -> int:
    """Check whether FILEs hold the same records: BibTeX, biblatex, RIS, CSL-JSON, in any mixture.

    Each file is read back, and its records are paired by key, else by DOI, else by title and year. All fields that the
    formats of both files can express are compared. A difference is a contradiction, where both have a value, or a gap,
    where only one has. With --against, the files are also compared with the records that they were converted from; the
    options of that conversion must be given again. A single FILE without --against is checked by itself: its syntax,
    keys, repeated works, missing fields, and identifiers; --fix mends what is certain. Without a FILE, the outputs that
    the configuration names are compared with its inputs.
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
    if diff and not fix:
        raise click.UsageError("--diff shows what --fix would change: give both")
    if fix and (len(files) > 1 or sources or "-" in files):
        raise click.UsageError("--fix mends one file")
    if len(files) == 1 and not sources:
        if fields or gaps != "report":
            raise click.UsageError("--fields and --gaps need a second file, or --against, to compare with")
        with signals.raised():
            if fix and not fixed(files[0], diff=diff):
                return OK
            return _check_one(files[0], style)
    with signals.raised():
        checked = compare(*map(_input, files), against=[*map(_input, sources)], options=options, fields=fields)
    for rejected in checked.rejected:
        tell(str(rejected))
    found: list[Disagreement] = []
    ignored: list[Disagreement] = []
    for one in checked.disagreements:
        (ignored if gaps == "ignore" and one.kind == "gap" else found).append(one)
    if ignored and not checked.paired:
        raise UserError("nothing was compared: no record is in two files")
    shown_as = {"json": _json, "text": _as_line, "github": _annotated}[style]
    lines = [shown_as(one) for one in found]
    to_stdout([line + "\n" for line in [*lines, *([_summary(checked, found, ignored)] if style == "text" else [])]])
    return PARTIAL if found or checked.rejected else OK


def _check_one(name: str, style: str) -> int:
    """Print what is wrong in one file. Raises UserError if it has no record."""
    from bibstep.compare.findings import findings
    from bibstep.formats.reading import read
    from bibstep.model import Rejected

    items = list(read(_input(name)))
    if all(isinstance(one, Rejected) for one in items):
        raise UserError(str(items[0]) if items else f"{shown(name)}: it has no record")
    found = list(findings(items, settled(name) if any(map(_is_in_doubt, items)) else {}))
    lines = [_finding(one, style) + "\n" for one in found]
    if style == "text":
        works = counted(len(items), "entry", "entries")
        faults = counted(len(found), "finding") if found else "nothing wrong"
        lines.append(f"{faults} in {works}\n")
    to_stdout(lines)
    return PARTIAL if found else OK


def _is_in_doubt(item: Record | Rejected) -> bool:
    from bibstep.compare.findings import MENDING
    from bibstep.model import Record

    return isinstance(item, Record) and any(remark.code in MENDING for remark in item.remarks)


def _finding(one: Finding, style: str) -> str:
    if style == "json":
        values = one._asdict()
        file, line = values.pop("source")
        return json.dumps({"file": file, "line": line, **values})
    from bibstep.cli.report import annotation
    from bibstep.text.clean import shorten

    text = ": ".join(
        filter(None, (one.key, one.field, f"{one.message}; {one.mending}{' (--fix does)' if one.fix else ''}"))
    )
    if style == "github":
        return annotation("error" if one.code in _ERRORS else "warning", one.source, one.code, text)
    return shorten(f"{one.source}: {text} [{one.code}]", 500)


def _as_line(found: Disagreement) -> str:
    from bibstep.compare.records import difference_line

    return f"{difference_line(*found)} [{found.kind}]"


def _annotated(found: Disagreement) -> str:
    from bibstep.cli.report import annotation
    from bibstep.model import Source

    level = "notice" if found.kind == "gap" else "warning"
    return annotation(level, Source(), "files-differ", _as_line(found))


def _input(name: str) -> Input:
    return sys.stdin.buffer if name == "-" else name


def _json(found: Disagreement) -> str:
    # Escaped to ASCII, so that no value can control a terminal.
    return json.dumps(
        {"key": found.key, "field": found.field, "kind": found.kind, "a": found.a._asdict(), "b": found.b._asdict()}
    )


def _summary(checked: Checked, found: Sequence[Disagreement], ignored: Sequence[Disagreement]) -> str:
    """The last line of the output: how many differences were found in how many records, and how many were ignored."""
    rest = f"; {counted(len(checked.rejected), 'entry', 'entries')} could not be read" if checked.rejected else ""
    if ignored:
        lacking = sum(1 for one in ignored if one.field == "record")
        rest += f"; {counted(len(ignored), 'gap')} ignored"
        rest += f", {lacking} of them a record that a file lacks" if lacking else ""
    if found:
        kinds = Counter(one.kind for one in found)
        counts = " and ".join([counted(kinds[kind], kind) for kind in ("contradiction", "gap") if kinds[kind]])
        return f"{counts} in {len({one.key for one in found})} of {counted(checked.works, 'record')}{rest}"
    if ignored:
        agree = "does not contradict its source" if checked.files == 1 else "do not contradict each other"
        return f"{counted(checked.files, 'file')} {agree} on {counted(checked.paired, 'record')}{rest}"
    agree = "agrees with its source" if checked.files == 1 else "agree"
    return f"{counted(checked.files, 'file')} {agree} on {counted(checked.works, 'record')}{rest}"
