"""``convert --verify``: compare a file that was just written with the records written to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import BinaryIO

from bibstep.compare.records import Difference, differences
from bibstep.formats.limits import without
from bibstep.model import Record, Rejected, approximate_size
from bibstep.storage.spool import Spool
from bibstep.values import titles


class Kept(Spool[Record]):
    """A store for the written records, to compare them with each output when it is read back."""

    def __init__(self) -> None:
        super().__init__(approximate_size)


def verify(
    found: Iterable[Record | Rejected],
    records: Iterable[Record],
    form: str,
    hidden: Iterable[str] = (),
    *,
    partly: bool = False,
) -> Iterator[Difference]:
    """Yield the differences between the records written to a file and the items read back from it, in their order.

    ``form`` is a name in FORMATS, ``hidden`` names the fields that were not written. With ``partly`` (for a user's own
    template) only the fields that the file has are compared. In a difference, ``a`` is the record's value, ``b`` the
    file's.
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

    library = bibtexparser.parse_string(stream.read().decode(), parse_stack=[])
    for block in library.failed_blocks:
        yield Difference("", "record", "", f"line {block.start_line + 1}: not parsed by bibtexparser")
    for written, found in zip_longest(keys, [entry.key for entry in library.entries], fillvalue=""):
        if written != found:
            yield Difference(written or found, "citation-key", written, found)
            return  # all keys after it may be shifted by one
