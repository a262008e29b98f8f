"""Items that wait for the end of the input are the same in memory and on disk, in order, each time they are read."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.storage import collisions
from bibstep.storage.collisions import Collisions
from bibstep.storage.spool import Spool


@pytest.mark.parametrize("memory", [0, 30, 10_000])
@pytest.mark.parametrize("count", [0, 1, 5, 23])
def test_items_are_read_back_in_order(monkeypatch: pytest.MonkeyPatch, memory: int, count: int) -> None:
    monkeypatch.setattr("bibstep.storage.spool._MEMORY", memory)
    monkeypatch.setattr("bibstep.storage.spool._BATCH", 4)
    items = [f"item {number} \ud800é" for number in range(count)]
    with Spool[str](len) as spool:
        for item in items:
            spool.add(item)
        assert list(spool) == items
        assert list(zip(spool, spool, strict=True)) == list(zip(items, items, strict=True))


def test_one_item_can_be_as_large_as_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibstep.storage.spool._MEMORY", 100)
    monkeypatch.setattr("bibstep.storage.spool._BATCH_SIZE", 100)
    with Spool[str](len) as spool:
        for size in (50, 1000, 1, 1000, 1):
            spool.add("x" * size)
        assert [len(item) for item in spool] == [50, 1000, 1, 1000, 1]


@given(st.lists(st.integers(0, 2**64 - 1) | st.sampled_from([0, 1, 2**64 - 1]), max_size=40), st.sampled_from([2, 64]))
def test_repeats_are_found_in_memory_and_on_disk(numbers: list[int], run: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collisions, "_RUN", run)
        patch.setattr(collisions, "_BLOCK", min(run, 16))
        seen = Collisions()
        for number in numbers:
            seen.add(number)
        assert seen.found() == {number for number, count in Counter(numbers).items() if count > 1}
        seen.close()
