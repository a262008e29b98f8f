"""``bibstep check --fix``: write what is certain into a .bib file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bibstep.cli.exits import UserError, counted, print_diff, tell
from bibstep.input.sources import shown

if TYPE_CHECKING:
    from bibstep.formats.bibtex.mend import Mended


def mendable(name: str) -> Mended:
    """The file mended, if it is a .bib file that can be read again; else nothing is mended in it."""
    from bibstep.formats.bibtex.mend import Mended, mended

    content = _content(name) if name != "-" else b""
    return mended(content) if _is_bib(content, name) else Mended(content, 0, {})


def fixed(name: str, *, diff: bool) -> bool:
    """Mend a .bib file, or only print the ``diff``; return whether it is to be checked now.

    Raises UserError if it is another file, cannot be written, or was changed meanwhile.
    """
    from bibstep.formats.bibtex.mend import mended
    from bibstep.output.files import OutputError, Outputs

    before = _content(name)
    if not _is_bib(before, name):
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


def _is_bib(content: bytes, name: str) -> bool:
    from bibstep.formats import format_of_file

    return format_of_file(content, name) in ("bibtex", "biblatex")
