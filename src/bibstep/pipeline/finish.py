"""Drafts become entries: they wait, some at a time as one text, until all keys are known, which then are put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from bibstep.formats.template import KEY
from bibstep.keys.assign import Keyring, Wish
from bibstep.keys.claim import Claim
from bibstep.model import Rejected, Remark, Source
from bibstep.storage.spool import Spool

#: Stands between two entries of a batch: a byte that UTF-8 has not.
BETWEEN = b"\xff"
_KEY = KEY.encode()
#: About so many bytes of each format are a batch: they stay in the processor's cache, and one by one takes longer.
_BATCH = 64 * 1024
#: So many entries are one at most.
_MOST = 256


class Noted(NamedTuple):
    """What is to be said of one record: where it came from, the key it asks for, and the remarks."""

    source: Source
    key: str
    remarks: tuple[Remark, ...]


#: Called with every Rejected, and with a Noted for every record that there is something to say of.
Report = Callable[[Rejected | Noted], None]


class Draft(NamedTuple):
    """A record as it will be written in each format, in UTF-8, but for its key: that hangs on what the others ask for.

    ``remarks`` are the record's own, ``unsaid`` those on what the formats cannot say of it.
    """

    source: Source
    wish: Wish
    remarks: tuple[Remark, ...]
    unsaid: tuple[Remark, ...]
    texts: tuple[bytes, ...]


class Batch(NamedTuple):
    """``size`` entries in a row: one text in UTF-8 for each format, with BETWEEN between two entries."""

    size: int
    texts: tuple[bytes, ...]


class _Waiting(NamedTuple):
    """A batch without its keys: what each entry has as its key if nobody else asks for it.

    ``marks`` tells for each format how often the key stands in each entry; None where that is once.
    """

    bases: list[str]
    marks: tuple[Sequence[int] | None, ...]
    texts: tuple[bytes, ...]


#: Of each record its claim, where it was read, and its key there: plain tuples, which are quick to put on disk. They
#: are asked for where keys are contested, or mapped.
_Told = tuple[tuple[Any, ...], tuple[str, int], str]


def apart(batches: Iterable[Batch]) -> Iterator[tuple[str, ...]]:
    """Each entry of some batches, with one text for each format."""
    for size, texts in batches:
        columns = [[one.decode() for one in text.split(BETWEEN)] for text in texts]
        yield from zip(*columns, strict=True) if columns else [()] * size


def settled(
    drafts: Iterable[Draft], keyring: Keyring, say: Report, key_map: dict[str, str] | None = None
) -> Iterator[Batch]:
    """The entries of drafts in their order, once the last of them has come and all keys are known.

    ``say`` is told what there is to say of each. ``key_map`` takes the key of every record that had one in its source,
    by that one.
    """
    with Spool[_Waiting](_size) as waiting, Spool[list[_Told]](_size_told) as told, keyring:
        for batch, more in _gathered(drafts, keyring, say):
            waiting.add(batch)
            told.add(more)
        longer = keyring.settle(Claim._make(claim) for claim, *_ in chain.from_iterable(told))
        if not longer and key_map is None:
            for batch in waiting:
                yield _with_keys(batch, batch.bases)
            return
        number = 0
        for batch, more in zip(waiting, told, strict=True):
            keys = list(batch.bases)
            for index, (_, source, former) in enumerate(more):
                if number + index in longer:
                    keys[index] = key = longer[number + index]
                    message = f"{batch.bases[index]} is not this record's alone; it is {key}"
                    say(Noted(Source._make(source), key, (Remark("key-extended", "citation_key", message),)))
                if key_map is not None and former:
                    key_map[former] = keys[index]
            yield _with_keys(batch, keys)
            number += len(keys)


def _gathered(drafts: Iterable[Draft], keyring: Keyring, say: Report) -> Iterator[tuple[_Waiting, list[_Told]]]:
    """The drafts in batches, with the keys that their records may claim after those before them."""
    bases: list[str] = []
    rows: list[tuple[bytes, ...]] = []
    told: list[_Told] = []
    size = 0
    for source, wish, remarks, unsaid, texts in drafts:
        claim, doubts = keyring.grant(wish)
        if remarks or unsaid or doubts:
            say(Noted(source, claim.base, (*remarks, *unsaid, *doubts)))
        bases.append(claim.base)
        rows.append(texts)
        told.append((claim[:], source[:], wish.own))
        size += len(texts[0]) if texts else 0
        if size > _BATCH or len(rows) == _MOST:
            yield _waiting(bases, rows), told
            bases, rows, told, size = [], [], [], 0
    if rows:
        yield _waiting(bases, rows), told


def _waiting(bases: list[str], rows: Sequence[tuple[bytes, ...]]) -> _Waiting:
    columns = list(zip(*rows, strict=True))
    marks = tuple([_marks(column) for column in columns])
    return _Waiting(bases, marks, tuple([BETWEEN.join(column) for column in columns]))


def _marks(column: Iterable[bytes]) -> Sequence[int] | None:
    counts = [text.count(_KEY) for text in column]
    return None if counts.count(1) == len(counts) else counts


def _with_keys(batch: _Waiting, keys: Sequence[str]) -> Batch:
    """A batch with these keys in it."""
    written = [key.encode() for key in keys]
    columns = zip(batch.texts, batch.marks, strict=True)
    return Batch(len(keys), tuple([_filled(text, marks, written) for text, marks in columns]))


def _filled(text: bytes, marks: Sequence[int] | None, keys: Sequence[bytes]) -> bytes:
    """A text with each mark replaced by its entry's key."""
    if marks:
        keys = [key for key, count in zip(keys, marks, strict=True) for _ in range(count)]
    pieces = [b""] * (2 * len(keys) + 1)
    pieces[::2] = text.split(_KEY)
    pieces[1::2] = keys
    return b"".join(pieces)


def _size(batch: _Waiting) -> int:
    return sum(map(len, batch.texts)) + 100 * len(batch.bases)


def _size_told(told: list[_Told]) -> int:
    return 1000 * len(told)  # about what Python takes for a claim
