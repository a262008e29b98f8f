"""The benchmark measures what it says, and the work grows with the input: counted in calls, not by a clock."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import FrameType

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
import by_hand
import growth
import records

from bibstep.formats import READERS
from bibstep.pipeline.convert import convert

MEMORY = Path(__file__).parent / "benchmarks" / "memory.py"


def test_the_records_have_the_seeds_shape_and_size() -> None:
    seed = records.SEED.read_bytes().split(b"\n", 1)[0]
    made = list(records.lines(300))
    assert made == list(records.lines(400))[:300]
    assert 0.9 < sum(map(len, made)) / len(made) / len(seed) < 1.1
    for data in (json.loads(made[0]), json.loads(json.loads(made[0])["resultStr"])):
        assert data.keys() == json.loads(seed).keys()
    assert io.BufferedReader(records.Made(300)).read() == b"".join(made)


def test_the_writer_by_hand_writes_the_same_bytes() -> None:
    data = b"".join(records.lines(500))
    ours = "".join(convert(READERS["auto"].read(io.BytesIO(data), "records.jsonl"), "bibtex"))
    assert "\n\n".join(by_hand.written(io.BytesIO(data))) + "\n" == ours


def calls(case: growth.Case, size: int) -> int:
    """How many functions are called, Python's and C's, to convert a case of this size."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    data = case.make(size)
    sys.setprofile(count)
    try:
        growth.convert(case, data)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("case", growth.CASES, ids=lambda case: case.name)
def test_twice_the_input_is_twice_the_work(case: growth.Case) -> None:
    size = max(case.size // 200, 400)
    growth.convert(case, case.make(size))  # what is made once is not counted
    assert calls(case, 2 * size) < 2.2 * calls(case, size)


def test_memory_is_measured_in_a_process_of_its_own() -> None:
    pytest.importorskip("resource", reason="this system tells no process what it used")
    memory, spent = subprocess.run(
        [sys.executable, str(MEMORY), "50"], check=True, capture_output=True, timeout=600, text=True
    ).stdout.split()
    assert float(memory) > 0 < float(spent)
