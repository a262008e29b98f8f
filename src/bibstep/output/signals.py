"""Turn signals that end the process into exceptions while there is something to clean up."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType

_ENDING = tuple([getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)])
#: The signal that ends a process which writes to a closed pipe; SIGTERM on systems without it.
PIPE: int = getattr(signal, "SIGPIPE", signal.SIGTERM)


class Signalled(BaseException):
    """A signal that ends the process was received; ``number`` is its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def raised() -> Iterator[None]:
    """In this context, SIGINT, SIGTERM and SIGHUP raise Signalled, so that temporary files are removed.

    A signal that was ignored before, as under nohup, stays ignored. One received during an import is raised after it.
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


#: The timer signal with which a signal received during an import is tried again (0: the system has none), and the
#: seconds between two tries.
_ALARM: int = getattr(signal, "SIGALRM", 0)
_SOON = 0.005


def _imports(frame: FrameType | None) -> int:
    """The number of running calls of the import system.

    An exception raised in them does harm: a module in C may crash if its own import of another module fails, and
    importlib may swallow the exception.
    """
    count = 0
    while frame is not None:
        count += frame.f_code.co_filename == "<frozen importlib._bootstrap>"
        frame = frame.f_back
    return count


#: An item for each ``held`` that was entered and not left, and the signals received meanwhile. They are not blocked in
#: the system, because that is done for one thread only, and another thread would receive them.
_held: list[None] = []
_waiting: list[int] = []


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Delay these signals, for steps that must be done completely. Leaving it raises Signalled if one was received."""
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
    """Block these signals in the system, also for processes that are started in this context."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def left_to_parent() -> None:
    """Ignore Ctrl-C in this process, which another one started within ``blocked``.

    The parent receives Ctrl-C, too, and ends this process. The other signals end it at once, unless they were ignored
    before.
    """
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def die_of(number: int) -> None:
    """End this process by the signal itself, so that make and the shell see the cause."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
