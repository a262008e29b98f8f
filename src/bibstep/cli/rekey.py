"""``bibstep rekey``: rename keys in manuscripts."""

from __future__ import annotations

import json

import click

from bibstep.cli.exits import OK, UserError, counted, print_diff, tell
from bibstep.input.sources import shown
from bibstep.output import signals


@click.command(
    epilog="""\b
Example:
  bibstep convert old.bib --key '{family}{year}' --key-map map.json -o refs.bib
  bibstep rekey paper.tex --map map.json --diff
  bibstep rekey paper.tex --map map.json

\b
Exit code: 0 success, also if there was nothing to rename; 2 an error.""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=str))
@click.option(
    "--map",
    "key_map",
    required=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="A JSON file that maps old keys to new ones, as convert --key-map writes it.",
)
@click.option("--diff", is_flag=True, help="Print what would change, and write nothing.")
def rekey(files: tuple[str, ...], key_map: str, diff: bool) -> int:
    """Rename keys where the manuscripts FILE cite them, also in the files that they include.

    Only the keys in citations change, and no other byte. Comments and verbatim text stay as they are. All files are
    written, or none.
    """
    from bibstep.manuscripts.read import files_named
    from bibstep.manuscripts.rekey import rekeyed
    from bibstep.output.files import OutputError, Outputs

    with signals.raised():
        changed, found = rekeyed(files_named(files), _keys_of(key_map))
        for problem in found.problems:
            tell(f"bibstep: {problem}")
        if diff:
            for one in changed:
                print_diff(one.before, one.after, one.path)
            return OK
        try:
            with Outputs([one.path for one in changed]) as out:
                out.write([one.after for one in changed])
                out.commit()
        except OutputError as error:
            raise UserError(str(error)) from error
    for one in changed:
        tell(f"{shown(one.path)}: {counted(one.renamed, 'citation')} changed")
    if not changed:
        tell("bibstep: nothing to rename: the manuscripts cite no key that the map changes")
    return OK


def _keys_of(path: str) -> dict[str, str]:
    """The old and new keys in a JSON file. Raises UserError if it is not one."""
    try:
        with open(path, encoding="utf-8") as stream:
            keys = json.load(stream)
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"{shown(path)}: {error}") from None
    if not isinstance(keys, dict) or not all(isinstance(one, str) for one in keys.values()):
        raise UserError(f"{shown(path)}: not a JSON object of old and new keys")
    return keys
