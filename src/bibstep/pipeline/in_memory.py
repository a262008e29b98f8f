"""Texts in memory: records from a text, a text from records, and single items of CSL-JSON."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import orjson

from bibstep.formats.names import ReadFormat, WriteFormat
from bibstep.formats.reading import read
from bibstep.model import Record, Rejected
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options


class Records(list["Record | Rejected"]):
    """A list of what was read, which Jupyter shows as a table."""

    def _repr_html_(self) -> str:
        heads = "".join([f"<th>{name}</th>" for name in ("key", "people", "year", "title", "in")])
        return f"<table><tr>{heads}</tr>{''.join(map(_row, self))}</table>"


def _row(one: Record | Rejected) -> str:
    if isinstance(one, Rejected):
        return f'<tr><td colspan="5">{html.escape(str(one))}</td></tr>'
    people = ", ".join(map(str, one.author or one.editor))
    year = str(one.issued or "").partition("-")[0] if one.issued and one.issued.year >= 0 else str(one.issued or "")
    cells = (one.citation_key, people, year, str(one.title), one.container_title)
    return f"<tr>{''.join([f'<td>{html.escape(cell)}</td>' for cell in cells])}</tr>"


def reads(text: str | bytes, format: ReadFormat | str = "auto") -> Records:  # noqa: A002  (as with read)
    """Return the records of a text: what a file with this content has, in order.

    What cannot become a record is a Rejected in its place. Raises ValueError for a format that is not in READERS.

    >>> [str(one.title) for one in reads("@book{k, title = {Stem cells}}")]
    ['Stem cells']
    """
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return Records(read(io.BytesIO(data), format=format))


def writes(
    records: Record | Iterable[Record | Rejected],
    to: WriteFormat | str = "bibtex",
    *,
    notes: Sequence[str] = (),
    omit: Sequence[str] = (),
    duplicates: Literal["first", "merge", "keep"] = "first",
    ascii_only: bool = False,
    tidy_titles: bool = False,
    key: str = "",
) -> str:
    """Return records, or a single one, as the text of a file in one format; a Rejected is left out.

    ``to`` is a name from FORMATS; the other arguments are those of Options. Raises ValueError for a word that is not
    known.

    >>> print(writes(Record("book", "Stem cells", citation_key="k")), end="")
    @book{k,
      title = {Stem cells},
    }
    """
    found = [records] if isinstance(records, Record) else records
    options = Options(notes, omit, duplicates, ascii_only, tidy_titles, key)
    return "".join(convert(found, to, options))


def to_csl(record: Record) -> dict[str, Any]:
    """Return a record as an item of CSL-JSON.

    >>> to_csl(Record("book", "Stem cells", citation_key="k"))
    {'id': 'k', 'type': 'book', 'title': 'Stem cells'}
    """
    (item,) = orjson.loads(writes(record, "csl-json"))
    found: dict[str, Any] = item
    return found


def from_csl(item: dict[str, Any]) -> Record:
    """Return an item of CSL-JSON as a record. Raises ValueError if it is not one; the message says why.

    >>> from_csl({"id": "k", "type": "book", "title": "Stem cells"}).citation_key
    'k'
    """
    (found,) = reads(orjson.dumps([item]), "csl-json")
    if isinstance(found, Rejected):
        raise ValueError(f"this is not an item of CSL-JSON: {found.reason}")
    return found
