"""Manuscripts in the command: read those that an option names, and report what the bibliography lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from bibstep.cli.exits import tell
from bibstep.input.sources import shown

if TYPE_CHECKING:
    from bibstep.manuscripts.citation import Citation
    from bibstep.manuscripts.read import Cited
    from bibstep.pipeline.finish import KeyMap
    from bibstep.works.known import KnownWorks


def manuscripts_of(patterns: Iterable[str]) -> Cited:
    """Read the manuscripts that names and patterns stand for, and print what could not be read in them.

    Raises InputError for a file that cannot be read.
    """
    from bibstep.manuscripts.read import cited, files_named

    found = cited(files_named(patterns))
    for problem in found.problems:
        tell(f"bibstep: {problem}")
    return found


def report(cited: Cited, keys: KeyMap, tell_line: Callable[[str], None], known: KnownWorks | None = None) -> None:
    """Print a line for each cited key that no entry has, and for each whose entry has another key in the output.

    ``known``: a bibliography that has more entries.
    """
    written = {*keys.written, *(known.keys if known else ())}
    for one in _first_places(cited):
        if one.key in written:
            continue
        if one.key in keys:
            tell_line(f"{_place(one)}: the entry {one.key} has the key {keys[one.key]} in the output")
        elif not one.is_label:
            tell_line(f"{_place(one)}: no record has the key {one.key}{_nearest(one.key, written)}")


def _first_places(cited: Cited) -> list[Citation]:
    """The first citation of each key."""
    found: dict[str, Citation] = {}
    for one in cited.citations:
        if (
            one.is_used
            and one.key not in cited.labels
            and (one.key not in found or found[one.key].is_label > one.is_label)
        ):
            found[one.key] = one
    return list(found.values())


def _nearest(key: str, keys: Iterable[str]) -> str:
    from bibstep.manuscripts.findings import nearest_key

    near = nearest_key(key, keys)
    return f"; did you mean {near}?" if near else ""


def _place(one: Citation) -> str:
    return f"{shown(one.file)}:{one.line}"
