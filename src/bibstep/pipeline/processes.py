"""The processes of ``--jobs``: how many save time, and a pool of them that ends with this process."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from bibstep.formats import READERS
from bibstep.input.sources import files_of
from bibstep.output import signals

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.process import BaseProcess

    from bibstep.pipeline.parallel import Workers

#: Smaller inputs, of less than two seconds of work, are converted by one process: several need a quarter more in all.
_WORTH_IT = 64 << 20
#: With more processes than these the main one, which puts the results in order, would be what all others wait for.
_MOST = 8


def fitting(inputs: Iterable[str | os.PathLike[str]], reader: str) -> int:
    """How many processes to use for these files and folders: one, unless they hold many megabytes."""
    left = _WORTH_IT
    for one in inputs:
        for path in files_of(one, READERS[reader].in_folders) if os.path.isdir(one) else [one]:
            with contextlib.suppress(OSError, ValueError):
                status = os.stat(path)
                left -= status.st_size if stat.S_ISREG(status.st_mode) else 0
            if left <= 0:
                return min(_cores(), _MOST)
    return 1


def _cores() -> int:
    """How many cores this process may use, as its system and its container say."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as limits:
            quota, period = limits.read().split()
        cores = min(cores, max(1, int(quota) // int(period)))
    return cores


@contextlib.contextmanager
def processes(count: int) -> Iterator[Workers]:
    """So many processes as workers. They end with the context, and with this process even where that is killed.

    Where one of them is killed, the executor is broken (BrokenProcessPool). Raises OSError, ImportError or
    NotImplementedError where the system has no room for processes, or none at all.
    """
    import gc
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    from bibstep.pipeline.parallel import Workers

    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(
        count, multiprocessing.get_context(_start_method()), _begin_worker, (gc.get_threshold(),)
    )
    started: set[BaseProcess] = set()
    try:
        # Signals wait until the new processes ignore them. A pool that is broken already is noticed when it is used.
        with signals.blocked(), contextlib.suppress(BrokenProcessPool):
            while len(started) < count:  # a process is started for a task unless another one has nothing to do
                executor.submit(os.getpid)
                started = set(multiprocessing.active_children()) - others
    except OSError:
        for one in set(multiprocessing.active_children()) - others:
            one.kill()
        executor.shutdown(wait=False)
        raise
    end: Future[None] = Future()
    watch = threading.Thread(target=_end_together, args=(list(started), end), daemon=True)
    watch.start()
    _let_go_of_far_ends(executor)
    try:
        yield Workers(executor, count, end)
    except BaseException:  # the command ends: that is not to wait for its workers, which end with it
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown(cancel_futures=True)
    watch.join()


def _let_go_of_far_ends(executor: Any) -> None:
    """Let only workers hold their ends of the pipes to and from them.

    Python's pool holds these ends here, too. So it would wait for ever where a worker is killed while it sends a result
    or is sent a task (https://github.com/python/cpython/issues/94777), even when all workers have ended.
    """
    if os.name != "posix":
        return
    # Not closed, but replaced: closed they are by the pool, which may be broken and do so at this moment.
    nothing = os.open(os.devnull, os.O_RDWR)
    for end in (executor._result_queue._writer, executor._call_queue._reader):
        with contextlib.suppress(OSError):
            os.dup2(nothing, end.fileno(), inheritable=False)
    os.close(nothing)


def _end_together(started: list[BaseProcess], end: Future[None]) -> None:
    """Kill all workers when the first one ends: the pool is broken then, or has nothing left to do.

    ``end`` tells those who wait: a pool that is given a task while it breaks may forget it.
    """
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import connection

    if started:
        connection.wait([one.sentinel for one in started])
    for one in started:
        one.kill()
    end.set_exception(BrokenProcessPool("a worker process was killed"))


def _begin_worker(thresholds: tuple[int, int, int]) -> None:
    """Prepare this process, a new worker: signals are the parent's business, and its end is ours, too."""
    import gc

    signals.left_to_parent()
    gc.set_threshold(*thresholds)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _start_method() -> str:
    """Forking takes a few milliseconds, but is sound only in a process with one thread."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return "spawn"
    with contextlib.suppress(OSError):  # threads that Python does not know of
        return "fork" if len(os.listdir("/proc/self/task")) == 1 else "spawn"
    return "spawn"
