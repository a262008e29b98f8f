"""``bibstep convert``: its options, what they mean together, and the conversion itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bibstep import signals
from bibstep.cli import builds
from bibstep.cli.builds import Build
from bibstep.cli.ends import FAILED, OK, PARTIAL, UserError, tell, to_stdout
from bibstep.formats import FORMATS, format_of_name
from bibstep.readers import READERS, same_file, shown
from bibstep.text import shorten

if TYPE_CHECKING:
    from bibstep.pipeline import Options, Target
    from bibstep.reporting import Reporter


def _words(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:  # noqa: ARG001
    """An option's words, separated by commas."""
    return tuple([word.strip() for word in value.split(",") if word.strip()])


@click.command(
    epilog="""\b
Examples:
  bibstep convert --to bibtex papers/ -o refs.bib       for LaTeX
  bibstep convert papers/ -o refs.ris                   for Zotero, EndNote, Mendeley
  bibstep convert dump.jsonl -o refs.bib -o refs.json   one pass, the same keys in both
  curl … | bibstep convert -t csl-json - | pandoc …     in a pipe

\b
Exit: 0 all converted; 1 finished, but some records were rejected (each is
named on standard error); 2 wrong usage, unreadable input, nothing to convert.
An output file is whole or untouched."""
)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=click.Path(path_type=str))
@click.option(
    "-t",
    "--to",
    "to",
    multiple=True,
    type=click.Choice(list(FORMATS), case_sensitive=False),
    help="The format to write; by default what OUT's ending says, else bibtex.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="OUT",
    type=click.Path(path_type=str),
    help="A file to write; may be repeated. Without it the export goes to standard output.",
)
@click.option(
    "-f",
    "--from",
    "reader",
    type=click.Choice(list(READERS), case_sensitive=False),
    default="auto",
    show_default=True,
    help="The format to read.",
)
@click.option(
    "--notes",
    callback=_words,
    metavar="WORD[,WORD]",
    default="",
    help="Write as notes, where no style prints them: metrics (of the journal), translation (of the title).",
)
@click.option(
    "--omit",
    callback=_words,
    metavar="FIELD[,FIELD]",
    default="",
    help="Leave fields out, by their CSL names: abstract,keyword.",
)
@click.option(
    "--duplicates",
    type=click.Choice(["first", "keep"]),
    default="first",
    show_default=True,
    help="A work that came before: leave it out, or keep it under a key of its own.",
)
@click.option(
    "--ascii",
    "ascii_only",
    is_flag=True,
    help="BibTeX for pdflatex and classic bibtex: TeX commands for what is not ASCII.",
)
@click.option("--tidy-titles", is_flag=True, help="Mend titles in capitals and take off final full stops.")
@click.option("--strict", is_flag=True, help="Write nothing if any record is rejected.")
@click.option(
    "--if-changed", is_flag=True, help="Leave an OUT alone, with its time stamp, that has these bytes already."
)
@click.option(
    "--depfile",
    metavar="FILE",
    type=click.Path(path_type=str),
    help="Write a rule for make: every OUT, and the files it was made from.",
)
@click.option(
    "--max-record",
    metavar="SIZE",
    default="64M",
    show_default=True,
    callback=builds.size,
    help="The most that one record may take; a larger one is rejected. SIZE is in bytes, or ends in K, M or G.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A template of your own in place of the format's (start from: bibstep template NAME).",
)
@click.option(
    "--remarks",
    type=click.Choice(["text", "json", "none"]),
    default="text",
    show_default=True,
    help="How to tell, on standard error, what was decided or doubted.",
)
def convert(
    inputs: tuple[str, ...],
    to: tuple[str, ...],
    outputs: tuple[str, ...],
    reader: str,
    notes: tuple[str, ...],
    omit: tuple[str, ...],
    duplicates: str,
    ascii_only: bool,
    tidy_titles: bool,
    strict: bool,
    if_changed: bool,
    depfile: str | None,
    max_record: int,
    template: Path | None,
    remarks: str,
) -> int:
    """Convert records from INPUT: files, folders, or - for standard input.

    A folder stands for the .json, .jsonl, .ndjson and .txt files in it. OUT's ending tells its format: .bib, .ris,
    .json. With --to once, every OUT with no ending of another format has that format; with as many --to as OUTs, each
    has its own. Keys are final when the last record has been read, so nothing is written before.
    """
    from bibstep.pipeline import Options
    from bibstep.reporting import Reporter

    try:
        options = Options(notes, omit, duplicates, ascii_only, tidy_titles)
    except ValueError as error:
        raise click.UsageError(f"--{error}") from error
    targets = _targets(to, outputs, template)
    for out in (*outputs, depfile) if depfile else outputs:
        if any(same_file(out, one) for one in inputs if one != "-" and not os.path.isdir(one)):
            raise UserError(f"{shown(out)} is an input too; choose another name for the output")
    if (if_changed or depfile) and not outputs:
        raise click.UsageError("--if-changed and --depfile are for files: give -o")
    if not inputs and sys.stdin.isatty():
        raise click.UsageError("no INPUT: name files or folders, or pipe records in")
    reporter = Reporter(remarks, tell)
    with signals.raised():
        build = Build(depfile, if_changed, max_record)
        count = _convert(inputs or ("-",), reader, outputs, targets, options, reporter, strict, build)
    if summary := reporter.summary(count):
        tell(summary)
    if not count:
        if not reporter.rejected:
            tell("bibstep: nothing to convert: there is no record in the input")
        return FAILED
    return PARTIAL if reporter.rejected else OK


def _targets(to: Sequence[str], outputs: Sequence[str], template: Path | None) -> list[Target]:
    """The formats to write: one for standard output, else one for each output."""
    from bibstep.pipeline import Target

    if len(to) > 1 and len(to) != len(outputs):
        raise click.UsageError(f"{len(to)} times --to for {len(outputs)} times -o: give it once, or once for each")
    if template is not None and len(outputs) > 1:
        raise click.UsageError("--template is for one output")
    if not outputs:
        return [Target(FORMATS[to[0] if to else "bibtex"], template)]
    if len(to) == len(outputs):
        return [Target(FORMATS[name], template) for name in to]
    targets = []
    for out in outputs:
        name = format_of_name(out)
        if to and (not name or out.lower().endswith(FORMATS[to[0]].suffixes)):
            name = to[0]
        if not name:
            raise click.UsageError(f"the ending of {shown(out)} tells no format: give --to")
        targets.append(Target(FORMATS[name], template))
    return targets


def _convert(
    inputs: Sequence[str],
    reader: str,
    outputs: Sequence[str],
    targets: Sequence[Target],
    options: Options,
    reporter: Reporter,
    strict: bool,
    build: Build,
) -> int:
    """Read, convert and write; the number of records written, 0 where the outputs stay as they were."""
    from bibstep.output import OutputError, Outputs
    from bibstep.pipeline import SpoolError, entries
    from bibstep.readers import read

    streams = [sys.stdin.buffer if one == "-" else one for one in inputs]
    files = [*outputs, *([build.depfile] if build.depfile else [])]
    rule = builds.rule(outputs, inputs, reader, targets, files) if build.depfile else b""
    records = read(*streams, format=reader, exclude=files, max_record=build.max_record)
    written = entries(records, targets, options, reporter)
    try:
        with Outputs(files, if_changed=build.if_changed) as out:
            write = out.write if outputs else to_stdout
            count = 0
            for texts in written:
                if strict and reporter.rejected:
                    return 0
                write([_before(target, count) + text for target, text in zip(targets, texts, strict=True)])
                count += 1
            if count:
                write([target.form.epilogue for target in targets])
                out.write([rule] if rule else [], start=len(outputs))
                out.commit()
            return count
    except (OutputError, SpoolError) as error:
        raise UserError(shorten(str(error), 500)) from error


def _before(target: Target, count: int) -> str:
    return target.form.separator if count else target.form.prologue
