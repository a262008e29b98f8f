"""Processes that share a piece of work and give its results in order; none of them outlives the one it works for."""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar, cast

from bibstep import signals

Task = TypeVar("Task")
Result = TypeVar("Result")
_Work = Callable[[Any], Any]
#: For each worker so many tasks are on the way: one that it is at, and one whose result waits for those before it.
_AHEAD = 2

#: After so many tasks a worker looks for what refers to itself and is not used any more.
_COLLECTED = 50


class _Job(Generic[Task]):
    """A task that was handed out, and its result once there is one: pickled, which takes the least room to wait in."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.result = b""


class Workers(Generic[Task, Result]):
    """Some processes, as a context manager; ``prepare``, called in each with ``setup``, gives the work they do.

    A worker that dies (killed because memory runs out) or fails leaves its task to this process, so that what it failed
    at is told here. They end with this process, even where that is killed: what they read from is closed then.
    """

    def __init__(self, count: int, prepare: Callable[[Any], Callable[[Task], Result]], setup: object) -> None:
        self._count = count
        self._prepare = prepare
        self._setup = setup
        self._here: Callable[[Task], Result] | None = None
        self._processes: list[BaseProcess] = []
        self._idle: list[connection.Connection] = []
        self._busy: dict[connection.Connection, _Job[Task]] = {}

    def __enter__(self) -> Workers[Task, Result]:
        method = _start_method()
        context: Any = multiprocessing.get_context(method)
        try:
            for _ in range(self._count):
                ours, theirs = context.Pipe()
                inherited = [*self._idle, ours] if method == "fork" else []
                process = context.Process(
                    target=_run, args=(theirs, inherited, self._prepare, self._setup), daemon=True
                )
                with signals.blocked():  # until the new process has its own way with them
                    process.start()
                    self._processes.append(process)
                theirs.close()
                self._idle.append(ours)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        for one in (*self._idle, *self._busy):
            one.close()

    def map(self, tasks: Iterable[Task]) -> Generator[Result]:
        """The result of each task, in their order; tasks are asked for as there are workers for them.

        Where it is closed before its end, what was handed out is lost, and the workers can be used again.
        """
        while self._busy:  # with what was lost
            self._take_in()
        waiting: deque[_Job[Task]] = deque()
        left = iter(tasks)
        while True:
            self._hand_out(left, waiting)
            if not waiting:
                return
            while not waiting[0].result:
                self._take_in()
                self._hand_out(left, waiting)
            yield pickle.loads(waiting.popleft().result)

    def _hand_out(self, tasks: Iterator[Task], waiting: deque[_Job[Task]]) -> None:
        """Give idle workers something to do; only they are sent anything, for they are listening."""
        while len(waiting) < _AHEAD * self._count and (self._idle or not self._busy):
            for task in tasks:
                job: _Job[Task] = _Job(task)
                waiting.append(job)
                self._send(job)
                break
            else:
                return

    def _send(self, job: _Job[Task]) -> None:
        while self._idle:
            worker = self._idle.pop()
            try:
                worker.send_bytes(pickle.dumps(job.task, pickle.HIGHEST_PROTOCOL))
            except OSError:
                worker.close()
            else:
                self._busy[worker] = job
                return
        self._do(job)

    def _take_in(self) -> None:
        """Wait for results, and keep them with their jobs."""
        for worker in cast("list[connection.Connection]", connection.wait(list(self._busy))):
            job = self._busy.pop(worker)
            try:
                job.result = worker.recv_bytes()
            except (EOFError, OSError):
                worker.close()
                self._do(job)
            else:
                self._idle.append(worker)

    def _do(self, job: _Job[Task]) -> None:
        self._here = self._here or self._prepare(self._setup)
        job.result = pickle.dumps(self._here(job.task), pickle.HIGHEST_PROTOCOL)


def _run(
    pipe: connection.Connection, others: list[connection.Connection], prepare: Callable[[Any], _Work], setup: object
) -> None:
    """What a worker does: one task after the other, until there is nobody to give it any."""
    # It ends without flushing what it may have inherited half written; what went wrong is told where it is done again.
    try:
        signals.left_to_parent()
        for other in others:  # a pipe ends when nobody holds its other end
            other.close()
        work = prepare(setup)
        # What a task makes is gone after it, so that hardly anything is found by looking for cycles.
        gc.disable()
        for number in itertools.count(1):
            task = pickle.loads(pipe.recv_bytes())
            pipe.send_bytes(pickle.dumps(work(task), pickle.HIGHEST_PROTOCOL))
            if number % _COLLECTED == 0:
                gc.collect()
    finally:
        os._exit(0)


def _start_method() -> str:
    """Forking starts at once, and is sound where a process has one thread."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return "spawn"
    with contextlib.suppress(OSError):  # threads that Python does not know of
        return "fork" if len(os.listdir("/proc/self/task")) == 1 else "spawn"
    return "spawn"
