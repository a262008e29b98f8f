"""Compressed inputs: read as streams, and stopped where they are broken or grow without end."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import Record, Rejected, read
from bibstep.input import compressed

RECORDS = "".join(f'{{"title": "Title {n}", "authors": "Ann Lee", "year": 2001}}\n' for n in range(50)).encode()


def _zstd(data: bytes) -> bytes:
    zstd = pytest.importorskip("backports.zstd", reason="no zstd for this Python")
    packed: bytes = zstd.compress(data)
    return packed


PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": _zstd,
}


@pytest.mark.parametrize("ending", PACK)
def test_files_and_streams_are_read(ending: str, tmp_path: Path) -> None:
    packed = PACK[ending](RECORDS)
    (tmp_path / f"records.jsonl{ending}").write_bytes(packed)
    assert [one.source.line for one in read(tmp_path)] == list(range(1, 51))
    assert len(list(read(io.BytesIO(packed)))) == 50
    (tmp_path / f"records.jsonl{ending}").rename(tmp_path / f"part_000{ending}")
    found = list(read(tmp_path))
    assert len(found) == 50
    assert all(isinstance(one, Record) for one in found)


def test_other_formats_and_pipes() -> None:
    bib = gzip.compress(b"@book{k, title = {One}}")
    reading, writing = os.pipe()
    os.write(writing, bib)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        (record,) = read(pipe)
    assert isinstance(record, Record)


@pytest.mark.parametrize("ending", PACK)
def test_several_members_and_padding(ending: str) -> None:
    packed = PACK[ending](RECORDS) + PACK[ending](RECORDS)
    assert len(list(read(io.BytesIO(packed + b"\0" * 100)))) == 100


@pytest.mark.parametrize("ending", PACK)
@pytest.mark.parametrize("how", ["short", "more", "broken"])
def test_broken_data_is_rejected_after_what_can_be_read(ending: str, how: str) -> None:
    packed = PACK[ending](RECORDS)
    data = {"short": packed[:-5], "more": packed + b"text", "broken": packed[:40] + b"\xff\0" * 20 + packed[80:]}[how]
    found = list(read(io.BytesIO(data)))
    assert isinstance(found[-1], Rejected)
    assert "compressed data" in found[-1].reason or how == "broken"
    assert all(isinstance(one, Record) for one in found[:-1])


@pytest.mark.parametrize("ending", [".bz2", ".xz"])
def test_a_bomb_stops(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "_HARMLESS", 1 << 20)
    packed = PACK[ending](b" \n" * (2 << 20))
    (found,) = read(io.BytesIO(packed))
    assert isinstance(found, Rejected)
    assert "more than 200 times" in found.reason


@given(st.sampled_from([".gz", ".bz2", ".xz"]), st.integers(0, 300), st.binary(max_size=20))
def test_no_bytes_raise(ending: str, at: int, junk: bytes) -> None:
    packed = PACK[ending](RECORDS)
    list(read(io.BytesIO(packed[:at] + junk + packed[at:])))
