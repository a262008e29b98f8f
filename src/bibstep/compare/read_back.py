"""``convert --verify``: compare a file that was just written with the records written to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import BinaryIO, NamedTuple

from bibstep.compare.records import Difference, differences
from bibstep.formats.omission import Omission
from bibstep.model import Record, Rejected, approximate_size
from bibstep.storage.spool import Spool
from bibstep.values import titles

#: The bytes of a .bib file that bibtexparser parses at once; it takes fifty times as many.
_PART = 1 << 20


class Kept(Spool[Record]):
    """A store for the written records, to compare them with each output when it is read back."""

    def __init__(self) -> None:
        super().__init__(approximate_size)


def verify(
    found: Iterable[Record | Rejected],
    records: Iterable[Record],
    form: str,
    omission: Omission = Omission(),
    *,
    partly: bool = False,
) -> Iterator[Difference]:
    """Yield the differences between the records written to a file and the items read back from it, in their order.

    ``form`` is a name in FORMATS, ``omission`` what was left out of it. With ``partly`` (for a user's own
    template) only the fields that the file has are compared. In a difference, ``a`` is the record's value, ``b`` the
    file's.
    """
    for record, one in zip_longest(records, found):
        if isinstance(one, Record) and record is not None:
            for difference in differences(omission.applied(record), one, "", form, one.citation_key):
                if difference.b or not partly:
                    yield difference
        else:
            yield _alone(record, one)


def _alone(record: Record | None, found: Record | Rejected | None) -> Difference:
    """The difference for a record that is missing in the file, or for an item of the file without a record."""
    written = titles.plain(record.title) if record else ""
    if isinstance(found, Rejected):
        return Difference(written, "record", written, f"line {found.source.line}: {found.reason}")
    if found:
        return Difference(found.citation_key, "record", "", titles.plain(found.title))
    return Difference(written, "record", written, "")


class Parsed(NamedTuple):
    """What bibtexparser found in a part of a file: the lines (from 0) of what it cannot read, and the entries' keys."""

    failed: list[int]
    keys: list[str]
    lines: int


#: As ``map``: the result of a function for each of some parts, in order.
InOrder = Callable[[Callable[[str], Parsed], Iterable[str]], Iterator[Parsed]]


def parsed_otherwise(stream: BinaryIO, keys: Iterable[str], in_order: InOrder = map) -> Iterator[Difference]:
    """Yield the entries of a .bib file that bibtexparser cannot read, and the first key that differs from ``keys``.

    bibtexparser shares no code with our own reader, which may make the same mistake as our writer. ``in_order`` has
    the parts of the file parsed.
    """
    wanted, line = iter(keys), 0
    for part in in_order(parsed, _parts(stream)):
        for failed in part.failed:
            yield Difference("", "record", "", f"line {line + failed + 1}: not parsed by bibtexparser")
        line += part.lines
        for key in part.keys:
            written = next(wanted, "")
            if written != key:
                yield Difference(written or key, "citation-key", written, key)
                return  # all keys after it may be shifted by one
    for written in wanted:
        yield Difference(written, "citation-key", written, "")
        return


def parsed(text: str) -> Parsed:
    """Parse a part of a .bib file with bibtexparser, in any process."""
    import bibtexparser

    library = bibtexparser.parse_string(text, parse_stack=[])
    failed = [block.start_line or 0 for block in library.failed_blocks]
    return Parsed(failed, [entry.key for entry in library.entries], text.count("\n"))


def _parts(stream: BinaryIO) -> Iterator[str]:
    """A .bib file in parts of many entries, so that only one part is in memory.

    A part begins at an entry after a blank line. No value has a blank line, because a record's texts are cleaned.
    """
    part: list[bytes] = []
    size, blank = 0, False
    for line in stream:
        if size > _PART and blank and line.startswith(b"@"):
            yield b"".join(part).decode()
            part, size = [], 0
        part.append(line)
        size += len(line)
        blank = line in (b"\n", b"\r\n")
    yield b"".join(part).decode()
