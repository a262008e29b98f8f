"""The store of small tuples: the same from memory and from disk, and its file is closed."""

from __future__ import annotations

import pytest

from bibstep.storage import packed
from bibstep.storage.spool import SpoolError


@pytest.mark.parametrize("memory", [1, 1 << 20])
def test_tuples_come_back_in_any_order(memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_MEMORY", memory)
    items = [("é" * number, number, frozenset([str(number)]), (("doi", "x"),)) for number in range(50)]
    with packed.PackedTuples() as store:
        assert [store.add(one) for one in items[:30]] == list(range(30))
        assert store[7] == items[7]
        assert [store.add(one) for one in items[30:]] == list(range(30, 50))
        assert [store[number] for number in reversed(range(50))] == items[::-1]
        assert len(store) == 50


def test_a_disk_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with packed.PackedTuples() as store:
        monkeypatch.setattr(store._file, "write", fail)
        with pytest.raises(SpoolError, match="No space left"):
            store.add(("x",))
