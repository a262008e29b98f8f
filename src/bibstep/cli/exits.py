"""How a command ends: exit codes, lines on standard error, and writing to standard output."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable

import click

from bibstep.output import signals

#: Exit codes: success; something was rejected or differs; wrong usage, unreadable input, or nothing to do.
OK, PARTIAL, FAILED = 0, 1, 2


class UserError(Exception):
    """An error that ends the command with exit code 2; the message is for the user."""


def tell(message: str) -> None:
    """Print one line to standard error, with what is not printable in a file name or a record replaced."""
    from bibstep.text.clean import shorten  # it imports the model, which --help and completion do not need

    try:
        click.echo(shorten(message, 1500), err=True)
    except (OSError, ValueError):  # nobody reads standard error any more
        silence(sys.stderr)


def die_of(number: int) -> None:
    """End by the signal, without a message."""
    silence(sys.stdout)
    signals.die_of(number)


def silence(stream: object) -> None:
    """Keep the interpreter from flushing a broken stream at its end, which would print an error."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]


def to_stdout(texts: Iterable[str | bytes]) -> None:
    """Write to standard output in UTF-8, bytes as they are.

    Raises Signalled where nobody reads standard output any more.
    """
    try:
        for text in texts:
            sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
    except BrokenPipeError:  # handled here because click would make it exit code 1
        raise signals.Signalled(signals.PIPE) from None
