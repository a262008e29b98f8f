"""Read a table row by row: the heading says what the columns are, each row after it is a record."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from bibstep.formats.csv.tables import TABLE, WEB_OF_SCIENCE
from bibstep.formats.dialects.read import record_of
from bibstep.formats.dialects.table import Dialect
from bibstep.input.lines import MAX_RECORD, Lines, size
from bibstep.model import Record, Rejected, Remark, Source
from bibstep.text.clean import shorten
from bibstep.text.encodings import guess, likeliest
from bibstep.text.patterns import later

_DELIMITERS = ("\t", ",", ";", "|")
_NO_WORD = later(r"[^a-z0-9]+")
#: Lines that may stand before the heading: Excel's ``sep=;``, and what Dimensions says of its data.
_MOST_BEFORE = 5


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the rows of a stream as records; ``name`` is its name in messages.

    A row has ``max_record`` bytes at most. A table without a known heading is a single Rejected, and so is the rest of
    a table after a quotation mark that is never closed. Raises nothing.
    """
    lines = Lines(stream, max_record)
    if lines.refused:
        yield Rejected(Source(name), lines.refused)
        return
    text = _Text(lines)
    found = _heading(text)
    if not found:
        yield Rejected(
            Source(name, 1), "no column of this table has a heading like Title; see the formats that are read"
        )
        return
    headings, delimiter, table = found
    # The limit of the csv module is one for all its readers, and 128 KiB; the references of a review are longer.
    csv.field_size_limit(max(csv.field_size_limit(), max_record))
    # Tab-separated values mostly know no quotation marks.
    plain = delimiter == "	" and not text.quoted
    rows = csv.reader(text, delimiter=delimiter, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL)
    while True:
        line = text.number + 1
        text.size, text.encoding = 0, ""
        try:
            row = next(rows, None)
        except (csv.Error, _TooLongError):
            yield Rejected(
                Source(name, line), f"a row is longer than {size(max_record)}, or its quotation marks are not closed"
            )
            return
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _record(headings, row, table, Source(name, line), text.encoding)


class _TooLongError(Exception):
    """A row has more bytes than it may have."""


class _Text:
    """The lines of an input as text, for the csv module. ``encoding`` is that of a line that was not UTF-8."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.number = 0
        self.size = 0
        self.encoding = ""
        self.quoted = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._lines.next()
        if not line:
            raise StopIteration
        self.number = self._lines.number
        self.size += len(line)
        if self.size > self._lines.longest:
            raise _TooLongError
        try:
            text = line.decode()
        except UnicodeDecodeError:
            self.encoding = likeliest(line)
            text = line.decode(self.encoding, "replace")
        return text.replace("\0", "")


def _heading(text: _Text) -> tuple[list[str], str, Dialect] | None:
    """Return the headings, the delimiter and the table of the first line that is a heading."""
    for _ in range(_MOST_BEFORE):
        try:
            line = next(text, "")
        except _TooLongError:
            return None
        for delimiter in sorted(_DELIMITERS, key=line.count, reverse=True):
            if delimiter not in line:
                continue
            cells = next(csv.reader([line], delimiter=delimiter), [])
            headings = [_NO_WORD.sub("-", cell.lower()).strip("-") for cell in cells]
            if {"pt", "au", "ti", "so"}.issubset(headings):
                return headings, delimiter, WEB_OF_SCIENCE
            if not set(TABLE.rows["title"]).isdisjoint(headings):
                text.quoted = '"' in line
                return headings, delimiter, TABLE
    return None


def _record(
    headings: Sequence[str], row: Sequence[str], table: Dialect, source: Source, encoding: str
) -> Record | Rejected:
    """Read one row as a record."""
    data: dict[str, str] = {}
    for heading, cell in zip(headings, row, strict=False):
        if cell.strip() and heading not in data:
            data[heading] = cell.strip()
    remarks = []
    if encoding:
        remarks.append(Remark("encoding-guessed", "title", guess("the row", encoding)))
    if extra := [cell for cell in row[len(headings) :] if cell.strip()]:
        message = f"{shorten(extra[0], 40)!r} is in a column without a heading; left out"
        remarks.append(Remark("value-ignored", "custom", message))
    return record_of(table, "a table", data, source, remarks)
