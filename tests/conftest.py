"""What the tests share: their Hypothesis profile, signals, and the option that writes the golden files anew.

The tests may run beside other work, with a low priority, or in a shell's background, where SIGINT is ignored.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# On a busy machine examples are slow to make and to run; that says nothing about what is tested.
# The examples are the same in every run, so that nobody's change fails by chance on somebody else's fault; a run with
# BIBSTEP_FUZZ, as before a release, tries others.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("BIBSTEP_FUZZ"),
)
settings.load_profile("patient")

#: Scripts that import each other by their folder.
collect_ignore = ["benchmarks"]


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> Iterator[None]:
    """Let the commands that tests start be interrupted also where SIGINT is ignored, which they would inherit."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--regen``."""
    parser.addoption(
        "--regen", action="store_true", help="write the golden files anew, to be read before they are kept"
    )
