"""Processes that share a piece of work and give its results in order; none of them outlives the one it works for."""

from __future__ import annotations

import contextlib
import gc
import itertools
import mmap
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

from bibstep.output import signals

Task = TypeVar("Task")
Result = TypeVar("Result")
_Work = Callable[[Any], Any]
#: For each worker so many tasks are on the way: one that it is at, one that it goes on with, and one whose result waits
#: for those before it.
_AHEAD = 3
#: So many tasks are a worker's at a time, where its pipe has room for one that it has not asked for yet.
_QUEUED = 2
#: What a pipe should hold, in bytes: as much as systems commonly allow.
_ROOM = 1 << 20

#: After so many tasks a worker looks for what refers to itself and is not used any more.
_COLLECTED = 50


class _Job(Generic[Task]):
    """A task, pickled in ``data`` until it is sent, and its result, pickled to take less room, once there is one."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.data = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
        self.result = b""


class _Worker(Generic[Task]):
    """A process, the pipes to it and from it, and what it has been given and has not answered, in order.

    ``room`` is how many bytes can surely be sent while it is at something, less than none when it takes no more.
    """

    def __init__(
        self, process: BaseProcess, tasks: connection.Connection, results: connection.Connection, room: int
    ) -> None:
        self.process = process
        self.tasks = tasks
        self.results = results
        self.room = room
        self.jobs: deque[_Job[Task]] = deque()

    def takes(self, job: _Job[Task]) -> bool:
        """Whether it can be sent a job without waiting for it to come to an end with the one it is at."""
        # It has read that one, or does now, before it writes an answer: it never waits for us while we wait for it.
        return self.room >= 0 and (not self.jobs or (len(self.jobs) < _QUEUED and len(job.data) < self.room))

    def close(self) -> None:
        self.tasks.close()
        self.results.close()


class Workers(Generic[Task, Result]):
    """Some processes, as a context manager; ``prepare``, called in each with ``setup``, gives the work they do.

    A worker that dies (killed because memory runs out) or fails leaves its tasks to this process, so that what it
    failed at is told here. They end with this process, even where that is killed: what they read from is closed then.
    """

    def __init__(self, count: int, prepare: Callable[[Any], Callable[[Task], Result]], setup: object) -> None:
        self._count = count
        self._prepare = prepare
        self._setup = setup
        self._here: Callable[[Task], Result] | None = None
        self._workers: list[_Worker[Task]] = []
        self._unsent: deque[_Job[Task]] = deque()

    def __enter__(self) -> Workers[Task, Result]:
        method = _start_method()
        context: Any = multiprocessing.get_context(method)
        try:
            for _ in range(self._count):
                self._start(context, method == "fork")
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self, context: Any, forks: bool) -> None:
        asked, tasks = context.Pipe(duplex=False)
        results, answers = context.Pipe(duplex=False)
        room = min(_widened(tasks), _widened(answers))
        ours = [one for worker in self._workers for one in (worker.tasks, worker.results)] + [tasks, results]
        process = context.Process(
            target=_run, args=(asked, answers, ours if forks else [], self._prepare, self._setup), daemon=True
        )
        with signals.blocked():  # until the new process has its own way with them
            process.start()
            self._workers.append(_Worker(process, tasks, results, room))
        asked.close()
        answers.close()

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.close()

    def map(self, tasks: Iterable[Task]) -> Generator[Result]:
        """The result of each task, in their order; tasks are asked for as there are workers for them.

        Where it is closed before its end, what was handed out is lost, and the workers can be used again.
        """
        self._unsent.clear()
        while any(worker.jobs for worker in self._workers):  # with what was lost
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
        """Ask for tasks and send them, as long as there is a worker for each."""
        self._send()
        while len(waiting) < _AHEAD * self._count and not self._unsent:
            for task in tasks:
                job: _Job[Task] = _Job(task)
                waiting.append(job)
                self._unsent.append(job)
                break
            else:
                return
            self._send()

    def _send(self) -> None:
        """Send what can be sent without waiting, to those first that have nothing to do."""
        while self._unsent:
            job = self._unsent[0]
            free = [worker for worker in self._workers if worker.takes(job)]
            if not free and any(worker.room >= 0 for worker in self._workers):
                return
            self._unsent.popleft()
            if not free:
                self._do(job)
                continue
            worker = min(free, key=lambda one: len(one.jobs))
            worker.jobs.append(job)
            try:
                worker.tasks.send_bytes(job.data)
            except OSError:
                worker.room = -1  # what it has answered can still be read
            job.data = b""

    def _take_in(self) -> None:
        """Wait for results, and keep them with their jobs."""
        busy = {worker.results: worker for worker in self._workers if worker.jobs}
        for results in cast("list[connection.Connection]", connection.wait(list(busy))):
            worker = busy[results]
            try:
                result = results.recv_bytes()
            except (EOFError, OSError):
                worker.room = -1
                while worker.jobs:
                    self._do(worker.jobs.popleft())
            else:
                worker.jobs.popleft().result = result

    def _do(self, job: _Job[Task]) -> None:
        self._here = self._here or self._prepare(self._setup)
        job.result = pickle.dumps(self._here(job.task), pickle.HIGHEST_PROTOCOL)


def _widened(pipe: connection.Connection) -> int:
    """How many bytes can be written to a pipe that nobody reads; 0 where that is not known. It is made wide first."""
    try:
        import fcntl

        with contextlib.suppress(OSError):  # more than this user may have
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _ROOM)
        # Each message begins with its length, and a page that is begun counts as a whole one.
        return fcntl.fcntl(pipe.fileno(), fcntl.F_GETPIPE_SZ) - 2 * mmap.PAGESIZE
    except (ImportError, AttributeError, OSError):
        return 0


def _run(
    asked: connection.Connection,
    answers: connection.Connection,
    others: list[connection.Connection],
    prepare: Callable[[Any], _Work],
    setup: object,
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
            task = pickle.loads(asked.recv_bytes())
            answers.send_bytes(pickle.dumps(work(task), pickle.HIGHEST_PROTOCOL))
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
