"""How the time that some work takes grows with its input: a ratio, since a limit in seconds fails on a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable

#: The larger input has so many times the length of the smaller one. Linear work takes eight times as long for it,
#: quadratic work 64 times; the limit lies between the two, as far from each.
TIMES, LIMIT = 8, 24
#: Seconds below which a clock says little: less than this counts as this.
LEAST = 0.002
#: So often is the work measured anew where it seems to take too long: another program may have had the processor.
ATTEMPTS = 4


def is_linear(work: Callable[[int], object], size: int) -> bool:
    """Whether ``work(8 * size)`` takes far less than 64 times as much time of the processor as ``work(size)``.

    ``work`` gets the length of the input that it is to make and to use.
    """
    work(size)  # what is imported, compiled or remembered at the first time counts for nothing
    return any(_seconds(work, TIMES * size) < LIMIT * max(_seconds(work, size), LEAST) for _ in range(ATTEMPTS))


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.thread_time()
    work(size)
    return time.thread_time() - start
