"""Memory does not grow with the input: what waits is on disk. It is counted in bytes that Python allocates."""

from __future__ import annotations

import io
import random
import tracemalloc
from collections.abc import Callable, Iterable

import pytest

from bibstep.formats import READERS
from bibstep.formats.bibtex import blocks
from bibstep.model import Record

#: Pieces of .bib files, most of them sound.
PIECES = (
    *["@article{k,\n title = {A {B} c},\n}\n"] * 9,
    *[
        "@book(x,\n",
        "}\n",
        "}",
        ")",
        '"',
        "{",
        "\\{",
        "\n",
        "  year=2000,\n",
        "@comment{a",
        "@comment x\n",
        "\n% @misc{a,\n",
    ],
    *[
        "@string{a = {b}}\n",
        "@article  foo bar\n",
        "é",
        "😀",
        "\ufeff",
        "@",
        'author = "A" # b,\n',
        ", \n a = {",
        "a\r\nb\r",
    ],
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held in memory, a hundredth of what it is."""
    for name in ("_MEMORY", "_BATCH_SIZE"):
        monkeypatch.setattr(f"bibstep.storage.spool.{name}", 20_000)
    monkeypatch.setattr("bibstep.pipeline.convert._AHEAD", 10_000)
    monkeypatch.setattr("bibstep.formats.bibtex.blocks.LOOKED_AT", 20_000)
    monkeypatch.setattr("bibstep.formats.bibtex.blocks._WINDOW", 20_000)


def grows(do: Callable[[int], object], count: int) -> float:
    """How many times the peak of memory grows where there are four times as many records."""
    do(count)  # what is made once is not counted
    peaks = []
    for size in (count, 4 * count):
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            do(size)
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
        finally:
            tracemalloc.stop()
    return peaks[1] / peaks[0]


class Made(io.RawIOBase):
    """A stream of entries that are made as they are read."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = iter(entries)
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        assert isinstance(buffer, memoryview)
        while len(self._ready) < len(buffer) and (one := next(self._entries, "")):
            self._ready += one.encode()
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


def bib(number: int, more: str = "") -> str:
    abstract = f"Cells 😀 {number} of the marrow. " * 50
    return f"@article{{k{number},\n  title = {{Blood cells {number}}},{more}\n  abstract = {{{abstract}}},\n}}\n\n"


@pytest.mark.usefixtures("small")
def test_reading_bib() -> None:
    def do(count: int) -> None:
        stream = io.BufferedReader(Made(bib(number, "\n  crossref = {k7},") for number in range(count)))
        assert sum(isinstance(one, Record) for one in READERS["bibtex"].read(stream, "a.bib")) == count

    assert grows(do, 200) < 1.3


@pytest.mark.parametrize("seed", range(6))
def test_blocks_do_not_depend_on_where_the_text_is_cut(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    draw = random.Random(seed)
    weights = [1] * 9 + [1 if seed % 2 else 0.02] * (len(PIECES) - 9)
    text = "".join(draw.choices(PIECES, weights, k=8000))
    whole = list(blocks.blocks(["".join(blocks.texts(io.BytesIO(text.encode()), blocks.Text()))]))
    monkeypatch.setattr("bibstep.formats.bibtex.blocks._WINDOW", 3000)
    monkeypatch.setattr("bibstep.formats.bibtex.blocks.LOOKED_AT", 3000)
    assert list(blocks.blocks(blocks.texts(io.BytesIO(text.encode()), blocks.Text()))) == whole
    assert len(whole) > 500


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1252", "utf-8"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_texts_do_not_depend_on_where_the_bytes_are_cut(
    monkeypatch: pytest.MonkeyPatch, encoding: str, newline: str
) -> None:
    lines = "".join(f"Größe {number}\n{'x' * (number % 7)}" for number in range(500))
    monkeypatch.setattr("bibstep.formats.bibtex.blocks._WINDOW", 101)
    monkeypatch.setattr("bibstep.formats.bibtex.blocks.LOOKED_AT", 50)
    found = blocks.Text()
    data = lines.replace("\n", newline).encode(encoding)
    assert "".join(blocks.texts(io.BytesIO(data), found)) == lines
    assert list(found.lines) == (list(range(1, 501)) if encoding == "cp1252" else [])
