"""How a command ends: exit codes, lines on standard error, and writing to standard output."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable

import click

from bibstep.output import signals

#: Exit codes: success; a record was rejected or differs; wrong usage, unreadable input, or nothing to do.
OK, PARTIAL, FAILED = 0, 1, 2


class UserError(Exception):
    """An error that ends the command with exit code 2; the message is for the user."""


class StdoutError(Exception):
    """Standard output cannot be written to; the message is the system's."""


def tell(message: str) -> None:
    """Print one line to standard error; unprintable characters, as from a record or a file name, are replaced."""
    from bibstep.text.clean import shorten  # it imports the model, which --help and completion do not need

    try:
        click.echo(shorten(message, 1500), err=True)
    except (OSError, ValueError):  # standard error was closed
        silence(sys.stderr)


def counted(number: int, word: str, words: str = "") -> str:
    """A number and what it counts; ``words`` is the plural, if it does not end with a mere "s".

    >>> counted(1, "record"), counted(2, "entry", "entries")
    ('1 record', '2 entries')
    """
    return f"{number} {word}" if number == 1 else f"{number} {words or word + 's'}"


def tell_error(message: str, place: str = "bibstep") -> None:
    """Print one line as ``tell``: the place, the word "error", and the message; the word is red on a terminal.

    There are no colours if the environment has NO_COLOR (https://no-color.org), or on a "dumb" terminal.
    """
    from bibstep.text.clean import shorten

    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("", "dumb", "unknown")
    word = "error:" if is_plain else click.style("error:", fg="red", bold=True)
    try:
        click.echo(f"{shorten(place, 1500)}: {word} {shorten(message, 1500)}", err=True)
    except (OSError, ValueError):
        silence(sys.stderr)


def die_of(number: int) -> None:
    """End this process by a signal, without a message."""
    silence(sys.stdout)
    signals.die_of(number)


def silence(stream: object) -> None:
    """Redirect a broken stream to the null device, because Python prints an error if flushing it fails at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]


def to_stdout(texts: Iterable[str | bytes]) -> None:
    """Write texts to standard output, encoded in UTF-8; bytes are written unchanged.

    With no texts, only what the system has not taken yet is written. Raises Signalled if standard output is a pipe that
    was closed, and StdoutError for any other failure.
    """
    try:
        for text in texts:
            sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # click would exit with code 1
        raise signals.Signalled(signals.PIPE) from None
    except OSError as error:
        raise StdoutError(error.strerror or str(error)) from error


def print_diff(old: bytes, new: bytes, name: str) -> None:
    """Print what would change in the file ``name``, as a unified diff in the file's own bytes."""
    from bibstep.output.diff import unified

    to_stdout(line.encode("utf-8", "surrogateescape") for line in unified(old, new, name))
