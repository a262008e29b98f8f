"""``convert --verify``: compare a file that was just written with the records written to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import BinaryIO

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


def parsed_otherwise(stream: BinaryIO, keys: Iterable[str]) -> Iterator[Difference]:
    """Yield the entries of a .bib file that bibtexparser cannot read, and the first key that differs from ``keys``.

    bibtexparser shares no code with our own reader, which may make the same mistake as our writer.
    """
    import bibtexparser

    wanted, line = iter(keys), 0
    for text in _parts(stream):
        library = bibtexparser.parse_string(text, parse_stack=[])
        for block in library.failed_blocks:
            yield Difference("", "record", "", f"line {line + block.start_line + 1}: not parsed by bibtexparser")
        line += text.count("\n")
        for entry in library.entries:
            written = next(wanted, "")
            if written != entry.key:
                yield Difference(written or entry.key, "citation-key", written, entry.key)
                return  # all keys after it may be shifted by one
    for written in wanted:
        yield Difference(written, "citation-key", written, "")
        return


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
