"""A lock file beside a file that is to be changed, as git's: whoever creates it changes the file, the others wait."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

from bibstep.output import signals

#: Seconds to wait for another process, and between two looks at its lock.
_PATIENCE = 60.0
_PAUSE = 0.02


class LockedError(OSError):
    """Another process holds the lock of a file, or left it behind; the message names the lock and what to do."""


@contextlib.contextmanager
def locked(path: str) -> Iterator[None]:
    """Hold the lock of a file, ``path`` with ``.lock`` after it, in this context.

    The lock contains the number of this process and the name of its machine. A lock of a process that has ended is not
    removed, since two processes could do so at once. Raises LockedError for it, and for a lock that another process
    holds too long; OSError if no lock can be created.
    """
    name = os.path.realpath(path) + ".lock"
    mine = f"{os.getpid()} {os.uname().nodename if hasattr(os, 'uname') else ''}\n"
    end = time.monotonic() + _PATIENCE
    held = False
    try:
        while not held:
            with signals.held():  # until it is known whether the lock is ours
                held = _created(name, mine)
            if not held:
                _wait(name, path, mine, time.monotonic() > end)
        yield
    finally:
        if held:
            with signals.held(), contextlib.suppress(OSError):
                os.unlink(name)


def _created(name: str, text: str) -> bool:
    try:
        number = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except FileExistsError:
        return False
    with os.fdopen(number, "w") as stream:
        stream.write(text)
    return True


def _wait(name: str, path: str, mine: str, is_late: bool) -> None:
    """Wait a moment for the lock of another process. Raises LockedError if that has ended, or it ``is_late``."""
    try:
        with open(name) as stream:
            holder, _, machine = stream.read(300).strip().partition(" ")
    except OSError:  # it was removed meanwhile, or cannot be read
        holder = machine = ""
    whose = f"process {holder} on {machine}" if holder else "an unknown process"
    if holder.isdecimal() and machine == mine.strip().partition(" ")[2] and not _runs(int(holder)):
        raise LockedError(f"{path}: {name} is left from {whose}, which has ended: delete this lock and try again")
    if is_late:
        raise LockedError(f"{path}: {whose} holds {name}; if it does not run any more, delete this lock and try again")
    time.sleep(_PAUSE)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it is another user's, or no number of a process
        pass
    return True
