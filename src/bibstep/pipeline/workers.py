"""The workers of any executor, and the results of their work in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")
#: So many tasks are in flight for each worker: the one it works on, the next one, and one whose result waits for those
#: before it.
_IN_FLIGHT = 3


class Workers(NamedTuple):
    """An executor, and the number of tasks that it runs at once.

    ``end`` gets an exception when the workers have ended: then nobody waits for their results any more.
    """

    executor: Executor
    size: int
    end: Future[None] | None = None


def in_order(workers: Workers, work: Callable[[T], R], tasks: Iterable[T], warn: Callable[[str], None]) -> Generator[R]:
    """The result of ``work`` for each task, in order. Only a few tasks for each worker are in flight.

    If a worker fails, ``warn`` is called and its task is done in this process, which raises what ``work`` raises. An
    exception raised by ``tasks`` comes after the results of the tasks before it. Closing the generator cancels the
    tasks in flight.
    """
    waiting: deque[tuple[T, Future[R] | None]] = deque()
    left = iter(tasks)

    def failed(error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        warn(f"a worker failed ({reason}); the main process does its work")

    def submitted(task: T) -> Future[R] | None:
        try:
            if workers.end and workers.end.done():
                workers.end.result()
            return workers.executor.submit(work, task)
        except Exception as error:  # each executor has its own for being broken or closed
            failed(error)
            return None

    def result(task: T, future: Future[R] | None) -> R:
        if future:
            try:
                if workers.end:
                    either: list[Future[Any]] = [future, workers.end]
                    wait(either, return_when=FIRST_COMPLETED)
                    if not future.done():
                        workers.end.result()
                return future.result()
            except Exception as error:  # a worker was killed, its memory was full, its machine is gone …
                failed(error)
        return work(task)

    failure: Exception | None = None
    try:
        while True:
            try:
                for task in islice(left, _IN_FLIGHT * workers.size - len(waiting)):
                    waiting.append((task, submitted(task)))
            except Exception as error:  # raised when the results so far have been yielded
                failure, left = error, iter(())
            if waiting:
                yield result(*waiting.popleft())
            elif failure:
                raise failure
            else:
                return
    finally:
        for _, future in waiting:
            if future:
                future.cancel()
