"""Records of the seed's shape, as many as wanted and the same every time, and some that are beyond measure."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

SEED = Path(__file__).parents[1] / "data" / "golden" / "seed.txt"
SYLLABLES = "car dio mi to neu ro ge no phe ty pi co sta bi li me ta bo hy dro ki ne cy ly sis ra pro te".split()
FAMILIES = (
    "Smith Viswanathan Galipeau Garcia Müller Wang Chen Okafor Novák Rossi Silva Dubois Kim Tanaka Ivanov".split()
)
GIVEN = "Sowmya Jacques Maria Anna Peter Li Wei Chidi Eva Marco João Claire Min Yuki Olga Lars Ion Béla Rita".split()


def lines(count: int) -> Iterator[bytes]:
    """Records of the seed's shape and size (4 kB), one a line: other titles, abstracts, people, dates, DOIs in each."""
    outer = orjson.loads(SEED.read_bytes().split(b"\n", 1)[0])
    inner = orjson.loads(outer["resultStr"])
    sentences = inner["abstract"].removesuffix(".").split(". ")
    draw = random.Random(4)
    for number in range(count):
        draw.shuffle(sentences)
        year = 2000 + number % 25
        doi = f"10.1016/j.stem.{year}.{number:07d}"
        said = {
            "authors": ", ".join([f"{draw.choice(GIVEN)} {draw.choice(FAMILIES)}" for _ in range(2 + number % 3)]),
            "doi": doi,
            "ListUrlMain": f"https://doi.org/{doi}",
            "abstract": f"{'. '.join(sentences)}. The rest & {number % 100}% of the cells were kept.",
            "publicationDate": f"{year}-{1 + number % 12:02d}-{2 + number % 27:02d}",
            "journal": {
                "name": "Cell stem cell",
                "volume": f"{1 + number % 60} {1 + number % 12}",
                "pages": f"{1 + number % 9000}-{10 + number % 9000}",
            },
        }
        # The first word tells the number, so that no two keys are alike.
        words = [_word(number), *["".join(draw.choices(SYLLABLES, k=3)) for _ in range(8)]]
        title = f"{' '.join(words).capitalize()} of MSCs"
        nested = orjson.dumps({**inner, **said, "title": title}).decode()
        yield orjson.dumps({**outer, **said, "title": f"{outer['title']}{number}", "resultStr": nested}) + b"\n"


def _word(number: int) -> str:
    word = ""
    for _ in range(5):
        number, digit = divmod(number, len(SYLLABLES))
        word += SYLLABLES[digit]
    return word


class Made(io.RawIOBase):
    """A stream of records that are made as they are read; ``spent`` is the CPU time that the making took."""

    def __init__(self, count: int) -> None:
        self.spent = 0.0
        self._lines = lines(count)
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        before = time.process_time()
        while len(self._ready) < len(buffer) and (line := next(self._lines, b"")):
            self._ready += line
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        self.spent += time.process_time() - before
        return size


def long_abstract(size: int) -> bytes:
    """A record whose abstract has so many characters, most of them special somewhere."""
    special = "&%$#_{}~^\\<>\"'`|@éαЖ汉 – “n” <i>a</i> $x_1^2$ \\alpha{b} 10.1000/x "
    return _record("Blood cells", "Ann Lee", abstract=(special * (size // len(special) + 1))[:size])


def many_authors(count: int) -> bytes:
    """A record of so many people."""
    people = [f"{GIVEN[n % len(GIVEN)]} {FAMILIES[n % len(FAMILIES)]}{_word(n)}" for n in range(count)]
    return _record("Blood cells", ", ".join(people))


def colliding_keys(count: int) -> bytes:
    """So many records that all claim one key; every tenth has its whole title in common with another."""
    titles = [f"Blood {_word(n - n % 10 // 9)} of cells" for n in range(count)]
    return b"".join([_record(title, "Ann Lee", doi=f"10.1000/{n}") for n, title in enumerate(titles)])


def _record(title: str, authors: str, **more: str) -> bytes:
    return orjson.dumps({"title": title, "authors": authors, "publicationDate": "2020-05-17", **more}) + b"\n"
