"""Work for the tests of workers: in a module that a process which was started anew can import."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from bibstep.input import json_objects
from bibstep.pipeline import chunks


def set_limits(passed: int, rejected: int) -> None:
    """Set after how much text, and how many things that are no records, a reader gives up."""
    for module in (json_objects, chunks):
        module.MAX_PASSED = passed  # type: ignore[attr-defined]
        module.MAX_REJECTED = rejected  # type: ignore[attr-defined]


def limited(limits: tuple[int, int], function: Callable[..., object], arguments: tuple[object, ...]) -> object:
    """What a function returns, where a reader has these limits."""
    set_limits(*limits)
    return function(*arguments)


def square(parent: int, limit: int, number: int) -> tuple[int, int]:
    """A square, and the process it was made in. A number above a limit kills any but the parent."""
    if number > limit and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number, os.getpid()


def fails_at_seven(number: int) -> float:
    """Work that fails at one number."""
    return 1 / (number - 7)


def twice(data: bytes) -> bytes:
    """Bytes, twice over."""
    return data + data


def dies(*_: object) -> None:
    """Kill this process."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies_while_sending(parent: int, data: bytes) -> bytes:
    """Bytes, twice over; a worker is killed when it has sent half of them."""
    if os.getpid() != parent:
        send: Any = Connection._send  # type: ignore[attr-defined]

        def half(self: Connection[Any, Any], data: bytes, *arguments: Any) -> None:
            send(self, data[: len(data) // 2], *arguments)
            os.kill(os.getpid(), signal.SIGKILL)

        Connection._send = half  # type: ignore[attr-defined]
    return data + data
