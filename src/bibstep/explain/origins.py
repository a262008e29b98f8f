"""Find the part of the source from which each field of a record was read.

Each part of the source is changed in turn and the record is read again. This works for any format, and shows how the
reader chose between two parts: a part that makes no difference was not used.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bibstep.formats import FormatInfo
from bibstep.model import FIELDS, Record

#: Limits for the search: the source is read again for each of its parts.
_MAX_BYTES = 256 * 1024
_MAX_PARTS = 400
_FIELDS = (*FIELDS, "citation_key")
#: The start of a line with a RIS tag or the name of a BibTeX field.
_TAG = re.compile(r"[ \t]*(?:([A-Z][A-Z0-9])[ \t]{0,2}-|([A-Za-z][\w-]*)[ \t]*=)")


def places(data: bytes, reader: FormatInfo, record: Record, end: int = 0) -> dict[str, list[str]]:
    """Field -> the names of the parts of the source that it was read from; empty if they cannot be found.

    ``data`` is the whole input, ``end`` the line where the next record begins (0 if there is none).
    """
    lines = data.splitlines(keepends=True)
    start = max(record.source.line - 1, 0)
    try:
        text = b"".join(lines[start : max(end - 1, start + 1) if end else None]).decode("utf-8-sig")
    except UnicodeDecodeError:
        return {}
    if len(text) > _MAX_BYTES:
        return {}
    parts = _json_parts(text, reader, record) or _line_parts(text, reader, record)
    found: dict[str, list[str]] = {}
    for name, texts in parts[:_MAX_PARTS]:
        for field in _changed(texts, reader, record):
            if name not in found.setdefault(field, []):
                found[field].append(name)
    return found


#: The source with a part changed at its start, changed at its end, and removed; a part is its name and these texts.
_Texts = tuple[str, str, str]
_Part = tuple[str, _Texts]


def _read(text: str, reader: FormatInfo) -> Record | None:
    """The record in a text, if there is exactly one."""
    found = list(reader.read(io.BytesIO(text.encode("utf-8", "replace")), ""))
    return found[0] if len(found) == 1 and isinstance(found[0], Record) else None


def _changed(texts: _Texts, reader: FormatInfo, record: Record) -> list[str]:
    """The fields that differ if the part is changed or, if no change makes a difference, if it is removed."""
    front, end, without = texts
    return _differing(front, reader, record) + _differing(end, reader, record) or _differing(without, reader, record)


def _differing(text: str, reader: FormatInfo, record: Record) -> list[str]:
    other = _read(text, reader)
    return [name for name in _FIELDS if other and getattr(other, name) != getattr(record, name)]


def _json_parts(text: str, reader: FormatInfo, record: Record) -> list[_Part]:
    """The parts of a record in JSON and of the text lines after it; none if the JSON is not found."""
    for match in re.finditer(r"\{", text[:2000]):
        try:
            value, end = json.JSONDecoder().raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        _, newline, after = text[end:].partition("\n")
        for rest in dict.fromkeys([newline + after, ""]):
            if _read(json.dumps(value) + rest, reader) == record:
                return [
                    *((name, _all(json.dumps(one) + rest for one in values)) for name, values in _changes(value)),
                    *((name, _all(json.dumps(value) + one for one in texts)) for name, texts in _lines(rest)),
                ]
    return []


def _all(texts: Iterable[str]) -> _Texts:
    front, end, without = texts
    return front, end, without


def _changes(value: dict[str, Any], name: str = "") -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield for each part of a JSON object its path, and the object with the part changed twice and removed.

    The parts of inner objects count too, even if the object is in a string.
    """
    for key, part in value.items():
        here = f"{name}{key}"
        inner = _object(part)
        if inner:
            wrap = json.dumps if isinstance(part, str) else dict
            for path, others in _changes(inner, f"{here}."):
                yield path, [{**value, key: wrap(other)} for other in others]
        elif part is not None:
            without = {other: kept for other, kept in value.items() if other != key}
            yield here, [{**value, key: _other(part, "x", "")}, {**value, key: _other(part, "", "x")}, without]


def _object(part: object) -> dict[str, Any]:
    if isinstance(part, str) and part.lstrip().startswith("{"):
        try:
            part = json.loads(part)
        except (ValueError, RecursionError):
            return {}
    return part if isinstance(part, dict) else {}


def _other(part: Any, before: str, after: str) -> Any:
    """A different value of the same type."""
    if isinstance(part, str):
        return before + part + after
    if isinstance(part, list):
        return [_other(one, before, after) for one in part]
    if isinstance(part, dict):
        return {key: _other(one, before, after) for key, one in part.items()}
    return part + 1 if isinstance(part, (int, float)) and not isinstance(part, bool) else part


def _line_parts(text: str, reader: FormatInfo, record: Record) -> list[_Part]:
    """The parts of a record in a format of lines, such as RIS."""
    return _lines(text) if _read(text, reader) == record else []


def _lines(text: str) -> list[_Part]:
    """The text with each line changed and removed in turn; a line is named by its tag, or by the last one before it."""
    lines = text.split("\n")
    parts: list[_Part] = []
    name = "text line"
    for number, line in enumerate(lines):
        tag = _TAG.match(line)
        if tag:
            name = tag[1] or tag[2]
        if line.strip():
            before, after = lines[:number], lines[number + 1 :]
            head = tag.end() if tag else 0
            front = f"{line[:head]} x{line[head:].lstrip()}"
            others: tuple[list[str], ...] = ([front], [line.rstrip("\r") + "x"], [])
            parts.append((name, _all("\n".join([*before, *other, *after]) for other in others)))
    return parts
