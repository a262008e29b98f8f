"""The processes of ``--jobs``: how many save time, and a pool that ends with this process."""

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

    from bibstep.pipeline.workers import Workers

#: Inputs below this size, of less than two seconds of work, are converted by one process: several take more CPU time.
_WORTH_IT = 64 << 20
#: The most processes: the main one, which puts results in order, cannot keep up with more.
_MOST = 8
#: The tasks a process may need until it is started. Where processes end as soon as they begin, there are never as many
#: as wanted, and the pool cannot learn of it as long as it is given tasks: without a limit they would fill the memory.
_TASKS_TO_START = 20


def job_count(inputs: Iterable[str | os.PathLike[str]], reader: str) -> int:
    """The number of processes to use for these files and folders: one, unless they hold many megabytes."""
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
    """The number of cores that this process may use, according to the system and the container."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as limits:
            quota, period = limits.read().split()
        cores = min(cores, max(1, int(quota) // int(period)))
    return cores


@contextlib.contextmanager
def processes(count: int) -> Iterator[Workers]:
    """Start ``count`` worker processes. They end with the context, and with this process even if it is killed.

    If one of them is killed, all end, and tasks fail with BrokenProcessPool. Raises OSError, ImportError or
    NotImplementedError if the system cannot start processes.
    """
    import gc
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    from bibstep.pipeline.workers import Workers

    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(
        count, multiprocessing.get_context(_start_method()), _begin_worker, (gc.get_threshold(),)
    )
    started: set[BaseProcess] = set()
    try:
        # Signals are blocked until the new processes can handle them. A pool that breaks now fails at its first task.
        with signals.blocked(), contextlib.suppress(BrokenProcessPool):
            for _ in range(count * _TASKS_TO_START):  # a task starts a process, unless an idle one takes it
                executor.submit(os.getpid)
                started = set(multiprocessing.active_children()) - others
                if len(started) == count:
                    break
    except OSError:
        for one in set(multiprocessing.active_children()) - others:
            one.kill()
        executor.shutdown(wait=False)
        raise
    end: Future[None] = Future()
    watch = threading.Thread(target=_end_together, args=(list(started), end), daemon=True)
    watch.start()
    _close_unused_ends(executor)
    try:
        yield Workers(executor, count, end)
    except BaseException:  # do not wait: the command ends, and its workers with it
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown(cancel_futures=True)
    watch.join()


def _close_unused_ends(executor: Any) -> None:
    """Close the workers' ends of the pool's pipes in this process, where they are of no use.

    Python leaves them open. If a worker is killed while it sends a result or receives a task, the pool then waits
    forever (https://github.com/python/cpython/issues/94777), because it never sees the end of the pipe.

    The pipes are not part of the pool's interface. Where a Python has no such attributes, nothing is closed.
    """
    if os.name != "posix":
        return
    try:
        ends = (executor._result_queue._writer, executor._call_queue._reader)
    except AttributeError:
        return
    # They are replaced instead of closed: a pool that breaks at this moment closes them itself, in another thread.
    nothing = os.open(os.devnull, os.O_RDWR)
    for end in ends:
        with contextlib.suppress(OSError):
            os.dup2(nothing, end.fileno(), inheritable=False)
    os.close(nothing)


def _end_together(started: list[BaseProcess], end: Future[None]) -> None:
    """Kill all workers when the first one ends: the pool is broken then, or has nothing left to do.

    ``end`` gets an exception for those who wait for results: a pool may lose a task that it gets while it breaks.
    """
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import connection

    if started:
        connection.wait([one.sentinel for one in started])
    for one in started:
        one.kill()
    end.set_exception(BrokenProcessPool("a worker process was killed"))


def _begin_worker(thresholds: tuple[int, int, int]) -> None:
    """Prepare a new worker process: it leaves Ctrl-C to its parent, and ends when its parent ends."""
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
    """Fork in a process with one thread, where it is safe: that takes 20 ms. Spawning takes ten times as long."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return "spawn"
    with contextlib.suppress(OSError):  # threads that Python does not know of
        return "fork" if len(os.listdir("/proc/self/task")) == 1 else "spawn"
    return "spawn"
