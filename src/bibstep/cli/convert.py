"""``bibstep convert``: its options, and which of them can be combined."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from bibstep.cli.combination import check_combination
from bibstep.cli.config import Configured, settle_convert
from bibstep.cli.exits import FAILED, OK, PARTIAL, tell, tell_error
from bibstep.cli.manuscripts import manuscripts_of
from bibstep.cli.params import (
    Condition,
    KeyPattern,
    OmittedWords,
    UpdateWords,
    Word,
    Words,
    notes_words,
    omissible,
    renewable,
    size,
)
from bibstep.cli.progress import Progress
from bibstep.cli.report import STYLES, Reporter
from bibstep.cli.run import Inputs, WriteOptions, library_of, write
from bibstep.cli.targets import misnamed, targets_of
from bibstep.formats import ALIASES, FORMATS, READERS
from bibstep.output import signals

if TYPE_CHECKING:
    from bibstep.pipeline.update import Update

#: The message if there is neither an input nor a pipe.
_FIRST_STEPS = (
    "bibstep: nothing to convert: give a file, a folder, or - for standard input. For example:",
    "  bibstep convert papers/ -o refs.bib   converts the records in a folder, for LaTeX",
    "  bibstep convert refs.bib -o refs.ris  converts to RIS, for Zotero, EndNote, Mendeley, JabRef",
    "  bibstep convert records.json          prints BibTeX on standard output",
    'bibstep convert --help lists all options; input = ["papers/"] in a bibstep.toml sets a default input',
)


@click.command(
    cls=Configured,
    settle=settle_convert,
    epilog="""\b
Examples:
  bibstep convert --to bibtex papers/ -o refs.bib       for LaTeX
  bibstep convert papers/ -o refs.ris                   for Zotero, EndNote, Mendeley
  bibstep convert dump.jsonl -o refs.bib -o refs.json   one pass, the same keys in both
  curl … | bibstep convert -t csl-json - | pandoc …     in a pipe

\b
Exit code: 0 all records converted; 1 some records rejected, each reported on
standard error (0 with --allow-rejects); 2 wrong usage, unreadable input,
nothing to convert.
An output file is written completely or not at all.""",
)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=click.Path(readable=False, path_type=str))
@click.option(
    "-t",
    "--to",
    "to",
    multiple=True,
    type=Word(FORMATS, ALIASES),
    help="The output format. By default the ending of OUT determines it; without OUT it is bibtex.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="OUT",
    type=click.Path(path_type=str),
    help="An output file; may be repeated. Without it, or with -o -, the output goes to standard output, after all"
    " input has been read: until then another record may ask for the same key.",
)
@click.option(
    "-f",
    "--from",
    "reader",
    type=Word(READERS, ALIASES),
    default="auto",
    show_default=True,
    help="The input format.",
)
@click.option(
    "--notes",
    type=Words(notes_words),
    metavar="WORD[,WORD]",
    default="",
    help="Write these as notes, which citation styles do not print: metrics (of the journal), translation (of the"
    " title).",
)
@click.option(
    "--omit",
    type=OmittedWords(omissible),
    metavar="FIELD[,FIELD]",
    default="",
    help="Leave out fields: by their CSL names, by a format's word, or by the name of a field of your own:"
    " abstract,keywords,file. For one format only: html:abstract.",
)
@click.option(
    "--duplicates",
    type=Word(["first", "merge", "keep"]),
    default="first",
    show_default=True,
    help="Another record of the same work: leave it out (first), fill empty fields of the first record from it (merge),"
    " or write it under another key (keep).",
)
@click.option(
    "--key",
    type=KeyPattern(),
    metavar="PATTERN",
    default="",
    help="The pattern for all citation keys: {family}{year}{title:1}, {Family}:{shortyear}, {doi} …",
)
@click.option(
    "--keys-from",
    "keys_from",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="For works that are in FILE, use the keys that they have there.",
)
@click.option(
    "--key-map",
    "key_map",
    metavar="FILE",
    type=click.Path(),
    help="Write a JSON file that maps the key of each record in its source to its key in the output.",
)
@click.option(
    "--cited-in",
    "cited_in",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=str),
    help="Write only what this manuscript cites (LaTeX, Markdown, Typst …); 'chapters/*.md' stands for"
    " several; may be repeated.",
)
@click.option(
    "--sort",
    type=Word(["input", "key", "author", "year", "cited"], {"none": "input"}),
    default="input",
    show_default=True,
    help="The order of the entries: as in the input, by key, by author, by year, or with --cited-in that of the"
    " citations.",
)
@click.option(
    "--only",
    multiple=True,
    type=Condition(omissible),
    metavar="CONDITION",
    help="Write only records with this field (doi), type (type=article,book), key (key=Smith2020), date"
    " (year=2015..2020) or other value (journal=Nature, keyword='stem*'), with != without it. If repeated, all must"
    " hold.",
)
@click.option(
    "--split",
    metavar="N",
    type=click.IntRange(1),
    help="Write files of N records each: OUT-1.bib, OUT-2.bib …, with keys that are unique in all of them.",
)
@click.option(
    "--into",
    "library",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Add new works to FILE (.bib, .ris, .enw, CSL-JSON or Hayagriva), and change nothing else in it.",
)
@click.option(
    "--update",
    type=UpdateWords(renewable),
    metavar="FIELD[,FIELD]",
    default="",
    help="With --into: renew these fields of the entries that FILE has, from the records; empty stands for all fields"
    " that an entry lacks. Nothing else in the entries changes.",
)
@click.option(
    "--diff", is_flag=True, help="Write nothing; print what would change in OUT or in --into FILE, as a unified diff."
)
@click.option("--dry-run", is_flag=True, help="With --into: print what would be added, and write nothing.")
@click.option(
    "--ascii",
    "ascii_only",
    is_flag=True,
    help="For pdflatex with classic bibtex: write characters outside ASCII as TeX commands.",
)
@click.option(
    "--tidy-titles", is_flag=True, help="Correct titles that are all in capitals, and remove final full stops."
)
@click.option("--strict", is_flag=True, help="Write nothing if any record is rejected.")
@click.option(
    "--allow-rejects",
    is_flag=True,
    help="Exit with 0 although records were rejected, for make and scripts; they are reported all the same.",
)
@click.option(
    "--verify",
    type=Word(["stop", "warn", "no"], {"true": "stop", "false": "no"}),
    is_flag=False,
    flag_value="stop",
    help="Before an output replaces the old file, read it back and compare it with the records; change nothing if they "
    "differ. With --verify=warn, report it and write.",
)
@click.option(
    "--if-changed",
    is_flag=True,
    help="Do not touch an OUT whose content would stay the same, so that its time stamp stays.",
)
@click.option(
    "--depfile",
    metavar="FILE",
    type=click.Path(path_type=str),
    help="Write a rule for make that says from which files every OUT was made.",
)
@click.option(
    "--max-record",
    metavar="SIZE",
    default="64M",
    show_default=True,
    callback=size,
    help="The maximum size of a record; larger ones are rejected. SIZE is in bytes, or ends in K, M or G.",
)
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="The number of processes; by default it depends on the size of the input. The output is the same.",
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Convert on the Dask cluster whose scheduler is at ADDRESS (tcp://host:8786). The output is the same.",
)
@click.option(
    "--template",
    type=click.Path(path_type=str),
    metavar="FILE",
    help="Use your own template instead of the format's (to start one: bibstep template NAME).",
)
@click.option(
    "--local-paths", is_flag=True, help="Show paths of files on your disk (file, local-url …) on a web page, too."
)
@click.option("--title", metavar="TEXT", default="", help="The title of a web page; without it, References.")
@click.option(
    "--remarks",
    type=Word(STYLES),
    default="summary",
    show_default=True,
    help="How to print remarks (on decisions and doubts) on standard error: a few doubts and the counts (summary), the"
    " first ones of each kind (text), all of them (json), as annotations (github). With none, a web page has none"
    " either.",
)
@click.option("-v", "--verbose", is_flag=True, help="List the remarks: short for --remarks text.")
@click.option("-q", "--quiet", is_flag=True, help="Report only errors and rejected records; show no progress.")
def convert(
    inputs: tuple[str, ...],
    to: tuple[str, ...],
    outputs: tuple[str, ...],
    reader: str,
    notes: tuple[str, ...],
    omit: tuple[str, ...],
    duplicates: str,
    key: str,
    keys_from: str | None,
    key_map: str | None,
    cited_in: tuple[str, ...],
    sort: str,
    only: tuple[str, ...],
    split: int | None,
    library: str | None,
    update: tuple[str, ...],
    diff: bool,
    dry_run: bool,
    ascii_only: bool,
    tidy_titles: bool,
    strict: bool,
    allow_rejects: bool,
    verify: str | None,
    if_changed: bool,
    depfile: str | None,
    max_record: int,
    jobs: int | None,
    dask: str | None,
    template: str | None,
    local_paths: bool,
    title: str,
    remarks: str,
    verbose: bool,
    quiet: bool,
) -> int:
    """Convert records from INPUT: files, folders, or - for standard input.

    In a folder, the files of every known format are read, and a line reports which files are not. The ending of OUT
    determines its format: .bib, .ris, .json, .yml, .html. A single --to is for every OUT that does not
    have the ending of another format; otherwise give one --to for each OUT. Keys are final when the last record has
    been read, so nothing is written before that.
    """
    from bibstep.pipeline.options import Options

    try:
        options = Options(
            notes,
            omit,
            duplicates,
            ascii_only,
            tidy_titles,
            key,
            remarks=remarks != "none",
            local_paths=local_paths,
            only=only,
            sort=sort,
        )
    except ValueError as error:
        raise click.UsageError(f"--{error}") from error
    if not inputs and sys.stdin.isatty():
        for line in _FIRST_STEPS:
            tell(line)
        return FAILED
    check_combination(click.get_current_context().params)
    if verbose and remarks == "summary":
        remarks = "text"
    verify = None if verify == "no" else verify
    cited = None
    if cited_in:
        cited = manuscripts_of(cited_in)
        options = replace(options, cited=cited.keys)
    if keys_from:
        options = replace(options, pins=library_of(keys_from))
    if outputs == ("-",):
        outputs = ()
    found = Inputs(inputs or ("-",), reader, max_record)
    is_typed = "-" in found.paths and sys.stdin.isatty()
    shows_notes = not quiet and remarks in ("summary", "text", "github")
    with signals.raised(), Progress(not quiet and remarks != "json" and not is_typed, shows_notes) as progress:
        reporter = Reporter(remarks, progress.tell, progress.tell_error, quiet=quiet)
        write_options = WriteOptions(
            strict, verify, if_changed, depfile, diff, key_map, cited, jobs, dask, split or 0, _update(update)
        )
        if library:
            if len(to) > 1 or outputs or template or depfile:
                raise click.UsageError(
                    "--into takes at most one --to, and cannot be used with -o, --template or --depfile"
                )
            from bibstep.cli.into import add

            into = to[0] if to else ""
            work = partial(add, found, library, into, options, reporter, write_options, dry_run, progress)
        else:
            targets = targets_of(to, outputs, template, title)
            is_explicit = click.get_current_context().get_parameter_source("ascii_only") is ParameterSource.COMMANDLINE
            if ascii_only and is_explicit and not quiet and not any(target.form.has_ascii for target in targets):
                tell("bibstep: --ascii has an effect on BibTeX only; the output is in UTF-8")
            for line in () if quiet else misnamed(outputs, targets):
                tell(f"bibstep: {line}")
            work = partial(write, found, outputs, targets, options, reporter, write_options, progress)
        try:
            outcome = work()
        except Exception:  # it is printed next
            reporter.close()
            raise
        reporter.close()
    is_refused = strict and reporter.rejected > 0
    if summary := reporter.summary("" if is_refused else outcome.done, outcome.is_told):
        tell(summary)
    if is_refused:
        tell_error(f"{reporter.given_up(None if cited or only else outcome.records)} (--strict)")
        return FAILED
    if not outcome.records and not (library and (reporter.remarks["work-known"] or reporter.remarks["work-updated"])):
        if cited:
            named = ", ".join(cited_in)
            tell_error(
                f"the input has none of the entries that {named} cites"
                if cited.keys
                else f"{named}: no citation was found"
            )
        elif only:
            tell_error("nothing to convert: no record meets the conditions of --only")
        elif not reporter.rejected:
            tell_error("nothing to convert: the input has no record")
        return FAILED
    return PARTIAL if reporter.rejected and not allow_rejects else OK


def _update(words: tuple[str, ...]) -> Update | None:
    from bibstep.pipeline.update import parse

    return parse(words) if words else None
