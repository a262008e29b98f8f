"""What the tests share: where their data lies, and the option that writes the golden files anew."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# On a machine that has other work to do, examples may be slow to be made: that tells nothing of what is tested.
settings.register_profile("patient", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

#: Scripts that import each other by their folder.
collect_ignore = ["benchmarks"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--regen``."""
    parser.addoption(
        "--regen", action="store_true", help="write the golden files anew, to be read before they are kept"
    )
