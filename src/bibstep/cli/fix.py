"""``bibstep check --fix``: write what is certain into a .bib file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bibstep.cli.exits import UserError, counted, print_diff, tell
from bibstep.input.sources import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bibstep.formats.edits import Mended
    from bibstep.model import Remark


def settled(name: str) -> Mapping[int, frozenset[Remark]]:
    """The remarks that ``--fix`` settles in a file, by the number of their entry; none in standard input."""
    content = _content(name) if name != "-" else b""
    mended = _mender(content, name)
    return mended(content).settled if mended else {}


def fixed(name: str, *, diff: bool) -> bool:
    """Mend a .bib file, or only print the ``diff``; return whether it is to be checked now.

    Raises UserError if it is another file, cannot be written, or was changed meanwhile.
    """
    from bibstep.output.files import OutputError, Outputs

    before = _content(name)
    mended = _mender(before, name)
    if not mended:
        raise UserError(f"{shown(name)}: --fix mends .bib files only")
    after = mended(before)
    if diff:
        print_diff(before, after.content, name)
        return False
    if after.content == before:
        tell(f"{shown(name)}: nothing to mend")
        return True
    try:
        with Outputs([name]) as out:
            out.write([after.content])
            if not out.commit(lambda: _content(name) == before):
                raise UserError(f"{shown(name)}: another program changed it meanwhile; nothing was written")
    except OutputError as error:
        raise UserError(str(error)) from error
    tell(f"{shown(name)}: {counted(after.entries, 'entry', 'entries')} mended")
    return True


def _content(name: str) -> bytes:
    try:
        with open(name, "rb") as stream:
            return stream.read()
    except (OSError, ValueError) as error:
        raise UserError(f"{shown(name)}: {getattr(error, 'strerror', None) or error}") from None


def _mender(content: bytes, name: str) -> Callable[[bytes], Mended] | None:
    from bibstep.formats import format_of_file, mender_of

    form = format_of_file(content, name)
    return mender_of(form) if form else None
