"""The progress of a long conversion: one line on a terminal, which is removed at the end."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import click

from bibstep.cli.exits import tell, tell_error
from bibstep.errors import InputError
from bibstep.formats import READERS
from bibstep.input.sources import files_of, same_file

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from bibstep.model import Record

T = TypeVar("T")
#: Seconds before the line is first shown.
_PATIENCE = 2.0
#: Seconds between two updates.
_PAUSE = 0.2
#: The forms of the line; the first one that fits the terminal is used.
_LINES = ("%(label)s  [%(bar)s]  %(info)s", "%(label)s  %(info)s", "%(label)s")
_BAR = 24
#: Shows the cursor, which click hides when it draws.
_CURSOR_ON = "" if os.name == "nt" else "\033[?25h"


class Progress:
    """The progress line on standard error, as a context manager that removes it at the end.

    It is shown only if it is ``wanted``, after the first seconds, and if standard error is a terminal that can redraw a
    line. Without ``notes`` nothing is printed of what is no fault. Other messages must be printed with ``tell``, so
    that they get lines of their own.
    """

    def __init__(self, wanted: bool, notes: bool = True) -> None:
        self._notes = notes
        self._shows = wanted and _draws_over(sys.stderr.isatty())
        self._due = time.time() + _PATIENCE
        self._bar: ProgressBar[int] | None = None
        self._is_drawn = False
        self._done, self._count, self._start = "", 0, 0.0
        self._total: Callable[[], int] = lambda: 0
        self._position: Callable[[], int] = lambda: 0
        self._stream: BinaryIO | None = None
        self._earlier, self._size = 0, 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._erase()

    def tell(self, message: str) -> None:
        """Print a message to standard error; the progress line is then drawn below it."""
        self._erase()
        tell(message)

    def tell_error(self, message: str, place: str) -> None:
        """Print what is wrong at a place, marked as an error."""
        self._erase()
        tell_error(message, place)

    def warn(self, message: str) -> None:
        """Print a message that begins with the name of the command."""
        self.tell(f"bibstep: {message}")

    def note(self, message: str) -> None:
        """As ``warn``, for what is no fault: nothing if no notes are wanted."""
        if self._notes:
            self.warn(message)

    def watch(self, stream: BinaryIO) -> None:
        """From now on, measure progress by the position in this stream."""
        if self._shows:
            self._earlier += self._size
            self._stream, self._size = stream, _size(stream)

    def reading(self, records: Iterator[T], inputs: Sequence[str], reader: str, outputs: Sequence[str]) -> Iterator[T]:
        """Yield the records of the inputs; the time left is estimated from the bytes that were read."""
        self._begin("read", lambda: _total(inputs, reader, outputs), self._bytes_read)
        return self._counted(records) if self._shows else records

    def counting(self, items: Iterator[T], done: str, of: Callable[[T], int] = lambda _: 1) -> Iterator[T]:
        """Yield the items of a later step, which ``done`` names ("written"); ``of`` counts the records in an item."""
        return self._counted_anew(items, done, of) if self._shows else items

    def counter(self, done: str, take: Callable[[Record], None] | None) -> Callable[[Record], None] | None:
        """Wrap ``take`` so that its calls, one for each record, are counted as the step that ``done`` names."""
        if not self._shows:
            return take

        def count(record: Record) -> None:
            if self._done != done:
                self._restart(done)
            self._one_more()
            if take:
                take(record)

        return count

    def _counted(self, items: Iterator[T]) -> Iterator[T]:
        for item in items:
            self._one_more()
            yield item
        self._erase()

    def _counted_anew(self, items: Iterator[T], done: str, of: Callable[[T], int]) -> Iterator[T]:
        for number, item in enumerate(items):
            if not number:  # the step before has ended
                self._restart(done)
            self._more(of(item))
            yield item
        self._erase()

    def _restart(self, done: str) -> None:
        """Start the count of a new step, which has at most as many records as the one before."""
        before = self._count
        self._begin(done, lambda: before, lambda: self._count)

    def _begin(self, done: str, total: Callable[[], int], position: Callable[[], int]) -> None:
        self._erase()
        self._bar = None
        self._done, self._count, self._start = done, 0, time.time()
        self._total, self._position = total, position

    def _one_more(self) -> None:
        self._more(1)

    def _more(self, count: int) -> None:
        self._count += count
        if time.time() >= self._due:
            self._draw()

    def _draw(self) -> None:
        self._due = time.time() + _PAUSE
        if self._bar is None:
            self._bar = _bar(self._start, self._total())
        bar, position = self._bar, self._position()
        rate = self._count / (time.time() - self._start or _PAUSE)
        bar.label = f"records {self._done}: {self._count:,} ({rate:,.{0 if rate >= 10 else 1}f}/s)"
        bar.make_step(position - bar.pos)
        # Some formats are read completely before the first record; then the time left is not known.
        lines = _LINES if position < (bar.length or 0) else _LINES[-1:]
        columns = _columns()
        for bar.bar_template in lines:
            if len(bar.format_progress_line()) < columns:
                self._is_drawn = True
                _attempt(bar.render_progress)
                return

    def _erase(self) -> None:
        if self._bar is not None and self._is_drawn:
            blank = " " * (self._bar.max_width or 0)
            _attempt(lambda: click.echo(f"\r{blank}\r{_CURSOR_ON}", nl=False, err=True))
        self._is_drawn = False

    def _bytes_read(self) -> int:
        try:
            return self._earlier + (self._stream.tell() if self._stream else 0)
        except (OSError, ValueError):  # a pipe has no position; a closed file was read completely
            return self._earlier + self._size


def _draws_over(is_terminal: bool) -> bool:
    """Whether standard error can redraw a line: a file, a pipe or a "dumb" terminal cannot."""
    default = "dumb" if os.name == "posix" else "console"
    return is_terminal and os.environ.get("TERM", default) not in ("", "dumb", "unknown")


def _bar(start: float, total: int) -> ProgressBar[int]:
    """A progress bar of click for a step that began at ``start``."""
    bar: ProgressBar[int] = click.progressbar(length=total, file=sys.stderr, width=_BAR)
    bar.start = bar.last_eta = start
    return bar


def _attempt(write: Callable[[], None]) -> None:
    """Write to a terminal; if it was closed, continue without it."""
    with contextlib.suppress(OSError, ValueError):
        write()


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _total(inputs: Sequence[str], reader: str, outputs: Sequence[str]) -> int:
    """The size of all inputs in bytes, or 0 if one of them is not a file."""
    sizes: list[int] = []
    try:
        for one in inputs:
            if os.path.isdir(one):
                found = files_of(one, READERS[reader].in_folders)
                files = [path for path in found if not any(same_file(path, out) for out in outputs)]
                sizes += map(os.path.getsize, files)
            else:
                sizes.append(_size(sys.stdin.buffer if one == "-" else one))
                if not sizes[-1]:
                    return 0
    except (InputError, OSError):
        return 0
    return sum(sizes)


def _size(one: BinaryIO | str) -> int:
    """The size of a regular file, given by its name or open; 0 for anything else."""
    try:
        status = os.stat(one if isinstance(one, str) else one.fileno())
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
