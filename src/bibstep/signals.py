"""Signals that end the process, as exceptions for as long as there is something to tidy up."""

from __future__ import annotations

import contextlib
import os
import signal
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

    A signal that was ignored before, as under nohup, stays ignored.
    """
    former = {number: signal.getsignal(number) for number in _ENDING}
    caught = [number for number, handler in former.items() if handler is not signal.SIG_IGN]

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  (what the signal module calls with)
        for other in caught:  # a second one must not interrupt the tidying up
            signal.signal(other, signal.SIG_IGN)
        if _held:
            _waiting.append(number)
        else:
            raise Signalled(number)

    for number in caught:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number in caught:
            signal.signal(number, former[number])


#: How often ``held`` was entered and not left, and the signal that came meanwhile. The signals themselves are not
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
            raise Signalled(_waiting.pop())


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
