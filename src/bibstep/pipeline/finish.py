"""Entries wait in batches, first in memory, then on disk; after the last one their keys are put in."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from bibstep.formats.template import KEY_PLACEHOLDER, Format
from bibstep.keys.assign import KeyAssignment, KeyRequest
from bibstep.keys.claim import Claim
from bibstep.model import Rejected, Remark, Source
from bibstep.pipeline.selection import Candidate, Selection
from bibstep.storage.packed import PackedTuples
from bibstep.storage.spool import Spool

#: Separates two entries of a batch: a byte that UTF-8 never has.
ENTRY_BOUNDARY = b"\xff"
_KEY = KEY_PLACEHOLDER.encode()
#: A batch has about so many bytes of each format: more would not fit into the processor's cache.
_BATCH = 64 * 1024
#: A batch has so many entries at most.
_MOST = 256


class Noted(NamedTuple):
    """The remarks on one record, with the place where it was read and the key it asks for.

    ``is_left_out``: the record gets no entry, because its work has one already.
    """

    source: Source
    key: str
    remarks: tuple[Remark, ...]
    is_left_out: bool = False


#: Called with every Rejected, and with a Noted for each record that there are remarks on.
Report = Callable[[Rejected | Noted], None]


class Entry(NamedTuple):
    """A record rendered in every format, in UTF-8, with a placeholder for its key, which depends on the other records.

    ``remarks`` come from reading it, ``unsaid`` says what the formats cannot express. ``is_wanted``: the record meets
    the user's conditions; ``rank`` is its place in the order that the user asked for (see ``selection.rank``).
    """

    source: Source
    request: KeyRequest
    remarks: tuple[Remark, ...]
    unsaid: tuple[Remark, ...]
    texts: tuple[bytes, ...]
    is_wanted: bool = True
    rank: str = ""


class Batch(NamedTuple):
    """``size`` consecutive entries: one text in UTF-8 for each format, with ENTRY_BOUNDARY between two entries."""

    size: int
    texts: tuple[bytes, ...]


class _Pending(NamedTuple):
    """A batch with placeholders: ``bases`` are the keys that its entries get unless other records claim them, too.

    ``counts`` says for each format how many placeholders each entry has; None where all have one.
    """

    bases: list[str]
    counts: tuple[Sequence[int] | None, ...]
    texts: tuple[bytes, ...]


#: The claim of a record, where it was read, its key there, the keys of its relatives, its aliases, and whether it is
#: wanted, and where: plain tuples, which are quick to write to disk. They are read back only where keys are contested
#: or mapped, or entries are selected.
_Claimed = tuple[tuple[Any, ...], tuple[str, int], str, tuple[str, ...], tuple[str, ...], bool, str]


def apart(batches: Iterable[Batch]) -> Iterator[tuple[str, ...]]:
    """The entries of some batches one by one, with one text for each format."""
    for size, texts in batches:
        columns = [[one.decode() for one in text.split(ENTRY_BOUNDARY)] for text in texts]
        yield from zip(*columns, strict=True) if columns else [()] * size


def divided(batches: Iterable[Batch], size: int) -> Iterator[tuple[int, Batch]]:
    """The same entries in parts of ``size`` entries: the number of the part (from 0), and a batch of its entries.

    ``size`` 0 stands for a single part.
    """
    part = count = 0
    for batch in batches:
        if not size:
            yield 0, batch
            continue
        columns = [text.split(ENTRY_BOUNDARY) for text in batch.texts]
        start = 0
        while start < batch.size:
            if count == size:
                part, count = part + 1, 0
            end = min(batch.size, start + size - count)
            texts = tuple([ENTRY_BOUNDARY.join(column[start:end]) for column in columns])
            yield part, Batch(end - start, texts)
            count += end - start
            start = end


class KeyMap(dict[str, str]):
    """The key of a record in its source -> its key in the output.

    Of several records with one key, the first is taken, as BibTeX does. ``dropped`` takes the key of each record that
    was left out as a duplicate, and the number of the entry that has its work. If only some entries are written,
    ``numbers`` are theirs, from 0, and ``written`` are their keys, both in the order of the output.
    """

    def __init__(self) -> None:
        super().__init__()
        self.dropped: list[tuple[str, int]] = []
        self.numbers: list[int] = []
        self.written: list[str] = []


def finished(
    entries: Iterable[Entry],
    assignment: KeyAssignment,
    report: Report,
    forms: Sequence[Format],
    key_map: KeyMap | None = None,
    selection: Selection | None = None,
) -> Iterator[Batch]:
    """The same entries in batches, with their final keys; nothing is yielded before the last entry has come.

    ``forms`` are the formats of each entry's texts. ``report`` is called with the remarks on each record. ``key_map``
    is filled. With a ``selection``, which needs a ``key_map``, its entries are yielded in its order, and only their
    remarks are reported. Raises SpoolError where there is no room for temporary files.
    """
    encoders = [form.encode_key for form in forms]
    held: list[Rejected | Noted] = []
    take = held.append if selection and not selection.has_all else report
    with Spool[_Pending](_size) as pending, Spool[list[_Claimed]](_size_claimed) as claimed, assignment:
        for batch, more in _gathered(entries, assignment, take):
            pending.add(batch)
            claimed.add(more)
        longer = assignment.longer_keys(Claim._make(claim) for claim, *_ in chain.from_iterable(claimed))
        if not longer and key_map is None:
            for batch in pending:
                yield _with_keys(batch, batch.bases, encoders)
            return
        if selection and key_map is not None:
            keys = [key for _, keys in _final(pending, claimed, longer, take, key_map) for key in keys]
            chosen = _chosen(selection, keys, claimed, key_map)
            _report_on(set(chosen), held, claimed, report)
            yield from _only(chosen, pending, keys, encoders)
            return
        for batch, keys in _final(pending, claimed, longer, report, key_map):
            yield _with_keys(batch, keys, encoders)


def _final(
    pending: Iterable[_Pending],
    claimed: Iterable[list[_Claimed]],
    longer: Mapping[int, str],
    report: Report,
    key_map: KeyMap | None,
) -> Iterator[tuple[_Pending, list[str]]]:
    """The batches with the final keys of their entries; ``key_map`` is filled."""
    number = 0
    written: list[str] = []
    others: list[tuple[str, str]] = []
    for batch, more in zip(pending, claimed, strict=True):
        keys = list(batch.bases)
        for index, (_, source, former, _, aliases, *_) in enumerate(more):
            if number + index in longer:
                keys[index] = key = longer[number + index]
                message = f"other records ask for {batch.bases[index]}, too; this one got {key}"
                report(Noted(Source._make(source), key, (Remark("key-extended", "citation_key", message),)))
            if key_map is not None and former:
                key_map.setdefault(former, keys[index])
                others += [(one, keys[index]) for one in aliases]
        if key_map is not None:
            written += keys
        yield batch, keys
        number += len(keys)
    if key_map is not None:
        for one, key in others:  # an entry's own key goes before another's alias, as in biblatex
            key_map.setdefault(one, key)
        for former, kept in key_map.dropped:
            key_map.setdefault(former, written[kept])


def _chosen(selection: Selection, keys: Sequence[str], claimed: Iterable[list[_Claimed]], key_map: KeyMap) -> list[int]:
    """The numbers of the selected entries, in their order; ``key_map`` keeps what is about these entries."""
    candidates = [
        Candidate(key, (former, *aliases), relatives, is_wanted, rank)
        for key, (_, _, former, relatives, aliases, is_wanted, rank) in zip(
            keys, chain.from_iterable(claimed), strict=True
        )
    ]
    chosen = selection.order(candidates, key_map)
    key_map.numbers = chosen
    key_map.written = [keys[number] for number in chosen]
    written = set(key_map.written)
    for former in [former for former, key in key_map.items() if key not in written]:
        del key_map[former]
    return chosen


def _report_on(
    chosen: Container[int], held: Iterable[Rejected | Noted], claimed: Iterable[list[_Claimed]], report: Report
) -> None:
    """Report the remarks on the chosen entries."""
    sources = {source for number, (_, source, *_) in enumerate(chain.from_iterable(claimed)) if number in chosen}
    for one in held:
        if tuple(one.source) in sources:
            report(one)


def _only(
    chosen: Sequence[int], pending: Iterable[_Pending], keys: Sequence[str], encoders: Sequence[Callable[[str], str]]
) -> Iterator[Batch]:
    """The chosen entries, in the order of their numbers in ``chosen``."""
    wanted = set(chosen)
    number = 0
    with PackedTuples() as rows:
        places: dict[int, int] = {}
        for batch in pending:
            size = len(batch.bases)
            found = [index for index in range(size) if number + index in wanted]
            if found:
                texts = _with_keys(batch, keys[number : number + size], encoders).texts
                columns = [text.split(ENTRY_BOUNDARY) for text in texts]
                for index in found:
                    places[number + index] = len(places)
                    rows.add(tuple([column[index] for column in columns]))
            number += size
        for start in range(0, len(chosen), _MOST):
            yield _joined([rows[places[one]] for one in chosen[start : start + _MOST]])


def _joined(rows: Sequence[tuple[bytes, ...]]) -> Batch:
    return Batch(len(rows), tuple([ENTRY_BOUNDARY.join(column) for column in zip(*rows, strict=True)]))


def _gathered(
    entries: Iterable[Entry], assignment: KeyAssignment, report: Report
) -> Iterator[tuple[_Pending, list[_Claimed]]]:
    """The entries in batches, each record with its claim, as the records before it leave it."""
    bases: list[str] = []
    rows: list[tuple[bytes, ...]] = []
    claimed: list[_Claimed] = []
    size = 0
    for source, request, remarks, unsaid, texts, is_wanted, rank in entries:
        claim, doubts = assignment.claim(request)
        if remarks or unsaid or doubts:
            report(Noted(source, claim.base, (*remarks, *unsaid, *doubts)))
        bases.append(claim.base)
        rows.append(texts)
        claimed.append((claim[:], source[:], request.own, request.relatives, request.aliases, is_wanted, rank))
        size += len(texts[0]) if texts else 0
        if size > _BATCH or len(rows) == _MOST:
            yield _pending(bases, rows), claimed
            bases, rows, claimed, size = [], [], [], 0
    if rows:
        yield _pending(bases, rows), claimed


def _pending(bases: list[str], rows: Sequence[tuple[bytes, ...]]) -> _Pending:
    columns = list(zip(*rows, strict=True))
    counts = tuple([_placeholders(column) for column in columns])
    return _Pending(bases, counts, tuple([ENTRY_BOUNDARY.join(column) for column in columns]))


def _placeholders(column: Iterable[bytes]) -> Sequence[int] | None:
    counts = [text.count(_KEY) for text in column]
    return None if counts.count(1) == len(counts) else counts


def _with_keys(batch: _Pending, keys: Sequence[str], encoders: Sequence[Callable[[str], str]]) -> Batch:
    """A batch with these keys in place of its placeholders, encoded for each format."""
    columns = zip(batch.texts, batch.counts, encoders, strict=True)
    texts = [_filled(text, counts, [encode(key).encode() for key in keys]) for text, counts, encode in columns]
    return Batch(len(keys), tuple(texts))


def _filled(text: bytes, counts: Sequence[int] | None, keys: Sequence[bytes]) -> bytes:
    """A text with each placeholder replaced by the key of its entry."""
    if counts:
        keys = [key for key, count in zip(keys, counts, strict=True) for _ in range(count)]
    pieces = [b""] * (2 * len(keys) + 1)
    pieces[::2] = text.split(_KEY)
    pieces[1::2] = keys
    return b"".join(pieces)


def _size(batch: _Pending) -> int:
    return sum(map(len, batch.texts)) + 100 * len(batch.bases)


def _size_claimed(claimed: list[_Claimed]) -> int:
    return 1000 * len(claimed)  # about what Python takes for a claim
