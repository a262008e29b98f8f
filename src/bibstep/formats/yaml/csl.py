"""Read CSL-YAML: the items of CSL-JSON in YAML, whose texts pandoc reads as Markdown.

Source: pandoc's manual, "Specifying bibliographic data"; pandoc -t markdown, whose output this is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from bibstep.formats.csl_json.read import record
from bibstep.input.json_objects import JsonObject
from bibstep.input.lines import MAX_RECORD
from bibstep.input.yaml import document, items, mappings, members
from bibstep.model import Record, Rejected, Source
from bibstep.text.patterns import later

#: Markdown in pandoc's texts -> HTML, as CSL has it.
_MARKUP = (
    (later(r"\[([^\[\]]{1,300})\]\{\.nocase\}"), r'<span class="nocase">\1</span>'),
    (later(r"\[([^\[\]]{1,300})\]\{\.smallcaps\}"), r'<span style="font-variant:small-caps;">\1</span>'),
    (later(r"(?<![\\*])\*\*([^*\s](?:[^*]{0,300}[^*\s])?)\*\*"), r"<b>\1</b>"),
    (later(r"(?<![\\*])\*([^*\s](?:[^*]{0,300}[^*\s])?)\*"), r"<i>\1</i>"),
    (later(r"(?<![\\~])~([^~\s]{1,60})~"), r"<sub>\1</sub>"),
    (later(r"(?<![\\^])\^([^^\s]{1,60})\^"), r"<sup>\1</sup>"),
    (later(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
#: Variables that are no Markdown.
_VERBATIM = frozenset(("DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID", "id", "type", "citation-key", "page", "language"))
_DATES = frozenset(("issued", "accessed", "original-date", "event-date", "submitted", "available-date"))


def read(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Record | Rejected]:
    """Read the items of a stream; ``name`` is its name in messages. The file is read
    whole, and has ``max_record`` bytes at most.

    What cannot become a record is a Rejected in its place. Raises nothing.
    """
    read = document(stream, max_record)
    if read.fault:
        yield Rejected(Source(name, read.line), read.fault)
        return
    nodes = items(read.root)
    for key, node in members(read.root):
        if key == "references":
            nodes = items(node)
    if not nodes:
        yield Rejected(Source(name, 1), "this YAML has no list of references")
    for found in mappings(nodes, name, "variables"):
        if isinstance(found, Rejected):
            yield found
            continue
        _, source, item = found
        data = {key: _read(key, value) for key, value in item.items()}
        yield record(data, JsonObject(source.line, data), source)


def _read(key: str, value: Any) -> Any:
    """A value as CSL-JSON has it."""
    if key in _DATES:
        return _date(value)
    if key in _VERBATIM:
        return value
    if isinstance(value, str):
        for pattern, html in _MARKUP:
            value = pattern.sub(html, value)
        return value
    if isinstance(value, list):
        return [_read("id" if isinstance(one, dict) else key, one) for one in value]
    return value


def _date(value: Any) -> Any:
    """A date: a text, an object with date-parts, or, in older files, mappings with year, month and day."""
    dates = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict) and "year" in one for one in dates) or not dates:
        return value
    parts = [[one[name] for name in ("year", "month", "day") if one.get(name)] for one in dates[:2]]
    read: dict[str, Any] = {"date-parts": parts}
    for name in ("season", "circa", "literal"):
        if dates[0].get(name):
            read[name] = dates[0][name]
    return read
