"""Signals that end the process, as exceptions for as long as there is something to tidy up."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType

_ENDING = tuple([getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)])
#: What ends a process that writes to a pipe nobody reads; systems without it get the next best.
PIPE: int = getattr(signal, "SIGPIPE", signal.SIGTERM)


class Signalled(BaseException):
    """A signal asks the process to end; ``number`` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def raised() -> Iterator[None]:
    """Within it, SIGINT, SIGTERM and SIGHUP raise Signalled, so that temporary files are taken away.

    A signal that was ignored before, as under nohup, stays ignored. One that comes during an import waits for its end.
    """
    former = {number: signal.getsignal(number) for number in _ENDING}
    caught = [number for number, handler in former.items() if handler is not signal.SIG_IGN]
    before = _imports(sys._getframe())

    def handle(number: int, frame: FrameType | None) -> None:
        if _held:
            _waiting.append(number)
        elif _ALARM and _imports(frame) > before:
            signal.signal(_ALARM, lambda _, frame: handle(number, frame))
            signal.setitimer(signal.ITIMER_REAL, _SOON)
        else:
            raise Signalled(number)

    alarm = signal.getsignal(_ALARM) if _ALARM else None
    for number in caught:
        signal.signal(number, handle)
    try:
        yield
    finally:
        if _ALARM:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(_ALARM, alarm)
        for number in caught:
            signal.signal(number, former[number])


#: What looks again after so many seconds; 0 on systems without it.
_ALARM: int = getattr(signal, "SIGALRM", 0)
_SOON = 0.005


def _imports(frame: FrameType | None) -> int:
    """How many calls of the import system are on the way.

    A module in C may crash where an import within its own fails, and importlib itself may let an exception go.
    """
    count = 0
    while frame is not None:
        count += frame.f_code.co_filename == "<frozen importlib._bootstrap>"
        frame = frame.f_back
    return count


#: How often ``held`` was entered and not left, and the signals that came meanwhile. The signals themselves are not
#: blocked: that would be for one thread, and a process can have others, which then take them.
_held: list[None] = []
_waiting: list[int] = []


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Within it these signals wait: for steps of which all or none must be done. Raises Signalled when it is left."""
    _held.append(None)
    try:
        yield
    finally:
        _held.pop()
        if _waiting and not _held:
            first = _waiting[0]
            _waiting.clear()
            raise Signalled(first)


@contextlib.contextmanager
def blocked() -> Iterator[None]:
    """Within it the system keeps these signals back, also from processes that are started in it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def left_to_parent() -> None:
    """Let this process, which was started by another one within ``blocked``, take no notice of Ctrl-C.

    Its parent hears of it too, and ends it. The other signals end it at once, unless they were ignored before.
    """
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def die_of(number: int) -> None:
    """End as a process does that the signal killed, so that make and the shell see what it was."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
