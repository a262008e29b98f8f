"""How a command ends: its exit codes, the one line it says on standard error, and what it writes to standard output."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable

import click

from bibstep.output import signals

#: Exit codes: all is well; something was rejected or differs; usage, unreadable input, or nothing to do.
OK, PARTIAL, FAILED = 0, 1, 2


class UserError(Exception):
    """An end with exit code 2; the message is for the user."""


def tell(message: str) -> None:
    """One line to standard error: printable, whatever a file name or a record holds."""
    from bibstep.text.clean import shorten  # with the model behind it, which --help and completion do without

    try:
        click.echo(shorten(message, 1500), err=True)
    except (OSError, ValueError):  # there is nobody left to tell
        silence(sys.stderr)


def die_of(number: int) -> None:
    """End by the signal, saying nothing."""
    silence(sys.stdout)
    signals.die_of(number)


def silence(stream: object) -> None:
    """Keep the interpreter from flushing a broken stream on its way out, with a complaint."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]


def to_stdout(texts: Iterable[str | bytes]) -> None:
    """Write to standard output in UTF-8, bytes as they are.

    A reader that has gone away ends the command as it ends any other.
    """
    try:
        for text in texts:
            sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
    except BrokenPipeError:  # handled here because click would make it exit code 1
        raise signals.Signalled(signals.PIPE) from None
