"""A file that was just written, read back and compared with the records that went into it, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import BinaryIO

from bibstep.compare.records import Difference, differences
from bibstep.formats import reader_of
from bibstep.formats.limits import without
from bibstep.model import Record, Rejected, size_of
from bibstep.storage.spool import Spool
from bibstep.values import titles


class Kept(Spool[Record]):
    """The records that were written, kept to be compared with each output as it is read back."""

    def __init__(self) -> None:
        super().__init__(size_of)


def read_back(stream: BinaryIO, form: str) -> Iterator[Record | Rejected]:
    """The records of a file in a format that ``reader_of`` knows a reader for. Raises ValueError for another one."""
    reader = reader_of(form)
    if not reader:
        raise ValueError(f"{form} is not read")
    return reader.read(stream, form)


def verify(
    found: Iterable[Record | Rejected],
    records: Iterable[Record],
    form: str,
    hidden: Iterable[str] = (),
    *,
    partly: bool = False,
) -> Iterator[Difference]:
    """What a file that was read back says otherwise than the records it was written from, in their order.

    ``form`` is a name in FORMATS, ``hidden`` names the fields that were not written. With ``partly`` (a template of
    the user's own) only what is in the file is compared. A difference's ``a`` is the record's value, ``b`` the file's.
    """
    hidden = tuple(hidden)
    for record, one in zip_longest(records, found):
        if isinstance(one, Record) and record is not None:
            for difference in differences(without(record, hidden), one, "", form, one.citation_key):
                if difference.b or not partly:
                    yield difference
        else:
            yield _alone(record, one)


def _alone(record: Record | None, found: Record | Rejected | None) -> Difference:
    """A record that the file does not have as one, or something in the file that no record stands for."""
    written = titles.plain(record.title) if record else ""
    if isinstance(found, Rejected):
        return Difference(written, "record", written, f"line {found.source.line}: {found.reason}")
    if found:
        return Difference(found.citation_key, "record", "", titles.plain(found.title))
    return Difference(written, "record", written, "")


def testified(stream: BinaryIO, keys: Iterable[str]) -> Iterator[Difference]:
    """Where bibtexparser does not find the entries with these keys, and no others, in a .bib file.

    It shares no code with our own reader, which might make the same mistake as our writer.
    """
    import bibtexparser

    library = bibtexparser.parse_string(stream.read().decode(), parse_stack=[])
    for block in library.failed_blocks:
        yield Difference("", "record", "", f"line {block.start_line + 1}: not read by bibtexparser")
    for ours, its in zip_longest(keys, [entry.key for entry in library.entries], fillvalue=""):
        if ours != its:
            yield Difference(ours or its, "citation-key", ours, its)
            return  # from here on all of them would be out of step
