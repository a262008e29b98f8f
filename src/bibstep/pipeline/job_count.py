"""How many processes pay for some inputs; told without importing what processes need."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable

from bibstep.formats import READERS
from bibstep.input.sources import files_of
from bibstep.pipeline.chunks import CHUNK, may_be_cut

#: Below so many bytes of input, two seconds of work, processes save less time than they take from others: two of them
#: need a quarter more in all. Above so many processes the one that puts the results in order is what all wait for.
_WORTH_IT = 128 * CHUNK
_MOST = 8


def fitting(inputs: Iterable[str | os.PathLike[str]], reader: str) -> int:
    """How many processes pay for these inputs: one, unless they are files of many megabytes."""
    left = _WORTH_IT
    for one in inputs:
        for path in files_of(one, READERS[reader].in_folders) if os.path.isdir(one) else [one]:
            with contextlib.suppress(OSError, ValueError):
                status = os.stat(path)
                if stat.S_ISREG(status.st_mode) and (status.st_size <= CHUNK or may_be_cut(path)):
                    left -= status.st_size
            if left <= 0:
                return min(_cores(), _MOST)
    return 1


def _cores() -> int:
    """How many cores this process may use, by what its system and its container say."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as limits:
            quota, period = limits.read().split()
        cores = min(cores, max(1, int(quota) // int(period)))
    return cores
