"""Work for the tests of workers: in a module that a process which was started anew can import."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


def square(setup: tuple[int, int]) -> Callable[[int], tuple[int, int]]:
    """Work for a test: squares, and the process they were made in. A number above a limit kills any but this one."""
    limit, parent = setup

    def work(number: int) -> tuple[int, int]:
        if number > limit and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number, os.getpid()

    return work


def fails_at_seven(_: int) -> Callable[[int], float]:
    """Work that fails at one number."""
    return lambda number: 1 / (number - 7)


def twice(_: object) -> Callable[[bytes], bytes]:
    """Work for a test: bytes, twice over."""
    return lambda task: task + task
