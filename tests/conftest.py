"""What the tests share: where their data lies, and the option that writes the golden files anew."""

from __future__ import annotations

import pytest

#: Scripts that import each other by their folder.
collect_ignore = ["benchmarks"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--regen``."""
    parser.addoption(
        "--regen", action="store_true", help="write the golden files anew, to be read before they are kept"
    )
